"""SERVICE reaches the hosts that are allowed, by the address that was checked, and nothing else."""

from __future__ import annotations

import platform
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ontology.errors import RemoteError
from server.federation import Relay, ServiceRefusedError
from tests.server.conftest import Server, serving

RESULTS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"from afar"}}]}}'


class Other(BaseHTTPRequestHandler):
    """Another SPARQL service, which also redirects."""

    asked: list[str] = []  # noqa: RUF012 - what arrived, for the tests

    def do_POST(self) -> None:
        Other.asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/to/"):
            self.send_response(307)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(RESULTS)))
        self.end_headers()
        self.wfile.write(RESULTS)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def federating(store_root: Path) -> Iterator[Server]:
    with serving(store_root, allow_service=["127.0.0.1", "localhost"], allow_loopback=True, workers=1) as running:
        yield running


def test_an_allowed_service_answers(federating: Server, other: str) -> None:
    answer = federating.query(f"SELECT ?x WHERE {{ SERVICE <{other}/sparql> {{ ?s ?p ?x }} }}")
    assert answer.status == 200
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == "from afar"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("service", "status"),
    [
        ("<http://example.org/sparql>", 403),
        ("?anywhere", 403),
        ("e:sparql", 403),
        ("SILENT <http://example.org/>", 403),
        ("<file:///etc/passwd>", 403),
        ("<OTHER@127.0.0.1/>", 403),
        ("<OTHER/to/http://example.org/>", 502),
        ("<OTHER/to/http://[::1]:1/>", 502),
        ("<OTHER/to/http://localhost:1/>", 502),
    ],
)
def test_what_is_not_allowed_is_refused(federating: Server, other: str, service: str, status: int) -> None:
    where = service.replace("OTHER", other)
    answer = federating.query(f"PREFIX e: <http://e/> SELECT ?x WHERE {{ SERVICE {where} {{ ?s ?p ?x }} }}")
    assert answer.status == status, answer.body
    assert "127.0.0.1:" not in answer.json()["detail"]


def test_redirections_are_followed_when_they_stay_allowed(federating: Server, other: str) -> None:
    answer = federating.query(f"SELECT ?x WHERE {{ SERVICE <{other}/to/{other}/again> {{ ?s ?p ?x }} }}")
    assert answer.status == 200
    assert "/again" in Other.asked


def test_addresses_that_are_not_public_are_never_reached(other: str) -> None:
    relay = Relay(("127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]"), seconds=5)
    before = len(Other.asked)
    try:
        for host in ("127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1", "2130706433", "0x7f.1"):
            with pytest.raises((RemoteError, ServiceRefusedError)):
                relay.fetch(f"http://{host}:{other.rpartition(':')[2]}/", b"ASK {}", "*/*")
    finally:
        relay.close()
    assert len(Other.asked) == before


def test_the_relay_serves_its_own_workers_alone() -> None:
    relay = Relay(("example.org",), seconds=5)
    try:
        with pytest.raises(RemoteError):
            relay.target("/guess/aHR0cDovL2V4YW1wbGUub3Jn")
        query = relay.rewrite("SELECT * { SERVICE SILENT <http://example.org/q?a=b> { ?s ?p 'SERVICE <http://x/>' } }")
        assert "example.org" not in query
        assert "'SERVICE <http://x/>'" in query
        address = query.partition("SILENT <")[2].partition(">")[0]
        assert relay.target("/" + address.split("/", 3)[3]) == "http://example.org/q?a=b"
    finally:
        relay.close()


def test_workers_that_ask_other_services_reach_one_port_alone() -> None:
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        pytest.skip("seccomp and Landlock are Linux's")
    code = (
        "import socket; from server import sandbox\n"
        "one, two = socket.create_server(('127.0.0.1', 0)), socket.create_server(('127.0.0.1', 0))\n"
        "held = sandbox.connect_only_to(one.getsockname()[1])\n"
        "socket.create_connection(one.getsockname()).close()\n"
        "try: socket.create_connection(two.getsockname()).close()\n"
        "except PermissionError: print('refused')\n"
        "else: print('reached' if held else 'no Landlock')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if "no Landlock" in done.stdout:
        pytest.skip("this kernel has no Landlock for TCP")
    assert done.stdout.strip() == "refused"
