"""The description of the queries as RDF: complete, without blank nodes, and itself an answer to SPARQL."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from ontology.namespaces import GRAPH_QUERIES
from queries.describing import describe
from queries.loading import load_queries

QUERIES = load_queries()
QUADS = list(describe(QUERIES.values()))
PREFIXES = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>"


def store() -> Store:
    described = Store()
    described.extend(QUADS)
    return described


def ask(text: str) -> list[str]:
    rows = store().query(PREFIXES + text, use_default_graph_as_union=True)
    return [row[0].value for row in rows]  # type: ignore[union-attr]


def test_all_is_in_one_graph_and_nothing_twice() -> None:
    assert len(QUADS) == len(set(QUADS)) > 0
    assert {quad.graph_name for quad in QUADS} == {NamedNode(str(GRAPH_QUERIES))}
    assert not any(isinstance(term, BlankNode) for quad in QUADS for term in (quad.subject, quad.object))
    assert all(isinstance(quad, Quad) for quad in QUADS)


def test_the_same_queries_give_the_same_quads() -> None:
    assert list(describe(load_queries().values())) == QUADS


def test_each_query_can_be_found_and_run_from_its_description() -> None:
    texts = ask("SELECT ?text { ?query a sh:SPARQLExecutable ; sh:select|sh:ask|sh:construct ?text }")
    assert len(texts) == len(QUERIES)
    for text in texts:
        Store().query(text, use_default_graph_as_union=True)


def test_keywords_and_parameters_are_described() -> None:
    assert "https://w3id.org/servanda/query/shared-phrase" in ask('SELECT ?q { ?q schema:keywords "quotations" }')
    assert ask('SELECT ?d { ?q sh:parameter [ sh:name "phrase" ; sh:defaultValue ?d ; sh:optional true ] }') == [
        "open door"
    ]


def test_prefixes_are_declared() -> None:
    assert "https://w3id.org/servanda/ontology#" in ask(
        'SELECT ?n { [] sh:declare [ sh:prefix "sv" ; sh:namespace ?n ] }'
    )
