"""The small parts under the pages: links, terms in queries, dates in words, the file list of the editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import server.pages
from server.pages import graph, links, wording
from server.pages.links import address_of, kind_of, page_of

_FOLDER = Path(server.pages.__file__).parent


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/servanda/id/act/denial/x", "/id/act/denial/x"),
        ("https://w3id.org/servanda/ontology", "/ontology"),
        ("https://w3id.org/servanda/ontology/0.1.0", "/ontology"),
        ("https://w3id.org/servanda/ontology#denies", "/ontology#denies"),
        ("https://w3id.org/servanda/query/who-denies-what", "/queries/who-denies-what"),
        ("https://w3id.org/servanda/graph/acts", "/graph/acts"),
        ('https://w3id.org/servanda/id/person/a b"<é', "/id/person/a%20b%22%3C%C3%A9"),
    ],
)
def test_page_of_an_iri(iri: str, path: str) -> None:
    assert page_of(iri) == path
    assert address_of(iri) == path


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "urn:x", "//elsewhere.example"])
def test_only_addresses_of_the_web_are_linked(iri: str) -> None:
    assert address_of(iri) is None
    assert kind_of(iri) is None


def test_other_iris_keep_their_address() -> None:
    assert address_of("http://www.wikidata.org/entity/Q7747") == "http://www.wikidata.org/entity/Q7747"
    assert links.ROOT == "https://w3id.org/servanda/"


def test_terms_are_bound_by_tokens_and_not_in_strings_or_comments() -> None:
    text = 'SELECT ?x WHERE { ?x ?p $focus . FILTER(?x != "$focus") } # $focus'
    bound = graph.bind_terms(text, {"focus": Literal('"} DROP ALL #')})
    assert bound == 'SELECT ?x WHERE { ?x ?p "\\"} DROP ALL #" . FILTER(?x != "$focus") } # $focus'


def test_several_terms_fill_a_block_of_data() -> None:
    bound = graph.bind_terms("VALUES ?s { $nodes }", {"nodes": [NamedNode("urn:a"), NamedNode("urn:b")]})
    assert bound == "VALUES ?s { <urn:a> <urn:b> }"


def test_a_variable_without_a_term_is_an_error() -> None:
    with pytest.raises(KeyError):
        graph.bind_terms("SELECT * { ?s ?p $focus }", {})


def test_every_query_of_the_pages_is_used_and_says_what_it_asks() -> None:
    files = sorted((_FOLDER / "sparql").glob("*.rq"))
    assert files
    code = "".join(path.read_text(encoding="utf-8") for path in _FOLDER.glob("*.py"))
    for path in files:
        assert path.read_text(encoding="utf-8").startswith("# "), path.name
        assert f'"{path.stem}"' in code, path.name


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (None, ""),
        ("1990", "1990"),
        ("1990-02", "February 1990"),
        ("1990-02-09", "9 February 1990"),
        ("199X", "1990s"),
        ("19XX", "1900s"),
        ("1990/1991", "1990–1991"),
        ("2022-01-16/2022-01-23", "16 January 2022 – 23 January 2022"),
        ("1990/..", "since 1990"),
        ("../1990", "until 1990"),
        ("../..", ""),
        ("1990?", "1990 (uncertain)"),
        ("1990-02~", "February 1990 (approximately)"),
        ("1990-22", "summer 1990"),
        ("1990-77", "77 1990"),
        ("nonsense", "nonsense"),
    ],
)
def test_dates_in_words(date: str | None, words: str) -> None:
    assert wording.date_in_words(date) == words


def test_the_most_specific_kind_names_an_act() -> None:
    base = "https://w3id.org/servanda/ontology#"
    assert wording.kind_of_act([f"{base}DiplomaticAct", f"{base}Commissive", f"{base}Assurance"]) == "Assurance"
    assert wording.kind_of_act([f"{base}TreatyAct", f"{base}Signature"]) == "Signature"
    assert wording.kind_of_act([]) == "DiplomaticAct"
