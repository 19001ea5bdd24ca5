"""SPARQL Update over loopback HTTP: who may, what is refused, and what readers see."""

from __future__ import annotations

import json
import os
import signal
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology.errors import StoreError
from server.configuration import ServiceConfig
from server.serving import serve
from tests.server.conftest import Answer, Server, serving
from triples.store import create_store
from triples.store.versions import current_id, version_ids, writing

TOKEN = "a token of the tests"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
DATA = """
<http://e/s> <http://e/p> "one" <http://e/g1> .
<http://e/s> <http://e/p> "two" <http://e/g2> .
"""
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def update(server: Server, text: str, token: str | None = TOKEN, query: str = "") -> Answer:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return server.ask(f"/sparql{query}", "POST", body=text.encode(), Content_Type=UPDATE, **headers)


def rows(server: Server, sparql: str, **parameters: str) -> list[dict[str, str]]:
    answer = server.query(sparql, **parameters)
    assert answer.status == 200, answer.body
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


def count(server: Server, **parameters: str) -> int:
    return int(rows(server, COUNT, **parameters)[0]["n"])


def make_store(directory: Path) -> Path:
    (directory / "data.nq").write_text(DATA)
    create_store(directory / "store", [directory / "data.nq"])
    return directory / "store"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_store(tmp_path)


