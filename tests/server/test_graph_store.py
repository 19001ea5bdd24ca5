"""The Graph Store HTTP Protocol over loopback."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.server.conftest import Answer, Server, serving
from tests.server.test_updates import DATA, TOKEN, count, make_store, rows

TURTLE = "text/turtle"
UPDATE = "application/sparql-update"


def ask(server: Server, method: str, path: str, body: str | bytes = "", kind: str = TURTLE) -> Answer:
    return server.ask(f"/graph-store{path}", method, body=body, Content_Type=kind, Authorization=f"Bearer {TOKEN}")


def graph(iri: str) -> str:
    return "?" + urllib.parse.urlencode({"graph": iri})


def triples(server: Server, path: str) -> set[str]:
    answer = server.ask(f"/graph-store{path}", Accept="application/n-triples")
    assert answer.status == 200, answer.body
    return {line for line in answer.body.decode().splitlines() if line}


@pytest.fixture
def union(tmp_path: Path) -> Iterator[Server]:
    with serving(make_store(tmp_path), updates=True, token=TOKEN) as running:
        yield running


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Server]:
    with serving(make_store(tmp_path), updates=True, token=TOKEN, default_graph="strict") as running:
        yield running


def test_put_replaces_and_post_adds(union: Server) -> None:
    new = graph("http://e/new")
    assert ask(union, "PUT", new, "<a> <b> <c> .").status == 201
    assert triples(union, new) == {"<http://e/a> <http://e/b> <http://e/c> ."}
    assert ask(union, "PUT", new, "<a> <b> <d> .").status == 204
    assert triples(union, new) == {"<http://e/a> <http://e/b> <http://e/d> ."}
    assert ask(union, "POST", new, "<a> <b> <c> .").status == 204
    assert len(triples(union, new)) == 2
    assert union.ask(f"/graph-store{new}", "HEAD").status == 200


def test_delete(union: Server) -> None:
    assert ask(union, "DELETE", graph("http://e/g1")).status == 204
    assert union.ask(f"/graph-store{graph('http://e/g1')}").status == 404
    assert union.ask(f"/graph-store{graph('http://e/g1')}", "HEAD").status == 404
    assert ask(union, "DELETE", graph("http://e/g1")).status == 404
    assert count(union) == 1


def test_an_empty_graph_is_a_graph(union: Server) -> None:
    assert ask(union, "PUT", graph("http://e/empty"), "").status == 201
    assert triples(union, graph("http://e/empty")) == set()
    assert ask(union, "PUT", graph("http://e/empty"), "").status == 204


def test_graphs_named_by_their_address(union: Server) -> None:
    assert ask(union, "PUT", "/some/graph.ttl", "<> <b> <x> .").status == 201
    address = f"{union.url}graph-store/some/graph.ttl"
    assert triples(union, "/some/graph.ttl") == {
        f"<{address}> <{union.url}graph-store/some/b> <{union.url}graph-store/some/x> ."
    }
    assert triples(union, graph(address)) == triples(union, "/some/graph.ttl")
    assert ask(union, "PUT", "/some/graph.ttl?default", "").status == 400


def test_a_graph_with_a_name_of_its_own(union: Server) -> None:
    made = ask(union, "POST", "", "<a:b> <c:d> 1 .")
    assert made.status == 201
    location = made.headers["location"]
    assert location.startswith(f"{union.url}graph-store/")
    assert len(triples(union, location.removeprefix(f"{union.url}graph-store"))) == 1


def test_several_files_in_a_form(union: Server) -> None:
    form = (
        '--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\nContent-Type: text/turtle\r\n\r\n'
        "<a:1> <a:p> [] .\r\n"
        '--x\r\nContent-Disposition: form-data; name="a"; filename="b.nt"\r\n'
        "Content-Type: application/n-triples\r\n\r\n"
        "<a:2> <a:p> _:x .\r\n--x--\r\n"
    )
    assert ask(union, "POST", graph("http://e/form"), form, "multipart/form-data; boundary=x").status == 201
    assert len(triples(union, graph("http://e/form"))) == 2
    assert ask(union, "POST", graph("http://e/form"), "--x--\r\n", "multipart/form-data; boundary=x").status == 400


def test_patch_sees_its_graph_alone(union: Server) -> None:
    patch = 'DELETE { ?s ?p ?o } INSERT { ?s ?p "changed" } WHERE { ?s ?p ?o }'
    assert ask(union, "PATCH", graph("http://e/g1"), patch, UPDATE).status == 204
    assert {row["o"] for row in rows(union, "SELECT ?o { ?s ?p ?o }")} == {"changed", "two"}
    elsewhere = "INSERT DATA { GRAPH <http://e/other> { <a:b> <c:d> 1 } }"
    assert ask(union, "PATCH", graph("http://e/g1"), elsewhere, UPDATE).status == 400
    assert ask(union, "PATCH", graph("http://e/g1"), "", TURTLE).status == 415
    assert ask(union, "PATCH", graph("http://e/g1"), "LOAD <http://127.0.0.1:1/>", UPDATE).status == 400


def test_the_rule_of_the_union(union: Server) -> None:
    second = ask(union, "PUT", graph("http://e/g9"), '<http://e/s> <http://e/p> "one" .')
    assert (second.status, second.json()["triple"]) == (409, '<http://e/s> <http://e/p> "one"')
    assert sorted(second.json()["graphs"]) == ["http://e/g1", "http://e/g9"]
    assert union.ask(f"/graph-store{graph('http://e/g9')}").status == 404
    for method in ("PUT", "POST", "DELETE"):
        assert ask(union, method, "?default", "").status == 409
    assert ask(union, "PATCH", "?default", "CLEAR ALL", UPDATE).status == 409
    assert len(triples(union, "?default")) == len(DATA.split(" .\n")) - 1


def test_the_default_graph_in_strict_mode(strict: Server) -> None:
    assert triples(strict, "?default") == set()
    assert ask(strict, "PUT", "?default", '<http://e/s> <http://e/p> "one" .').status == 204
    assert triples(strict, "?default") == {'<http://e/s> <http://e/p> "one" .'}
    assert ask(strict, "PATCH", "?default", "DELETE WHERE { ?s ?p ?o }", UPDATE).status == 204
    assert ask(strict, "POST", "?default", "<a:b> <c:d> 1 .").status == 204
    assert ask(strict, "DELETE", "?default").status == 204
    assert triples(strict, "?default") == set()
    assert count(strict, **{"default-graph-uri": "http://e/g1"}) == 1


BAD = {
    "malformed": ("PUT", "?graph=http://e/x", "<a> <b>", TURTLE, 400),
    "an unknown type": ("PUT", "?graph=http://e/x", "a", "text/csv", 415),
    "no type": ("PUT", "?graph=http://e/x", "", "", 415),
    "graphs within a graph": ("PUT", "?graph=http://e/x", "<a:b> <c:d> 1 <e:f> .", "application/n-quads", 415),
    "no graph": ("PUT", "", "", TURTLE, 400),
    "two graphs": ("PUT", "?graph=http://e/x&graph=http://e/y", "", TURTLE, 400),
    "a graph and the default": ("PUT", "?graph=http://e/x&default", "", TURTLE, 400),
    "no IRI": ("PUT", "?graph=no+iri", "", TURTLE, 400),
    "no method of it": ("OPTIONS", "?graph=http://e/x", "", TURTLE, 200),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(make_store(tmp_path_factory.mktemp("bad")), updates=True, token=TOKEN) as running:
        yield running


@pytest.mark.parametrize("name", BAD)
def test_bad_requests_change_nothing(kept: Server, name: str) -> None:
    method, path, body, kind, status = BAD[name]
    answer = ask(kept, method, path, body, kind)
    assert answer.status == status, answer.body
    assert kept.ask("/graph-store?graph=http://e/x").status == 404
    assert count(kept) == 2


def test_formats_of_a_graph(union: Server) -> None:
    formats = {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
        "application/ld+json": ox.RdfFormat.JSON_LD,
    }
    for accept, format in formats.items():
        answer = union.ask(f"/graph-store{graph('http://e/g1')}", Accept=accept)
        assert (answer.status, answer.media_type) == (200, accept)
        assert ask(union, "PUT", graph("http://e/g1"), answer.body, accept).status == 204
        assert len(list(ox.parse(answer.body, format))) == 1
    assert union.ask(f"/graph-store{graph('http://e/g1')}", Accept="image/png").status == 406
