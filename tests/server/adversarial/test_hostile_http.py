"""Requests that are none, that say two things at once, or that are blown up: each is refused, and nobody is harmed."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest

from server.compression import compressed
from tests.server.conftest import Server

BOMB = 64 * 1024 * 1024
FORM = "application/x-www-form-urlencoded"


def send(server: Server, data: bytes) -> bytes:
    """Sends bytes, closes its own side, and returns all that comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        got = b""
        with suppress(ConnectionError):  # it may be refused before all is sent
            client.sendall(data)
            while piece := client.recv(1 << 16):
                got += piece
    return got


GET = b"GET /health HTTP/1.1\r\nHost: x\r\n"
REFUSED = {
    "no protocol": b"hello\r\n\r\n",
    "an old protocol": b"GET /health\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "line ends of one byte": b"GET /health HTTP/1.1\nHost: x\n\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: y\r\n\r\n",
    "a folded header": GET + b"X-A: b\r\n c\r\n\r\n",
    "a space before the colon": GET + b"X-A : b\r\n\r\n",
    "a zero byte in a header": GET + b"X-A: a\x00b\r\n\r\n",
    "a zero byte in the address": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "both lengths": GET + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    "two lengths": GET + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a negative length": GET + b"Content-Length: -1\r\n\r\n",
    "a length with a sign": GET + b"Content-Length: +1\r\n\r\na",
    "a length beyond": GET + b"Content-Length: 99999999999999999999999999\r\n\r\n",
    "a large length": GET + b"Content-Length: 999999999\r\n\r\n",
    "an unknown transfer": GET + b"Transfer-Encoding: rot13\r\n\r\n",
    "chunks that are none": GET + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "chunks without end": b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"ffff\r\n"
    + b"x" * 0xFFFF
    + b"\r\nffff\r\n"
    + b"x" * 0xFFFF
    + b"\r\n0\r\n\r\n",
    "a giant address": b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a giant header": GET + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n",
    "many headers": GET + b"".join(b"X-%d: a\r\n" % n for n in range(2000)) + b"\r\n",
    "a header without end": GET + b"X-A: " + b"a" * 200_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_request_is_refused(target: Server, is_well: Callable[[Server], None], name: str) -> None:
    answer = send(target, REFUSED[name])
    if answer:
        assert int(answer.split(b" ", 2)[1]) in {400, 408, 413, 414, 431, 501, 505}, answer[:300]
        assert b"Traceback" not in answer
    is_well(target)


@pytest.mark.parametrize("chunked", [True, False])
def test_a_request_in_a_body_is_not_answered(target: Server, chunked: bool) -> None:
    inner = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    kind = b"Content-Type: application/sparql-query\r\nConnection: close\r\n"
    if chunked:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(inner), inner)
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + kind + b"\r\n"
    else:
        body = inner
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % len(inner) + kind + b"\r\n"
    with socket.create_connection(("127.0.0.1", target.port), timeout=30) as client:
        client.sendall(head + body)
        got = b"".join(iter(lambda: client.recv(1 << 16), b""))
    assert got.count(b"HTTP/1.1 ") == 1
    assert got.startswith(b"HTTP/1.1 400 ")


def test_requests_one_behind_the_other_are_answered_in_order(target: Server) -> None:
    requests = b"".join(
        b"GET /sparql?query=SELECT(%d%%20AS%%20?x){} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n" % n
        for n in range(40)
    )
    last = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", target.port), timeout=30) as client:
        client.sendall(requests + last)
        got = b"".join(iter(lambda: client.recv(1 << 16), b""))
    found = [part.partition(b"\r\n\r\nx\r\n")[2].partition(b"\r\n")[0] for part in got.split(b"HTTP/1.1 200 OK")[1:-1]]
    assert found == [b"%d" % n for n in range(40)]


def test_what_a_header_with_an_underscore_says_is_not_heard(target: Server) -> None:
    head = b"GET /sparql HTTP/1.1\r\nHost: x\r\nX_Forwarded_Host: evil\r\nX-Forwarded-Host: evil\r\n"
    with socket.create_connection(("127.0.0.1", target.port), timeout=30) as client:
        client.sendall(head + b"Accept: text/turtle\r\nConnection: close\r\n\r\n")
        got = b"".join(iter(lambda: client.recv(1 << 16), b""))
    assert got.startswith(b"HTTP/1.1 200")
    assert b"evil" not in got


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(bytes(BOMB))),
        ("deflate", zlib.compress(bytes(BOMB))),
        ("zstd", compressed(bytes(BOMB), "zstd")),
    ],
    ids=["gzip", "deflate", "zstd"],
)
def test_a_body_that_blows_up_is_refused(
    target: Server, is_well: Callable[[Server], None], encoding: str, body: bytes
) -> None:
    assert len(body) < 64 * 1024 or encoding != "zstd"
    answer = target.ask(
        "/sparql", "POST", body=body, Content_Encoding=encoding, Content_Type="application/sparql-query"
    )
    assert answer.status == 413
    is_well(target)


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("gzip", gzip.compress(b"ASK {}"), 200),
        ("zstd", compressed(b"ASK {}", "zstd"), 200),
        ("identity", b"ASK {}", 200),
        ("gzip", b"ASK {}", 400),
        ("gzip", gzip.compress(b"ASK {}")[:-4], 400),
        ("gzip", gzip.compress(b"ASK ") + gzip.compress(b"{}"), 400),
        ("zstd", b"ASK {}", 400),
        ("gzip, gzip", gzip.compress(gzip.compress(b"ASK {}")), 415),
        ("br", b"ASK {}", 415),
    ],
)
def test_bodies_that_are_compressed(target: Server, encoding: str, body: bytes, status: int) -> None:
    answer = target.ask(
        "/sparql", "POST", body=body, Content_Encoding=encoding, Content_Type="application/sparql-query"
    )
    assert answer.status == status, answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=%",
        "/sparql?query=%ff",
        "/sparql?query=%00",
        "/sparql?" + "&".join(f"a{n}=b" for n in range(1500)),
        "/sparql?query=ASK{}&timeout=nan",
        "/sparql?query=ASK{}&timeout=1e999",
        "/sparql?query=ASK{}&format=" + "x" * 5000,
        "/sparql?query=ASK{}&default-graph-uri=http://[::1",
        "/id/%2e%2e/%2e%2e/etc/passwd",
        "/static/%2e%2e/%2e%2e/application.py",
        "/static/..%2f..%2fapplication.py",
        "//evil.example/%2f..",
        "/id/%ff%fe",
        "/queries/%00",
    ],
)
def test_strange_addresses(target: Server, is_well: Callable[[Server], None], path: str) -> None:
    answer = target.ask(path)
    assert answer.status in {200, 303, 308, 400, 404, 406}, answer.body[:200]
    assert b"root:" not in answer.body
    assert b"create_app" not in answer.body
    is_well(target)
