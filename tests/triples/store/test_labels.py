"""BNODE(label): one blank node for a label within a solution, another in every other solution."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import QueryError
from triples.store import EmbeddedStore, Solutions, Term, Triples, create_store, memory_store, open_store
from triples.store.labels import by_solution
from triples.store.writing import Writer

DATA = '<urn:a> <urn:p> "x" . <urn:b> <urn:p> "x" . <urn:c> <urn:p> "y" .'
END = 'BIND(BNODE("m") AS ?3)'
BOTH = '(BNODE("l") AS ?1) (BNODE("l") AS ?2) (BNODE("m") AS ?3)'
FILTERS = 'FILTER(isIRI(?s)) FILTER EXISTS { ?s ?p ?o } FILTER NOT EXISTS { ?o ?s ?p } FILTER regex(STR(?s), "u")'
SAME = {
    "in SELECT": f"SELECT {BOTH} {{ ?s ?p ?o }}",
    "of a value": 'SELECT (BNODE(?o) AS ?1) (bnode ( STR(?o) ) AS ?2) (BNODE("m") AS ?3) WHERE { ?s ?p ?o }',
    "in a bracket": 'SELECT (IF(true, (BNODE("l")), 1) AS ?1) (BNODE("l") AS ?2) (BNODE("m") AS ?3) { ?s ?p ?o }',
    "in BINDs": f'SELECT * {{ ?s ?p ?o BIND(BNODE("l") AS ?1) . BIND(BNODE("l") AS ?2) {END} }}',
    "in BINDs about FILTERs": f'SELECT * {{ ?s ?p ?o BIND(BNODE("l") AS ?1) {FILTERS} BIND(BNODE("l") AS ?2) {END} }}',
    "in a query within": f"SELECT * {{ ?s ?p ?o {{ SELECT ?s {BOTH} {{ ?s ?p ?o }} }} }}",
    "in a query within, by a star": (
        f"SELECT * {{ {{ SELECT * {{ ?s ?p ?o BIND(BNODE(?o) AS ?1) BIND(BNODE(?o) AS ?2) {END} }} }} }}"
    ),
    "in DISTINCT": f'SELECT DISTINCT * {{ ?s ?p ?o BIND(BNODE("l") AS ?1) BIND(BNODE("l") AS ?2) {END} }}',
    "in equal solutions": f"SELECT {BOTH} {{ VALUES ?v {{ 1 1 1 }} }}",
    "with VALUES at the end": f'SELECT {BOTH} {{}} ORDER BY ?v VALUES ?v {{ "l" "l" "l" }} # end',
    "in groups": f"SELECT {BOTH} {{ ?s ?p ?o }} GROUP BY ?s HAVING(?s != 1)",
    "with FROM": f"SELECT {BOTH} FROM <urn:g> WHERE {{ ?s ?p ?o }} LIMIT 3",
    "under a prologue": (
        "BASE <urn:x> PREFIX bnode: <urn:bnode:> PREFIX : <urn:> SELECT * { ?s :p ?o MINUS { ?s bnode:p ?o } "
        f'BIND(BNODE("l") AS ?1) BIND(BNODE("l") AS ?2) {END} }}'
    ),
}


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    found = memory_store()
    found.update(f"INSERT DATA {{ GRAPH <urn:g> {{ {DATA} }} }}")
    return found


def rows(store: EmbeddedStore, query: str) -> list[dict[str, Term | None]]:
    answer = store.query(query)
    assert isinstance(answer, Solutions)
    assert not any("servanda" in name for name in answer.variables)
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


@pytest.mark.parametrize("name", SAME)
def test_one_node_for_a_label_within_a_solution_and_another_in_every_other(store: EmbeddedStore, name: str) -> None:
    found = rows(store, SAME[name])
    assert len(found) == 3
    assert all(row["1"] == row["2"] != row["3"] for row in found)
    nodes = {row[each] for row in found for each in "123"}
    assert len(nodes) == 6
    assert all(isinstance(each, ox.BlankNode) for each in nodes)


def test_patterns_between_make_other_solutions(store: EmbeddedStore) -> None:
    found = rows(store, 'SELECT * { BIND(BNODE("l") AS ?1) ?s ?p ?o BIND(BNODE("l") AS ?2) }')
    assert len({row["1"] for row in found}) == 1
    assert len({row["2"] for row in found}) == 3


def test_in_aggregates_each_solution_counts(store: EmbeddedStore) -> None:
    query = 'SELECT ?o (COUNT(DISTINCT BNODE("l")) AS ?n) (BNODE("l") AS ?b) { ?s ?p ?o } GROUP BY ?o'
    found = rows(store, query)
    assert {row["o"]: row["n"] for row in found} == {ox.Literal("x"): ox.Literal(2), ox.Literal("y"): ox.Literal(1)}
    assert len({row["b"] for row in found}) == 2
    keys = rows(store, "SELECT ?k (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY (BNODE(?o) AS ?k)")
    assert [row["n"] for row in keys] == [ox.Literal(1)] * 3
    (none,) = rows(store, 'SELECT (BNODE("l") AS ?b) (BNODE("l") AS ?c) (COUNT(*) AS ?n) { ?s ?p 7 }')
    assert isinstance(none["b"], ox.BlankNode)
    assert none["b"] == none["c"]


def test_labels_are_plain_strings(store: EmbeddedStore) -> None:
    assert rows(
        store, 'SELECT (BNODE(1) AS ?1) (BNODE("a"@en) AS ?2) (BNODE(<urn:x>) AS ?3) (BNODE(?no) AS ?4) {}'
    ) == [{"1": None, "2": None, "3": None, "4": None}]


def test_a_graph_is_made_of_new_nodes(store: EmbeddedStore) -> None:
    answer = store.query("CONSTRUCT { ?s <urn:q> ?b } { ?s ?p ?o BIND(BNODE(?o) AS ?b) }")
    assert isinstance(answer, Triples)
    assert len({triple.object for triple in answer.triples}) == 3


def test_two_updates_make_two_nodes(tmp_path: Path) -> None:
    (tmp_path / "data.nq").write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\n")
    create_store(tmp_path / "store", [tmp_path / "data.nq"])
    with Writer(tmp_path / "store") as writer:
        for _ in range(2):
            writer.update('INSERT { GRAPH <urn:g> { ?b <urn:q> 1 } } WHERE { BIND(BNODE("l") AS ?b) }')
    assert open_store(tmp_path / "store").count() == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (BNODE() AS ?b) { ?s ?p ?o }",
        "SELECT * { ?bnode <urn:BNODE> 'BNODE(1)' } # BNODE(1)",
        "SELECT * { ?s ?p ?o FILTER(isBlank(BNODE(?o))) } ORDER BY BNODE(?o)",
        'SELECT * { SERVICE <http://example.org/> { ?s ?p ?o BIND(BNODE("l") AS ?b) BIND(BNODE("l") AS ?c) } }',
        'SELECT (BNODE("l") AS ?b) { ?s ?p ?o ',
        'SELECT (BNODE("l") AS ?b { ?s ?p ?o }',
        'SELECT (COUNT(DISTINCT *) AS ?n) { BIND(BNODE("l") AS ?b) BIND(BNODE("l") AS ?c) }',
        'SELECT (BNODE("l") AS ?b) { ?s ?p ?o } GROUP BY ?o VALUES ?o { "x" "x" }',
    ],
)
def test_what_stays_as_it_is(query: str) -> None:
    assert by_solution(query) is query


def test_an_error_is_told_of_the_text_as_it_was_given(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError) as told:
        store.query('SELECT (BNODE("l") AS ?b) {\n ?s ?p }')
    assert (told.value.line, told.value.column) == (2, 9)


@given(st.text(alphabet="{}()*;.<>'\"#?a BNODESELCTWHRIG\n", max_size=80))
def test_any_text_comes_back(text: str) -> None:
    assert isinstance(by_solution(text), str)
