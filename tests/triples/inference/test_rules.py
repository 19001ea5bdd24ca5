"""What each rule derives, from the smallest graph that shows it, and what it must not derive."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from ontology.files import load_ontology
from ontology.namespaces import GRAPH_ACTS, GRAPH_INFERRED, OA, SV, document_graph, instance
from triples.inference import infer, load_rules
from triples.serialisation import Quad, Term

ASSURANCE = instance("act", "assurance", "a")
RELATED = instance("act", "assurance", "b")
DENIAL = instance("act", "denial", "d")
DEMAND = instance("act", "demand", "x")
REJECTION = instance("act", "rejection", "r")
CLAIM = instance("proposition", "norway-will-not-expand")
OPPOSITE = instance("proposition", "norway-will-expand")
HOLM = instance("person", "Ada Holm")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


def acts(*triples: tuple[URIRef, URIRef, Term]) -> list[Quad]:
    return [Quad(*triple, GRAPH_ACTS) for triple in triples]


def told(act: URIRef, stance: URIRef) -> list[Quad]:
    mention = instance("mention", "m", act.rsplit("/", 1)[-1] + stance.rsplit("#", 1)[-1])
    graph = document_graph("m")
    return [Quad(mention, OA.hasBody, act, graph), Quad(mention, SV.stance, stance, graph)]


def statuses(quads: list[Quad], act: URIRef) -> set[Term]:
    return {q.object for q in quads if q.subject == act and q.predicate == SV.status}


def test_there_are_rules_and_each_says_what_it_derives() -> None:
    rules = load_rules()
    assert len(rules) >= 10
    assert all(rule.derives for rule in rules)
    assert [rule.repeated for rule in rules] == sorted((rule.repeated for rule in rules), reverse=True)


def test_classes_above_are_derived_once_and_for_instances_only(ontology: Graph) -> None:
    derived = infer(acts((ASSURANCE, RDF.type, SV.Assurance)), ontology)
    kinds = {q.object for q in derived if q.subject == ASSURANCE and q.predicate == RDF.type}
    assert {SV.Commissive, SV.DiplomaticAct} <= kinds
    assert SV.Assurance not in kinds
    assert {q.subject for q in derived} == {ASSURANCE}
    assert {q.graph for q in derived} == {GRAPH_INFERRED}


def test_a_denied_act_is_disputed(ontology: Graph) -> None:
    stated = acts((ASSURANCE, RDF.type, SV.Assurance), (DENIAL, RDF.type, SV.Denial), (DENIAL, SV.denies, ASSURANCE))
    derived = {q.triple for q in infer(stated, ontology)}
    assert {
        (DENIAL, SV.disputes, ASSURANCE),
        (ASSURANCE, SV.disputedBy, DENIAL),
        (ASSURANCE, SV.deniedBy, DENIAL),
        (ASSURANCE, RDF.type, SV.DisputedAct),
        (ASSURANCE, RDF.type, SV.DisputedAssurance),
    } <= derived


def test_a_denied_content_makes_its_act_disputed_and_the_claim_no_act(ontology: Graph) -> None:
    stated = acts(
        (REJECTION, RDF.type, SV.Statement),
        (REJECTION, SV.content, CLAIM),
        (CLAIM, RDF.type, SV.Proposition),
        (DENIAL, RDF.type, SV.Denial),
        (DENIAL, SV.denies, CLAIM),
    )
    derived = {q.triple for q in infer(stated, ontology)}
    assert (REJECTION, RDF.type, SV.DisputedAct) in derived
    assert (REJECTION, RDF.type, SV.DisputedAssurance) not in derived
    assert (DENIAL, SV.disputes, CLAIM) not in derived
    assert (CLAIM, SV.contentOf, REJECTION) in derived


def test_a_demand_without_answer_is_unanswered_and_one_with_is_not(ontology: Graph) -> None:
    demand = (DEMAND, RDF.type, SV.Demand)
    unanswered = (DEMAND, RDF.type, SV.UnansweredDemand)
    assert unanswered in {q.triple for q in infer(acts(demand), ontology)}
    answered = acts(demand, (REJECTION, RDF.type, SV.Rejection), (REJECTION, SV.rejects, DEMAND))
    derived = {q.triple for q in infer(answered, ontology)}
    assert unanswered not in derived
    assert (DEMAND, SV.rejectedBy, REJECTION) in derived


def proposition(node: URIRef, label: str, *, negated: bool) -> list[Quad]:
    return acts(
        (node, RDF.type, SV.Proposition),
        (node, RDFS.label, Literal(label, lang="en")),
        (node, SV.predicate, Literal("expand")),
        (node, SV.negated, Literal(str(negated).lower(), datatype=XSD.boolean)),
    )


@pytest.mark.parametrize(
    ("no", "yes", "expected"),
    [
        ("Norway will not expand", "Norway will expand", True),
        ("Norway does not expand", "Norway expands", True),
        ("not to expand", "to expand", True),
        ("Norway will not expand eastward", "Norway will expand", False),
    ],
)
def test_a_negation_differs_in_not_alone(ontology: Graph, no: str, yes: str, expected: bool) -> None:
    stated = [*proposition(CLAIM, no, negated=True), *proposition(OPPOSITE, yes, negated=False)]
    derived = {q.triple for q in infer(stated, ontology)}
    assert ((CLAIM, SV.negationOf, OPPOSITE) in derived) is expected
    assert ((OPPOSITE, SV.negationOf, CLAIM) in derived) is expected


def test_statuses(ontology: Graph) -> None:
    stated = [
        *acts((ASSURANCE, RDF.type, SV.Assurance), (RELATED, RDF.type, SV.Assurance), (DEMAND, RDF.type, SV.Demand)),
        *acts((ASSURANCE, SV.agent, HOLM), (DENIAL, RDF.type, SV.Denial), (DENIAL, SV.agent, HOLM)),
        *acts((DENIAL, SV.denies, ASSURANCE)),
        *told(ASSURANCE, SV.Asserted),
        *told(RELATED, SV.Alleged),
        *told(DEMAND, SV.Asserted),
        *told(DENIAL, SV.Asserted),
    ]
    derived = infer(stated, ontology)
    assert statuses(derived, ASSURANCE) == {SV.Contested, SV.DeniedByOwnAgent}
    assert statuses(derived, RELATED) == {SV.OnlyAlleged}
    assert statuses(derived, DEMAND) == {SV.Uncontested}


def test_a_dispute_gathers_the_family_its_denials_and_the_blame(ontology: Graph) -> None:
    blame = instance("act", "accusation", "b")
    stated = acts(
        (ASSURANCE, RDF.type, SV.Assurance),
        (RELATED, RDF.type, SV.Assurance),
        (ASSURANCE, SV.relatedAct, RELATED),
        (RELATED, SV.relatedAct, ASSURANCE),
        (DEMAND, RDF.type, SV.Demand),
        (blame, RDF.type, SV.Accusation),
        (blame, SV.allegesBreachOf, RELATED),
        (DENIAL, RDF.type, SV.Denial),
        (DENIAL, SV.denies, ASSURANCE),
    )
    derived = infer(stated, ontology)
    (dispute,) = [q.subject for q in derived if q.object == SV.Dispute]
    involved = {q.object for q in derived if q.subject == dispute and q.predicate == SV.involves}
    assert involved == {ASSURANCE, RELATED, DENIAL, blame}


def test_nothing_is_derived_that_a_graph_holds_and_deriving_again_gives_the_same(ontology: Graph) -> None:
    stated = acts((ASSURANCE, RDF.type, SV.Assurance), (ASSURANCE, RDF.type, SV.Commissive))
    derived = infer(stated, ontology)
    assert (ASSURANCE, RDF.type, SV.Commissive) not in {q.triple for q in derived}
    assert infer([*derived, *stated], ontology) == derived
