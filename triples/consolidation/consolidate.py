"""The whole step: documents with their mentions in, quads out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rdflib import Graph, URIRef

from ontology.namespaces import instance
from triples.consolidation.actors import Actors, Resolver
from triples.consolidation.acts import Act, ActMaker, Relation, name_denials
from triples.consolidation.description import (
    describe_act,
    describe_document,
    describe_mention,
    describe_proposition,
    describe_provenance,
    describe_relation,
)
from triples.consolidation.identity import group
from triples.consolidation.instruments import Instruments
from triples.consolidation.matters import Matters
from triples.consolidation.predicates import load_predicates
from triples.consolidation.propositions import Proposition
from triples.consolidation.relations import Relations
from triples.consolidation.tellings import Telling, TellingMaker
from triples.language.analysis import Analysis
from triples.model import Document, Mention
from triples.serialisation import Quad


class Analysed(Protocol):
    """A document with its linguistic analysis and the mentions found in it; the analysis is asked for once."""

    @property
    def document(self) -> Document:
        """The document."""

    @property
    def analysis(self) -> Analysis:
        """The syntax of `document.masked`; it may come from disk, so that not all need be held at once."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions in it."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document with its analysis at hand."""

    document: Document
    analysis: Analysis
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """Acts and relations, and all that is said of them as quads."""

    acts: tuple[Act, ...]
    relations: tuple[Relation, ...]
    quads: tuple[Quad, ...]


def consolidate(
    sources: Iterable[Analysed], *, resolver: Resolver, authority: Graph, ontology: Graph, version: str
) -> Consolidation:
    """Returns the acts of which the mentions tell, with relations, judgements, minted actors and provenance.

    `resolver` tells what names stand for, `authority` describes what it knows (actors, posts, instruments), `ontology`
    holds the matters, `version` is that of the software, for the provenance. The order of the sources does not matter;
    they are taken one by one, and nothing of their texts and analyses is kept but what the mentions say.
    """
    actors = Actors(resolver, authority)
    instruments = Instruments(resolver, authority)
    matters = Matters(ontology)
    tellings: list[Telling] = []
    quads: set[Quad] = set()
    for source in sources:
        maker = TellingMaker(
            source.document,
            source.analysis,
            actors=actors,
            instruments=instruments,
            matters=matters,
            predicates=load_predicates(),
        )
        tellings += maker.make(source.mentions)
        quads.update(_document(source.document, actors))
    acts = ActMaker(actors, instruments).make_all(group(tellings, actors))
    relations = Relations(acts, actors).find()
    acts = name_denials(acts, relations)
    for act in acts:
        quads.update(describe_act(act))
        for telling in act.tellings:
            quads.update(describe_mention(telling, act.iri))
    quads.update(_propositions(acts, relations, matters))
    quads.update(describe_relation(relation) for relation in relations)
    quads.update(describe_provenance(tellings, version))
    quads.update(actors.minted())
    quads.update(instruments.minted())
    return Consolidation(acts=tuple(acts), relations=tuple(relations), quads=tuple(sorted(quads)))


def _document(document: Document, actors: Actors) -> Iterator[Quad]:
    node = instance("document", document.slug)
    return describe_document(document, actors.find(document.publisher, node) if document.publisher else None)


def _propositions(acts: Sequence[Act], relations: Iterable[Relation], matters: Matters) -> Iterator[Quad]:
    """Yields the propositions that an act states or another is about."""
    used: set[URIRef] = {relation.object for relation in relations}
    described: dict[URIRef, tuple[Proposition, set[URIRef]]] = {}
    for act in acts:
        proposition = act.proposition
        if proposition is None or (act.type == "Denial" and proposition.iri not in used):
            continue
        described.setdefault(proposition.iri, (proposition, set()))[1].update(matters.of_all(proposition.topics))
    for proposition, its_matters in described.values():
        yield from describe_proposition(proposition, sorted(its_matters))
