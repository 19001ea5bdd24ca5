"""SERVICE (SPARQL 1.1 Federated Query) for hosts that the operator allows, and for no other address.

The engine has a client of its own, which would follow any name to any address. So the IRI of each SERVICE is replaced
by the address of a relay in this process, and the workers that run such queries can connect to its port alone
(`server.sandbox.connect_only_to`). The relay looks the host up once, refuses every address that is not public, connects
to the one that it checked, and does the same again for each redirection.
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import logging
import re
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError

from ontology.errors import DocumentError, QueryError, RemoteError
from triples.reading.addresses import is_public, resolve
from triples.store.syntax import placed_tokens

_LOG = logging.getLogger("servanda")
_MOST_REDIRECTIONS = 3
_LARGEST_REQUEST = 1 << 20
_LARGEST_ANSWER = 64 << 20
_PIECE = 1 << 16
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})


class ServiceRefusedError(QueryError):
    """A query asks for another service that is not allowed."""


class Relay:
    """Stands between the workers and the services that are allowed."""

    def __init__(self, hosts: tuple[str, ...], *, seconds: float, allow_loopback: bool = False) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._seconds = seconds
        self._allow_loopback = allow_loopback
        self._secret = secrets.token_urlsafe(24)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="servanda-relay", daemon=True).start()

    @property
    def port(self) -> int:
        """The port on this machine that the workers may connect to."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Ends the relay."""
        self._server.shutdown()
        self._server.server_close()

    def rewrite(self, sparql: str) -> str:
        """Returns the query with its SERVICE IRIs leading through the relay.

        Raises ServiceRefusedError for a host that is not allowed, and for whatever is no full IRI: a variable or a
        prefixed name could lead anywhere.
        """
        tokens = list(placed_tokens(sparql))
        pieces, last, found = [], 0, False
        for index, (kind, text, _) in enumerate(tokens):
            if kind != "word" or text.upper() != "SERVICE":
                continue
            after = index + 1
            if after < len(tokens) and tokens[after][0] == "word" and tokens[after][1].upper() == "SILENT":
                after += 1
            if after >= len(tokens) or tokens[after][0] != "iri":
                raise ServiceRefusedError("SERVICE needs a full IRI here: no variable, and no prefixed name.")
            _, target, start = tokens[after]
            self.check(_unescaped(target[1:-1]))
            pieces += [sparql[last:start], f"<{self._address(_unescaped(target[1:-1]))}>"]
            last, found = start + len(target), True
        if not found:
            raise ServiceRefusedError("That use of SERVICE cannot be told apart from an operator; write it plainly.")
        return "".join(pieces) + sparql[last:]

    def check(self, url: str) -> None:
        """Raises ServiceRefusedError when an address is not one of an allowed host."""
        try:
            parts = urlsplit(url)
            host, scheme, user = parts.hostname, parts.scheme, parts.username
            port = parts.port
        except ValueError:
            host, scheme, user, port = None, "", None, None
        if scheme not in {"http", "https"} or host is None or user is not None or port == 0:
            raise ServiceRefusedError("SERVICE takes the address of an http or https service.")
        if host.lower() not in self._hosts:
            raise ServiceRefusedError(f"SERVICE may not ask {host}; the operator allows single hosts.")

    def target(self, path: str) -> str:
        """Returns the address that a path of the relay stands for; raises RemoteError when it is not one of ours."""
        secret, _, encoded = path.lstrip("/").partition("/")
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            raise RemoteError("The relay is for this service's own workers.")
        return base64.urlsafe_b64decode(encoded.encode()).decode()

    def fetch(self, url: str, query: bytes | None, accept: str) -> tuple[int, str, bytes]:
        """Asks a service, or gets a document when there is no query; returns status, media type and body.

        Raises ServiceRefusedError or RemoteError, also for an address that is not public.
        """
        deadline = time.monotonic() + self._seconds
        for _ in range(_MOST_REDIRECTIONS + 1):
            self.check(url)
            response = self._ask(url, query, accept, deadline)
            try:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTIONS or location is None:
                    kind = response.headers.get("Content-Type", "")
                    return response.status, kind, self._read(response, url, deadline)
            finally:
                response.close()
            url = urljoin(url, location)
        raise RemoteError(f"{urlsplit(url).hostname} redirects too often.")

    def _ask(self, url: str, query: bytes | None, accept: str, deadline: float) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            address = resolve(host, port, host, allow_private=self._allow_loopback)
        except DocumentError as error:
            raise RemoteError(f"SERVICE may not or cannot reach {host}.") from error
        if not is_public(address) and not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
            raise RemoteError(f"SERVICE may not reach {host}.")
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(address, port, server_hostname=host, assert_hostname=host)
        else:
            pool = urllib3.HTTPConnectionPool(address, port)
        headers = {
            "Host": parts.netloc,
            "User-Agent": "servanda",
            "Accept": accept,
        }
        if query is not None:
            headers["Content-Type"] = "application/sparql-query"
        try:
            return pool.urlopen(
                "GET" if query is None else "POST",
                urlunsplit(("", "", parts.path or "/", parts.query, "")),
                body=query,
                headers=headers,
                redirect=False,
                retries=False,
                assert_same_host=False,
                timeout=urllib3.Timeout(total=max(0.1, deadline - time.monotonic())),
                preload_content=False,
            )
        except (HTTPError, LocationParseError, OSError, ValueError) as error:
            raise RemoteError(f"{host} did not answer: {type(error).__name__}.") from error

    def _read(self, response: urllib3.BaseHTTPResponse, url: str, deadline: float) -> bytes:
        data = bytearray()
        host = urlsplit(url).hostname
        try:
            while piece := response.read(_PIECE, decode_content=False):
                data += piece
                if len(data) > _LARGEST_ANSWER:
                    raise RemoteError(f"{host} answers with more than {_LARGEST_ANSWER >> 20} MB.")
                if time.monotonic() > deadline:
                    raise RemoteError(f"{host} took longer than {self._seconds:g} seconds.")
        except (HTTPError, OSError) as error:
            raise RemoteError(f"{host} broke off: {type(error).__name__}.") from error
        return bytes(data)

    def _address(self, url: str) -> str:
        encoded = base64.urlsafe_b64encode(url.encode()).decode()
        return f"http://127.0.0.1:{self.port}/{self._secret}/{encoded}"


def _unescaped(iri: str) -> str:
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda found: chr(int(found.group(1) or found.group(2), 16)), iri
    )


def _handler(relay: Relay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Passes the queries of workers on."""

        protocol_version = "HTTP/1.1"
        timeout = 60

        def do_POST(self) -> None:
            """Passes one query on."""
            length = int(self.headers.get("Content-Length") or 0)
            if length > _LARGEST_REQUEST:
                self._answer(413, "text/plain", b"The query is too long.")
                return
            query = self.rfile.read(length)
            try:
                target = relay.target(self.path)
                self._answer(*relay.fetch(target, query, self.headers.get("Accept", "*/*")))
            except (RemoteError, QueryError, ValueError) as error:
                _LOG.warning("SERVICE: %s", error)
                self._answer(502, "text/plain", b"The service cannot be asked.")

        def log_message(self, format: str, *args: object) -> None:
            """Writes nothing: what is passed on is somebody's query."""

        def _answer(self, status: int, media_type: str, body: bytes) -> None:
            self.send_response_only(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
