"""What follows from triples: the rules, one by one and together, and the graph that keeps it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from triples.store import create_store
from triples.store.entailment import ENTAILED, REGIMES, closure, rules
from triples.store.rule import OneGraphError
from triples.store.versions import version_path
from triples.store.writing import Writer

PREFIXES = """@prefix : <http://e/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""

FOLLOWS = {
    "rdfs": {
        "sub-classes": (
            ":a a :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :E .",
            ":a a :D , :E . :C rdfs:subClassOf :E .",
        ),
        "sub-properties": (":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b ."),
        "domain and range": (":p rdfs:domain :C ; rdfs:range :D . :a :p :b .", ":a a :C . :b a :D ."),
        "properties": (":a :p 1 .", ":p a rdf:Property ; rdfs:subPropertyOf :p ."),
        "members": (":a rdf:_1 :b .", "rdf:_1 a rdfs:ContainerMembershipProperty . :a rdfs:member :b ."),
    },
    "owl-rl": {
        "sub-classes": (
            ":C a owl:Class . :a a :C . :C rdfs:subClassOf :D .",
            ":a a :D . :C rdfs:subClassOf owl:Thing .",
        ),
        "inverse": (":p owl:inverseOf :q . :a :p :b . :c :q :d .", ":b :q :a . :d :p :c ."),
        "symmetric and transitive": (
            ":p a owl:SymmetricProperty , owl:TransitiveProperty . :a :p :b . :b :p :c .",
            ":b :p :a . :a :p :c . :c :p :a .",
        ),
        "functional": (":p a owl:FunctionalProperty . :a :p :b , :c . :b :q 1 .", ":b owl:sameAs :c . :c :q 1 ."),
        "inverse functional": (":p a owl:InverseFunctionalProperty . :a :p 1 . :b :p 1 .", ":a owl:sameAs :b ."),
        "chains": (
            ":p owl:propertyChainAxiom ( :q :r ) . :s owl:propertyChainAxiom ( :q :r :q ) ."
            ":a :q :b . :b :r :c . :c :q :d .",
            ":a :p :c . :a :s :d .",
        ),
        "equivalence": (
            ":C owl:equivalentClass :D . :p owl:equivalentProperty :q . :a a :C ; :p :b .",
            ":a a :D ; :q :b .",
        ),
        "intersection": (":C owl:intersectionOf ( :D :E ) . :a a :D , :E . :b a :C .", ":a a :C . :b a :D , :E ."),
        "union": (":C owl:unionOf ( :D :E ) . :a a :D .", ":a a :C . :D rdfs:subClassOf :C ."),
        "some values": (":C owl:onProperty :p ; owl:someValuesFrom :D . :a :p :b . :b a :D .", ":a a :C ."),
        "all values": (":C owl:onProperty :p ; owl:allValuesFrom :D . :a a :C ; :p :b .", ":b a :D ."),
        "a value": (":C owl:onProperty :p ; owl:hasValue 1 . :a a :C . :b :p 1 .", ":a :p 1 . :b a :C ."),
        "at most one": (":C owl:onProperty :p ; owl:maxCardinality 1 . :a a :C ; :p :b , :c .", ":b owl:sameAs :c ."),
        "enumeration": (":C owl:oneOf ( :a :b ) .", ":a a :C . :b a :C ."),
    },
}
CASES = [(regime, name) for regime, cases in FOLLOWS.items() for name in cases]


