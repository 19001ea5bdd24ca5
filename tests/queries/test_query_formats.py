"""Formats: what is written is read back by a parser of the same standard, and tables fit their terminals."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.errors import InputError
from queries.formats import SOLUTION_FORMATS, TRIPLE_FORMATS, render
from queries.tables import columns
from triples.store import Solutions, Triples

NUMBER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
SOLUTIONS = Solutions(
    ("thing", "thingLabel", "number"),
    (
        (
            NamedNode("https://w3id.org/servanda/id/act/x"),
            Literal('a "b",\n\tc', language="en"),
            Literal("7", datatype=NUMBER),
        ),
        (BlankNode("b0"), None, Literal("text")),
    ),
)
TRIPLES = Triples(
    (
        Triple(NamedNode("http://x/b"), NamedNode("https://schema.org/name"), Literal("B")),
        Triple(NamedNode("http://x/a"), NamedNode("https://schema.org/name"), Literal("A", language="en")),
        Triple(NamedNode("http://x/a"), NamedNode("https://schema.org/name"), Literal("A", language="en")),
    )
)
PARSERS = {"json": "srj", "tsv": "tsv", "xml": "srx"}
GRAPH_PARSERS = {"ttl": "ttl", "nt": "nt", "xml": "rdf", "jsonld": "jsonld", "json": "jsonld", "table": "ttl"}


@pytest.mark.parametrize("name", PARSERS)
def test_solutions_are_read_back(name: str) -> None:
    media = pyoxigraph.QueryResultsFormat.from_extension(PARSERS[name])
    parsed = pyoxigraph.parse_query_results(render(SOLUTIONS, name).encode(), media)
    assert isinstance(parsed, pyoxigraph.QuerySolutions)
    assert [variable.value for variable in parsed.variables] == list(SOLUTIONS.variables)
    rows = [tuple(row) for row in parsed]
    assert rows[0] == SOLUTIONS.rows[0]
    assert rows[1][1:] == SOLUTIONS.rows[1][1:]


def test_csv_has_plain_values() -> None:
    rows = list(csv.reader(io.StringIO(render(SOLUTIONS, "csv"), newline="")))
    assert rows[0] == ["thing", "thingLabel", "number"]
    assert rows[1] == ["https://w3id.org/servanda/id/act/x", 'a "b",\n\tc', "7"]
    assert rows[2][1:] == ["", "text"]


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_any_text_passes_through_json(texts: list[str]) -> None:
    read = json.loads(render(Solutions(("x",), tuple((Literal(text),) for text in texts)), "json"))
    assert [row["x"]["value"] for row in read["results"]["bindings"]] == texts


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_booleans_and_empty_answers_have_all_formats(name: str) -> None:
    assert "true" in render(True, name)
    assert render(Solutions(("x",), ()), name).endswith("\n")
    assert render(Solutions((), ((),)), name).endswith("\n")


@pytest.mark.parametrize("name", TRIPLE_FORMATS)
def test_triples_are_read_back(name: str) -> None:
    media = pyoxigraph.RdfFormat.from_extension(GRAPH_PARSERS[name])
    assert {quad.triple for quad in pyoxigraph.parse(render(TRIPLES, name), media)} == set(TRIPLES)


def test_turtle_is_the_same_each_time_and_declares_what_it_uses() -> None:
    text = render(TRIPLES, "ttl")
    assert text.splitlines()[0] == "@prefix schema: <https://schema.org/> ."
    assert text.count("@prefix") == 1
    assert render(Triples(tuple(reversed(TRIPLES.triples))), "ttl") == text


def test_wrong_formats_are_refused_with_the_right_ones() -> None:
    with pytest.raises(InputError, match="choose one of table, csv"):
        render(SOLUTIONS, "ttl")
    with pytest.raises(InputError, match="choose one of ttl"):
        render(TRIPLES, "csv")


def test_a_table_shows_everything_without_a_width() -> None:
    assert render(SOLUTIONS, "table").splitlines() == [
        "thing     thingLabel  number",
        "────────  ──────────  ──────",
        'id:act/x  a "b", c         7',
        "_:b0                    text",
        "2 rows",
    ]


def test_a_table_for_a_terminal_prefers_labels() -> None:
    assert render(SOLUTIONS, "table", width=40).splitlines()[0] == "thingLabel  number"


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5), st.integers(min_value=12, max_value=80))
def test_a_table_fits_its_terminal(texts: list[str], width: int) -> None:
    shown = render(Solutions(("x",), tuple((Literal(text),) for text in texts)), "table", width=width)
    assert all(columns(line) <= width for line in shown.splitlines())


def test_records_replace_a_table_that_is_too_narrow() -> None:
    names = tuple(f"column{number}" for number in range(6))
    shown = render(Solutions(names, (tuple(Literal("a long value " * 3) for _ in names),)), "table", width=60)
    assert shown.splitlines()[:2] == ["─── 1", "column0  a long value a long value a long value"]
    assert shown.splitlines()[-1] == "1 row"


def test_a_terminal_is_given_no_control_characters() -> None:
    shown = render(Solutions(("x",), ((Literal("a\x1b[31mb\u202ec"),),)), "table")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
