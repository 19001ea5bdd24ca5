"""The vocabulary that the other folders build on: every name, of the kind that they expect, and no other kind."""

from __future__ import annotations

import re

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from ontology.files import load_ontology
from ontology.lexicon import LEXICON_FILE
from ontology.namespaces import SV
from tests.ontology.snippets import select

GRAPH = load_ontology()

NAMES = {
    OWL.Class: """DiplomaticAct Assertive Statement Denial Accusation Acknowledgement Commissive Assurance
        Acceptance Rejection Warning Directive Demand Proposal TreatyAct Tabling Signature Ratification
        Accession Withdrawal Suspension Invocation Meeting DisputedAct DisputedAssurance UnansweredDemand
        Dispute Mention Proposition Instrument Treaty PoliticalDocument DraftInstrument Actor Person
        Organization State FormerState InternationalOrganization GovernmentBody MediaOrganization
        OtherOrganization Group Document Post PostHolding Matter Judgement SameActJudgement Stance Voice Status
        ExtractionRule IdentityMethod""",
    OWL.ObjectProperty: """agent onBehalfOf addressee inPost content contentOf isAbout denies deniedBy rejects
        rejectedBy accepts acceptedBy respondsTo accusesOf allegesBreachOf acknowledges relatedAct onInstrument
        citesInstrument matter disputes disputedBy isActItself status about nearDuplicateOf negationOf stance voice
        toldBy namesAgent namesOnBehalfOf namesAddressee namesInstrument firstMention otherMention judgedAct method
        involves followedRule mintedFrom memberOf partOf bodyOf successorOf post party addressedTo""",
    OWL.DatatypeProperty: """date earliest latest negated predicate location agentUnstated cue confidence
        contentStart contentEnd namesDate digest length demonym metonym capital shortName holdsFrom holdsUntil""",
    OWL.AnnotationProperty: """searleCategory cameoCode cameoCloseMatch cameoBroadMatch cameoNarrowMatch
        cameoRelatedMatch ploverType ploverCloseMatch ploverBroadMatch ploverRelatedMatch""",
    OWL.NamedIndividual: """Asserted Alleged Denied Quoted Reported Uncontested Contested OnlyAlleged
        DeniedByOwnAgent AgreeingRoles SharedWords BackReference ReadersDecision Matters SearleCategories
        SearleAssertive SearleCommissive SearleDirective SearleExpressive SearleDeclaration""",
}


@pytest.mark.parametrize("kind", NAMES, ids=lambda kind: str(kind).rpartition("#")[2])
def test_the_vocabulary_is_what_the_others_rely_on(kind: URIRef) -> None:
    """A name that is added or goes away is a change of the interface: say it in the change note and here."""
    declared = {str(term).removeprefix(str(SV)) for term in GRAPH.subjects(RDF.type, kind) if str(term).startswith(SV)}
    assert declared == set(NAMES[kind].split())


def test_no_term_is_of_two_kinds() -> None:
    """OWL 2 DL forbids a property of two kinds, and one name for a class and a property only confuses."""
    names = [name for group in NAMES.values() for name in group.split()]
    assert len(names) == len(set(names))


def test_every_kind_of_act_with_a_force_is_mapped_to_searle() -> None:
    rows = select(
        GRAPH,
        """SELECT ?act WHERE { ?act rdfs:subClassOf+ sv:DiplomaticAct
        FILTER NOT EXISTS { ?act sv:searleCategory ?category } }""",
    )
    # A meeting has no illocutionary force; the last two are kinds by how acts relate, not by force.
    assert {SV[n] for n in ("Meeting", "DisputedAct", "UnansweredDemand")} == {URIRef(act) for (act,) in rows}


def test_codes_of_other_classifications_are_written_as_they_write_them() -> None:
    plover = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
              "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}  # fmt: skip
    cameo = select(GRAPH, "SELECT ?c WHERE { ?p rdfs:subPropertyOf sv:cameoCode . ?class ?p ?c }")
    assert len(cameo) > 15
    assert all(re.fullmatch(r"(0[1-9]|1[0-9]|20)[0-9]{0,2}", code) for (code,) in cameo)
    types = select(GRAPH, "SELECT ?t WHERE { ?p rdfs:subPropertyOf sv:ploverType . ?class ?p ?t }")
    assert {name for (name,) in types} <= plover
    assert len(types) > 8


@pytest.mark.parametrize(
    "subject",
    ["enlargement of alliances", "open-door policy", "security guarantees", "force deployments", "military exercises",
     "arms control", "sanctions", "territorial integrity", "membership of organizations", "nuclear programmes",
     "borders", "trade", "ceasefire and peace"],
)  # fmt: skip
def test_matters_have_keywords(subject: str) -> None:
    rows = select(GRAPH, f'SELECT ?m ?k WHERE {{ ?m skos:prefLabel "{subject}"@en ; a sv:Matter ; skos:altLabel ?k }}')
    assert len(rows) >= 4


def test_hierarchies_have_no_cycle() -> None:
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for term in set(GRAPH.subjects(relation, None)):
            above = set(GRAPH.transitive_objects(term, relation)) - {term}
            assert all(term not in set(GRAPH.objects(other, relation)) for other in above)


def test_every_term_of_the_lexicon_is_declared() -> None:
    lexicon = Graph().parse(LEXICON_FILE)
    declared = {subject for graph in (GRAPH, lexicon) for subject in graph.subjects(RDF.type, None)}
    used = {term for triple in lexicon for term in triple if isinstance(term, URIRef) and str(term).startswith(SV)}
    assert len(used) > 20
    assert used - declared == set()