@pytest.fixture
def writable(root: Path) -> Iterator[Server]:
    with serving(root, updates=True, token=TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = make_store(tmp_path_factory.mktemp("strict"))
    with serving(root, updates=True, token=TOKEN, default_graph="strict") as running:
        yield running


def test_an_update_is_seen_by_the_next_query_and_is_a_new_version(writable: Server, root: Path) -> None:
    before = writable.query(COUNT)
    done = update(writable, 'INSERT DATA { GRAPH <http://e/g1> { <http://e/s> <http://e/p> "three" } }')
    assert done.status == 204
    assert done.headers["servanda-version"] == current_id(root) == version_ids(root)[-1]
    after = writable.query(COUNT)
    assert count(writable) == 3
    assert before.headers["etag"] != after.headers["etag"]
    assert writable.ask("/health").json()["triples"] == 3


def test_an_update_as_a_form(writable: Server) -> None:
    text = 'INSERT DATA { GRAPH <http://e/g1> { <http://e/s> <http://e/p> "three" } }'
    body = urllib.parse.urlencode({"update": text})
    done = writable.ask("/sparql", "POST", body=body, Content_Type=FORM, Authorization=f"bearer {TOKEN}")
    assert done.status == 204
    assert count(writable) == 3


def test_the_token_is_needed(writable: Server) -> None:
    text = "CLEAR ALL"
    for token in (None, "", "wrong", TOKEN + "x", TOKEN[:-1], "ü" * 20):
        refused = update(writable, text, token)
        assert refused.status == 401, token
        assert refused.headers["www-authenticate"].lower().startswith("bearer")
        assert refused.media_type == "application/problem+json"
    basic = writable.ask("/sparql", "POST", body=text, Content_Type=UPDATE, Authorization="Basic YTpi")
    assert basic.status == 401
    for path, method in (("/graph-store?graph=http://e/g1", "PUT"), ("/graph-store?graph=http://e/g1", "DELETE")):
        assert writable.ask(path, method, body=b"", Content_Type="text/turtle").status == 401
    assert writable.ask(f"/versions/{writable.ask('/health').json()['version']}/restore", "POST").status == 401
    assert count(writable) == 2


def test_updates_are_off_unless_switched_on(server: Server) -> None:
    assert update(server, "CLEAR ALL").status == 403
    assert server.ask("/versions/x/restore", "POST", Authorization=f"Bearer {TOKEN}").status == 403


def test_a_token_is_a_condition_of_updates() -> None:
    for token in (None, "", "short"):
        with pytest.raises(ValueError, match="token"):
            ServiceConfig(store="store", updates=True, token=token)
    assert TOKEN not in repr(ServiceConfig(store="store", updates=True, token=TOKEN))


BREAKING = {
    "a second graph": 'INSERT DATA { GRAPH <http://e/g2> { <http://e/s> <http://e/p> "one" } }',
    "a second graph, by a pattern": 'INSERT { GRAPH <http://e/g3> { ?s ?p ?o } } WHERE { ?s ?p ?o FILTER(?o = "one") }',
    "a second graph, named by the data": 'INSERT { GRAPH ?s { ?s ?p ?o } } WHERE { ?s ?p ?o FILTER(?o = "one") }',
    "a second graph, by COPY": "COPY <http://e/g1> TO <http://e/g4>",
    "a second graph, by ADD": "ADD <http://e/g1> TO <http://e/g2>",
    "one of several operations": "CLEAR GRAPH <http://e/g2> ; COPY <http://e/g1> TO <http://e/g2>",
}
UNNAMED = {
    "no graph": 'INSERT DATA { <http://e/s> <http://e/p> "none" }',
    "no graph, by MOVE": "MOVE <http://e/g1> TO DEFAULT",
    "no graph to delete from": "DELETE WHERE { ?s ?p ?o }",
}


@pytest.fixture(scope="module")
def rule_keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(make_store(tmp_path_factory.mktemp("rule")), updates=True, token=TOKEN) as running:
        yield running


@pytest.mark.parametrize("name", BREAKING)
def test_a_triple_goes_into_no_second_graph(rule_keeper: Server, name: str) -> None:
    refused = update(rule_keeper, BREAKING[name])
    told = refused.json()
    assert (refused.status, told["status"]) == (409, 409), told
    assert told["triple"] == '<http://e/s> <http://e/p> "one"'
    assert len(told["graphs"]) == 2
    assert "http://e/g1" in told["graphs"]
    assert count(rule_keeper) == 2


@pytest.mark.parametrize("name", UNNAMED)
def test_no_triple_without_a_graph(rule_keeper: Server, name: str) -> None:
    refused = update(rule_keeper, UNNAMED[name])
    assert refused.status == 409
    assert "union" in refused.json()["detail"]
    assert count(rule_keeper) == 2


def test_what_moves_or_is_deleted_keeps_the_rule(writable: Server) -> None:
    keeping = [
        "MOVE <http://e/g1> TO <http://e/g5>",
        'INSERT DATA { GRAPH <http://e/g5> { <http://e/s> <http://e/p> "one" , "again" } }',
        "WITH <http://e/g5> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o = 'again') }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH <http://e/g6> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    ]
    for text in keeping:
        assert update(writable, text).status == 204, text
    assert rows(writable, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }") == [{"g": "http://e/g6"}]
    assert count(writable) == 2


def test_patterns_of_an_update_see_the_union(writable: Server) -> None:
    text = "INSERT { GRAPH <http://e/new> { ?s <http://e/seen> ?o } } WHERE { ?s <http://e/p> ?o }"
    assert update(writable, text).status == 204
    assert {row["o"] for row in rows(writable, "SELECT ?o { ?s <http://e/seen> ?o }")} == {"one", "two"}


BAD = {
    "malformed": ("INSERT DATA {", 400),
    "a query": ("SELECT * {}", 400),
    "LOAD": ("LOAD <http://127.0.0.1:1/x>", 403),
    "LOAD after another": ("CLEAR ALL ; LOAD <http://127.0.0.1:1/x> INTO GRAPH <http://e/g>", 403),
    "LOAD of no IRI": ("LOAD undeclared:x", 400),
    "LOAD of nothing": ("LOAD SILENT", 400),
    "SERVICE": ("INSERT { GRAPH <http://e/x> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
    "a graph that is there": ("CREATE GRAPH <http://e/g1>", 400),
    "an outline with two readings": ("DELETE { ?a ?b ?c } WHERE { ?a ?b ?c FILTER(?a<'b>}' ) }", 400),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_updates_change_nothing(rule_keeper: Server, name: str) -> None:
    text, status = BAD[name]
    refused = update(rule_keeper, text)
    assert refused.status == status, refused.body
    assert refused.media_type == "application/problem+json"
    assert count(rule_keeper) == 2


def test_bad_requests(rule_keeper: Server) -> None:
    both = urllib.parse.urlencode({"update": "CLEAR ALL", "query": "ASK {}"})
    twice = urllib.parse.urlencode([("update", "CLEAR ALL"), ("update", "CLEAR ALL")])
    for body in (both, twice):
        answer = rule_keeper.ask("/sparql", "POST", body=body, Content_Type=FORM, Authorization=f"Bearer {TOKEN}")
        assert answer.status == 400
    assert rule_keeper.ask("/sparql?update=CLEAR+ALL", Authorization=f"Bearer {TOKEN}").status == 400
    undecodable = rule_keeper.ask(
        "/sparql", "POST", body="CLEAR ALL # ü".encode("latin-1"), Content_Type=UPDATE, Authorization=f"Bearer {TOKEN}"
    )
    assert undecodable.status == 400
    relative = update(rule_keeper, "CLEAR ALL", query="?using-graph-uri=relative")
    assert relative.status == 400
    named = "WITH <http://e/g1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert update(rule_keeper, named, query="?using-graph-uri=http://e/g1").status == 400
    assert count(rule_keeper) == 2


def test_load_silent_does_nothing(writable: Server) -> None:
    assert update(writable, "LOAD SILENT <http://127.0.0.1:1/x> INTO GRAPH <http://e/g9>").status == 204
    assert count(writable) == 2


def test_the_graphs_that_the_request_names(strict: Server) -> None:
    text = "INSERT { GRAPH <http://e/found> { ?s <http://e/q> ?o } } WHERE { ?s <http://e/p> ?o }"
    assert update(strict, text).status == 204
    asked = "SELECT ?o { GRAPH <http://e/found> { ?s ?p ?o } }"
    assert rows(strict, asked) == []
    assert update(strict, text, query="?using-graph-uri=http%3A%2F%2Fe%2Fg2").status == 204
    assert rows(strict, asked) == [{"o": "two"}]
    assert update(strict, "DROP GRAPH <http://e/found>").status == 204


def test_strict_mode_has_the_default_graph_of_the_standard(strict: Server) -> None:
    assert count(strict) == 0
    assert update(strict, 'INSERT DATA { <http://e/s> <http://e/p> "one" }').status == 204
    assert count(strict) == 1
    assert count(strict, **{"default-graph-uri": "http://e/g1"}) == 1
    assert update(strict, "COPY DEFAULT TO <http://e/copy>").status == 204
    assert update(strict, "DROP DEFAULT ; DROP GRAPH <http://e/copy>").status == 204
    description = strict.ask("/sparql", Accept="application/n-triples").body
    assert b"UnionDefaultGraph" not in description
    assert b"SPARQL11Update" in description


def test_an_update_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    lines = [f"<http://e/{n}> <http://e/v> <http://e/{n}> <http://e/g> .\n" for n in range(300)]
    (tmp_path / "many.nq").write_text("".join(lines))
    create_store(tmp_path / "store", [tmp_path / "many.nq"])
    endless = "INSERT { GRAPH <http://e/x> { ?a ?c ?e } } WHERE { ?a ?b1 ?b . ?c ?d1 ?d . ?e ?f1 ?f . ?g ?h1 ?h }"
    with serving(tmp_path / "store", updates=True, token=TOKEN, update_timeout=1.0) as server:
        stopped = update(server, endless)
        assert (stopped.status, stopped.json()["limit"]) == (504, "time")
        assert count(server) == 300
        assert update(server, "DROP GRAPH <http://e/g>").status == 204
        assert count(server) == 0


def test_a_writer_that_is_killed_is_replaced(writable: Server) -> None:
    idle = [pid for pid in writable.workers() if "server.writer" in Path(f"/proc/{pid}/cmdline").read_text()]
    assert len(idle) == 1
    os.kill(idle[0], signal.SIGKILL)
    answers = [
        update(writable, f"INSERT DATA {{ GRAPH <http://e/g1> {{ <http://e/s> <http://e/p> {n} }} }}").status
        for n in range(3)
    ]
    # The first may have met the process in its last moment; then it was refused, and it is not there.
    assert answers[1:] == [204, 204]
    assert count(writable) == 2 + answers.count(204)


def test_writers_at_one_time_are_served_one_after_another(writable: Server, root: Path) -> None:
    statuses: list[int] = []

    def write(name: int) -> None:
        for n in range(5):
            text = f"INSERT DATA {{ GRAPH <http://e/w{name}> {{ <http://e/w{name}> <http://e/n> {n} }} }}"
            statuses.append(update(writable, text).status)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert statuses == [204] * 20
    assert count(writable) == 22
    assert len(version_ids(root)) == 21


def test_readers_are_never_refused_while_versions_change(writable: Server) -> None:
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(count(writable))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for each in readers:
        each.start()
    for n in range(25):
        text = f"INSERT DATA {{ GRAPH <http://e/g1> {{ <http://e/s> <http://e/n> {n} , {n + 1000} }} }}"
        assert update(writable, text).status == 204
    done.set()
    for each in readers:
        each.join()
    assert set(seen) <= {2 + 2 * n for n in range(26)}, "a reader saw half of an update"
    assert len(set(seen)) > 1
    assert count(writable) == 52


def test_a_store_that_another_writes_to(root: Path) -> None:
    with writing(root), pytest.raises(StoreError, match="locked"):
        serve(ServiceConfig(store=root, port=0, updates=True, token=TOKEN))


def test_a_service_in_front_of_another_takes_no_updates() -> None:
    with pytest.raises(StoreError, match="on disk"):
        serve(ServiceConfig(store="http://127.0.0.1:1/sparql", port=0, updates=True, token=TOKEN))


def test_the_token_is_in_no_answer(writable: Server) -> None:
    for path in ("/sparql", "/health", "/versions", "/void"):
        assert TOKEN.encode() not in writable.ask(path, Authorization=f"Bearer {TOKEN}").body
    assert TOKEN not in json.dumps(update(writable, "SELECT").json())
