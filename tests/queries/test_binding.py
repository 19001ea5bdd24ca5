"""Binding: what a user gives is a term in the query and nothing else, whatever characters it has."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ontology.errors import ParameterError
from queries.binding import bind
from queries.loading import load_queries, parse_query
from queries.model import SavedQuery
from queries.running import run
from queries.terms import contract, expand, sparql
from queries.tokens import data_blocks, tokens
from tests.queries.answers import SMALL
from triples.store import EmbeddedStore, memory_store

XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = """#+ title: T
#+ description: D.
#+ tags: [t]
#+ question: Q?
#+ parameters:
"""


def query_of(kind: str, *, extra: str = "optional: true", block: str = "UNDEF", more: str = "") -> SavedQuery:
    head = f"{HEAD}#+   - name: p\n#+     type: {kind}\n#+     description: Which.\n#+     {extra}\n"
    return parse_query(f"{head}SELECT ?p {{ VALUES ?p {{ {block} }} {more} }}\n", name="q", source="q.rq")


def only_term(sparql_text: str) -> object:
    answer = pyoxigraph.Store().query(sparql_text)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    rows = list(answer)
    assert len(rows) == 1
    return rows[0]["p"]


def only_term_elsewhere(sparql_text: str) -> object:
    rows = list(rdflib.Graph().query(sparql_text))
    assert len(rows) == 1
    return rows[0][0]  # type: ignore[index]


ATTACKS = [
    '" } # ',
    '"""',
    "' } UNION { ?p ?q ?r } VALUES ?z { '",
    "\\",
    '\\"',
    "\\u0022 } UNION { ?s ?p ?o } #",
    "\\U00000022",
    "\\\\u0022",
    "\\u00750022",
    "a\nb\r\n\tc\f\b",
    "> } SELECT * {",
    "?p $p VALUES ?p { 1 }",
    "“open door”",
    "\x00\x7f",
    "\u2028\U0001f54a",
]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_that_text(text: str) -> None:
    if text:
        assert only_term(bind(query_of("string"), {"p": text})) == pyoxigraph.Literal(text)


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_are_text_in_two_engines(text: str) -> None:
    bound = bind(query_of("string"), {"p": text})
    assert only_term(bound) == pyoxigraph.Literal(text)
    assert only_term_elsewhere(bound) == rdflib.Literal(text)


@settings(deadline=None)
@given(st.text(alphabet="\\uU0123456789abcdef\"'{}<> \n", min_size=1))
def test_escapes_are_text_in_two_engines(text: str) -> None:
    bound = bind(query_of("string"), {"p": text})
    assert only_term(bound) == pyoxigraph.Literal(text)
    assert only_term_elsewhere(bound) == rdflib.Literal(text)


@settings(deadline=None)
@given(st.text(), st.sampled_from(["en", "de-AT", "zh-Hans"]))
def test_any_text_with_language(text: str, language: str) -> None:
    bound = bind(query_of("lang-string"), {"p": f"{text}@{language}"})
    assert only_term(bound) == pyoxigraph.Literal(text, language=language.lower())


@settings(deadline=None)
@given(st.text(min_size=1))
@example("x> } UNION { ?s ?p ?o } #")
@example("x y")
@example("\\u003e")
def test_an_iri_is_that_iri_or_refused(text: str) -> None:
    iri = f"http://example.org/{text}"
    try:
        bound = bind(query_of("iri"), {"p": iri})
    except ParameterError:
        return
    assert only_term(bound) == pyoxigraph.NamedNode(iri.strip())


@settings(deadline=None)
@given(st.integers())
def test_any_integer(number: int) -> None:
    bound = bind(query_of("integer"), {"p": str(number)})
    assert only_term(bound) == pyoxigraph.Literal(str(number), datatype=pyoxigraph.NamedNode(f"{XSD}integer"))


@settings(deadline=None)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6).map(lambda number: f"{number:f}"))
def test_any_decimal(number: str) -> None:
    term = only_term(bind(query_of("decimal"), {"p": number}))
    assert isinstance(term, pyoxigraph.Literal)
    # Oxigraph drops zeros at the end.
    assert Decimal(term.value) == Decimal(number)
    assert term.datatype.value == f"{XSD}decimal"


@settings(deadline=None)
@given(st.dates())
def test_any_date(day: object) -> None:
    bound = bind(query_of("date"), {"p": str(day)})
    assert only_term(bound) == pyoxigraph.Literal(str(day), datatype=pyoxigraph.NamedNode(f"{XSD}date"))


