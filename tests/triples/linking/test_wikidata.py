"""Candidates from a real SPARQL server in Wikidata's model, and what is said when a service fails."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from ontology.errors import InputError, RemoteError
from triples.authority import load_authority
from triples.linking import LINKS, read_mappings
from triples.linking.session import describe, link_names
from triples.linking.wikidata import ENDPOINT, candidate_query, endpoint_from_environment, find_candidates

SLICE = Path(__file__).parent / "wikidata-slice.ttl"


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def wikidata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server that serves the slice; skips where the server is not installed."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the Oxigraph server (PyPI: oxigraph) is not installed")
    location = tmp_path_factory.mktemp("wikidata")
    subprocess.run(
        [program, "load", "--location", str(location), "--file", str(SLICE)], check=True, capture_output=True
    )
    address = f"127.0.0.1:{_free_port()}"
    server = subprocess.Popen(
        [program, "serve-read-only", "--location", str(location), "--bind", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        # The server tells on its first line that it listens; reading waits for it.
        told = server.stdout.readline()
        assert "http" in told, told
        yield f"http://{address}/query"
    finally:
        server.terminate()
        server.wait(timeout=10)
        if server.stdout is not None:
            server.stdout.close()


@dataclass
class Answer:
    """One answer that the misbehaving server is to give."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hold: bool = False
    """Whether to keep the client waiting until the server is closed."""


@dataclass
class Misbehaving:
    """A server that gives the answers that it was told to give, and keeps what it was asked."""

    endpoint: str
    answers: list[Answer]
    requests: list[tuple[str, str, dict[str, str]]]


@pytest.fixture
def misbehaving() -> Iterator[Callable[..., Misbehaving]]:
    """Starts a server that gives the answers passed to it, one a request."""
    started: list[tuple[ThreadingHTTPServer, threading.Event]] = []

    def start(*answers: Answer) -> Misbehaving:
        left = list(answers)
        asked: list[tuple[str, str, dict[str, str]]] = []
        closing_time = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def _reply(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                asked.append((f"{self.command} {self.path}", body, dict(self.headers.items())))
                answer = left.pop(0)
                if answer.hold:
                    closing_time.wait(timeout=30)
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def do_GET(self) -> None:
                self._reply()

            def do_POST(self) -> None:
                self._reply()

            def log_message(self, format: str, *args: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        started.append((server, closing_time))
        return Misbehaving(f"http://127.0.0.1:{server.server_address[1]}/sparql", left, asked)

    yield start
    for server, closing_time in started:
        closing_time.set()
        server.shutdown()
        server.server_close()


Start = Callable[..., Misbehaving]
JSON_TYPE = {"Content-Type": "application/sparql-results+json"}
NOTHING = json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode()
EMPTY = Answer(headers=JSON_TYPE, body=NOTHING)


def test_homonyms_are_ranked_with_reasons(wikidata: str) -> None:
    found = find_candidates("James Baker", kind="Person", endpoint=wikidata)
    assert [candidate.item for candidate in found] == ["Q223151", "Q999000001"]
    politician, botanist = found
    assert politician.label == "James Baker"
    assert politician.description == "American politician, born in 1930"
    assert politician.classes == ("human",)
    assert politician.dates == ("born 1930-04-28",)
    assert botanist.dates == ("born 1801-01-01", "died 1866-01-01")
    assert politician.score > botanist.score
    assert "its label is the name" in politician.reasons
    assert "it is a human, as is usual for Person" in politician.reasons
    assert "50 wiki pages are about it" in politician.reasons
    assert "Q223151 James Baker: American politician, born in 1930; human; born 1930-04-28" in describe(politician)


def test_the_kind_decides_where_fame_would_not(wikidata: str) -> None:
    assert [c.item for c in find_candidates("Georgia", endpoint=wikidata)] == ["Q999000004", "Q230"]
    assert [c.item for c in find_candidates("Georgia", kind="State", endpoint=wikidata)] == ["Q230", "Q999000004"]


def test_aliases_articles_and_spaces(wikidata: str) -> None:
    (found,) = find_candidates("the  North Atlantic Treaty\nOrganization", endpoint=wikidata)
    assert found.item == "Q7184"
    assert found.reasons[0] == "an alias is the name"
    assert [c.item for c in find_candidates("NATO", endpoint=wikidata)] == ["Q7184"]
    assert find_candidates("Nobody of this name", endpoint=wikidata) == []


def test_a_name_is_bound_not_pasted(wikidata: str) -> None:
    (found,) = find_candidates('The Baker\'s "James" \\ Shop', endpoint=wikidata)
    assert found.item == "Q999000003"
    assert find_candidates('x"@en } ?item ?p ?o . { #', endpoint=wikidata) == []
    long = find_candidates("x" * 4000, endpoint=wikidata)
    assert long == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_name_gives_a_query_that_parses_and_finds_the_name_only(name: str) -> None:
    solutions = Store().query(candidate_query(name))
    assert isinstance(solutions, QuerySolutions)
    assert list(solutions) == []


def test_the_service_knows_who_asks_and_long_queries_are_posted(misbehaving: Start) -> None:
    server = misbehaving(EMPTY, EMPTY)
    assert find_candidates("x", endpoint=server.endpoint) == []
    assert find_candidates("x" * 3000, endpoint=server.endpoint) == []
    (first, _, headers), (second, body, _) = server.requests
    assert headers["User-Agent"].startswith("Servanda/")
    assert "https://w3id.org/servanda" in headers["User-Agent"]
    assert "json" in headers["Accept"]
    assert second == "POST /sparql"
    assert "x" * 3000 in urllib.parse.unquote_plus(body)
    assert first.startswith(("GET ", "POST "))


@pytest.mark.parametrize("header", ["7", formatdate(usegmt=True)])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_respected_once(misbehaving: Start, status: int, header: str) -> None:
    busy = Answer(status=status, headers={"Retry-After": header})
    waits: list[float] = []
    server = misbehaving(busy, EMPTY)
    assert find_candidates("x", endpoint=server.endpoint, wait=waits.append) == []
    assert len(waits) == 1
    assert 0 <= waits[0] <= 7
    server = misbehaving(busy, busy)
    with pytest.raises(RemoteError, match=str(status)):
        find_candidates("x", endpoint=server.endpoint, wait=waits.append)
    assert len(waits) == 2
    assert server.answers == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(status=503), "answered 503"),
        (Answer(status=429, headers={"Retry-After": "3600"}), "asks to wait 3600 seconds"),
        (Answer(status=429, headers={"Retry-After": "later"}), "answered 429"),
        (Answer(status=403), "answered 403"),
        (Answer(status=502), "answered 502"),
        (Answer(status=500, body=b"java.lang.Exception"), "refused the query"),
        (Answer(status=400, body=b"MalformedQueryException"), "refused the query"),
        (Answer(status=404), "refused the query"),
        (Answer(headers={"Content-Type": "text/html"}, body=b"<html>a portal</html>"), "text/html"),
        (Answer(headers=JSON_TYPE, body=b"{"), "not a SPARQL result"),
        (Answer(headers=JSON_TYPE, body=b"[]"), "not a SPARQL result"),
        (Answer(headers=JSON_TYPE, body=b'{"results": {"bindings": [{"item": 1}]}}'), "not a SPARQL result"),
        (Answer(hold=True), "did not answer within 1 seconds"),
    ],
)
def test_a_failure_is_told_as_one(misbehaving: Start, answer: Answer, told: str) -> None:
    server = misbehaving(answer)
    with pytest.raises(RemoteError) as caught:
        find_candidates("x", endpoint=server.endpoint, timeout=1, wait=lambda seconds: None)
    assert told in str(caught.value)
    assert server.endpoint in str(caught.value)


