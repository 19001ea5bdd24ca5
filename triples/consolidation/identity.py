"""Which tellings tell of one act.

The first telling of an act founds it; each further one joins by a judgement with a method and a confidence. The
judgements are cautious: another agent is another act (see relations.py), and so is another claim.

Nothing is compared with everything: a telling is *found* under what it says (its agents with its claim, its agents
with a matter …), and *asks* for acts under what would make it one with them, the surest reason first (blocking.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from rdflib import URIRef

from ontology.namespaces import SV
from triples.consolidation.actors import Actors
from triples.consolidation.blocking import Blocks, Places
from triples.consolidation.periods import Period
from triples.consolidation.propositions import Proposition
from triples.consolidation.tellings import Telling

_NEAR_DAYS = 366
"""Dates of two tellings of one utterance are compared when neither is vaguer than a year."""
_MONTH = 31
_REPEATABLE = frozenset({"Proposal", "Demand", "Rejection"})
"""Types of which one agent's acts within a month on one matter are taken for one."""
_REFERRED_TO = frozenset({"Assurance", "Denial", "Proposal", "Demand"})
"""Types of which a telling without content ("these promises") refers to one with content."""


@dataclass(frozen=True)
class Membership:
    """The judgement that a telling is of the same act as the first."""

    telling: Telling
    method: URIRef
    confidence: float


@dataclass
class Cluster:
    """An act in the making: the founding telling and those that joined it."""

    first: Telling
    joined: list[Membership] = field(default_factory=list)
    keyed: set[str] = field(init=False, default_factory=set)
    """The documents whose own keys have brought tellings into the act."""
    performers: set[tuple[frozenset[URIRef], frozenset[URIRef]]] = field(init=False, default_factory=set)
    """The agents of each telling, and the agents with those on whose behalf they act; each once."""
    latest_start: date | None = field(init=False, default=None)
    earliest_end: date | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._take(self.first)

    @property
    def tellings(self) -> list[Telling]:
        """All tellings, the founding one first."""
        return [self.first, *(membership.telling for membership in self.joined)]

    def join(self, membership: Membership) -> None:
        """Adds a telling to the act."""
        self.joined.append(membership)
        self._take(membership.telling)

    def _take(self, telling: Telling) -> None:
        self.performers.add((frozenset(telling.agents), telling.parties))
        if _read(telling):
            self.keyed.add(telling.mention.doc)
        if telling.period is not None:
            start, end = telling.period.earliest, telling.period.latest
            self.latest_start = start if self.latest_start is None else max(start, self.latest_start)
            self.earliest_end = end if self.earliest_end is None else min(end, self.earliest_end)

    @property
    def period(self) -> Period | None:
        """The days on which all dated tellings agree; where they contradict each other, those between."""
        if self.latest_start is None or self.earliest_end is None:
            return None
        return Period(*sorted((self.latest_start, self.earliest_end)))

    def admits(self, telling: Telling) -> bool:
        """Tells whether neither the dates nor the keys of a document keep a telling out of the act."""
        # Within one document the keys are trusted to keep apart as well as to join.
        apart = _read(telling) and telling.mention.doc in self.keyed
        told = telling.period
        if apart or told is None or self.latest_start is None or self.earliest_end is None:
            return not apart
        # To overlap every dated telling is to begin before the first of them ends and to end after the last begins.
        return told.earliest <= self.earliest_end and self.latest_start <= told.latest

    def is_of_side(self, telling: Telling) -> bool:
        """Tells whether a telling that a rule gives the key of the act is of the same performer.

        A state and who speaks for it are one performer of what they say now. Of a word given they are two: whether the
        state has promised what its minister is said to have promised is what such disputes are about.
        """
        mine = frozenset(telling.agents)
        if telling.mention.type == "Meeting" or any(mine == agents for agents, _ in self.performers):
            return True
        if telling.mention.type == "Assurance" or not mine:
            return False
        return any(mine <= parties or (agents and agents <= telling.parties) for agents, parties in self.performers)


class _Ask(NamedTuple):
    """What would make a telling one with an act: a key to look under, the method and its confidence."""

    key: Hashable
    method: URIRef
    confidence: float


def group(tellings: Sequence[Telling], actors: Actors) -> list[Cluster]:
    """Returns the acts of which the tellings tell, in the order of their first places.

    The order in which tellings are given does not matter. The time taken grows with the number of tellings, not with
    its square.
    """
    ordered = sorted(tellings, key=lambda telling: telling.order)
    # Tellings with a content found the acts that those without one ("such promises") then refer back to.
    grouping = _Grouping(actors)
    for silent in (False, True):
        for telling in ordered:
            if silent == (telling.proposition is None and telling.mention.type != "Meeting"):
                grouping.place(telling)
    for cluster in grouping.clusters:
        cluster.joined.sort(key=lambda membership: membership.telling.order)
    return sorted(grouping.clusters, key=lambda cluster: cluster.first.order)


