"""Queries that go over a limit are stopped, say which limit it was, and disturb nobody."""

from __future__ import annotations

import http.client
import itertools
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.server.conftest import ROWS, TRIPLES, Answer, Server, serving

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"
GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
TWO_ROWS_EACH = "SELECT ?x WHERE { ?a <http://example.org/value> ?x . VALUES ?y { 1 2 } }"
ALIVE_WITHIN = 15.0
FRESH = itertools.count()
"""Makes queries different, lest they be answered from memory."""


def works(server: Server) -> None:
    answer = server.query(f"{COUNT} #{next(FRESH)}")
    assert answer.status == 200
    assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) == TRIPLES


def until(condition: Callable[[], bool]) -> None:
    """Waits for what another process does, bounded; the bound is no measurement."""
    deadline = time.monotonic() + ALIVE_WITHIN
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and ") Z " not in stat.read_text()


def test_the_time_limit_kills_the_worker_and_the_next_query_works(strict_server: Server) -> None:
    before = strict_server.workers()
    answer = strict_server.query(ENDLESS, timeout="1")
    assert answer.status == 504
    assert answer.json()["limit"] == "time"
    assert "1 seconds" in answer.json()["detail"]
    works(strict_server)
    until(lambda: len(strict_server.workers()) == 2)
    assert strict_server.workers() != before


def test_others_are_answered_while_a_query_runs_into_its_limit(strict_server: Server) -> None:
    stopped: list[Answer] = []
    slow = threading.Thread(target=lambda: stopped.append(strict_server.query(ENDLESS, timeout="2")))
    slow.start()
    works(strict_server)
    works(strict_server)
    assert slow.is_alive()
    slow.join()
    assert stopped[0].status == 504


def test_the_memory_limit(strict_server: Server) -> None:
    answer = strict_server.query(GREEDY)
    assert answer.status == 503
    assert answer.json()["limit"] == "memory"
    assert "200 MB" in answer.json()["detail"]
    works(strict_server)


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_the_row_limit_cuts_and_says_so(strict_server: Server, accept: str) -> None:
    answer = strict_server.query(TWO_ROWS_EACH, accept)
    assert answer.status == 200
    assert answer.headers["servanda-truncated"] == "rows=300"
    format = ox.QueryResultsFormat.from_media_type(accept)
    assert format is not None
    if accept == "text/csv":
        assert answer.body.count(b"\n") == 301
    else:
        rows = ox.parse_query_results(answer.body, format)
        assert isinstance(rows, ox.QuerySolutions)
        assert len(list(rows)) == 300
    limited = strict_server.query(TWO_ROWS_EACH + " LIMIT 300", "text/csv")
    assert limited.body.count(b"\n") == 301
    assert "servanda-truncated" not in limited.headers


def test_the_row_limit_holds_for_triples(strict_server: Server) -> None:
    query = "CONSTRUCT { ?a <http://example.org/next> ?x } WHERE { ?a <http://example.org/value> ?x }"
    answer = strict_server.query(query, "text/turtle, application/problem+json")
    assert answer.headers["servanda-truncated"] == "rows=300"
    assert len(list(ox.parse(answer.body, ox.RdfFormat.TURTLE))) == 300


def test_an_answer_that_breaks_off_is_no_whole_answer(store_root: Path) -> None:
    query = "SELECT * WHERE { ?a ?p ?x . ?b ?q ?y }"
    with serving(store_root, maximum_rows=100_000) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", "/sparql?" + urllib.parse.urlencode({"query": query}), headers={"Accept": "text/csv"})
        response = connection.getresponse()
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead):
            response.read()
        connection.close()
        works(server)


def test_too_many_queries_are_told_to_come_back(strict_server: Server) -> None:
    slow = [threading.Thread(target=strict_server.query, args=(ENDLESS,), kwargs={"timeout": "3"}) for _ in range(2)]
    for thread in slow:
        thread.start()
    seen: list[Answer] = []

    def refused() -> bool:
        # A query that was asked before would be answered from memory, whoever is busy.
        seen.append(strict_server.query(f"{COUNT} #{len(seen)}"))
        return seen[-1].status == 503

    until(refused)
    for thread in slow:
        thread.join()
    assert seen[-1].json()["limit"] == "queue"
    assert int(seen[-1].headers["retry-after"]) > 0
    works(strict_server)


def test_a_query_ends_when_its_client_goes_away(strict_server: Server) -> None:
    until(lambda: len(strict_server.workers()) == 2 and not any(_busy(pid) for pid in strict_server.workers()))
    before = strict_server.workers()
    request = f"GET /sparql?{urllib.parse.urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", strict_server.port)) as client:
        client.sendall(request.encode())
        until(lambda: any(_busy(pid) for pid in before))
    until(lambda: strict_server.workers() != before)
    works(strict_server)


def _busy(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(") ")[2].startswith("R")


def test_deep_nesting_is_an_error_of_the_query(server: Server) -> None:
    body = "SELECT * WHERE " + "{" * 100_000 + "}" * 100_000
    answer = server.ask("/sparql", "POST", body=body, Content_Type="application/sparql-query")
    assert answer.status == 400
    assert "nested" in answer.json()["detail"]
    works(server)


def test_a_worker_that_dies_idle_is_replaced_unnoticed(strict_server: Server) -> None:
    until(lambda: len(strict_server.workers()) == 2)
    for pid in strict_server.workers():
        os.kill(pid, signal.SIGKILL)
    for _ in range(4):
        works(strict_server)
    until(lambda: len(strict_server.workers()) == 2)


def test_the_worker_cannot_reach_the_network_even_if_it_were_asked() -> None:
    code = (
        "from server import sandbox; import pyoxigraph as ox; assert sandbox.refuse_network()\n"
        "try: list(ox.Store().query('SELECT * { SERVICE <http://127.0.0.1:8099/> { ?s ?p ?o } }'))\n"
        "except OSError as error: print(error)"
    )
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        pytest.skip("seccomp is Linux's")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Permission denied" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_with_its_workers(store_root: Path, number: signal.Signals) -> None:
    with serving(store_root) as server:
        workers = server.workers()
        assert len(workers) == 2
        server.process.send_signal(number)
        assert server.process.wait(timeout=20) == 0
        until(lambda: not any(alive(pid) for pid in workers))


def test_a_killed_service_leaves_no_worker_behind_even_at_work(store_root: Path) -> None:
    with serving(store_root) as server:
        workers = server.workers()
        asking = threading.Thread(target=_ask_and_lose, args=(server,))
        asking.start()
        until(lambda: any(_busy(pid) for pid in workers))
        server.process.kill()
        asking.join()
        until(lambda: not any(alive(pid) for pid in workers))


def _ask_and_lose(server: Server) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        server.query(ENDLESS)


def test_rows_of_the_store_are_what_the_tests_think(server: Server) -> None:
    assert server.query("SELECT * { ?s <http://example.org/value> ?o }", "text/csv").body.count(b"\n") == ROWS + 1
