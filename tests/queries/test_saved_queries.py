"""The saved queries themselves: they parse, say what they are for, and give the answers that are expected."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.util import from_n3

from ontology.namespaces import PREFIXES
from queries.loading import load_queries
from queries.model import SavedQuery
from queries.running import run
from queries.terms import expand
from tests.queries.answers import (
    DOCUMENTATION,
    GOLDEN,
    GOLDEN_SMALL,
    SMALL,
    answer,
    catalogue,
    golden_file,
    graph_is_built,
    shipped_in_memory,
)
from triples.store import EmbeddedStore, Solutions, memory_store

QUERIES = load_queries()
EACH = pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))

# Words that the command line and the service use beside the parameters of a query.
RESERVED = {"format", "output", "run", "store", "timeout"}

# Queries that may have no answer over the shipped graph, with the reason.
EMPTY: Mapping[str, str] = {}


@pytest.fixture(scope="module")
def small() -> EmbeddedStore:
    return memory_store([SMALL])


@pytest.fixture(scope="module")
def shipped() -> EmbeddedStore:
    if not graph_is_built():
        pytest.skip("the shipped graph is not built: make graph")
    return shipped_in_memory()


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 26


def test_the_catalogue_of_the_documentation_is_current() -> None:
    assert catalogue(QUERIES.values()) in DOCUMENTATION.read_text(encoding="utf-8")


@EACH
def test_parses_with_two_engines(query: SavedQuery) -> None:
    pyoxigraph.Store().query(query.text, use_default_graph_as_union=True)
    prepareQuery(query.text)


@EACH
def test_head_is_complete(query: SavedQuery) -> None:
    assert query.question.endswith("?")
    assert not query.title.endswith(".")
    assert query.description.endswith(".")
    assert query.tags
    for parameter in query.parameters:
        assert parameter.description.endswith(".")
        assert parameter.default is not None or parameter.optional, "a saved query runs as it stands"
        assert parameter.of is None or expand(parameter.of)
        assert parameter.name not in RESERVED


@EACH
def test_order_of_rows_is_fixed(query: SavedQuery) -> None:
    if query.form == "select":
        assert re.search(r"^ORDER BY ", query.text, re.MULTILINE), "a SELECT ends with an order"


@EACH
def test_prefixes_are_the_known_ones_and_in_use(query: SavedQuery) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", query.text, re.MULTILINE))
    for prefix, base in declared.items():
        assert PREFIXES[prefix] == base
        assert re.search(rf"(?<!\w){prefix}:\w", query.text), f"{prefix} is not used"


@EACH
def test_labels_come_with_what_they_label(query: SavedQuery) -> None:
    head = re.sub(r"GROUP_CONCAT\([^)]*\)[^)]*\)", "", query.text.partition("WHERE")[0])
    for name in re.findall(r"\?(\w+)Label\b", head):
        assert re.search(rf"\?{name}\b", head)


@EACH
def test_answer_over_the_small_graph(query: SavedQuery, small: EmbeddedStore) -> None:
    result = run(small, query, {})
    assert result is True or (not isinstance(result, bool) and len(result) > 0)
    assert answer(small, query) == golden_file(GOLDEN_SMALL, query).read_text(encoding="utf-8")


@EACH
def test_answer_over_the_shipped_graph(query: SavedQuery, shipped: EmbeddedStore) -> None:
    result = run(shipped, query, {})
    if query.name not in EMPTY:
        assert result is True or (not isinstance(result, bool) and len(result) > 0)
    assert answer(shipped, query) == golden_file(GOLDEN, query).read_text(encoding="utf-8")


def test_no_golden_file_is_stale() -> None:
    expected = {golden_file(GOLDEN_SMALL, query) for query in QUERIES.values()}
    assert set(GOLDEN_SMALL.glob("*.*")) == expected
    if graph_is_built():
        assert set(GOLDEN.glob("*.*")) == {golden_file(GOLDEN, query) for query in QUERIES.values()}


@pytest.fixture(scope="module")
def second_engine() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    # Added by hand, because rdflib's parser of TriG uses what rdflib itself calls deprecated.
    for quad in pyoxigraph.parse(path=SMALL):
        triple = (from_n3(str(quad.subject)), from_n3(str(quad.predicate)), from_n3(str(quad.object)))
        dataset.graph(rdflib.URIRef(quad.graph_name.value)).add(triple)  # type: ignore[arg-type]
    return dataset


def plain(term: object) -> str:
    """Returns a term without what engines may write differently: the datatype and lexical form of numbers."""
    if term is None:
        return ""
    text = (
        str(getattr(term, "value", term)) if isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.Literal)) else str(term)
    )
    return f"{float(text):g}" if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


# rdflib's evaluation of queries over a data set calls what rdflib itself has deprecated.
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
@EACH
def test_second_engine_gives_the_same_rows(
    query: SavedQuery, small: EmbeddedStore, second_engine: rdflib.Dataset
) -> None:
    first, second = run(small, query, {}), second_engine.query(query.text)
    if isinstance(first, bool):
        assert first == bool(second)
    elif isinstance(first, Solutions):
        rows = [tuple(plain(term) for term in row) for row in first.rows]
        others = [tuple(plain(term) for term in row) for row in second]  # type: ignore[union-attr]
        assert sorted(rows) == sorted(others)
    else:
        assert second.graph is not None
        assert len(first) == len(second.graph)


def test_disputed_assurances_shows_both_sides(small: EmbeddedStore) -> None:
    result = run(small, QUERIES["disputed-assurances"], {})
    assert isinstance(result, Solutions)
    rows = [{name: plain(term) for name, term in row.items()} for row in result]
    assert [row["side"] for row in rows] == ["accusation", "alleged", "asserted", "denial"]
    denial = rows[3]
    assert (denial["agents"], denial["tellers"], denial["publisherLabel"]) == ("Bela Tarn", "Herald", "Herald")
    assert (denial["start"], denial["end"]) == ("100", "200")
    assert denial["words"] == "No such promise was given … the Open-Door stays"


@pytest.mark.parametrize(
    ("name", "values", "count"),
    [
        ("timeline-of-matter", {"until": "1990-06-01"}, 1),
        ("timeline-of-matter", {"from": "1991-01-01"}, 0),
        ("timeline-of-matter", {"matter": "open-door policy"}, 1),
        ("people-in-post", {"day": "1992-03-31"}, 1),
        ("people-in-post", {"day": "2001-01-01"}, 1),
        ("people-in-post", {"day": "1988-12-31"}, 0),
        ("acts-by-agent", {"agent": "Anna Orlo"}, 1),
        ("acts-by-agent", {"agent": "Ruritania"}, 1),
        ("acts-by-agent", {"agent": "ruritania"}, 1),
        ("acts-by-agent", {"agent": "RU"}, 1),
        ("acts-by-agent", {"agent": "the castle"}, 1),
        ("acts-by-agent", {"agent": "id:state/strelsau"}, 5),
        ("acts-between-actors", {"first": "Ruritania", "second": "Strelsau"}, 2),
        ("shared-phrase", {"phrase": "NO SUCH, promise"}, 2),
        ("shared-phrase", {"phrase": "doo"}, 0),
        ("phrases-in-common", {"length": "6"}, 2),
        ("uncertain-passages", {"below": "0.85"}, 2),
        ("actor-co-occurrence", {"least": "2"}, 2),
        ("passages-of-act", {"act": "Anna Orlo assures Strelsau"}, 2),
        ("disputed-assurances", {"matter": "open-door policy"}, 0),
        ("acts-by-status", {"status": "contested"}, 1),
        ("what-documents-say", {"document": "The Courier's report", "stance": "asserted"}, 2),
        ("demands-and-rejections", {"rejecter": "League"}, 1),
        ("demands-and-rejections", {"rejecter": "Strelsau"}, 0),
        ("who-denies-what", {"agent": "League"}, 1),
        ("treaties-and-parties", {"instrument": "Treaty of Zenda"}, 2),
        ("wikidata-links", {"thing": "Strelsau"}, 0),
    ],
)
def test_parameters_restrict(small: EmbeddedStore, name: str, values: dict[str, str], count: int) -> None:
    result = run(small, QUERIES[name], values)
    assert isinstance(result, Solutions)
    assert len(result) == count


def test_is_disputed_says_no(small: EmbeddedStore) -> None:
    assert run(small, QUERIES["is-disputed"], {"matter": "open-door policy"}) is False
