"""The rule of one graph for each triple: no way of writing breaks it, and none looks at more than it wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology.errors import ServandaError
from triples.store import create_store, rule
from triples.store.rule import OneGraphError
from triples.store.versions import current_id, version_path
from triples.store.writing import Writer

DATA = """
<http://e/s> <http://e/p> "one" <http://e/g1> .
<http://e/s> <http://e/p> "two" <http://e/g2> .
<http://e/g3> <http://e/p> "three" <http://e/g3> .
_:b <http://e/p> "nobody" <http://e/g1> .
_:b <http://e/q> "no more" <http://e/g2> .
"""
SIZE = 5
PREFIX = "PREFIX e: <http://e/> "
ONE_IN = 'INSERT DATA {{ GRAPH e:{} {{ e:s e:p "one" }} }}'
BREAKING = {
    "data": ONE_IN.format("g2"),
    "data, into two graphs": 'INSERT DATA { GRAPH e:x { e:s e:p 1 } GRAPH e:y { e:s e:p 1 } }',
    "a template": 'INSERT { GRAPH e:x { ?s ?p ?o } } WHERE { ?s ?p ?o FILTER(?o = "one") }',
    "a template after a harmless one": "INSERT { GRAPH e:x { ?s e:n ?o . } . GRAPH e:y { ?s ?p ?o } } WHERE {?s ?p ?o}",
    "a template outside of GRAPH": "WITH e:x INSERT { ?s e:new 1.5 . ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "a template after GRAPH": "WITH e:x INSERT { GRAPH e:y { e:a e:b 1 } . ?s ?p ?o . } WHERE { GRAPH ?g {?s ?p ?o} }",
    "a template with comments": "INSERT { # }\n GRAPH e:x { ?s ?p ?o # }\n } } WHERE { ?s ?p ?o }",
    "a graph that a variable names": 'INSERT { GRAPH ?o2 { ?s ?p ?o } } WHERE { ?s ?p ?o BIND(e:x AS ?o2) }',
    "graphs that the data name": "INSERT { GRAPH ?s { e:s ?p ?o } } WHERE { ?s ?p ?o }",
    "two graphs in one template": "INSERT { GRAPH ?g { e:n e:n e:n } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "a blank node that is there": "INSERT { GRAPH e:x { ?b ?p ?o } } WHERE { ?b e:q ?any ; ?p ?o }",
    "DELETE and INSERT": "DELETE { GRAPH e:g1 { ?s ?p ?o } } INSERT { GRAPH e:x { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "COPY": "COPY e:g1 TO e:x",
    "ADD": "ADD GRAPH e:g1 TO GRAPH e:g2",
    "a detour by the default graph": 'INSERT { e:s e:p "one" } WHERE {} ; MOVE DEFAULT TO e:x',
    "ADD from the default graph": 'INSERT { e:s e:p "new" } WHERE {} ; ADD DEFAULT TO e:x',
    "COPY, then mended too late": "COPY e:g1 TO e:x ; DROP GRAPH e:g1",
    "LOAD": "LOAD e:doc INTO GRAPH e:x",
    "nothing named": 'INSERT { ?s ?p "nowhere" } WHERE { ?s ?p ?o }',
    "MOVE to the default graph": "MOVE e:g1 TO DEFAULT",
}  # fmt: skip
KEEPING = {
    "the same again": (ONE_IN.format("g1"), SIZE),
    "the same again, by a template": ("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", SIZE),
    "from everywhere to one": (
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH e:x { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        SIZE,
    ),
    "something new for each": ("INSERT { GRAPH ?g { ?s e:new ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", 2 * SIZE),
    "new blank nodes": ("INSERT { GRAPH ?g { _:n e:n [ e:n (1 2) ] } } WHERE { GRAPH ?g { e:s ?p ?o } }", SIZE + 12),
    "nothing": ("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s e:never ?o } }", SIZE),
    "MOVE": ("MOVE e:g1 TO e:g2", 3),
    "MOVE to itself": ("MOVE e:g1 TO e:g1", SIZE),
    "COPY of nothing": ("COPY SILENT e:none TO e:g1", 3),
    "room made before": ("DROP GRAPH e:g1 ; " + ONE_IN.format("g2"), 4),
    "a detour by the default graph": ('INSERT { e:s e:p "new" } WHERE {} ; MOVE DEFAULT TO e:x', SIZE + 1),
    "another LOAD": ("LOAD e:other INTO GRAPH e:x", SIZE + 1),
}
DOCUMENTS = {
    "http://e/doc": (b'<http://e/s> <http://e/p> "one" .', ox.RdfFormat.TURTLE),
    "http://e/other": (b'<http://e/s> <http://e/p> "other" .', ox.RdfFormat.TURTLE),
}


def make(directory: Path) -> Path:
    (directory / "data.nq").write_text(DATA)
    create_store(directory / "store", [directory / "data.nq"])
    return directory / "store"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Writer]]:
    root = make(tmp_path_factory.mktemp("rule"))
    with Writer(root) as one:
        yield root, one


def quads(root: Path) -> set[ox.Quad]:
    return set(ox.Store.read_only(str(version_path(root))))


def holds(all_quads: Iterable[ox.Quad]) -> bool:
    """Tells whether the rule holds, by counting."""
    given = list(all_quads)
    named = all(quad.graph_name != ox.DefaultGraph() for quad in given)
    return named and max(Counter(quad.triple for quad in given).values(), default=0) <= 1


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_the_rule_is_refused_as_a_whole(writer: tuple[Path, Writer], name: str) -> None:
    root, one = writer
    with pytest.raises(OneGraphError):
        one.update(PREFIX + BREAKING[name], documents=DOCUMENTS)
    assert len(quads(root)) == SIZE


@pytest.mark.parametrize("name", KEEPING)
def test_what_keeps_the_rule_is_done(root: Path, name: str) -> None:
    text, size = KEEPING[name]
    with Writer(root) as one:
        one.update(PREFIX + text, documents=DOCUMENTS)
    assert len(quads(root)) == size
    assert holds(quads(root))
    assert not any("servanda" in str(each) for each in ox.Store.read_only(str(version_path(root))).named_graphs())


@pytest.mark.parametrize("add", [True, False])
def test_the_graph_store_keeps_the_rule(writer: tuple[Path, Writer], add: bool) -> None:
    root, one = writer
    body = b'<http://e/s> <http://e/p> "new", "one" .'
    with pytest.raises(OneGraphError) as refused:
        one.put("http://e/g2", [(body, ox.RdfFormat.TURTLE)], base="http://e/", add=add)
    assert refused.value.graphs == ("http://e/g1", "http://e/g2")
    assert len(quads(root)) == SIZE


@pytest.mark.parametrize(
    "text",
    ['INSERT DATA { e:s e:p "one" }', 'INSERT { ?b e:p "nobody" } WHERE { ?b e:q ?o }'],
)  # fmt: skip
def test_a_patch_keeps_the_rule(writer: tuple[Path, Writer], text: str) -> None:
    root, one = writer
    with pytest.raises(OneGraphError):
        one.patch("http://e/g2", PREFIX + text)
    assert len(quads(root)) == SIZE


def test_only_what_was_written_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "many.nq").write_text(
        "".join(f"<http://e/{n}> <http://e/v> <http://e/{n}> <http://e/g{n % 7}> .\n" for n in range(2000))
    )
    create_store(tmp_path / "store", [tmp_path / "many.nq"])
    looked_at: list[ox.Quad] = []
    check = rule.check

    def watched(engine: ox.Store, inserted: Iterable[ox.Quad], *ignored: ox.NamedNode) -> None:
        given = list(inserted)
        looked_at.extend(given)
        check(engine, given, *ignored)

    monkeypatch.setattr(rule, "check", watched)
    with Writer(tmp_path / "store") as one:
        one.update(PREFIX + "INSERT { GRAPH ?g { ?s e:w 1, 2 } } WHERE { GRAPH ?g { ?s e:v e:5 } }")
        one.update(PREFIX + "MOVE e:g1 TO e:x")
        one.put("http://e/g2", [(b"<a> <b> <c> .", ox.RdfFormat.TURTLE)], base="http://e/", add=True)
        one.patch("http://e/g3", PREFIX + "INSERT DATA { e:s e:p 1 }")
    assert len(looked_at) == 4


GRAPHS = st.sampled_from(["e:g1", "e:g2", "e:x"])
ENDS = st.one_of(GRAPHS, st.just("DEFAULT"))
TRIPLES = st.sampled_from(['e:s e:p "one"', 'e:s e:p "two"', 'e:a e:b "c"'])
OPERATIONS = st.one_of(
    st.builds("INSERT DATA {{ GRAPH {} {{ {} }} }}".format, GRAPHS, TRIPLES),
    st.builds("DELETE DATA {{ GRAPH {} {{ {} }} }}".format, GRAPHS, TRIPLES),
    st.builds("INSERT {{ GRAPH {} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}".format, GRAPHS, GRAPHS),
    st.builds("WITH {} INSERT {{ {} }} WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}".format, GRAPHS, TRIPLES, GRAPHS),
    st.builds("INSERT {{ {} }} WHERE {{ }}".format, TRIPLES),
    st.builds(
        "DELETE {{ GRAPH {} {{ ?s ?p ?o }} }} INSERT {{ GRAPH {} {{ ?s ?p ?o }} }} "
        "WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}".format,
        GRAPHS,
        GRAPHS,
    ),
    st.builds("{} SILENT {} TO {}".format, st.sampled_from(["ADD", "MOVE", "COPY"]), ENDS, ENDS),
    st.builds("DROP SILENT GRAPH {}".format, GRAPHS),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATIONS, min_size=1, max_size=4))
def test_any_update_is_refused_or_keeps_the_rule(writer: tuple[Path, Writer], given_operations: list[str]) -> None:
    root, one = writer
    before, start = quads(root), current_id(root)
    # What the engine alone makes of it, operation by operation, and whether the rule held after each but for DEFAULT.
    plain, kept = ox.Store(), True
    plain.extend(before)
    for each in given_operations:
        plain.update(PREFIX + each)
        counts = Counter(quad.triple for quad in plain)
        kept = kept and max(counts.values(), default=0) <= 1
    try:
        one.update(PREFIX + " ; ".join(given_operations))
    except ServandaError:
        assert quads(root) == before
        assert not (kept and holds(plain))
    else:
        assert holds(quads(root))
        assert quads(root) == set(plain)
    finally:
        one.restore(start)
        one.prune(1)
