"""LOAD: only from hosts that the operator allows, and through the service, not the writer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.server.conftest import Server, serving
from tests.server.test_updates import TOKEN, count, make_store, rows, update

DOCUMENTS = {
    "/data.ttl": ("text/turtle; charset=utf-8", b"<> <p> 1 , 2 ."),
    "/by-suffix.nt": ("application/octet-stream", b"<a:s> <a:p> <a:o> .\n"),
    "/broken.ttl": ("text/turtle", b"<> <p>"),
    "/page.html": ("text/html", b"<p>"),
    "/again.ttl": ("text/turtle", b'<http://e/s> <http://e/p> "one" .'),
}


class _Documents(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = DOCUMENTS.get(self.path)
        self.send_response(200 if found else 404)
        kind, body = found or ("text/plain", b"")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Documents) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def loading(tmp_path: Path) -> Iterator[Server]:
    allowed = {"allow_service": ["127.0.0.1"], "allow_loopback": True}
    with serving(make_store(tmp_path), updates=True, token=TOKEN, **allowed) as running:
        yield running


def test_documents_of_an_allowed_host(loading: Server, elsewhere: str) -> None:
    text = f"""PREFIX d: <{elsewhere}/>
        LOAD d:data.ttl INTO GRAPH <http://e/loaded> ; LOAD <{elsewhere}/by-suffix.nt> INTO GRAPH <http://e/more>"""
    assert update(loading, text).status == 204
    assert rows(loading, "SELECT ?s { GRAPH <http://e/loaded> { ?s ?p 2 } }") == [{"s": f"{elsewhere}/data.ttl"}]
    assert count(loading) == 5


@pytest.mark.parametrize(
    ("document", "status"), [("broken.ttl", 400), ("page.html", 502), ("missing", 502), ("again.ttl", 409)]
)
def test_documents_that_cannot_be_loaded(loading: Server, elsewhere: str, document: str, status: int) -> None:
    text = f"INSERT DATA {{ GRAPH <http://e/x> {{ <a:b> <c:d> 1 }} }} ; LOAD <{elsewhere}/{document}> INTO GRAPH <http://e/l>"
    assert update(loading, text).status == status
    assert count(loading) == 2
    if status != 409:
        assert update(loading, text.replace("LOAD", "LOAD SILENT")).status == 204
        assert count(loading) == 3


def test_other_hosts(loading: Server, elsewhere: str) -> None:
    for address in (
        elsewhere.replace("127.0.0.1", "localhost"),
        "http://example.org",
        "file:///etc",
        "http://169.254.169.254",
    ):
        assert update(loading, f"LOAD <{address}/data.ttl> INTO GRAPH <http://e/l>").status == 403, address
    assert count(loading) == 2


def test_loopback_is_out_of_reach_unless_it_is_let_in(tmp_path: Path, elsewhere: str) -> None:
    with serving(make_store(tmp_path), updates=True, token=TOKEN, allow_service=["127.0.0.1"]) as running:
        assert update(running, f"LOAD <{elsewhere}/data.ttl> INTO GRAPH <http://e/l>").status == 502
        assert count(running) == 2
