"""Injection: no value of any parameter of any saved query becomes anything but a value."""

from __future__ import annotations

import urllib.parse

import pyoxigraph as ox
import pytest

from ontology.errors import ServandaError
from queries.binding import bind
from queries.loading import load_queries
from tests.server.conftest import Server
from triples.store.syntax import tokens, traits

QUERIES = load_queries()
CASES = [(query.name, parameter.name) for query in QUERIES.values() for parameter in query.parameters]
CANARY = "canary-7f3a"
PAYLOADS = [
    f'" }} SELECT ("{CANARY}" AS ?x) {{ #',
    f"' }} SELECT ('{CANARY}' AS ?x) {{ #",
    f'\\" }} SELECT ("{CANARY}" AS ?x) {{ #',
    f"""\"\"\" }} SELECT ("{CANARY}" AS ?x) {{ #""",
    f"http://e/> ?p ?o }} SELECT ('{CANARY}' AS ?x) {{ <http://e/",
    "http://e/\\u003E ?p ?o . ?s ?p <http://e/",
    "x> . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } . <x",
    f"1) SELECT ('{CANARY}' AS ?x) {{ FILTER(1",
    "1990-01-01' ; DROP ALL #",
    "2020-01-01\n} INSERT DATA { <a:b> <a:c> <a:d> } #",
    "?s",
    "$value",
    "{{ value }}",
    "\\",
    "\u0000",
    "\u2028",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "'; } #",
    "a" * 20_000,
    "<script>alert(1)</script>",
]


def test_there_are_cases() -> None:
    assert len(CASES) > 10


def required(query: str) -> dict[str, str]:
    examples = {"string": "x", "integer": "1", "decimal": "1", "date": "1990-01-01", "iri": "http://e/x"}
    return {each.name: examples[each.type] for each in QUERIES[query].parameters if each.required}


@pytest.mark.parametrize(("query", "parameter"), CASES)
def test_a_value_stays_one_token(query: str, parameter: str) -> None:
    found = QUERIES[query]
    bound = 0
    for payload in PAYLOADS:
        try:
            text = bind(found, required(query) | {parameter: payload})
        except ServandaError:
            continue
        bound += 1
        # What stands in the query beside IRIs and strings is what stood there before: no word, no bracket came in.
        structure = [text for kind, text in tokens(text) if kind in {"word", "other", "variable"}]
        harmless = next(
            bind(found, required(query) | {parameter: value})
            for value in ("x", "1", "1990-01-01", "http://e/x")
            if binds(query, parameter, value)
        )
        assert structure == [text for kind, text in tokens(harmless) if kind in {"word", "other", "variable"}]
        assert not traits(text).uses_service
        assert traits(text).form.lower() == found.form
        ox.Store().query(text)
    assert bound < len(PAYLOADS) or found.parameters


def binds(query: str, parameter: str, value: str) -> bool:
    try:
        bind(QUERIES[query], required(query) | {parameter: value})
    except ServandaError:
        return False
    return True


@pytest.mark.parametrize(("query", "parameter"), CASES)
def test_over_http_it_is_answered_or_refused(target: Server, query: str, parameter: str) -> None:
    for payload in PAYLOADS:
        values = required(query) | {parameter: payload}
        answer = target.ask(f"/api/queries/{query}?{urllib.parse.urlencode(values)}")
        assert answer.status in {200, 400, 404}, (payload, answer.body[:300])
        if answer.status == 200:
            assert CANARY.encode() not in answer.body
        page = target.ask(f"/queries/{query}?{urllib.parse.urlencode({**values, 'run': '1'})}", Accept="text/html")
        assert page.status in {200, 400, 404}, (payload, page.body[:300])
        assert b"<script>alert(1)</script>" not in page.body
