"""The answer to one request on its connection: whole, or begun and continued piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from server.headers import ALWAYS
from server.requests import Request

if TYPE_CHECKING:
    from server.connections import Connection
    from server.front import Front

Headers = Iterable[tuple[str, str]]

_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_ALWAYS = "".join(f"{name}: {value}\r\n" for name, value in ALWAYS.items())
_NO_BODY = frozenset({204, 304})


class Reply:
    """The answer to one request; all methods belong to the thread of the event loop."""

    __slots__ = (
        "_chunked",
        "_connection",
        "_front",
        "_keep",
        "cached",
        "done",
        "media_type",
        "query_id",
        "request",
        "sent",
        "started",
        "status",
    )

    def __init__(self, front: Front, connection: Connection, request: Request) -> None:
        self._front = front
        self._connection = connection
        self._keep = request.keep_alive
        self._chunked = False
        self.request = request
        self.started = front.clock()
        self.status = 0
        self.sent = 0
        self.media_type = ""
        self.query_id: str | None = None
        self.cached = False
        self.done = False

    @property
    def begun(self) -> bool:
        """Tells whether the status has been sent."""
        return self.status != 0

    @property
    def gone(self) -> bool:
        """Tells whether nobody waits for the answer any more."""
        return self._connection.gone

    @property
    def connection(self) -> Connection:
        """The connection, for those who wait until it can be written to."""
        return self._connection

    @property
    def takes_trailers(self) -> bool:
        """Tells whether the other end of the connection said that it reads trailers (RFC 9110, section 10.1.4).

        TE counts only where Connection names it: otherwise it may be passed on by a proxy that drops trailers.
        """
        if self.request.version != "1.1":
            return False
        named, codings = (self.request.headers.get(each, b"").lower().split(b",") for each in (b"connection", b"te"))
        return b"te" in map(bytes.strip, named) and any(
            each.partition(b";")[0].strip() == b"trailers" for each in codings
        )

    def whole(
        self, status: int, headers: Headers, body: bytes, *, common: bool = True, keep_for: object | None = None
    ) -> None:
        """Sends an answer whose body is at hand.

        `common` adds what every answer carries; `keep_for` is the state of the data for which equal requests may be
        answered by the same bytes.
        """
        head = self._head(status, headers, common=common)
        if status in _NO_BODY:
            head += "\r\n"
            body = b""
        elif self.request.method == "HEAD":
            head += f"Content-Length: {len(body)}\r\n\r\n" if body else "\r\n"
            body = b""
        else:
            head += f"Content-Length: {len(body)}\r\n\r\n"
        data = head.encode("latin-1")
        phrase = _PHRASES.get(status, "")
        if status == 200:
            self._connection.transport.write(self._front.date_head + data + body)
            if keep_for is not None and self._keep and self.request.raw is not None:
                self._front.keep(self.request, keep_for, data + body, self.media_type)
        else:
            line = f"HTTP/1.1 {status} {phrase}\r\n".encode("latin-1")
            self._connection.transport.write(line + self._front.date_line + data + body)
        self.sent = len(body)
        self._finish()

    def start(self, status: int, headers: Headers, *, length: int | None = None, common: bool = True) -> None:
        """Sends status and headers; the body follows by `write`."""
        head = self._head(status, headers, common=common)
        if length is not None:
            head += f"Content-Length: {length}\r\n"
        elif self.request.method != "HEAD" and status not in _NO_BODY:
            if self.request.version == "1.1":
                self._chunked = True
                head += "Transfer-Encoding: chunked\r\n"
            else:
                self._keep = False  # the end of the connection is the end of the body
        line = f"HTTP/1.1 {status} {_PHRASES.get(status, '')}\r\n".encode("latin-1")
        self._connection.transport.write(line + self._front.date_line + head.encode("latin-1") + b"\r\n")

    def write(self, piece: bytes) -> None:
        """Sends a piece of the body."""
        if not piece or self.gone or self.request.method == "HEAD":
            return
        self.sent += len(piece)
        if self._chunked:
            self._connection.transport.writelines((b"%x\r\n" % len(piece), piece, b"\r\n"))
        else:
            self._connection.transport.write(piece)

    def end(self, trailers: Headers = ()) -> None:
        """Ends the body; trailers need a client that takes them."""
        if self._chunked and not self.gone:
            lines = "".join(f"{name}: {value}\r\n" for name, value in trailers)
            self._connection.transport.write(b"0\r\n" + lines.encode("latin-1") + b"\r\n")
        self._finish()

    def abort(self) -> None:
        """Breaks the connection off: the one way left to tell every client that its answer is not whole."""
        self._connection.transport.abort()
        self._keep = False
        self._finish()

    def _head(self, status: int, headers: Headers, *, common: bool) -> str:
        self.status = status
        lines = []
        for name, value in headers:
            if name == "Content-Type":
                self.media_type = value.partition(";")[0]
            lines.append(f"{name}: {value}\r\n")
        if common:
            lines.append(_ALWAYS)
        if self._connection.closing or self._front.draining:
            self._keep = False
        if not self._keep:
            lines.append("Connection: close\r\n")
        elif self.request.version == "1.0":
            lines.append("Connection: keep-alive\r\n")
        return "".join(lines)

    def _finish(self) -> None:
        if self.done:
            return
        self.done = True
        self._front.account(self)
        self._connection.replied(keep=self._keep)
