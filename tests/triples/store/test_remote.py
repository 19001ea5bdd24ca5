from __future__ import annotations

import http.server
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.errors import LimitError, QueryError, RemoteError, StoreError
from triples.store import RemoteStore, Solutions, Triples, open_store


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    """A real SPARQL server that is not ours: Oxigraph's own, in memory, on loopback."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("the oxigraph server is not installed")
    port = free_port()
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 20
        while True:
            try:
                urllib.request.urlopen(url, timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.05)
        yield url
        process.terminate()


@pytest.fixture
def remote(oxigraph: str) -> RemoteStore:
    store = RemoteStore(f"{oxigraph}/query", update_url=f"{oxigraph}/update", read_only=False)
    store.update("CLEAR ALL")
    store.load(b'<http://e/a> <http://e/p> 1 , "zwei"@de , <http://e/b> .', ox.RdfFormat.TURTLE, "http://e/g")
    return store


def test_rows_booleans_and_triples_come_as_from_the_embedded_store(remote: RemoteStore) -> None:
    answer = remote.query("SELECT ?o ?missing { ?s ?p ?o FILTER(isLiteral(?o)) } ORDER BY ?o")
    assert isinstance(answer, Solutions)
    assert answer.variables == ("o", "missing")
    assert {row[0] for row in answer.rows} == {ox.Literal(1), ox.Literal("zwei", language="de")}
    assert all(row[1] is None for row in answer.rows)
    assert remote.query("ASK { <http://e/a> ?p <http://e/b> }") is True
    triples = remote.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, Triples)
    assert len(triples) == remote.count() == 3


def test_export_gives_quads_back(remote: RemoteStore) -> None:
    lines = b"".join(remote.export(ox.RdfFormat.N_QUADS)).splitlines()
    assert len(lines) == 3
    assert all(b"<http://e/g>" in line for line in lines)


def test_a_malformed_query_is_the_users_mistake(remote: RemoteStore) -> None:
    with pytest.raises(QueryError, match="malformed"):
        remote.query("SELECT * { ?s")


def test_a_reader_cannot_write(oxigraph: str) -> None:
    with pytest.raises(StoreError, match="reading only"):
        open_store(f"{oxigraph}/query").update("CLEAR ALL")


def test_a_service_that_is_not_there_is_a_remote_error() -> None:
    with pytest.raises(RemoteError, match="cannot be reached"):
        open_store(f"http://127.0.0.1:{free_port()}/sparql").query("ASK { }")


class _Nonsense(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(b"<html>" if self.path == "/page" else b'{"head":')

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def nonsense() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Nonsense) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("path", "words"), [("/page", "no format"), ("/cut", "malformed"), ("/broken", "refused|500")])
def test_nonsense_is_a_remote_error(nonsense: str, path: str, words: str) -> None:
    with pytest.raises(RemoteError, match=words):
        open_store(nonsense + path).query("SELECT * { ?s ?p ?o }")


def test_silence_is_a_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = RemoteStore(f"http://127.0.0.1:{silent.getsockname()[1]}/sparql")
        with pytest.raises(LimitError) as caught:
            store.query("ASK { }", timeout=1)
    assert caught.value.limit == "time"
