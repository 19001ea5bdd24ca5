"""SERVICE over HTTPS: a real second server behind a front of TLS, with certificates of an authority of our own."""

from __future__ import annotations

import datetime
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme

from tests.server.conftest import Server, serving

FAR = "".join(f'<http://example.org/n{n}> <http://example.org/told> "from afar {n}" .\n' for n in range(5))


@dataclass
class Front:
    """A front of TLS: its port, and the names that clients asked it for."""

    port: int
    names: list[str | None] = field(default_factory=list)


@contextmanager
def fronting(certificate: trustme.LeafCert, behind: int) -> Iterator[Front]:
    """Takes TLS connections on loopback and passes what is in them on to a port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                client = context.wrap_socket(self.request, server_side=True)
            except OSError:
                return  # the client took the certificate for a wrong one
            with client, socket.create_connection(("127.0.0.1", behind)) as server:
                answers = threading.Thread(target=pass_on, args=(server, client))
                answers.start()
                pass_on(client, server)
                answers.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as front:
        told = Front(front.server_address[1])
        context.sni_callback = lambda _connection, name, _context: told.names.append(name)
        thread = threading.Thread(target=front.serve_forever)
        thread.start()
        yield told
        front.shutdown()
        thread.join()


def pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one side is gone; the other ends with it


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Oxigraph's own server with some triples; the port that it listens to."""
    directory = tmp_path_factory.mktemp("other")
    (directory / "far.nt").write_text(FAR)
    program = str(Path(sys.executable).with_name("oxigraph"))
    store = str(directory / "store")
    subprocess.run([program, "load", "--location", store, "--file", directory / "far.nt"], check=True, timeout=60)
    port = free_port()
    serve = [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "Listening" in process.stderr.readline()
        yield port
        process.terminate()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def federating(store_root: Path, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service that trusts the authority in the way that every OpenSSL has: SSL_CERT_FILE."""
    trusted = tmp_path_factory.mktemp("trusted") / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(trusted))
        with serving(store_root, allow_service=["127.0.0.1", "localhost"], allow_loopback=True, workers=1) as running:
            yield running


def ask(server: Server, host: str, port: int) -> tuple[int, list[str]]:
    query = f"""PREFIX e: <http://example.org/> SELECT ?told {{
        ?n e:value ?value FILTER (?value >= 3) SERVICE <https://{host}:{port}/query> {{ ?n e:told ?told }} }}"""
    answer = server.query(query)
    rows = answer.json()["results"]["bindings"] if answer.status == 200 else []
    return answer.status, sorted(row["told"]["value"] for row in rows)


@pytest.mark.parametrize(("host", "named"), [("localhost", "localhost"), ("127.0.0.1", None)])
def test_a_service_with_the_right_certificate(
    federating: Server, authority: trustme.CA, other: int, host: str, named: str | None
) -> None:
    with fronting(authority.issue_cert(host), other) as front:
        assert ask(federating, host, front.port) == (200, ["from afar 3", "from afar 4"])
        # The name is asked for, though the connection goes to the address that was checked; an address has none.
        assert set(front.names) == {named}


def wrong_certificates(authority: trustme.CA) -> Iterator[tuple[str, trustme.LeafCert]]:
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    yield "another name", authority.issue_cert("other.example")
    yield "the address in place of the name", authority.issue_cert("127.0.0.1")
    yield "a part of the name", authority.issue_cert("local")
    yield "another authority", trustme.CA().issue_cert("localhost")
    yield "out of date", authority.issue_cert("localhost", not_before=past, not_after=past + datetime.timedelta(1))


def test_a_service_with_a_wrong_certificate_is_not_asked(federating: Server, authority: trustme.CA, other: int) -> None:
    for reason, certificate in wrong_certificates(authority):
        with fronting(certificate, other) as front:
            assert ask(federating, "localhost", front.port) == (502, []), reason
            assert front.names, "it was reached, and nothing was sent"


def test_a_service_of_https_is_not_asked_by_http(federating: Server, authority: trustme.CA, other: int) -> None:
    with fronting(authority.issue_cert("localhost"), other) as front:
        query = f"SELECT * {{ SERVICE <http://localhost:{front.port}/query> {{ ?s ?p ?o }} }}"
        assert federating.query(query).status == 502
