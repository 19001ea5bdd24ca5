"""The bridge to Flask: WSGI (PEP 3333) in a bounded number of threads, for whatever is no plain query."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from flask import Flask

from server.proxies import Origin, origin
from server.replies import Reply
from server.requests import Request

if TYPE_CHECKING:
    from server.front import Front

_LOG = logging.getLogger("servanda")
_MOST_AT_ONCE = 1 << 20
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"})
_UNSEEN = frozenset({b"content-type", b"content-length", b"content-encoding", b"transfer-encoding", b"proxy"})


class Bridge:
    """Calls a WSGI application in threads and sends what it answers."""

    def __init__(self, front: Front, app: Flask) -> None:
        self._front = front
        self._app = app
        self._executor = ThreadPoolExecutor(front.config.threads, thread_name_prefix="servanda-flask")
        self._inside = 0
        self._most = front.config.threads + front.config.queue_size

    def offer(self, request: Request, reply: Reply) -> None:
        """Takes a request, or refuses it when too many wait for a thread."""
        if self._inside >= self._most:
            self._front.refuse(reply, 503, "Too many requests wait; try again in a moment.", Retry_After="2")
            return
        self._inside += 1
        state = self._front.service.served
        self._executor.submit(self._run, request, reply, state)

    def close(self) -> None:
        """Lets go of the threads."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _run(self, request: Request, reply: Reply, state: object) -> None:
        """Answers one request; the one place for what an application did not catch itself."""
        call = _Call(self._front, request, reply, state)
        try:
            call.run(self._app)
        except Exception as error:  # noqa: BLE001 - a thread of the pool must tell of every fault, and go on
            _LOG.error("The answer at %s broke off: %s: %s", request.path[:200], type(error).__name__, error)
            self._front.loop.call_soon_threadsafe(reply.abort)
        finally:
            self._front.loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        self._inside -= 1


class _Call:
    """One call of the application."""

    def __init__(self, front: Front, request: Request, reply: Reply, state: object) -> None:
        self._front = front
        self._request = request
        self._reply = reply
        self._state = state
        self._status = 0
        self._headers: list[tuple[str, str]] = []
        self._writable = threading.Event()
        self._writable.set()

    def run(self, app: Flask) -> None:
        """Calls the application and sends its answer."""
        peer = self._reply.connection.transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        found = origin(self._request, address, self._front.config)
        environ = _environ(self._request, found, lambda: self._reply.gone)
        body = app(environ, self._start_response)
        try:
            self._send(body, environ)
        finally:
            if hasattr(body, "close"):
                body.close()

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        del exc_info  # nothing has been sent before the first piece, so a second call may replace the first
        self._status = int(status.split(" ", 1)[0])
        self._headers = headers
        return _no_write

    def _send(self, body: Iterable[bytes], environ: dict[str, Any]) -> None:
        pieces = iter(body)
        first = next(pieces, b"")
        length = next((int(value) for name, value in self._headers if name.lower() == "content-length"), None)
        headers = [(name, value) for name, value in self._headers if name.lower() not in _HOP_BY_HOP]
        reply, loop = self._reply, self._front.loop
        if self._request.method == "HEAD":
            loop.call_soon_threadsafe(_headers_only, reply, self._status, headers, length)
            return
        if length is not None and length <= _MOST_AT_ONCE:
            data = first + b"".join(pieces)
            keep = self._state if self._status == 200 and "servanda.version" in environ else None
            loop.call_soon_threadsafe(_whole, reply, self._status, headers, data, keep)
            return
        reply.connection.when_writable = self._writable.set
        loop.call_soon_threadsafe(_start, reply, self._status, headers, length)
        self._pass_on(first)
        for piece in pieces:
            self._pass_on(piece)
            if reply.gone:
                return
        loop.call_soon_threadsafe(reply.end)

    def _pass_on(self, piece: bytes) -> None:
        """Sends a piece, and waits until the client keeps up: memory holds a few pieces, whatever the answer's size."""
        self._writable.clear()
        self._front.loop.call_soon_threadsafe(self._write, piece)
        self._writable.wait()

    def _write(self, piece: bytes) -> None:
        self._reply.write(piece)
        if not self._reply.connection.paused or self._reply.gone:
            self._writable.set()


def _environ(request: Request, found: Origin, gone: Callable[[], bool]) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": found.prefix,
        "PATH_INFO": request.path,
        "QUERY_STRING": request.query_string,
        "REMOTE_ADDR": found.address,
        "SERVER_NAME": found.host.rpartition(":")[0] or found.host,
        "SERVER_PORT": found.port,
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "HTTP_HOST": found.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": found.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        "CONTENT_LENGTH": str(len(request.body)),
        "servanda.client_disconnected": gone,
    }
    if b"content-type" in request.headers:
        environ["CONTENT_TYPE"] = request.headers[b"content-type"].decode("latin-1")
    for name, value in request.headers.items():
        if name in _UNSEEN or name == b"host" or name.startswith(b"x-forwarded-"):
            continue
        environ["HTTP_" + name.decode("latin-1").upper().replace("-", "_")] = value.decode("latin-1")
    return environ


def _whole(reply: Reply, status: int, headers: list[tuple[str, str]], data: bytes, keep: object | None) -> None:
    if not reply.gone:
        reply.whole(status, headers, data, common=False, keep_for=keep)


def _start(reply: Reply, status: int, headers: list[tuple[str, str]], length: int | None) -> None:
    if not reply.gone:
        reply.start(status, headers, length=length, common=False)


def _headers_only(reply: Reply, status: int, headers: list[tuple[str, str]], length: int | None) -> None:
    if not reply.gone:
        reply.start(status, headers, length=length, common=False)
        reply.end()


def _no_write(data: bytes) -> object:
    raise NotImplementedError("write() of WSGI is for old applications; this one returns its body")
