"""A real server on a real store: a process of its own, asked over loopback HTTP."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from triples.store import create_store

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = 400
"""Subjects of the numbers graph; each has two triples."""

DATA = """
@prefix e: <http://example.org/> .
@prefix id: <https://w3id.org/servanda/id/> .
@prefix graph: <https://w3id.org/servanda/graph/> .
@prefix sv: <https://w3id.org/servanda/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

graph:acts {
  id:act\\/assurance\\/baker-expansion-1990 a sv:Assurance ;
    rdfs:label "James Baker assures that NATO will not expand (1990)"@en ;
    sv:agent id:person\\/james-baker ; sv:date "1990" .
}
graph:authority { id:person\\/james-baker a sv:Person ; skos:prefLabel "James Baker"@en . }
graph:document\\/seed {
  id:mention\\/seed\\/assurance-10-40 a sv:Mention ;
    oa:hasBody id:act\\/assurance\\/baker-expansion-1990 ; oa:hasTarget id:mention\\/seed\\/assurance-10-40\\/target .
  id:mention\\/seed\\/assurance-10-40\\/target oa:hasSource id:document\\/seed ;
    oa:hasSelector id:mention\\/seed\\/assurance-10-40\\/position .
  id:mention\\/seed\\/assurance-10-40\\/position oa:start 10 ; oa:end 40 .
}
"""
FIXED_TRIPLES = 13
TRIPLES = FIXED_TRIPLES + 2 * ROWS


@dataclass
class Answer:
    """What came back over HTTP; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers["content-type"].partition(";")[0]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """A server process with its address."""

    url: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        port = urllib.parse.urlsplit(self.url).port
        assert port is not None
        return port

    def ask(self, path: str, method: str = "GET", *, body: bytes | str | None = None, **headers: str) -> Answer:
        """Sends one request; in the names of headers "_" stands for "-"."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            return Answer(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()

    def query(self, sparql: str, accept: str = "application/sparql-results+json", **parameters: str) -> Answer:
        """Sends a query by GET."""
        return self.ask("/sparql?" + urllib.parse.urlencode({"query": sparql, **parameters}), Accept=accept)

    def workers(self) -> list[int]:
        """Returns the ids of the worker processes, by Linux's own account of children."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sorted(int(pid) for task in tasks for pid in task.read_text().split())


def write_store(root: Path) -> Path:
    """Makes the store of the tests."""
    trig = root / "data.trig"
    trig.write_text(DATA, encoding="utf-8")
    numbers = root / "numbers.nq"
    graph = "<http://example.org/numbers>"
    numbers.write_text(
        "".join(
            f"<http://example.org/n{n}> <http://example.org/value> "
            f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer> {graph} .\n'
            f'<http://example.org/n{n}> <http://example.org/name> "number, \\"{n}\\"\\nof many" {graph} .\n'
            for n in range(ROWS)
        )
    )
    create_store(root / "store", [trig, numbers])
    return root / "store"


@contextmanager
def serving(store: Path | str, **settings: Any) -> Iterator[Server]:
    """Runs a server process until the block ends."""
    settings = {"store": str(store), "port": 0, "workers": 2, **settings}
    program = (
        "import json, sys, logging; logging.basicConfig(level=logging.ERROR); "
        "from server.configuration import ServiceConfig; from server.serving import serve; "
        "serve(ServiceConfig(**json.loads(sys.argv[1])))"
    )
    command = [sys.executable, "-W", "error", "-c", program, json.dumps(settings)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Servanda is ready at http://"), line
            yield Server(line.split()[-1], process)
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def store_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that the tests of the service serve."""
    return write_store(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="session")
def server(store_root: Path) -> Iterator[Server]:
    """A server with ample limits."""
    with serving(store_root) as running:
        yield running


@pytest.fixture(scope="session")
def strict_server(store_root: Path) -> Iterator[Server]:
    """A server whose limits are easy to meet."""
    limits = {"memory_mb": 200, "maximum_rows": 300, "queue_timeout": 0.3, "maximum_timeout": 20.0}
    with serving(store_root, maximum_request_bytes=4096, default_timeout=15.0, **limits) as running:
        yield running