class _Grouping:
    """The acts so far, and the indexes in which they are found."""

    def __init__(self, actors: Actors) -> None:
        self.clusters: list[Cluster] = []
        self._actors = actors
        self._blocks = Blocks()
        self._places = Places()

    def place(self, telling: Telling) -> None:
        """Adds a telling to the act that it fits best, of equally good ones the earliest, or founds one."""
        found = self._best(telling)
        if found is None:
            number = len(self.clusters)
            self.clusters.append(Cluster(telling))
        else:
            number = found[0]
            self.clusters[number].join(Membership(telling, found[1], found[2]))
        self._index(telling, number)

    def _index(self, telling: Telling, number: int) -> None:
        # The act's own days, which are within the telling's: an undated telling is found where its act is.
        period = self.clusters[number].period
        for key in _found_under(telling, self._actors):
            self._blocks.add(key, period, number)
        if telling.mention.act is not None:
            self._blocks.add(_document_key(telling), None, number)
        self._places.add(_in_document(telling), telling.mention.start, number)

    def _best(self, telling: Telling) -> tuple[int, URIRef, float] | None:
        best: tuple[float, int, URIRef] | None = None
        for found in (self._by_key(telling), self._by_reference(telling)):
            if found is not None and (best is None or found > best):
                best = found
        for ask in sorted(_asks(telling, self._actors), key=lambda ask: -ask.confidence):
            if best is not None and best[0] > ask.confidence:
                break
            number = next(
                (n for n in self._blocks.candidates(ask.key, telling.period) if self.clusters[n].admits(telling)), None
            )
            if number is not None and (best is None or (ask.confidence, -number) > best[:2]):
                best = (ask.confidence, -number, ask.method)
        return None if best is None else (-best[1], best[2], best[0])

    def _by_key(self, telling: Telling) -> tuple[float, int, URIRef] | None:
        """Returns the act that the document itself gives the same key."""
        if telling.mention.act is None:
            return None
        for number in self._blocks.candidates(_document_key(telling), None):
            if telling.mention.rule is None:
                return (1.0, -number, SV.ReadersDecision)
            if self.clusters[number].is_of_side(telling):
                return (0.8, -number, SV.BackReference)
        return None

    def _by_reference(self, telling: Telling) -> tuple[float, int, URIRef] | None:
        """Returns the act that a telling without content ("these promises") means: the nearest of the document."""
        if telling.proposition is not None or telling.mention.type not in _REFERRED_TO or not telling.agents:
            return None
        for distance, number in self._places.nearest(_in_document(telling), telling.mention.start):
            if self.clusters[number].admits(telling):
                return (round(0.7 - min(distance, 4000) / 20000, 2), -number, SV.BackReference)
        return None


def _read(telling: Telling) -> bool:
    """Tells whether a reader, not a rule, has said of which act a telling tells."""
    return telling.mention.act is not None and telling.mention.rule is None


def _document_key(telling: Telling) -> Hashable:
    return ("key", telling.mention.type, telling.mention.doc, telling.mention.act)


def _in_document(telling: Telling) -> Hashable:
    return (telling.mention.type, telling.mention.doc, frozenset(telling.agents))


def _found_under(telling: Telling, actors: Actors) -> Iterator[Hashable]:
    """Yields the keys under which an act is found once this telling is one of its own."""
    kind, agents, said = telling.mention.type, frozenset(telling.agents), telling.proposition
    if kind == "Meeting":
        states = _states(telling, actors)
        if telling.period is not None and telling.period.days <= _MONTH and len(states) > 1:
            yield (kind, states)
            yield (kind, states, telling.period)
    elif kind == "TreatyAct":
        yield from ((kind, agents, instrument) for instrument in telling.instruments if agents)
    elif agents and said is not None:
        claims = [("claim", kind, agents, key) for key in said.claims()]
        yield from claims
        yield from (("in", telling.mention.doc, *claim) for claim in claims)
        if telling.quotes:
            yield ("words", kind, agents, said.label)
        if _dated(telling):
            yield from (("dated", *claim) for claim in claims)
            if telling.quotes:
                yield ("dated", "words", kind, agents, said.label)
        if kind in _REPEATABLE and telling.period is not None and telling.period.days <= _MONTH:
            yield from (("matter", kind, agents, matter) for matter in telling.matters)


def _asks(telling: Telling, actors: Actors) -> Iterator[_Ask]:
    """Yields what would make a telling one with an act, in terms of the keys of `_found_under`."""
    kind, agents, said = telling.mention.type, frozenset(telling.agents), telling.proposition
    if kind == "Meeting":
        states = _states(telling, actors)
        if telling.period is not None and telling.period.days <= _MONTH and len(states) > 1:
            yield _Ask((kind, states, telling.period), SV.AgreeingRoles, 0.9)
            yield _Ask((kind, states), SV.AgreeingRoles, 0.7)
    elif kind == "TreatyAct":
        for instrument in telling.instruments if agents else ():
            yield _Ask((kind, agents, instrument), SV.AgreeingRoles, 0.8)
    elif agents and said is not None:
        yield from _asks_for_claim(telling, said)
        if kind in _REPEATABLE and telling.period is not None and telling.period.days <= _MONTH:
            for matter in telling.matters:
                yield _Ask(("matter", kind, agents, matter), SV.AgreeingRoles, 0.6)


def _asks_for_claim(telling: Telling, said: Proposition) -> Iterator[_Ask]:
    kind, agents = telling.mention.type, frozenset(telling.agents)
    for key in said.same_claims():
        claim = ("claim", kind, agents, key)
        yield _Ask(("in", telling.mention.doc, *claim), SV.AgreeingRoles, 0.9)
        yield _Ask(claim, SV.AgreeingRoles, 0.75)
        if _dated(telling):
            yield _Ask(("dated", *claim), SV.AgreeingRoles, 0.9)
    if telling.quotes:
        words = ("words", kind, agents, said.label)
        yield _Ask(words, SV.SharedWords, 0.8)
        if _dated(telling):
            yield _Ask(("dated", *words), SV.SharedWords, 0.95)


def _dated(telling: Telling) -> bool:
    return telling.period is not None and telling.period.days <= _NEAR_DAYS


def _states(telling: Telling, actors: Actors) -> frozenset[URIRef]:
    """Returns who takes part, the people replaced by those they act for."""
    behalf = frozenset(telling.on_behalf_of)
    organisations = frozenset(agent for agent in telling.agents if actors.rank(agent) in {1, 3})
    return behalf | organisations if behalf else organisations
