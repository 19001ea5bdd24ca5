"""The authority as RDF."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from rdflib import Graph

from ontology.namespaces import GRAPH_AUTHORITY, ID, ORG, PREFIXES, SV
from ontology.validation import validate
from triples.authority import authority_quads, entity_iri, load_authority
from triples.linking import link_quads

TYPE = PREFIXES["rdf"] + "type"
PREFERRED = PREFIXES["skos"] + "prefLabel"
ALTERNATIVE = PREFIXES["skos"] + "altLabel"


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return list(authority_quads())


def test_no_quad_twice_and_one_graph(quads: list[Quad]) -> None:
    assert len(quads) > 5000
    assert len(quads) == len(set(quads))
    assert {quad.graph_name for quad in quads} == {NamedNode(str(GRAPH_AUTHORITY))}


def test_two_runs_give_the_same_in_the_same_order(quads: list[Quad]) -> None:
    assert list(authority_quads()) == quads


def test_every_node_has_one_type_and_one_name(quads: list[Quad]) -> None:
    types: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)
        assert quad.subject.value.startswith(str(ID))
        if quad.predicate.value == TYPE:
            assert isinstance(quad.object, NamedNode)
            types[quad.subject.value].add(quad.object.value)
        elif quad.predicate.value in {PREFERRED, PREFIXES["rdfs"] + "label"}:
            assert isinstance(quad.object, Literal)
            labels[quad.subject.value].add(quad.object.value)
    assert all(len(found) == 1 for found in types.values())
    assert {node for node, found in types.items() if str(SV.PostHolding) not in found} == set(labels)
    assert all(len(found) == 1 for found in labels.values())
    objects = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    assert {iri for iri in objects if iri.startswith(str(ID))} <= types.keys()


def test_preferred_labels_are_unique_within_a_class_and_never_repeated_as_alternative(quads: list[Quad]) -> None:
    kinds = {quad.subject: quad.object for quad in quads if quad.predicate.value == TYPE}
    preferred = [(kinds[q.subject], q.object) for q in quads if q.predicate.value == PREFERRED]
    assert len(preferred) == len(set(preferred)) > 600
    names = {(q.subject, q.object) for q in quads if q.predicate.value == PREFERRED}
    assert names.isdisjoint({(q.subject, q.object) for q in quads if q.predicate.value == ALTERNATIVE})


def test_what_a_reader_would_look_for(quads: list[Quad]) -> None:
    said = {(str(q.subject.value), q.predicate.value, q.object.value) for q in quads}  # type: ignore[union-attr]

    def iri(path: str) -> str:
        return f"{ID}{path}"

    russia, soviet_union = iri("state/russia"), iri("state/soviet-union")
    assert (russia, str(SV.metonym), "Moscow") in said
    assert (russia, str(SV.metonym), "the Kremlin") in said
    assert (russia, str(SV.demonym), "Russian") in said
    assert (russia, str(SV.successorOf), soviet_union) in said
    assert (soviet_union, TYPE, str(SV.FormerState)) in said
    assert (iri("organization/foreign-ministry-of-russia"), str(SV.bodyOf), russia) in said
    assert (iri("state/finland"), str(SV.memberOf), iri("organization/north-atlantic-treaty-organization")) in said
    assert (iri("treaty/north-atlantic-treaty"), str(SV.date), "1949-04-04") in said
    holding = iri("holding/james-baker/secretary-of-state-of-the-united-states/1989-01-25")
    assert (holding, str(ORG["member"]), iri("person/james-baker")) in said
    assert (holding, str(SV.holdsUntil), "1992-08-23") in said
    drafts = {subject for subject, predicate, value in said if predicate == TYPE and value == str(SV.DraftInstrument)}
    assert len(drafts) == 2
    assert {value for subject, predicate, value in said if subject in drafts and predicate == str(SV.party)} == {russia}


def test_only_organizations_have_members(quads: list[Quad]) -> None:
    kinds = {quad.subject: quad.object.value for quad in quads if quad.predicate.value == TYPE}  # type: ignore[union-attr]
    wholes = {quad.object for quad in quads if quad.predicate.value == str(SV.memberOf)}
    assert len(wholes) > 15
    assert str(SV.Group) not in {kinds[whole] for whole in wholes if isinstance(whole, NamedNode)}


@given(st.text(min_size=1, max_size=80))
def test_iris_are_deterministic_and_legal(name: str) -> None:
    iri = entity_iri("State", name)
    assert iri == entity_iri("State", name)
    assert NamedNode(str(iri)).value == str(iri)
    assert all(c.isascii() and (c.isalnum() or c in "-/:.#") for c in str(iri))


def test_iris_follow_from_the_kind_and_the_name() -> None:
    for entity in load_authority().entities.values():
        assert entity.iri == entity_iri(entity.kind, entity.name)


def test_the_authority_with_its_links_conforms_to_the_shapes(quads: list[Quad]) -> None:
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in (*quads, *link_quads())]
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    graph = Graph().parse(data=text, format="nt")
    assert len(graph) == len(set(triples))
    report = validate(graph, checks=["literals", "shapes"])
    assert report.findings == ()
