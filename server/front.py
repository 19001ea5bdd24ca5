"""The front of the service: it accepts connections, answers what it can at once, and hands the rest on.

A request takes the first of three ways that leads to an answer: the bytes of the request were answered before on the
same data (`kept`); it is a plain query (`server.lane`); or Flask answers it in a thread (`server.bridge`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import NamedTuple

from flask import Flask

from server.bridge import Bridge
from server.caching import ByteCache
from server.connections import Connection
from server.details import of_status
from server.lane import Lane
from server.logs import ACCESS_LOG, log_request
from server.metrics import Metrics
from server.replies import Reply
from server.requests import Request
from server.service import QueryService

_TICK = 1.0
_LONGEST_RAW = 8 * 1024


class _Kept(NamedTuple):
    data: bytes
    method: str
    path: str
    media_type: str


class Front:
    """What all connections of the service share."""

    def __init__(self, app: Flask, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.service: QueryService = app.extensions["servanda"]
        self.config = self.service.config
        self.metrics: Metrics = self.service.metrics
        self.clock: Callable[[], float] = time.perf_counter
        self.connections: set[Connection] = set()
        self.draining = False
        self.date_head = self.date_line = b""
        self.coarse = 0.0
        """The time of the last tick: exact enough for timeouts, and free."""
        self._responses: ByteCache[_Kept] = ByteCache(self.config.cache_bytes // 2)
        self._state: object = self.service.served
        self._lane = Lane(self)
        self._bridge = Bridge(self, app)
        self._logs = ACCESS_LOG.isEnabledFor(logging.INFO)
        self.metrics.watch(connections=lambda: len(self.connections), responses=self._responses)
        self._beat()

    # Connections

    def admit(self, connection: Connection) -> None:
        """Takes a connection up; when there are too many, the idle one that has longest to wait still makes room."""
        if len(self.connections) >= self.config.maximum_connections:
            idle = [each for each in self.connections if each.idle]
            if not idle:
                connection.transport.abort()
                return
            oldest = min(idle, key=lambda each: each.deadline)
            oldest.transport.abort()
            self.connections.discard(oldest)
        self.connections.add(connection)
        self.metrics.connections_total += 1

    async def drain(self, seconds: float) -> None:
        """Lets what is being answered be answered, for so many seconds at most, and closes every connection."""
        self.draining = True
        for connection in list(self.connections):
            connection.close()
        until = self.loop.time() + seconds
        while self.connections and self.loop.time() < until:
            await asyncio.sleep(_TICK / 50)
        for connection in list(self.connections):
            connection.transport.abort()
        self._bridge.close()

    # Requests

    def kept(self, data: bytes) -> bytes | None:
        """Returns the answer that was given to the same bytes on the same data, without its status line and date."""
        if self._state is not self.service.served:
            self._state = self.service.served
            self._responses.clear()
        found = self._responses.get(data) if len(data) <= _LONGEST_RAW else None
        if found is None:
            return None
        self.metrics.kept += 1
        if self._logs:
            log_request(
                method=found.method,
                path=found.path,
                status=200,
                media_type=found.media_type,
                size=len(found.data),
                seconds=0.0,
                kept="response",
            )
        return found.data

    def keep(self, request: Request, state: object, data: bytes, media_type: str) -> None:
        """Keeps an answer for requests of the same bytes, if the data it came from are still those that are served."""
        raw = request.raw
        if raw is not None and len(raw) <= _LONGEST_RAW and state is self._state is self.service.served:
            entry = _Kept(data, request.method, request.path, media_type)
            self._responses.put(raw, entry, len(raw) + len(data))

    def answer(self, request: Request, reply: Reply) -> None:
        """Hands a request on."""
        if not self._lane.offer(request, reply):
            self._bridge.offer(request, reply)

    def refuse(self, reply: Reply, status: int, why: str, **headers: str) -> None:
        """Answers with a problem."""
        problem = of_status(status, why)
        extra = [(name.replace("_", "-"), value) for name, value in headers.items()]
        kind = [("Content-Type", problem.media_type), ("Cache-Control", "no-store")]
        reply.whole(status, kind + extra, problem.body())

    def account(self, reply: Reply) -> None:
        """Counts and logs an answer when it is over."""
        seconds = self.clock() - reply.started
        self.metrics.count(reply.request.method, reply.status, seconds)
        if self._logs:
            log_request(
                method=reply.request.method,
                path=reply.request.path,
                status=reply.status,
                media_type=reply.media_type,
                size=reply.sent,
                seconds=seconds,
                kept="answer" if reply.cached else None,
                query=reply.query_id,
            )

    def _beat(self) -> None:
        self.coarse = self.loop.time()
        self.date_line = f"Date: {formatdate(usegmt=True)}\r\n".encode()
        self.date_head = b"HTTP/1.1 200 OK\r\n" + self.date_line
        for connection in [each for each in self.connections if each.deadline < self.coarse]:
            connection.expire()
        self.loop.call_later(_TICK, self._beat)