def parse(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize(("regime", "name"), CASES)
def test_what_follows(regime: str, name: str) -> None:
    said, expected = FOLLOWS[regime][name]
    found = closure(parse(said), regime)
    assert parse(expected) <= found
    assert not found & parse(said)


@pytest.mark.parametrize("regime", REGIMES)
def test_nothing_follows_from_nothing(regime: str) -> None:
    assert closure([], regime) == set()


@pytest.mark.parametrize("regime", REGIMES)
def test_every_rule_parses(regime: str) -> None:
    found = [rule for name in REGIMES[regime] for rule in rules(name)]
    assert len(found) > 10
    for rule in found:
        assert rule.count("\n#+ ") == 1, "a rule has one name"
        ox.Store().update(rule)


def test_what_does_not_follow() -> None:
    found = closure(parse(":p rdfs:range :C . :a :p 1 . :C owl:intersectionOf ( :D :E ) . :b a :D ."), "owl-rl")
    assert all(isinstance(each.subject, ox.NamedNode | ox.BlankNode) for each in found)
    assert not found & parse(":b a :C , :E .")


def test_the_same_as_the_library(shared: Path) -> None:
    """On the data of the W3C's tests, all that owlrl derives of named things by RDFS follows here too."""
    owlrl = pytest.importorskip("owlrl")
    rdflib = pytest.importorskip("rdflib")
    files = sorted((shared / "w3c/rdf-tests/sparql/sparql11/entailment").glob("rdfs*.ttl"))
    assert files
    for file in files:
        graph = rdflib.Graph().parse(file)
        said = {quad.triple for quad in ox.parse(graph.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)}
        owlrl.DeductiveClosure(owlrl.RDFS_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
        expected = set()
        for subject, predicate, object in graph:
            if (
                isinstance(subject, rdflib.URIRef)
                and isinstance(object, rdflib.URIRef)
                and object != rdflib.RDFS.Resource
            ):
                expected.add(ox.Triple(*(ox.NamedNode(str(each)) for each in (subject, predicate, object))))
        assert expected <= closure(said, "rdfs") | said, file.name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data.trig").write_text(PREFIXES + ":g { :a a :C . :C rdfs:subClassOf :D . }")
    create_store(tmp_path / "store", [tmp_path / "data.trig"])
    return tmp_path / "store"


def graph_of(root: Path, triple: str) -> set[str]:
    store = ox.Store.read_only(str(version_path(root)))
    answer = store.query(f"SELECT ?g WHERE {{ GRAPH ?g {{ {triple} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return {row["g"].value for row in answer}


def test_the_entailed_graph_follows_the_data(root: Path) -> None:
    instance = "<http://e/a> a <http://e/D>"
    with Writer(root, regime="rdfs") as writer:
        assert writer.refresh() is not None
        assert writer.refresh() is None
        assert graph_of(root, instance) == {ENTAILED.value}
        # What is said is not entailed any more, and becomes so again when it is no longer said.
        writer.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ {instance} }} }}")
        assert graph_of(root, instance) == {"http://e/g"}
        writer.update(f"DELETE DATA {{ GRAPH <http://e/g> {{ {instance} }} }}")
        assert graph_of(root, instance) == {ENTAILED.value}
        writer.update("DELETE DATA { GRAPH <http://e/g> { <http://e/a> a <http://e/C> } }")
        assert graph_of(root, instance) == set()
        with pytest.raises(OneGraphError):
            writer.update(
                "INSERT DATA { GRAPH <http://e/h> { "
                "<http://e/C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e/D> } }"
            )


def test_without_a_regime_the_graph_goes(root: Path) -> None:
    with Writer(root, regime="owl-rl") as writer:
        writer.refresh()
    assert graph_of(root, "<http://e/a> a <http://e/D>")
    with Writer(root) as writer:
        writer.refresh()
        assert writer.refresh() is None
    assert not graph_of(root, "<http://e/a> a <http://e/D>")


def test_strict_mode_entails_from_the_default_graph(root: Path) -> None:
    with Writer(root, strict=True, regime="rdfs") as writer:
        writer.refresh()
        assert not graph_of(root, "<http://e/a> a <http://e/D>")
        writer.update("COPY <http://e/g> TO DEFAULT")
    assert graph_of(root, "<http://e/a> a <http://e/D>") == {ENTAILED.value}
