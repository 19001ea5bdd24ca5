"""The authority as RDF: the content of graph/authority that does not depend on any document."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import URIRef

from ontology.namespaces import GRAPH_AUTHORITY, ORG, PREFIXES, SCHEMA, SV
from triples.authority.authority import Authority, load_authority
from triples.authority.model import Entity, Holding
from triples.dates import bounds

_GRAPH = NamedNode(str(GRAPH_AUTHORITY))
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_PREFERRED = NamedNode(PREFIXES["skos"] + "prefLabel")
_ALTERNATIVE = NamedNode(PREFIXES["skos"] + "altLabel")
_MEMBER = NamedNode(str(ORG["member"]))
_POST_IN = NamedNode(str(ORG["postIn"]))
_LOCATION = NamedNode(str(SCHEMA["location"]))
_DATE = NamedNode(PREFIXES["xsd"] + "date")


def authority_quads(authority: Authority | None = None) -> Iterator[Quad]:
    """Yields the description of all entities and holdings in graph/authority, in the order of the tables.

    The vocabulary is that of ontology/actors.ttl and ontology/instruments.ttl with SKOS labels and the ORG ontology
    for posts. Names that code derives from roles are not written; they follow from what is.
    """
    source = authority or load_authority()
    for entity in source.entities.values():
        yield from _entity(entity)
    for membership in source.memberships:
        organization = source.entities[membership.organization]
        # A group is no organization: who belongs to it is known to the code and not a membership in the ontology.
        if membership.until is None and organization.kind != "Group":
            yield _quad(membership.member, _sv("memberOf"), _node(membership.organization))
    for person in source.of_kind("Person"):
        for holding in source.holdings(person):
            yield from _holding(holding)


def _entity(entity: Entity) -> Iterator[Quad]:
    yield _quad(entity.iri, _TYPE, _sv(entity.kind))
    yield _quad(entity.iri, _LABEL if entity.kind == "Post" else _PREFERRED, Literal(entity.name, language="en"))
    other = [entity.short, entity.official, *entity.aliases, *entity.people]
    for name in dict.fromkeys(name for name in other if name and name != entity.name):
        yield _quad(entity.iri, _ALTERNATIVE, Literal(name, language="en"))
    if entity.short:
        yield _quad(entity.iri, _sv("shortName"), Literal(entity.short))
    for demonym in entity.demonyms:
        yield _quad(entity.iri, _sv("demonym"), Literal(demonym))
    for capital in entity.capitals:
        yield _quad(entity.iri, _sv("capital"), Literal(capital))
    for metonym in dict.fromkeys((*entity.capitals, *entity.metonyms)):
        if metonym != entity.name:
            yield _quad(entity.iri, _sv("metonym"), Literal(metonym))
    if entity.seat:
        yield _quad(entity.iri, _LOCATION, Literal(entity.seat))
    if entity.of is not None:
        yield from _belonging(entity, entity.of)
    for former in entity.successor_of:
        yield _quad(entity.iri, _sv("successorOf"), _node(former))
    if entity.is_a("Instrument"):
        yield from _instrument(entity)


def _belonging(entity: Entity, whole: URIRef) -> Iterator[Quad]:
    if entity.kind == "GovernmentBody":
        yield _quad(entity.iri, _sv("bodyOf"), _node(whole))
    elif entity.kind == "Post":
        yield _quad(entity.iri, _POST_IN, _node(whole))
    elif entity.kind != "Person":
        yield _quad(entity.iri, _sv("partOf"), _node(whole))


def _instrument(entity: Entity) -> Iterator[Quad]:
    period = bounds(entity.since)
    if entity.since is not None and period is not None:
        yield _quad(entity.iri, _sv("date"), Literal(entity.since))
        yield _quad(entity.iri, _sv("earliest"), Literal(period[0].isoformat(), datatype=_DATE))
        yield _quad(entity.iri, _sv("latest"), Literal(period[1].isoformat(), datatype=_DATE))
    for party in entity.parties:
        yield _quad(entity.iri, _sv("party"), _node(party))
    for actor in entity.addressed_to:
        yield _quad(entity.iri, _sv("addressedTo"), _node(actor))


def _holding(holding: Holding) -> Iterator[Quad]:
    yield _quad(holding.iri, _TYPE, _sv("PostHolding"))
    yield _quad(holding.iri, _MEMBER, _node(holding.person))
    yield _quad(holding.iri, _sv("post"), _node(holding.post))
    yield _quad(holding.iri, _sv("holdsFrom"), Literal(holding.since))
    if holding.until is not None:
        yield _quad(holding.iri, _sv("holdsUntil"), Literal(holding.until))
    yield _quad(holding.iri, _sv("earliest"), Literal(holding.earliest.isoformat(), datatype=_DATE))
    if holding.latest is not None:
        yield _quad(holding.iri, _sv("latest"), Literal(holding.latest.isoformat(), datatype=_DATE))


def _quad(subject: URIRef, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(_node(subject), predicate, value, _GRAPH)


def _node(iri: URIRef) -> NamedNode:
    return NamedNode(str(iri))


def _sv(name: str) -> NamedNode:
    return NamedNode(str(SV[name]))
