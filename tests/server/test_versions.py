"""Versions over HTTP: listed, asked, kept by name, restored, and pruned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.server.conftest import Answer, Server, serving
from tests.server.test_updates import TOKEN, count, make_store, rows, update
from triples.store.versions import current_id


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_store(tmp_path)


@pytest.fixture
def writable(root: Path) -> Iterator[Server]:
    with serving(root, updates=True, token=TOKEN, keep_versions=3, queue_timeout=0.1) as running:
        yield running


def add(server: Server, value: object) -> str:
    done = update(server, f"INSERT DATA {{ GRAPH <http://e/g1> {{ <http://e/s> <http://e/n> {value} }} }}")
    assert done.status == 204, done.body
    return done.headers["servanda-version"]


def as_operator(server: Server, path: str, method: str, body: str = "") -> Answer:
    return server.ask(path, method, body=body, Authorization=f"Bearer {TOKEN}", Content_Type="text/plain")


def test_the_list_of_versions(writable: Server, root: Path) -> None:
    first = current_id(root)
    second = add(writable, 1)
    told = writable.ask("/versions").json()
    assert told["current"] == second
    assert [each["id"] for each in told["versions"]] == [second, first]
    newest = told["versions"][0]
    assert (newest["change"], newest["parent"], newest["current"]) == ("update", first, True)
    assert newest["made"].endswith("+00:00")
    assert writable.ask(f"/versions/{first}").json()["change"] == "build"
    assert writable.ask("/versions/0009-000000000000").status == 404


def test_versions_in_rdf(writable: Server) -> None:
    version = add(writable, 1)
    for path in ("/versions", "/sparql", "/void"):
        answer = writable.ask(path, Accept="application/n-triples")
        store = ox.Store()
        store.load(answer.body, ox.RdfFormat.N_TRIPLES)
        query = 'ASK { ?d <http://www.w3.org/ns/dcat#hasCurrentVersion>/<http://www.w3.org/ns/dcat#version> "%s" }'
        assert bool(store.query(query % version)), path


def test_a_query_on_an_older_version(writable: Server, root: Path) -> None:
    first = current_id(root)
    add(writable, 1)
    assert count(writable) == 3
    assert count(writable, version=first) == 2
    assert count(writable) == 3
    old = writable.query("SELECT * { ?s ?p ?o }", version=first)
    assert old.headers["etag"].startswith(f'"{first}.')
    unknown = writable.query("ASK {}", version="0009-000000000000")
    assert unknown.status == 404
    assert writable.query("ASK {}", version="../../etc").status == 404
    posted = writable.ask(
        f"/sparql?version={first}", "POST", body="ASK { ?s <http://e/n> 1 }", Content_Type="application/sparql-query"
    )
    assert posted.json()["boolean"] is False


def test_the_way_back(writable: Server, root: Path) -> None:
    first = current_id(root)
    add(writable, 1)
    back = as_operator(writable, f"/versions/{first}/restore", "POST")
    assert back.status == 204
    assert back.headers["servanda-version"] == first == current_id(root)
    assert count(writable) == 2
    # What is written next comes from there, and gets a number of its own.
    third = add(writable, 2)
    assert third.startswith("0003-")
    assert rows(writable, "SELECT ?n { ?s <http://e/n> ?n }") == [{"n": "2"}]
    assert as_operator(writable, "/versions/0009-000000000000/restore", "POST").status == 404


def test_names_keep_versions(writable: Server, root: Path) -> None:
    first = current_id(root)
    named = as_operator(writable, "/versions/names/before", "PUT")
    assert (named.status, named.headers["servanda-version"]) == (201, first)
    second = add(writable, 1)
    assert count(writable, version="before") == 2
    assert as_operator(writable, "/versions/names/before", "PUT", second).status == 204
    assert count(writable, version="before") == 3
    assert writable.ask("/versions/before").json()["names"] == ["before"]
    assert as_operator(writable, "/versions/names/%20", "PUT").status == 400
    assert as_operator(writable, f"/versions/names/{first}", "PUT").status == 400
    assert as_operator(writable, "/versions/names/before", "DELETE").status == 204
    assert as_operator(writable, "/versions/names/before", "DELETE").status == 404
    assert writable.query("ASK {}", version="before").status == 404
    assert writable.ask("/versions/names/before", "PUT").status == 401


def test_a_service_that_only_reads_lists_versions(server: Server) -> None:
    assert len(server.ask("/versions").json()["versions"]) == 1
    assert as_operator(server, "/versions/names/x", "PUT").status == 403
