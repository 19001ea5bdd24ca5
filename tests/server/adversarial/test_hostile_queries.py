"""Queries that are made to take all time or memory, or to break the parser: each is bounded, and hurts nobody else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable

import pytest

from tests.server.conftest import Answer, Server

QUERY = {"Content_Type": "application/sparql-query"}
ANY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"

BOUNDED = {
    "a product": f"SELECT (COUNT(*) AS ?n) WHERE {{ {ANY} }}",
    "a product that is sorted": f"SELECT * WHERE {{ {ANY} }} ORDER BY ?l ?i ?f ?c",
    "a product without duplicates": f"SELECT DISTINCT ?a ?d ?g ?j WHERE {{ {ANY} }}",
    "a product of values": "SELECT * WHERE { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(40)))} }}" for n in range(8))
    + " FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 + ?v6 + ?v7 > 1000) }",
    "a product by services of none": f"SELECT * WHERE {{ {ANY} FILTER NOT EXISTS {{ {ANY} }} }}",
    "paths of all lengths": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<e:x>|^!<e:x>)* ?b . ?c (!<e:y>|^!<e:y>)* ?d . "
    "?e (!<e:z>|^!<e:z>)+ ?f }",
    "paths within paths": "SELECT (COUNT(*) AS ?n) WHERE { ?a ((((!<e:x>)*)*/((!<e:y>)*)*)*)* ?b "
    ". ?c ((!<e:x>|^!<e:x>)*/(!<e:y>|^!<e:y>)*)* ?d . ?e ((!<e:x>|^!<e:x>)*/(!<e:x>)*)* ?f }",
    "a text that doubles": "SELECT (STRLEN(?t60) AS ?n) WHERE { BIND('0123456789abcdef' AS ?t0) "
    + " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(60))
    + " }",
    "a text of everything": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f), STR(?i))) AS ?t) WHERE {{ {ANY} }}",
    "regular expressions on everything": f"SELECT (COUNT(*) AS ?n) WHERE {{ {ANY} "
    "FILTER(REGEX(CONCAT(STR(?a), STR(?f), STR(?i), STR(?l)), '(a*)*(b*)*(.*)*z$')) }",
}


@pytest.mark.parametrize("name", BOUNDED)
def test_a_greedy_query_meets_a_limit_and_nobody_else_does(
    target: Server, is_well: Callable[[Server], None], name: str
) -> None:
    answers: list[Answer] = []
    broken: list[http.client.IncompleteRead] = []

    def ask() -> None:
        try:
            answers.append(target.ask("/sparql", "POST", body=BOUNDED[name], Accept="*/*", **QUERY))
        except http.client.IncompleteRead as error:
            broken.append(error)  # it met its limit after its answer had begun

    greedy = threading.Thread(target=ask)
    greedy.start()
    is_well(target)
    greedy.join()
    is_well(target)
    if not broken and "servanda-truncated" not in answers[0].headers:
        assert answers[0].status in {503, 504}, answers[0].body[:300]
        assert answers[0].json()["limit"] in {"time", "memory"}


NESTED = {
    "groups": ("SELECT * WHERE ", "{", "}", ""),
    "options": ("SELECT * WHERE { ?s ?p ?o ", "OPTIONAL { ?s ?p ?o ", "}", "}"),
    "sub-selects": ("SELECT * WHERE { ", "{ SELECT * WHERE { ", "} }", "}"),
    "brackets": ("ASK { FILTER(", "(", ")", ") }"),
    "negations": ("ASK { FILTER(", "!", "", "true) }"),
    "paths": ("ASK { ?s ", "(", ")", " ?o }"),
    "lists": ("ASK { ?s ?p ", "(", ")", " }"),
    "blank nodes": ("ASK { ?s ?p ", "[ ?p ", "]", " }"),
    "quoted triples": ("ASK { ?s ?p ", "<< ?s ?p ", ">>", " }"),
    "functions": ("ASK { FILTER(", "STR(", ")", ") }"),
    "exists": ("ASK { FILTER ", "EXISTS { ?s ?p ?o FILTER ", "}", " }"),
}


@pytest.mark.parametrize("depth", [50, 5000])
@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_answered_or_refused(
    target: Server, is_well: Callable[[Server], None], name: str, depth: int
) -> None:
    before, opening, closing, after = NESTED[name]
    query = before + opening * depth + closing * depth + after
    answer = target.ask("/sparql", "POST", body=query[: 60 * 1024], **QUERY)
    assert answer.status in {200, 400, 503, 504}, answer.body[:300]
    is_well(target)


LITERALS = {
    "a giant literal": "SELECT ('" + "x" * 60_000 + "' AS ?x) {}",
    "a giant number": "SELECT (1" + "0" * 60_000 + " AS ?x) {}",
    "a giant exponent": "SELECT (1e999999999 AS ?x) (1e-999999999 AS ?y) {}",
    "a giant variable": "SELECT ?" + "x" * 60_000 + " {}",
    "a giant IRI": "ASK { <http://e/" + "x" * 60_000 + "> ?p ?o }",
    "a giant prefix": "PREFIX " + "x" * 30_000 + ": <http://e/> ASK { ?s ?p " + "x" * 30_000 + ":y }",
    "many prefixes": "".join(f"PREFIX p{n}: <http://e/{n}/> " for n in range(1500)) + "ASK {}",
    "many variables": "SELECT " + " ".join(f"?v{n}" for n in range(5000)) + " WHERE { ?s ?p ?o } LIMIT 5",
    "many unions": "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 2500) + " }",
    "many values": "SELECT * { VALUES ?x { " + " ".join(map(str, range(9000))) + " } } LIMIT 3",
    "a long comment": "ASK {} #" + "x" * 60_000,
    "an unclosed string": 'SELECT * WHERE { ?s ?p """' + "x" * 60_000,
    "an unclosed IRI": "SELECT * WHERE { ?s ?p <" + "x" * 60_000,
    "spaces only": " " * 60_000,
    "a large repetition": "ASK { FILTER(REGEX('a', '(((a{1,1000}){1,1000}){1,1000}){1,1000}')) }",
    "a nested expression": "ASK { FILTER(REGEX('a', '" + "(" * 5000 + "a" + ")" * 5000 + "')) }",
    "a backtracking expression": "ASK { FILTER(REGEX('" + "a" * 30_000 + "', '^(a+)+$$')) }",
    "a replacement that grows": "SELECT (STRLEN(REPLACE(REPLACE('"
    + "a" * 1000
    + "', 'a', '"
    + "a" * 10_000
    + "'), 'a', '"
    + "b" * 10_000
    + "')) AS ?n) {}",
    "code points beyond": "SELECT ('\\U00110000' AS ?x) {}",
    "half a pair": "SELECT ('\\uD800' AS ?x) {}",
    "a strange language": "SELECT ('x'@" + "a" * 30_000 + " AS ?x) {}",
    "a date beyond time": "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    "SELECT (YEAR('999999999999999-01-01T00:00:00Z'^^xsd:dateTime) AS ?y) {}",
    "a large offset": "SELECT * { ?s ?p ?o } OFFSET 18446744073709551615 LIMIT 18446744073709551615",
    "an offset beyond": "SELECT * { ?s ?p ?o } OFFSET 99999999999999999999999999",
}


@pytest.mark.parametrize("name", LITERALS)
def test_giant_and_strange_terms_are_answered_or_refused(
    target: Server, is_well: Callable[[Server], None], name: str
) -> None:
    answer = target.ask("/sparql", "POST", body=LITERALS[name].encode("utf-8"), **QUERY)
    assert answer.status in {200, 400, 503, 504}, answer.body[:300]
    is_well(target)


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"ASK { ?s ?p '\xc3' }", b"ASK {\x00}", b"\xed\xa0\x80", b"\xef\xbb\xbfASK {}", b"\x00" * 1000],
)
def test_bytes_that_are_no_query(target: Server, is_well: Callable[[Server], None], body: bytes) -> None:
    answer = target.ask("/sparql", "POST", body=body, **QUERY)
    assert answer.status in {200, 400}
    is_well(target)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b)SERVICE<http://127.0.0.1:1/>{?s ?p ?o} }",
        "SELECT * { FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:1/>{?s ?p ?o} }",
        "SELECT * { sErViCe ?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:1/>",
        "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_nothing_is_fetched(target: Server, query: str) -> None:
    answer = target.query(query)
    assert answer.status in {200, 400, 403}
    if answer.status == 200:
        assert answer.json()["results"]["bindings"] == []
