"""The load: one loop over keep-alive connections, each with one request under way, as fast as answers come.

Requests are bytes made beforehand and answers are counted, not kept: some 15 µs of this process go to one request
(`Timing.busy` says how much of the time it was at work, so that one sees when the load is the bottleneck). HTTP/1.1
answers with a length, in chunks, and up to the end of the connection are understood; chunks are followed by their
sizes, so that what a body holds cannot end it.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_plus

_PIECE = 1 << 18
_LONGEST_ADDRESS = 3000


class BrokenAnswerError(Exception):
    """A connection that ended within an answer, or bytes that are no HTTP."""


@dataclass(slots=True)
class Timing:
    """What a run measured: seconds of each request in order of their ends, of the whole, and of work of the client."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    busy: float = 0.0
    failures: dict[str, int] = field(default_factory=dict)
    received: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Returns the latency in seconds below which this share of the answers lies; 0 without answers."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def request(path: str, sparql: str, accept: str) -> bytes:
    """Returns the bytes of a query of the SPARQL Protocol: by GET, or as a form when the address would be too long."""
    field_ = f"query={quote_plus(sparql)}"
    head = f"Host: 127.0.0.1\r\nAccept: {accept}\r\n"
    if len(field_) <= _LONGEST_ADDRESS:
        return f"GET {path}?{field_} HTTP/1.1\r\n{head}\r\n".encode()
    form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(field_)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{head}{form}\r\n{field_}".encode()


class Answer:
    """Reads one answer from the pieces of a connection; its body is kept when it is wanted."""

    __slots__ = ("_chunked", "_held", "_left", "_wanted", "body", "closes", "done", "received", "status")

    def __init__(self, wanted: bool = False) -> None:
        self.status = 0
        self.done = False
        self.closes = False
        self.received = 0
        self.body: list[bytes] = []
        self._wanted = wanted
        self._held = b""
        self._left = -1
        self._chunked = False

    def feed(self, data: bytes) -> None:
        """Takes the next piece of the connection; raises BrokenAnswerError when it is no answer."""
        self.received += len(data)
        if self.status == 0:
            data = self._held + data
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._held = head
                return
            self._held = b""
            self._read_head(head)
        if self._chunked:
            self._follow(data)
            return
        if self._wanted:
            self.body.append(data)
        if self._left >= 0:
            self._left -= len(data)
            self.done = self._left <= 0

    def end(self) -> None:
        """Takes the end of the connection; raises BrokenAnswerError when it comes within an answer."""
        if not self.done and (self.status == 0 or self._chunked or self._left > 0):
            raise BrokenAnswerError("the connection ended within the answer")
        self.done = True

    def _read_head(self, head: bytes) -> None:
        if head[:5] != b"HTTP/" or not head[9:12].isdigit():
            raise BrokenAnswerError(f"no HTTP: {head[:40]!r}")
        self.status = int(head[9:12])
        lower = head.lower()
        at = lower.find(b"\r\ncontent-length:")
        if at >= 0:
            self._left = int(lower[at + 17 :].partition(b"\r\n")[0])
            self.done = self._left == 0
        elif lower.find(b"\r\ntransfer-encoding: chunked") >= 0:
            self._chunked, self._left = True, 0
        else:
            self.closes = True
        if lower.find(b"\r\nconnection: close") >= 0 or head.startswith(b"HTTP/1.0"):
            self.closes = True

    def _follow(self, data: bytes) -> None:
        """Goes from chunk to chunk; `_left` counts what is missing of one with the line break after it."""
        if self._held:
            data, self._held = self._held + data, b""
        at, size = 0, len(data)
        while True:
            if self._left:
                step = min(self._left, size - at)
                if self._wanted and self._left > 2:
                    self.body.append(data[at : at + min(step, self._left - 2)])
                self._left -= step
                at += step
                if self._left:
                    return
            line = data.find(b"\r\n", at)
            if line < 0:
                self._held = data[at:]
                return
            length = int(data[at:line].partition(b";")[0], 16)
            if length == 0:
                # The last chunk: trailers may follow, up to an empty line.
                end = data.find(b"\r\n\r\n", line)
                self.done = end >= 0
                self._held = data[at:]
                return
            at, self._left = line + 2, length + 2


def ask(port: int, data: bytes, timeout: float) -> tuple[int, bytes, float]:
    """Sends one request on a connection of its own; returns status, body, and the seconds until the body was there.

    Raises TimeoutError after `timeout` seconds, BrokenAnswerError, or OSError.
    """
    answer = Answer(wanted=True)
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        begun = time.perf_counter()
        connection.sendall(data)
        while not answer.done:
            left = timeout - (time.perf_counter() - begun)
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
            piece = connection.recv(_PIECE)
            if piece:
                answer.feed(piece)
            else:
                answer.end()
        seconds = time.perf_counter() - begun
    return answer.status, b"".join(answer.body), seconds


class _Client:
    """One connection with a request under way."""

    __slots__ = ("_port", "answer", "begun", "socket")

    def __init__(self, port: int) -> None:
        self._port = port
        self.answer = Answer()
        self.begun = 0.0
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), 10)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.settimeout(60)
        return made

    def send(self, data: bytes) -> None:
        self.answer = Answer()
        self.begun = time.perf_counter()
        self.socket.sendall(data)

    def reconnect(self) -> None:
        self.socket.close()
        self.socket = self._connect()


def drive(
    port: int, requests: Iterator[bytes], *, clients: int, seconds: float, timeout: float, least: int = 1
) -> Timing:
    """Keeps so many clients busy for so many seconds, and longer until `least` answers are there; returns the timing.

    What is under way then is waited for, and counted. Answers that are not 200 and broken ones are failures. Raises
    TimeoutError when nothing comes for `timeout` seconds.
    """
    timing, poll = Timing(), select.epoll()
    crowd = [_Client(port) for _ in range(clients)]
    by_number = {client.socket.fileno(): client for client in crowd}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    begun, worked = time.perf_counter(), time.process_time()
    until, under_way = begun + seconds, 0
    try:
        for client in crowd:
            client.send(next(requests))
            under_way += 1
        while under_way:
            events = poll.poll(timeout)
            if not events:
                raise TimeoutError
            for number, _ in events:
                client = by_number[number]
                if not _advance(client, timing):
                    continue
                now = time.perf_counter()
                timing.latencies.append(now - client.begun)
                timing.received += client.answer.received
                if client.answer.closes:
                    poll.unregister(number)
                    del by_number[number]
                    client.reconnect()
                    by_number[client.socket.fileno()] = client
                    poll.register(client.socket.fileno(), select.EPOLLIN)
                if now < until or len(timing.latencies) + under_way <= least:
                    client.send(next(requests))
                else:
                    under_way -= 1
        timing.seconds = time.perf_counter() - begun
        timing.busy = time.process_time() - worked
    finally:
        poll.close()
        for client in crowd:
            client.socket.close()
    return timing


def _advance(client: _Client, timing: Timing) -> bool:
    """Reads what has come for a client; tells whether its answer is whole."""
    answer = client.answer
    try:
        data = client.socket.recv(_PIECE)
        if data:
            answer.feed(data)
        else:
            answer.end()
            answer.closes = True
    except (BrokenAnswerError, OSError) as error:
        _fail(timing, str(error))
        answer.done = answer.closes = True
        return True
    if answer.done and answer.status != 200:
        _fail(timing, f"status {answer.status}")
    return answer.done


def _fail(timing: Timing, why: str) -> None:
    timing.failures[why] = timing.failures.get(why, 0) + 1