def test_a_service_that_cannot_be_reached() -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(RemoteError, match="cannot be reached"):
        find_candidates("x", endpoint=f"http://127.0.0.1:{port}/sparql", timeout=2)


@pytest.mark.parametrize("endpoint", ["file:///etc/passwd", "query.wikidata.org", "ftp://example.org/", "http://"])
def test_what_is_no_service(endpoint: str) -> None:
    with pytest.raises(InputError):
        find_candidates("x", endpoint=endpoint)


def test_the_environment_names_another_service(monkeypatch: pytest.MonkeyPatch, misbehaving: Start) -> None:
    monkeypatch.delenv("SERVANDA_WIKIDATA_ENDPOINT", raising=False)
    assert endpoint_from_environment() == ENDPOINT
    server = misbehaving(EMPTY)
    monkeypatch.setenv("SERVANDA_WIKIDATA_ENDPOINT", server.endpoint)
    assert find_candidates("x") == []
    assert len(server.requests) == 1


def _session(path: Path, endpoint: str, names: list[str], answers: list[str]) -> tuple[list[str], list[str]]:
    """Runs a dialogue with prepared answers; returns the linked items and all that was written."""
    written: list[str] = []

    def read(prompt: str) -> str:
        written.append(prompt)
        if not answers:
            raise EOFError
        return answers.pop(0)

    rows = link_names(
        names,
        authority=load_authority(),
        find=lambda name, kind: find_candidates(name, kind=kind, endpoint=endpoint),
        read=read,
        write=written.append,
        path=path,
    )
    return [row.object_id for row in rows], written


@pytest.fixture
def table_without_baker(tmp_path: Path) -> Path:
    path = tmp_path / "links.sssom.tsv"
    shutil.copyfile(LINKS, path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "/james-baker\t" not in line), encoding="utf-8")
    return path


def test_what_the_user_accepts_is_in_the_table(wikidata: str, table_without_baker: Path) -> None:
    linked, written = _session(table_without_baker, wikidata, ["James Baker"], ["what?", "9", "1"])
    assert linked == ["wikidata:Q223151"]
    assert written[-1] == "  James Baker is linked to Q223151"
    (row,) = read_mappings(table_without_baker).of_subject("id:person/james-baker")
    assert (row.subject_label, row.object_label, row.predicate_id) == ("James Baker", "James Baker", "skos:exactMatch")


@pytest.mark.parametrize("answers", [["s"], [""], ["q"], []])
def test_what_the_user_does_not_accept_is_not(wikidata: str, table_without_baker: Path, answers: list[str]) -> None:
    before = table_without_baker.read_bytes()
    linked, _ = _session(table_without_baker, wikidata, ["James Baker"], answers)
    assert linked == []
    assert table_without_baker.read_bytes() == before


def test_the_unknown_the_linked_and_the_unfound_are_told(wikidata: str, table_without_baker: Path) -> None:
    linked, written = _session(table_without_baker, wikidata, ["Atlantis", "Norway", "Ned Price"], [])
    assert linked == []
    assert "Atlantis: the authority knows nobody" in written[0]
    assert written[1] == "Norway: is linked to wikidata:Q20"
    assert written[2] == "Ned Price: no item has this name"
