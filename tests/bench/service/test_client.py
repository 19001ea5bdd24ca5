"""The load understands HTTP as servers send it, in whatever pieces it comes, and counts what it should."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import repeat

import pytest

from bench.service.client import Answer, BrokenAnswerError, Timing, ask, drive, request

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nab0\r\n\r\n7;x=y\r\n\r\n0\r\n\r\n\r\n0\r\nTrailer: value\r\n\r\n"
)
SIZED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@pytest.mark.parametrize(("data", "body"), [(CHUNKED, b"ab0\r\n\r\n0\r\n\r\n"), (SIZED, b"hello")])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_an_answer_is_whole_with_its_last_byte(data: bytes, body: bytes, size: int) -> None:
    answer = Answer(wanted=True)
    for at in range(0, len(data), size):
        assert not answer.done
        answer.feed(data[at : at + size])
    assert answer.done
    assert b"".join(answer.body) == body
    assert answer.received == len(data)


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    answer = Answer(wanted=True)
    answer.feed(b"HTTP/1.1 200 OK\r\n\r\nall")
    assert not answer.done
    answer.end()
    assert (answer.done, answer.closes, b"".join(answer.body)) == (True, True, b"all")


@pytest.mark.parametrize("part", [CHUNKED[:-1], SIZED[:-1], b"HTTP/1.1 2"])
def test_an_answer_that_breaks_off_is_broken(part: bytes) -> None:
    answer = Answer()
    answer.feed(part)
    with pytest.raises(BrokenAnswerError):
        answer.end()


def test_what_is_no_http_is_broken() -> None:
    with pytest.raises(BrokenAnswerError):
        Answer().feed(b"SSH-2.0 hello\r\n\r\n")


def test_long_queries_go_as_forms() -> None:
    assert request("/sparql", "ASK {}", "text/csv").startswith(b"GET /sparql?query=ASK+%7B%7D HTTP/1.1\r\n")
    long = request("/sparql", f"ASK {{}} # {'x' * 5000}", "text/csv")
    assert long.startswith(b"POST /sparql HTTP/1.1\r\n")
    head, _, body = long.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head


@pytest.fixture
def server() -> Iterator[tuple[int, list[int]]]:
    """A server that answers what it is told to by the path, and counts requests."""
    counts = [0]
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with closing(connection):
            held = b""
            while data := connection.recv(65536):
                held += data
                while b"\r\n\r\n" in held:
                    head, _, held = held.partition(b"\r\n\r\n")
                    counts[0] += 1
                    connection.sendall(SIZED.replace(b"200", b"503") if b"/busy" in head else SIZED)

    def accept() -> None:
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1], counts
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


@pytest.mark.parametrize("clients", [1, 4])
def test_every_request_is_answered_and_counted(server: tuple[int, list[int]], clients: int) -> None:
    port, counts = server
    data = request("/sparql", "ASK {}", "text/csv")
    timing = drive(port, repeat(data), clients=clients, seconds=0, timeout=10, least=50)
    assert len(timing.latencies) == counts[0] >= 50
    assert not timing.failures
    assert timing.received == len(SIZED) * counts[0]


def test_failures_are_counted(server: tuple[int, list[int]]) -> None:
    timing = drive(
        server[0], repeat(request("/busy", "ASK {}", "text/csv")), clients=2, seconds=0, timeout=10, least=10
    )
    assert timing.failures == {"status 503": len(timing.latencies)}


def test_one_answer_is_kept_whole(server: tuple[int, list[int]]) -> None:
    status, body, seconds = ask(server[0], request("/sparql", "ASK {}", "text/csv"), 10)
    assert (status, body) == (200, b"hello")
    assert seconds > 0


def test_percentiles_and_rates() -> None:
    timing = Timing([0.001 * number for number in range(1, 101)], seconds=2.0)
    assert timing.percentile(0.5) == pytest.approx(0.051)
    assert timing.percentile(0.99) == pytest.approx(0.1)
    assert timing.rate == 50
    assert Timing().percentile(0.5) == 0.0
