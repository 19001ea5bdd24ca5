"""Connections: HTTP/1.1 (RFC 9112) on asyncio, with a bound on everything that a client can make long or slow.

A connection reads one request at a time and hands it on with a `Reply`. Requests whose bytes were answered before,
on the same data, are answered at once from the front's memory, before they are even parsed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import httptools

from server.compression import BodyTooLargeError, UnknownEncodingError, unpacked
from server.replies import Reply
from server.requests import Request

if TYPE_CHECKING:
    from server.front import Front

LONGEST_HEAD = 64 * 1024
"""Bytes of the request line and all headers."""
LONGEST_TARGET = 32 * 1024
"""Bytes of the address in the request line; longer queries go by POST."""
MOST_HEADERS = 100
_LONGEST_WAITING = 256 * 1024
_FOREVER = float("inf")
_HIGH_WATER = 1 << 20


class Connection(asyncio.Protocol):
    """A client's connection."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._parser = httptools.HttpRequestParser(self)
        self._waiting: deque[Request] = deque()
        self._waiting_bytes = 0
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._body: list[bytes] = []
        self._size = self._head_size = 0
        self._fed = 0
        self._in_message = self._in_body = False
        self._refusal: tuple[int, str] | None = None
        self._reply: Reply | None = None
        self.transport: asyncio.Transport = cast("asyncio.Transport", None)
        self.gone = False
        self.paused = False
        self.closing = False
        self.deadline = _FOREVER
        self.when_writable: Callable[[], None] | None = None
        self.when_gone: Callable[[], None] | None = None

    @property
    def idle(self) -> bool:
        """Tells whether no request is being answered; one may be half read."""
        return self._reply is None

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes up the connection."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(high=_HIGH_WATER)
        self.deadline = self._front.coarse + self._front.config.header_timeout
        self._front.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Lets go of all that the client waited for."""
        self.gone = True
        self._front.connections.discard(self)
        self._waiting.clear()
        if self.when_gone is not None:
            self.when_gone()
        if self.when_writable is not None:
            self.when_writable()

    def eof_received(self) -> bool:
        """Takes the end of what the client sends for the end of its interest, as it nearly always is."""
        return False

    def pause_writing(self) -> None:
        """Notes that the client does not keep up."""
        self.paused = True
        self.deadline = self._front.coarse + self._front.config.write_timeout

    def resume_writing(self) -> None:
        """Notes that the client caught up."""
        self.paused = False
        self.deadline = _FOREVER if self._reply is not None else self._front.coarse + self._front.config.idle_timeout
        if self.when_writable is not None:
            self.when_writable()

    def data_received(self, data: bytes) -> None:
        """Answers from memory, or parses and hands on."""
        front = self._front
        if self._reply is None and not self._in_message:
            kept = front.kept(data)
            if kept is not None:
                self.transport.write(front.date_head + kept)
                self.deadline = front.coarse + front.config.idle_timeout
                return
        self._feed(data)

    # What the parser calls

    def on_message_begin(self) -> None:
        """Begins a request."""
        self._target, self._headers, self._body = b"", {}, []
        self._size = self._head_size = 0
        self._in_message, self._in_body = True, False
        self._refusal = None
        if self._reply is None:
            self.deadline = self._front.coarse + self._front.config.header_timeout

    def on_url(self, url: bytes) -> None:
        """Takes the address, or the next part of it."""
        self._target += url
        if len(self._target) > LONGEST_TARGET:
            self._refuse(414, f"The address is longer than {LONGEST_TARGET} bytes; send the query by POST.")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Takes a header; several of one name are one list, but for those that must be alone."""
        if self._in_body:
            return  # a trailer: nothing that came behind the body may pass for a header
        name = name.lower()
        headers = self._headers
        self._head_size += len(name) + len(value)
        if self._head_size > LONGEST_HEAD:
            self._refuse(431, f"The headers are longer than {LONGEST_HEAD} bytes.")
        if b"_" in name:
            return  # WSGI could not tell it from one with a hyphen, and what a proxy checked would be passed by
        if name not in headers:
            headers[name] = value
        elif name in {b"host", b"content-type", b"authorization", b"content-encoding"}:
            self._refuse(400, f"The header {name.decode('latin-1')} came twice.")
        else:
            headers[name] += (b"; " if name == b"cookie" else b", ") + value
        if len(headers) > MOST_HEADERS:
            self._refuse(431, f"There are more than {MOST_HEADERS} headers.")

    def on_headers_complete(self) -> None:
        """Looks whether the body is wanted."""
        self._fed, self._in_body = 0, True
        if self._reply is None:
            self.deadline = self._front.coarse + self._front.config.body_timeout
        version = self._parser.get_http_version()
        if version not in {"1.0", "1.1"}:
            self._refuse(505, "HTTP/1.1 and HTTP/1.0 are spoken here.")
        elif b"host" not in self._headers and version == "1.1":
            self._refuse(400, "A request of HTTP/1.1 needs a Host header.")
        length = self._headers.get(b"content-length", b"0")
        most = self._front.config.maximum_request_bytes
        if length.isdigit() and int(length[:20]) > most:
            self._refuse(413, f"The body is longer than {most} bytes.")
        elif self._headers.get(b"expect", b"").lower() == b"100-continue" and self._refusal is None:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """Takes a piece of the body."""
        self._size += len(body)
        if self._size > self._front.config.maximum_request_bytes:
            self._refuse(413, f"The body is longer than {self._front.config.maximum_request_bytes} bytes.")
        if self._refusal is None:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Puts the request at the end of those that wait."""
        self._in_message = self._in_body = False
        parser = self._parser
        request = Request(parser.get_method().decode("latin-1"), self._target, parser.get_http_version(), self._headers)
        request.keep_alive = parser.should_keep_alive()
        request.body = b"".join(self._body)
        self._body = []
        self._waiting_bytes += self._size + len(self._target) + 1000
        self._waiting.append(request)

    # Between the two

    def _feed(self, data: bytes) -> None:
        whole = self._reply is None and not self._in_message
        if not self._in_body:
            self._fed += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.closing = True  # the request stands; what follows it is of no protocol that is spoken here
        except httptools.HttpParserError:
            if self._refusal is None:
                self._refusal = (400, "That is no request of HTTP/1.1.")
        if self._refusal is None and self._in_message and not self._in_body and self._fed > LONGEST_HEAD:
            self._refusal = (431, f"The headers are longer than {LONGEST_HEAD} bytes.")
        if self._refusal is not None:
            self._give_up(*self._refusal)
            return
        if whole and len(self._waiting) == 1 and not self._in_message:
            self._waiting[0].raw = data
        if self._waiting_bytes > _LONGEST_WAITING and self._reply is not None:
            self.transport.pause_reading()
        self._next()

    def _next(self) -> None:
        if self._reply is not None or not self._waiting or self.gone:
            return
        request = self._waiting.popleft()
        if not self._waiting and self._waiting_bytes:
            self._waiting_bytes = 0
            self.transport.resume_reading()
        self.deadline = _FOREVER
        self._reply = reply = Reply(self._front, self, request)
        encoding = request.headers.get(b"content-encoding")
        if encoding is not None and request.body:
            try:
                request.body = unpacked(
                    request.body, encoding.decode("latin-1"), self._front.config.maximum_request_bytes
                )
            except BodyTooLargeError as error:
                self._front.refuse(reply, 413, str(error))
                return
            except UnknownEncodingError as error:
                self._front.refuse(reply, 415, str(error))
                return
            except ValueError as error:
                self._front.refuse(reply, 400, str(error))
                return
        self._front.answer(request, reply)

    def _refuse(self, status: int, why: str) -> None:
        if self._refusal is None:
            self._refusal = (status, why)

    def _give_up(self, status: int, why: str) -> None:
        """Answers what cannot be read any further, once what came before is answered, and closes."""
        self._in_message = False
        self.closing = True
        if self._reply is not None:
            self.transport.abort()  # an answer is under way to a client that sends nonsense behind its request
            return
        request = Request("GET", self._target, "1.1", self._headers)
        request.keep_alive = False
        self._reply = reply = Reply(self._front, self, request)
        self._front.refuse(reply, status, why)

    # What the reply and the front call

    def replied(self, *, keep: bool) -> None:
        """Goes on to the next request, or closes."""
        self._reply = None
        self.when_writable = self.when_gone = None
        if not keep or self.closing or self._front.draining:
            self.closing = True
            self._waiting.clear()
            self.transport.close()
            self.deadline = self._front.coarse + self._front.config.write_timeout
            return
        if not self.paused:
            self.deadline = self._front.coarse + self._front.config.idle_timeout
        if self._waiting:
            self._front.loop.call_soon(self._next)

    def expire(self) -> None:
        """Ends a connection whose time is over: politely where a request was begun, at once where one is not taken."""
        self.deadline = _FOREVER
        if self.paused or self.closing or self._reply is not None:
            self.transport.abort()
        elif self._in_message:
            self._give_up(408, "The request did not come in time.")
        else:
            self.close()

    def close(self) -> None:
        """Closes when what is being answered has been answered; at once when nothing is."""
        self.closing = True
        if self._reply is None:
            self.transport.close()
            self.deadline = self._front.coarse + self._front.config.write_timeout
