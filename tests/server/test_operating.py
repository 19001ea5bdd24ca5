"""What an operator sees and does: metrics, running queries, logs, an end and a reload that drop nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.configuration import ServiceConfig
from server.metrics import BUCKETS, Metrics
from server.proxies import origin
from server.requests import Request
from tests.server.conftest import Answer, Server, serving, write_store
from tests.server.test_caching import COUNT, change
from tests.server.test_limits import ENDLESS, alive, until

TOKEN = "an operator's token"
OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def operated(store_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    log = tmp_path_factory.mktemp("log") / "access.jsonl"
    with serving(store_root, operator_token=TOKEN, access_log=str(log), slow_seconds=0.5) as running:
        yield running, log


def running(server: Server) -> list[dict[str, object]]:
    found: list[dict[str, object]] = server.ask("/queries/running", **OPERATOR).json()["running"]
    return found


def test_a_running_query_is_listed_and_stopped(operated: tuple[Server, Path]) -> None:
    server, _ = operated
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(server.query(ENDLESS)))
    asking.start()
    until(lambda: len(running(server)) == 1)
    one = running(server)[0]
    assert one["query"] == ENDLESS
    assert server.ask(f"/queries/running/{one['id']}", "DELETE").status == 401
    assert server.ask(f"/queries/running/{one['id']}", "DELETE", **OPERATOR).status == 204
    asking.join()
    assert answers[0].status == 503
    assert answers[0].json()["limit"] == "cancelled"
    assert answers[0].headers["servanda-query-id"] == one["id"]
    assert running(server) == []
    assert server.ask(f"/queries/running/{one['id']}", "DELETE", **OPERATOR).status == 404
    assert server.query(COUNT + " #after").status == 200


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer \u00e9"])
def test_who_has_not_the_token_is_refused(operated: tuple[Server, Path], authorization: str) -> None:
    answer = operated[0].ask("/queries/running", Authorization=authorization)
    assert answer.status == 401
    assert "Bearer" in answer.headers["www-authenticate"]
    assert TOKEN.encode() not in answer.body


def test_without_a_token_nobody_sees_queries(server: Server) -> None:
    assert server.ask("/queries/running", Authorization="Bearer ").status == 403
    assert server.ask("/queries/running", Authorization="Bearer None").status == 403


def test_metrics_are_in_the_format_of_prometheus(operated: tuple[Server, Path]) -> None:
    server, _ = operated
    server.query(COUNT + " #metrics")
    answer = server.ask("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples: dict[str, float] = {}
    declared: set[str] = set()
    for line in answer.body.decode().splitlines():
        if line.startswith("# TYPE "):
            declared.add(line.split()[2])
        elif not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            samples[name] = float(value)
    for name in samples:
        family = name.partition("{")[0]
        ends = ("_bucket", "_sum", "_count")
        assert family in declared or any(family.removesuffix(end) in declared for end in ends), name
    assert samples['servanda_requests_total{method="GET",status="200"}'] >= 1
    assert samples["servanda_workers"] == 2
    assert samples["servanda_query_duration_seconds_count"] >= 1


def test_a_histogram_counts_up() -> None:
    metrics = Metrics()
    for seconds in (0.0001, 0.3, 1000.0):
        metrics.count("GET", 200, seconds)
        metrics.count("BREW", 418, seconds)
    lines = [
        line for line in metrics.text().splitlines() if line.startswith("servanda_request_duration_seconds_bucket")
    ]
    counts = [int(line.rsplit(" ", 1)[1]) for line in lines]
    assert len(counts) == len(BUCKETS) + 1
    assert counts == sorted(counts)
    assert counts[-1] == 6
    assert 'method="other",status="418"' in metrics.text()


def test_the_log_has_requests_and_no_secrets(operated: tuple[Server, Path]) -> None:
    server, log = operated
    secret = "somebodys-secret"
    server.query(f"SELECT ('{secret}' AS ?x) {{}}")
    server.query(f"SELECT ('{secret}' AS ?x) {{}}")
    server.ask(f"/id/nothing?key={secret}", Authorization=f"Bearer {secret}", Cookie=secret)
    until(lambda: "/id/nothing" in log.read_text())
    text = log.read_text()
    entries = [json.loads(line) for line in text.splitlines()]
    assert {"time", "method", "path", "status", "type", "bytes", "ms"} <= entries[0].keys()
    assert secret not in text
    assert TOKEN not in text
    assert any(each["path"] == "/sparql" and each["status"] == 200 for each in entries)


def test_the_end_waits_for_what_runs(store_root: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 1) }"
    with serving(store_root) as server:
        workers = server.workers()
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(server.query(slow, timeout="20")))
        idle = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        asking.start()
        until(lambda: any(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] == "R" for pid in workers))
        server.process.send_signal(signal.SIGTERM)
        assert idle.recv(100) == b""
        idle.close()
        asking.join()
        assert answers[0].status == 200
        assert answers[0].headers["connection"] == "close"
        assert server.process.wait(timeout=20) == 0
        until(lambda: not any(alive(pid) for pid in workers))


def test_a_reload_drops_no_request(tmp_path: Path) -> None:
    store = write_store(tmp_path)
    with serving(store, reload_seconds=0.05) as server:
        stop = threading.Event()
        statuses: list[int] = []

        def ask(number: int) -> None:
            asked = 0
            while not stop.is_set():
                asked += 1
                statuses.append(server.query(f"{COUNT} #{number}-{asked}").status)

        clients = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
        for client in clients:
            client.start()
        for number in (2, 4, 6):
            version = change(store, number)
            until(lambda version=version: server.ask("/health").json()["version"] == version)  # type: ignore[misc]
        stop.set()
        for client in clients:
            client.join()
        assert statuses
        assert set(statuses) == {200}
        assert server.query(COUNT).json()["results"]["bindings"][0]["n"]["value"] == "6"


def test_a_version_that_cannot_be_served_leaves_the_old_one(tmp_path: Path) -> None:
    store = write_store(tmp_path)
    with serving(store, reload_seconds=0.05) as server:
        version = server.ask("/health").json()["version"]
        (store / "current").write_text("0099-0123456789ab\n")
        os.kill(server.process.pid, signal.SIGHUP)
        time.sleep(0.2)
        assert server.ask("/health").json()["version"] == version
        assert server.query(COUNT + " #still").status == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("10.0.0.1", b"evil, 192.0.2.7", ("192.0.2.7", "https", "example.org", "/base")),
        ("::ffff:10.0.0.1", b"192.0.2.7", ("192.0.2.7", "https", "example.org", "/base")),
        ("192.0.2.1", b"192.0.2.7", ("192.0.2.1", "http", "inner:7878", "")),
    ],
)
def test_proxies_are_believed_when_they_are_trusted(
    peer: str, forwarded: bytes, expected: tuple[str, str, str, str]
) -> None:
    headers = {
        b"host": b"inner:7878",
        b"x-forwarded-for": forwarded,
        b"x-forwarded-proto": b"https",
        b"x-forwarded-host": b"example.org",
        b"x-forwarded-prefix": b"/base/",
    }
    config = ServiceConfig(store="store", trusted_proxies=("10.0.0.0/8",))
    found = origin(Request("GET", b"/", "1.1", headers), peer, config)
    assert (found.address, found.scheme, found.host, found.prefix) == expected


def test_the_address_behind_a_trusted_proxy(store_root: Path) -> None:
    with serving(store_root, trusted_proxies=["127.0.0.1"]) as server:
        sent = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "example.org"}
        answer = server.ask("/sparql", Accept="text/turtle", **sent)
        assert b"https://example.org/sparql" in answer.body
