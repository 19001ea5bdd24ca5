"""Acts, propositions, judgements, mentions and documents as quads, in the terms of the ontology.

Mentions follow the Web Annotation model (https://www.w3.org/TR/annotation-model/) with IRIs for all nodes; provenance
follows PROV-O. Offsets count Python string indices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, XSD, Literal, URIRef

from ontology.namespaces import (
    GRAPH_ACTS,
    GRAPH_PROVENANCE,
    OA,
    PROV,
    SCHEMA,
    SV,
    document_graph,
    instance,
)
from triples.consolidation.acts import Act, Relation
from triples.consolidation.periods import Period
from triples.consolidation.propositions import Proposition
from triples.consolidation.tellings import Telling
from triples.model import Document
from triples.serialisation import Quad, Term

SOFTWARE = instance("software", "servanda")
_CONSOLIDATION = instance("activity", "consolidation")
_CONSOLIDATION_RULE = instance("rule", "consolidation")
_STANCES = {"asserted": SV.Asserted, "alleged": SV.Alleged, "denied": SV.Denied}
_VOICES = {"quoted": SV.Quoted, "reported": SV.Reported}


def number(value: int) -> Literal:
    """Returns a count or an offset."""
    return Literal(str(value), datatype=XSD.nonNegativeInteger)


def confidence(value: float) -> Literal:
    """Returns a confidence between 0 and 1 with two decimals."""
    return Literal(f"{value:.2f}", datatype=XSD.decimal)


def _days(node: URIRef, edtf: str | None, period: Period | None, graph: URIRef) -> Iterator[Quad]:
    if edtf is None or period is None:
        return
    yield Quad(node, SV.date, Literal(edtf), graph)
    yield Quad(node, SV.earliest, Literal(period.earliest.isoformat(), datatype=XSD.date), graph)
    yield Quad(node, SV.latest, Literal(period.latest.isoformat(), datatype=XSD.date), graph)


def describe_document(document: Document, publisher: URIRef | None) -> Iterator[Quad]:
    """Yields what is known of a document, in its own graph."""
    node, graph = instance("document", document.slug), document_graph(document.slug)
    yield Quad(node, RDF.type, SV.Document, graph)
    title = document.title or document.slug
    yield Quad(node, RDFS.label, Literal(title, lang=document.language), graph)
    yield Quad(node, SCHEMA.headline, Literal(title, lang=document.language), graph)
    if publisher is not None:
        yield Quad(node, SCHEMA.publisher, publisher, graph)
    yield from _days(node, document.published, Period.of(document.published), graph)
    yield Quad(node, SV.digest, Literal(f"sha256:{document.digest}"), graph)
    yield Quad(node, SCHEMA.inLanguage, Literal(document.language), graph)
    yield Quad(node, SV.length, number(len(document.text)), graph)
    if document.near_duplicate_of is not None:
        yield Quad(node, SV.nearDuplicateOf, instance("document", document.near_duplicate_of), graph)
    if document.url:
        url = document.url if "://" in document.url else f"https://{document.url}"
        yield Quad(node, SCHEMA.url, Literal(url, datatype=XSD.anyURI), graph)


def describe_mention(telling: Telling, act: URIRef) -> Iterator[Quad]:
    """Yields a mention with its target, selectors and what it says, in the graph of its document.

    Of the text only a speaker's words in quotation marks are kept.
    """
    mention, node, graph = telling.mention, telling.iri, document_graph(telling.mention.doc)
    target, position = URIRef(f"{node}/target"), URIRef(f"{node}/position")
    pairs: list[tuple[URIRef, URIRef, Term]] = [
        (node, RDF.type, SV.Mention),
        (node, OA.hasBody, act),
        (node, OA.hasTarget, target),
        (target, OA.hasSource, telling.document),
        (target, OA.hasSelector, position),
        (position, RDF.type, OA.TextPositionSelector),
        (position, OA.start, number(mention.start)),
        (position, OA.end, number(mention.end)),
        (node, SV.stance, _STANCES[mention.stance]),
        (node, SV.voice, _VOICES[mention.mode]),
        (node, SV.confidence, confidence(mention.confidence)),
        (node, PROV.wasGeneratedBy, _activity(telling)),
    ]
    for number_of_quote, words in enumerate(telling.quotes, start=1):
        quote = URIRef(f"{node}/quote-{number_of_quote}")
        pairs += [
            (target, OA.hasSelector, quote),
            (quote, RDF.type, OA.TextQuoteSelector),
            (quote, OA.exact, Literal(words)),
        ]
    if mention.content is not None:
        pairs += [
            (node, SV.contentStart, number(mention.content[0])),
            (node, SV.contentEnd, number(mention.content[1])),
        ]
    if mention.cue:
        pairs.append((node, SV.cue, Literal(mention.cue)))
    if mention.date and telling.period:
        pairs.append((node, SV.namesDate, Literal(mention.date)))
    for predicate, actors in (
        (SV.toldBy, telling.tellers),
        (SV.namesAgent, telling.agents),
        (SV.namesOnBehalfOf, telling.on_behalf_of),
        (SV.namesAddressee, telling.addressees),
        (SV.namesInstrument, telling.instruments),
    ):
        pairs += [(node, predicate, actor) for actor in actors]
    yield from (Quad(*pair, graph) for pair in pairs)


def _activity(telling: Telling) -> URIRef:
    return instance("activity", telling.mention.doc, telling.mention.rule or "annotation")


def describe_provenance(tellings: Iterable[Telling], version: str) -> Iterator[Quad]:
    """Yields the activities that made mentions and judgements, their rules, and the software; no clock times."""
    for telling in tellings:
        rule_name = telling.mention.rule or "annotation"
        activity, rule = _activity(telling), instance("rule", rule_name)
        yield Quad(activity, RDF.type, PROV.Activity, GRAPH_PROVENANCE)
        yield Quad(activity, SV.followedRule, rule, GRAPH_PROVENANCE)
        yield Quad(activity, PROV.used, telling.document, GRAPH_PROVENANCE)
        if telling.mention.rule is not None:
            yield Quad(activity, PROV.wasAssociatedWith, SOFTWARE, GRAPH_PROVENANCE)
        yield Quad(rule, RDF.type, SV.ExtractionRule, GRAPH_PROVENANCE)
        yield Quad(
            rule, RDFS.label, Literal(rule_name.replace("-", " ").replace("_", " "), lang="en"), GRAPH_PROVENANCE
        )
    yield Quad(_CONSOLIDATION, RDF.type, PROV.Activity, GRAPH_PROVENANCE)
    yield Quad(_CONSOLIDATION, PROV.wasAssociatedWith, SOFTWARE, GRAPH_PROVENANCE)
    yield Quad(_CONSOLIDATION, RDFS.label, Literal("consolidation", lang="en"), GRAPH_PROVENANCE)
    yield Quad(SOFTWARE, RDF.type, PROV.SoftwareAgent, GRAPH_PROVENANCE)
    yield Quad(SOFTWARE, RDFS.label, Literal("Servanda", lang="en"), GRAPH_PROVENANCE)
    yield Quad(SOFTWARE, SCHEMA.softwareVersion, Literal(version), GRAPH_PROVENANCE)


def describe_act(act: Act) -> Iterator[Quad]:
    """Yields an act with its roles, date, content and the judgements that hold its mentions together."""
    node = act.iri
    pairs: list[tuple[URIRef, URIRef, Term]] = [
        (node, RDF.type, act.kind),
        (node, RDFS.label, Literal(act.label, lang="en")),
    ]
    for predicate, things in (
        (SV.agent, act.agents),
        (SV.onBehalfOf, act.on_behalf_of),
        (SV.addressee, act.addressees),
        (SV.matter, act.matters),
        (SV.onInstrument if act.type == "TreatyAct" else SV.citesInstrument, act.instruments),
    ):
        pairs += [(node, predicate, thing) for thing in things]
    if not act.agents:
        pairs.append((node, SV.agentUnstated, Literal("true", datatype=XSD.boolean)))
    # What is denied is not what is said: a denial has sv:denies and no content.
    if act.proposition is not None and act.type != "Denial":
        pairs.append((node, SV.content, act.proposition.iri))
    if act.holding is not None:
        pairs.append((node, SV.inPost, act.holding))
    yield from (Quad(*pair, GRAPH_ACTS) for pair in pairs)
    yield from _days(node, act.date, act.period, GRAPH_ACTS)
    yield from _judgements(act)


def _judgements(act: Act) -> Iterator[Quad]:
    for membership in act.joined:
        judgement = instance("judgement", *str(membership.telling.iri).rsplit("/", 2)[1:])
        pairs: list[tuple[URIRef, Term]] = [
            (RDF.type, SV.SameActJudgement),
            (SV.firstMention, act.first.iri),
            (SV.otherMention, membership.telling.iri),
            (SV.judgedAct, act.iri),
            (SV.method, membership.method),
            (SV.confidence, confidence(membership.confidence)),
            (PROV.wasGeneratedBy, _CONSOLIDATION),
        ]
        yield from (Quad(judgement, predicate, value, GRAPH_ACTS) for predicate, value in pairs)


def describe_proposition(proposition: Proposition, matters: Iterable[URIRef]) -> Iterator[Quad]:
    """Yields a proposition with its label, polarity, predicate, the actors it is about and its matters."""
    node = proposition.iri
    pairs: list[tuple[URIRef, Term]] = [
        (RDF.type, SV.Proposition),
        (RDFS.label, Literal(proposition.label, lang="en")),
        (SV.negated, Literal(str(proposition.negated).lower(), datatype=XSD.boolean)),
        (SV.predicate, Literal(proposition.predicate)),
    ]
    pairs += [(SV.about, actor) for actor in proposition.about]
    pairs += [(SV.matter, matter) for matter in matters]
    yield from (Quad(node, predicate, value, GRAPH_ACTS) for predicate, value in pairs)


def describe_relation(relation: Relation) -> Quad:
    """Returns a relation between acts as a quad."""
    return Quad(relation.subject, relation.predicate, relation.object, GRAPH_ACTS)
