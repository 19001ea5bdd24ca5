"""Tellings: mentions with their names resolved, the unit that consolidation compares and groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef

from ontology.namespaces import instance
from triples.consolidation.actors import Actors
from triples.consolidation.instruments import Instruments
from triples.consolidation.matters import Matters
from triples.consolidation.periods import Period
from triples.consolidation.predicates import Predicates
from triples.consolidation.propositions import Proposition, PropositionMaker
from triples.extraction.quotes import find_quotes
from triples.language.analysis import Analysis
from triples.language.sentences import paragraphs
from triples.model import Document, Mention

_FUTURE = frozenset({"Assurance", "Demand", "Proposal", "Rejection", "Acceptance"})
"""Types whose content is something to be done, so that its proposition is put in the future."""

_COMMITS = frozenset({"Assurance", "Statement", "Warning"})
"""Types whose agent is the subject of a content clause that has none."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A mention whose actors, instrument, date and proposition are known by their IRIs."""

    mention: Mention
    document: URIRef
    iri: URIRef
    agents: tuple[URIRef, ...]
    on_behalf_of: tuple[URIRef, ...]
    addressees: tuple[URIRef, ...]
    tellers: tuple[URIRef, ...]
    instruments: tuple[URIRef, ...]
    period: Period | None
    proposition: Proposition | None
    matters: tuple[URIRef, ...]
    quotes: tuple[str, ...]
    """The words in quotation marks within the mention."""
    cues: str
    """The cue in lower case; where none is recorded, as in annotations, the words of the passage."""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The place of the telling: document, offsets, type."""
        return (self.mention.doc, self.mention.start, self.mention.end, self.mention.type)

    @property
    def parties(self) -> frozenset[URIRef]:
        """The agents with those on whose behalf they act."""
        return frozenset(self.agents) | frozenset(self.on_behalf_of)

    def meets(self, other: Telling) -> bool:
        """Tells whether the passages of two tellings overlap in one document."""
        mine, theirs = self.mention, other.mention
        return mine.doc == theirs.doc and mine.start < theirs.end and theirs.start < mine.end


class TellingMaker:
    """Resolves the mentions of one document."""

    def __init__(
        self,
        document: Document,
        analysis: Analysis,
        *,
        actors: Actors,
        instruments: Instruments,
        matters: Matters,
        predicates: Predicates,
    ) -> None:
        self._document = document
        self._iri = instance("document", document.slug)
        self._analysis = analysis
        self._actors = actors
        self._instruments = instruments
        self._matters = matters
        self._propositions = PropositionMaker(analysis, actors, predicates)
        self._quoted = [quote.inner for quote in find_quotes(document.masked, paragraphs(document.masked))]

    def make(self, mentions: Iterable[Mention]) -> list[Telling]:
        """Returns the tellings of the document in the order of their places."""
        ordered = sorted(
            (_around_content(mention) for mention in mentions),
            key=lambda m: (m.start, m.end, m.type, m.agent, m.source, m.to_json()),
        )
        tellings: list[Telling] = []
        taken: dict[URIRef, int] = {}
        for mention in ordered:
            iri = instance("mention", mention.doc, f"{mention.type}-{mention.start}-{mention.end}")
            taken[iri] = taken.get(iri, 0) + 1
            if taken[iri] > 1:
                iri = URIRef(f"{iri}-{taken[iri]}")
            tellings.append(self._telling(mention, iri))
        return tellings

    def _telling(self, mention: Mention, iri: URIRef) -> Telling:
        agents = self._all(mention.agent)
        behalf = self._all(mention.on_behalf_of)
        if not behalf:
            behalf = tuple(state for name in mention.agent for state in self._actors.behalf_of_group(name, self._iri))
        addressees = self._all(mention.addressee)
        tellers = self._all(mention.source) or self._all((self._document.publisher or "unknown publisher",))
        period = Period.of(mention.date)
        proposition = self._proposition(mention, agents, addressees)
        topics = proposition.topics if proposition is not None else ()
        return Telling(
            mention=mention,
            document=self._iri,
            iri=iri,
            agents=agents,
            on_behalf_of=tuple(dict.fromkeys(actor for actor in behalf if actor not in agents)),
            addressees=addressees,
            tellers=tellers,
            instruments=self._instruments.of(
                mention, self._document, agents=agents, addressees=addressees, period=period, actors=self._actors
            ),
            period=period,
            proposition=proposition,
            matters=self._matters.of_all([*topics, *self._around(mention)]),
            cues=(mention.cue or self._document.text[mention.start : mention.end]).lower(),
            quotes=tuple(self._quotes(mention)) if mention.mode == "quoted" else (),
        )

    def _quotes(self, mention: Mention) -> Iterator[str]:
        """Yields the quoted words between the offsets of a mention, without the marks."""
        for first, last in self._quoted:
            words = self._document.text[max(mention.start, first) : min(mention.end, last)]
            if first < mention.end and mention.start < last and any(c.isalpha() for c in words):
                yield " ".join(words.split())

    def _all(self, names: Sequence[str]) -> tuple[URIRef, ...]:
        return tuple(dict.fromkeys(self._actors.find(name, self._iri) for name in names))

    def _proposition(
        self, mention: Mention, agents: tuple[URIRef, ...], addressees: tuple[URIRef, ...]
    ) -> Proposition | None:
        if mention.content is None or mention.type in {"Meeting", "TreatyAct"}:
            return None
        speakers = agents if mention.type in _COMMITS else addressees if mention.type == "Demand" else ()
        made = self._propositions.make(
            *mention.content,
            doer=speakers[0] if len(speakers) == 1 else None,
            speaker=agents[0] if len(agents) == 1 else None,
            future=mention.type in _FUTURE,
        )
        return made if made is None or mention.type != "Denial" else self._denied(made, mention)

    def _denied(self, said: Proposition, mention: Mention) -> Proposition:
        """Returns what a denial denies: "NATO will *not* attack" said as a denial denies that it will.

        Where the denial is told with a verb of denying, the clause already says what is denied.
        """
        if mention.content is None:
            return said
        start, end = mention.content
        outside = [
            word.lemma
            for first, last in ((mention.start, start), (end, mention.end))
            for word in self._analysis.words_between(first, last)
            if first <= word.start and word.end <= last
        ]
        cue = (mention.cue or "").lower().split()
        if any(self._propositions.predicates.denies(lemma) for lemma in [*outside, *cue]) or said.reported:
            return said
        return said.affirmed()

    def _around(self, mention: Mention) -> list[str]:
        """Returns the clause of a mention, or its whole passage where there is no clause."""
        start, end = mention.content or (mention.start, mention.end)
        return [self._document.text[start:end]]


def _around_content(mention: Mention) -> Mention:
    """Returns the mention with a passage that holds its content too, as the ontology requires."""
    if mention.content is None:
        return mention
    start, end = mention.content
    return replace(mention, start=min(start, mention.start), end=max(end, mention.end))
