"""Treaties, drafts and other written agreements: which of the authority's instruments a mention names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ontology.namespaces import GRAPH_AUTHORITY, SV, instance
from triples.consolidation.actors import Actors, Resolver
from triples.consolidation.periods import Period
from triples.model import Document, Mention
from triples.serialisation import Quad

_INSTRUMENTS = frozenset({SV.Instrument, SV.Treaty, SV.PoliticalDocument, SV.DraftInstrument})
_DRAFT_WORDS = ("draft", "agreement", "treaty", "treaties")
_SLACK = timedelta(days=31)
"""A draft may be told of a little before or after the day that the authority gives it."""


@dataclass
class _Minted:
    """An instrument that the authority does not know: how it is spelt in the first document that names it."""

    name: str
    first: URIRef
    documents: set[URIRef] = field(default_factory=set)


class Instruments:
    """The instruments of the authority and those minted from the documents."""

    def __init__(self, resolver: Resolver, authority: Graph) -> None:
        self._resolver = resolver
        self._graph = authority
        self._minted: dict[URIRef, _Minted] = {}
        self._drafts = sorted(
            draft for draft in authority.subjects(RDF.type, SV.DraftInstrument) if isinstance(draft, URIRef)
        )

    def of(
        self,
        mention: Mention,
        document: Document,
        *,
        agents: Sequence[URIRef],
        addressees: Sequence[URIRef],
        period: Period | None,
        actors: Actors,
    ) -> tuple[URIRef, ...]:
        """Returns the instruments that a mention names or, for a draft put forward, that it must mean.

        A draft is meant where its author acts (or is the addressee of the answer), the dates agree and the passage
        speaks of a draft, an agreement or a treaty; named addressees narrow the choice.
        """
        if mention.instrument:
            return (self._find(mention.instrument, instance("document", document.slug)),)
        if mention.type not in {"Proposal", "TreatyAct"} or period is None:
            return ()
        passage = document.text[mention.start : mention.end].lower()
        if "draft" not in passage and not (mention.type == "Proposal" and _speaks_of_agreement(passage)):
            return ()
        meant = [draft for draft in self._drafts if self._by(draft, agents, actors) and self._dated(draft, period)]
        named = {whole for addressee in addressees for whole in actors.principals(addressee)}
        narrowed = [draft for draft in meant if named & set(self._graph.objects(draft, SV.addressedTo))]
        return tuple(narrowed or meant)

    def _find(self, name: str, document: URIRef) -> URIRef:
        for entity in (self._resolver.resolve(name), self._resolver.resolve(name.removeprefix("the "))):
            if entity is not None and _INSTRUMENTS & set(self._graph.objects(entity.iri, RDF.type)):
                return entity.iri
        iri = instance("treaty", name)
        known = self._minted.setdefault(iri, _Minted(name, document))
        known.documents.add(document)
        if document < known.first:
            known.name, known.first = name, document
        return iri

    def _by(self, draft: URIRef, agents: Sequence[URIRef], actors: Actors) -> bool:
        authors = set(self._graph.objects(draft, SV.party)) - set(self._graph.objects(draft, SV.addressedTo))
        return any(actors.principals(agent) & authors for agent in agents)

    def _dated(self, draft: URIRef, period: Period) -> bool:
        date = self._graph.value(draft, SV.date)
        drafted = Period.of(str(date)) if date is not None else None
        if drafted is None:
            return False
        return Period(drafted.earliest - _SLACK, drafted.latest + _SLACK).overlaps(period) and period.days <= 366

    def label(self, instrument: URIRef) -> str:
        """Returns the preferred name of an instrument."""
        if instrument in self._minted:
            return self._minted[instrument].name
        return str(self._graph.value(instrument, SKOS.prefLabel) or str(instrument).rsplit("/", 1)[-1])

    def minted(self) -> list[Quad]:
        """Returns the description of the instruments that the authority does not know."""
        quads: list[Quad] = []
        for iri, minted in sorted(self._minted.items()):
            quads.append(Quad(iri, RDF.type, SV.Instrument, GRAPH_AUTHORITY))
            quads.append(Quad(iri, SKOS.prefLabel, Literal(minted.name, lang="en"), GRAPH_AUTHORITY))
            quads += [Quad(iri, SV.mintedFrom, document, GRAPH_AUTHORITY) for document in sorted(minted.documents)]
        return quads


def _speaks_of_agreement(passage: str) -> bool:
    return any(word in passage for word in _DRAFT_WORDS)
