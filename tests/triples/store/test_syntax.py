from __future__ import annotations

import pytest

from ontology.errors import QueryError
from triples.store import memory_store
from triples.store.syntax import traits

SERVICE_ELSEWHERE = [
    "ASK { ?service ?p ?o }",
    "ASK { ?s <http://example.org/service> ?o }",
    "ASK { ?s <http://www.w3.org/ns/sparql-service-description#endpoint> ?o }",
    "PREFIX service: <http://example.org/> ASK { service:a service:service ?o }",
    "PREFIX x: <http://example.org/> ASK { x:a.SERVICE x:b ?o }",
    "ASK { ?s ?p 'SERVICE <http://x/> {}' }",
    'ASK { ?s ?p """it\'s a "SERVICE" """ }',
    r"ASK { ?s ?p 'it\'s SERVICE' }",
    "ASK { ?s ?p ?o } # SERVICE <http://x/> {}",
    "ASK { ?s ?p 'x'@service }",
    "ASK { _:service ?p ?o }",
]
SERVICE_INSIDE = [
    "ASK { SERVICE <http://x/> { ?s ?p ?o } }",
    "ASK{service<http://x/>{?s ?p ?o}}",
    "ASK { SeRvIcE SILENT ?where { ?s ?p ?o } }",
    "ASK { ?s ?p 'a' . SERVICE <http://x/> { ?s ?p ?o } }",
    "ASK { ?s ?p ?o # comment\rSERVICE <http://x/> { ?s ?p ?o } }",
    "ASK { FILTER(?a<?b)SERVICE#>\n?e { ?s ?p ?o } }",
    "ASK { FILTER(1<2 && ?a>?b) SERVICE ?e { ?s ?p ?o } }",
    "ASK { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
]


@pytest.mark.parametrize("query", SERVICE_ELSEWHERE)
def test_the_word_service_elsewhere_is_no_federation(query: str) -> None:
    assert not traits(query).uses_service


@pytest.mark.parametrize("query", SERVICE_INSIDE)
def test_service_is_found_however_it_is_written(query: str) -> None:
    assert traits(query).uses_service
    with pytest.raises(QueryError, match="SERVICE is off"):
        memory_store().query(query)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nBASE <http://select/> PREFIX ask: <http://x/> construct where {}", "CONSTRUCT"),
        ("describe <http://x/>", "DESCRIBE"),
        ("PREFIX x: <http://x/> INSERT DATA { x:a x:b 1 }", "INSERT"),
        ("", ""),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(query: str, form: str) -> None:
    assert traits(query).form == form


def test_from_is_found() -> None:
    assert traits("SELECT * FROM <http://x/> { ?s ?p ?o }").names_dataset
    assert not traits("SELECT * { ?from ?p 'FROM' }").names_dataset


@pytest.mark.parametrize(
    ("query", "line", "words"),
    [
        ("SELECT * {\n ?s ?p ", 2, "end of the query"),
        ("SELECT ?x { ?s foo:bar ?x }", 1, "Prefix not found"),
        ("SELECT (1 AS ?n) (2 AS ?n) {}", 1, "Duplicated variable"),
        ("SELEC * {}", 1, "SELECT, ASK"),
        ("", 1, "SELECT, ASK"),
    ],
)
def test_a_syntax_error_tells_line_column_and_what_is_wrong(query: str, line: int, words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        memory_store().query(query)
    assert caught.value.line == line
    assert caught.value.column is not None
    assert len(str(caught.value)) < 200
