"""Clients that are slow on purpose, in numbers: they hold memory for a while, and nobody else waits for them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.server.conftest import Server

SHORT, LONG = 200, 1000
HALF = b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\nX-Slow: "
BODY = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 60000\r\n\r\nASK"
LARGE = (
    b"GET /sparql?query=SELECT*{?a?b?c.?d?e?f} HTTP/1.1\r\nHost: x\r\nAccept: application/sparql-results+json\r\n\r\n"
)
STARTS = {"nothing": b"", "half a head": HALF, "half a body": BODY, "whole requests, and no reading": LARGE}


@contextmanager
def clients(server: Server, number: int, start: bytes) -> Iterator[list[socket.socket]]:
    """Holds so many connections open."""
    with ExitStack() as stack:
        held = []
        for _ in range(number):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            client.sendall(start)
            held.append(client)
        yield held


def slow_clients_disturb_nobody(
    server: Server, is_well: Callable[[Server], None], number: int, start: bytes, drip: bytes
) -> None:
    with clients(server, number, start) as held:
        for _ in range(3):
            is_well(server)
            for client in held:
                with suppress(ConnectionError):  # its time may be over
                    client.sendall(drip)
        is_well(server)
    is_well(server)


@pytest.mark.parametrize("name", STARTS)
def test_slow_clients_disturb_nobody(target: Server, is_well: Callable[[Server], None], name: str) -> None:
    slow_clients_disturb_nobody(target, is_well, SHORT, STARTS[name], b"" if name.startswith("whole") else b"x")


@pytest.mark.soak
@pytest.mark.parametrize("name", STARTS)
def test_a_thousand_slow_clients_disturb_nobody(target: Server, is_well: Callable[[Server], None], name: str) -> None:
    slow_clients_disturb_nobody(target, is_well, LONG, STARTS[name], b"" if name.startswith("whole") else b"x")


@pytest.mark.parametrize("start", [HALF, BODY, b""])
def test_a_request_that_does_not_come_is_given_up(target: Server, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", target.port), timeout=30) as client:
        client.sendall(start)
        got = b"".join(iter(lambda: client.recv(1 << 16), b""))
    assert got == b"" or got.startswith(b"HTTP/1.1 408 ")


def test_a_client_that_drips_is_given_up_all_the_same(target: Server) -> None:
    deadline = time.monotonic() + 30
    with socket.create_connection(("127.0.0.1", target.port), timeout=0.2) as client:
        client.sendall(HALF)
        while time.monotonic() < deadline:
            try:
                client.sendall(b"x")
                if client.recv(1000):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            pytest.fail("the connection was left open")


def test_more_connections_than_are_allowed(target: Server, is_well: Callable[[Server], None]) -> None:
    with clients(target, 300, b""):
        is_well(target)
