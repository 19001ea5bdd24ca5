"""Each check on the data set, with a graph that it must pass and its twin that it must not."""

from __future__ import annotations

import pytest
from rdflib import RDF, XSD, Graph, Literal

from ontology.files import load_ontology
from ontology.namespaces import GRAPH_ACTS, GRAPH_AUTHORITY, GRAPH_INFERRED, OA, SV, document_graph, instance
from triples.checks import check_completeness, check_inferred, check_one_graph_per_triple
from triples.inference import infer
from triples.serialisation import Quad, to_oxigraph

ACT, PERSON = instance("act", "warning", "a"), instance("person", "Ada Holm")
DOCUMENT, MENTION = instance("document", "d"), instance("mention", "d", "warning-0-9")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


def whole(*, end: int = 9) -> list[Quad]:
    def number(value: int) -> Literal:
        return Literal(str(value), datatype=XSD.nonNegativeInteger)

    graph = document_graph("d")
    return [
        Quad(ACT, RDF.type, SV.Warning, GRAPH_ACTS),
        Quad(ACT, SV.agent, PERSON, GRAPH_ACTS),
        Quad(PERSON, RDF.type, SV.Person, GRAPH_AUTHORITY),
        Quad(DOCUMENT, RDF.type, SV.Document, graph),
        Quad(DOCUMENT, SV.length, number(20), graph),
        Quad(MENTION, RDF.type, SV.Mention, graph),
        Quad(MENTION, OA.hasBody, ACT, graph),
        Quad(MENTION, OA.hasTarget, instance("mention", "d", "t"), graph),
        Quad(instance("mention", "d", "t"), OA.hasSource, DOCUMENT, graph),
        Quad(instance("mention", "d", "t"), OA.hasSelector, instance("mention", "d", "p"), graph),
        Quad(instance("mention", "d", "p"), OA.start, number(0), graph),
        Quad(instance("mention", "d", "p"), OA.end, number(end), graph),
    ]


def test_a_triple_in_one_graph_passes() -> None:
    assert list(check_one_graph_per_triple(map(to_oxigraph, whole()))) == []


def test_a_triple_in_two_graphs_is_found() -> None:
    twice = [*whole(), Quad(PERSON, RDF.type, SV.Person, GRAPH_ACTS)]
    (finding,) = check_one_graph_per_triple(map(to_oxigraph, twice))
    assert finding.subject == str(PERSON)
    assert "graph/authority" in finding.message
    assert "graph/acts" in finding.message


def test_a_whole_graph_is_complete(ontology: Graph) -> None:
    assert list(check_completeness(whole(), ontology)) == []


def test_an_act_without_a_passage_is_found(ontology: Graph) -> None:
    quads = [quad for quad in whole() if quad.predicate != OA.hasBody]
    assert [(f.check, f.subject) for f in check_completeness(quads, ontology)] == [("mentions", str(ACT))]


def test_a_passage_beyond_the_end_of_the_text_is_found(ontology: Graph) -> None:
    assert [f.check for f in check_completeness(whole(end=21), ontology)] == ["offsets"]


def test_half_a_content_is_found(ontology: Graph) -> None:
    start = Literal("1", datatype=XSD.nonNegativeInteger)
    quads = [*whole(), Quad(MENTION, SV.contentStart, start, document_graph("d"))]
    assert [f.check for f in check_completeness(quads, ontology)] == ["offsets"]


def test_a_node_that_nothing_describes_is_found(ontology: Graph) -> None:
    quads = [quad for quad in whole() if quad.subject != PERSON]
    assert [f.check for f in check_completeness(quads, ontology)] == ["described"]


def test_inferred_holds_what_follows_and_nothing_else(ontology: Graph) -> None:
    derived = infer(whole(), ontology)
    assert derived
    assert list(check_inferred([*whole(), *derived], ontology)) == []
    (missing,) = check_inferred([*whole(), *derived[1:]], ontology)
    assert "follows and is missing" in missing.message
    false = Quad(ACT, RDF.type, SV.DisputedAct, GRAPH_INFERRED)
    (added,) = check_inferred([*whole(), *derived, false], ontology)
    assert "does not follow" in added.message