@pytest.mark.parametrize(("written", "meant"), [("true", "true"), ("FALSE", "false"), ("1", "true"), ("0", "false")])
def test_booleans(written: str, meant: str) -> None:
    bound = bind(query_of("boolean"), {"p": written})
    assert only_term(bound) == pyoxigraph.Literal(meant, datatype=pyoxigraph.NamedNode(f"{XSD}boolean"))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("iri", "James Baker", "an IRI or a CURIE"),
        ("iri", "javascript:alert(1)", "an IRI or a CURIE"),
        ("iri", "unknown:thing", "an IRI or a CURIE"),
        ("date", "1990", "YYYY-MM-DD"),
        ("date", "1990-02-30", "YYYY-MM-DD"),
        ("date", "199X-01-01", "YYYY-MM-DD"),
        ("integer", "1.5", "a whole number"),
        ("integer", "١", "a whole number"),
        ("integer", "1 } UNION {", "a whole number"),
        ("decimal", "1e3", "a decimal number"),
        ("decimal", ".", "a decimal number"),
        ("boolean", "maybe", "true or false"),
        ("lang-string", "open door", "text with its language"),
        ("string", "\ud800", "text in Unicode"),
    ],
)
def test_wrong_type_says_what_was_expected(kind: str, value: str, expected: str) -> None:
    with pytest.raises(ParameterError, match=expected) as caught:
        bind(query_of(kind), {"p": value})
    assert caught.value.parameter == "p"
    assert "for example" in str(caught.value)


def test_unknown_parameter_names_the_near_one() -> None:
    with pytest.raises(ParameterError, match="Did you mean phrase") as caught:
        bind(load_queries()["shared-phrase"], {"phrse": "x"})
    assert caught.value.parameter == "phrse"


def test_query_without_parameters_says_so() -> None:
    with pytest.raises(ParameterError, match="takes no parameters"):
        bind(load_queries()["named-graphs"], {"x": "1"})


def test_missing_parameter_is_described() -> None:
    required = query_of("string", extra="")
    with pytest.raises(ParameterError, match="needs the parameter p") as caught:
        bind(required, {"p": ""})
    assert caught.value.parameter == "p"


def test_nothing_given_leaves_the_text_as_it_is() -> None:
    for query in load_queries().values():
        assert bind(query, {}) == query.text
        assert bind(query, {parameter.name: "" for parameter in query.parameters}) == query.text


def test_only_the_block_of_the_parameter_is_replaced() -> None:
    query = query_of(
        "integer",
        extra="default: 1",
        block=f'"1"^^<{XSD}integer>',
        more="# VALUES ?p { 2 }\n BIND ('VALUES ?p {3}' AS ?q)",
    )
    bound = bind(query, {"p": "7"})
    assert f'"7"^^<{XSD}integer>' in bound
    assert "# VALUES ?p { 2 }" in bound
    assert "'VALUES ?p {3}'" in bound


@settings(deadline=None)
@given(st.text())
def test_tokens_add_up_to_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


def test_blocks_are_not_found_in_strings_comments_and_iris() -> None:
    text = (
        "SELECT * { # VALUES ?a { 1 }\n ?s <http://x/VALUES> '''VALUES ?b { 1 }''' . VALUES $c { \"}\" <http://x/> } }"
    )
    (block,) = data_blocks(text)
    assert block.variable == "c"
    assert text[block.start : block.end] == ' "}" <http://x/> '


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return memory_store([SMALL])


def test_unknown_name_suggests_near_ones(store: EmbeddedStore) -> None:
    with pytest.raises(ParameterError, match="Did you mean Bela Tarn") as caught:
        run(store, load_queries()["acts-by-agent"], {"agent": "Bella Tarn"})
    assert caught.value.parameter == "agent"


def test_ambiguous_name_lists_who_bears_it(store: EmbeddedStore) -> None:
    with pytest.raises(ParameterError, match="id:person/anna-orlo, id:person/karl-orlo"):
        run(store, load_queries()["acts-by-agent"], {"agent": "Orlo"})


def test_name_of_another_class_is_unknown(store: EmbeddedStore) -> None:
    with pytest.raises(ParameterError, match="nothing of that class"):
        run(store, load_queries()["acts-by-agent"], {"agent": "Treaty of Zenda"})


@settings(deadline=None)
@given(st.text(min_size=1))
@example('" } UNION { ?thing ?property ?name')
def test_any_name_is_looked_up_as_text(store: EmbeddedStore, name: str) -> None:
    with contextlib.suppress(ParameterError):
        run(store, load_queries()["acts-by-agent"], {"agent": name})
    assert store.count() > 0


@pytest.mark.parametrize("curie", ["id:person/james-baker", "sv:Denial", "wd:Q42", "xsd:date"])
def test_curies_return(curie: str) -> None:
    iri = expand(curie)
    assert iri is not None
    assert contract(iri) == curie
    assert expand(sparql(pyoxigraph.NamedNode(iri))) == iri
