"""Which tellings tell of one act.

The first telling of an act founds it; each further one joins by a judgement with a method and a confidence. The
judgements are cautious: another agent is another act (see relations.py), and so is another claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rdflib import URIRef

from ontology.namespaces import SV
from triples.consolidation.actors import Actors
from triples.consolidation.periods import Period, compatible
from triples.consolidation.tellings import Telling

_NEAR_DAYS = 366
"""Dates of two tellings of one utterance are compared when neither is vaguer than a year."""


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

    @property
    def tellings(self) -> list[Telling]:
        """All tellings, the founding one first."""
        return [self.first, *(membership.telling for membership in self.joined)]


def group(tellings: Sequence[Telling], actors: Actors) -> list[Cluster]:
    """Returns the acts of which the tellings tell, in the order of their first places.

    The order in which tellings are given does not matter.
    """
    by_type: dict[str, list[Cluster]] = {}
    ordered = sorted(tellings, key=lambda telling: telling.order)
    # Tellings with a content found the acts that those without one ("such promises") then refer back to.
    speaking = [telling for telling in ordered if telling.proposition is not None or telling.mention.type == "Meeting"]
    silent = [telling for telling in ordered if telling not in speaking]
    for telling in [*speaking, *silent]:
        _place(telling, by_type.setdefault(telling.mention.type, []), actors)
    clusters = [cluster for alike in by_type.values() for cluster in alike]
    for cluster in clusters:
        cluster.joined.sort(key=lambda membership: membership.telling.order)
    return sorted(clusters, key=lambda cluster: cluster.first.order)


def _place(telling: Telling, clusters: list[Cluster], actors: Actors) -> None:
    """Adds a telling to the cluster of its type that it fits best, or founds one."""
    judged = [
        (confidence, -index, method)
        for index, cluster in enumerate(clusters)
        if (found := _judge(telling, cluster, actors)) is not None
        for method, confidence in [found]
    ]
    if not judged:
        clusters.append(Cluster(telling))
        return
    confidence, index, method = max(judged)
    clusters[-index].joined.append(Membership(telling, method, confidence))


def _judge(telling: Telling, cluster: Cluster, actors: Actors) -> tuple[URIRef, float] | None:
    """Returns the method and confidence with which a telling belongs to a cluster, or None."""
    keyed = [other for other in cluster.tellings if other.mention.doc == telling.mention.doc]
    if telling.mention.act is not None:
        if any(other.mention.act == telling.mention.act for other in keyed):
            if telling.mention.rule is None:
                return (SV.ReadersDecision, 1.0)
            # A rule's key joins one side's acts: the state and its spokesman stay two acts, which are then related.
            alike = any(set(other.agents) == set(telling.agents) for other in cluster.tellings)
            return (SV.BackReference, 0.8) if alike or telling.mention.type == "Meeting" else None
        if any(other.mention.act is not None for other in keyed):
            # Within one document the keys are trusted to keep apart as well as to join.
            return None
    if not all(compatible(telling.period, other.period) for other in cluster.tellings):
        return None
    best = [found for other in cluster.tellings if (found := _compare(telling, other, actors)) is not None]
    return max(best, key=lambda found: found[1]) if best else None


def _compare(one: Telling, other: Telling, actors: Actors) -> tuple[URIRef, float] | None:
    if one.mention.type == "Meeting":
        return _same_meeting(one, other, actors)
    if not one.agents or set(one.agents) != set(other.agents):
        return None
    if one.mention.type == "TreatyAct":
        same = set(one.instruments) & set(other.instruments)
        return (SV.AgreeingRoles, 0.8) if same else None
    return _same_words(one, other) or _same_claim(one, other)


def _same_meeting(one: Telling, other: Telling, actors: Actors) -> tuple[URIRef, float] | None:
    if one.period is None or other.period is None or max(one.period.days, other.period.days) > 31:
        return None
    mine, theirs = _states(one, actors), _states(other, actors)
    if len(mine) < 2 or mine != theirs:
        return None
    return (SV.AgreeingRoles, 0.9 if one.period == other.period else 0.7)


def _states(telling: Telling, actors: Actors) -> frozenset[URIRef]:
    """Returns who takes part, the people replaced by those they act for."""
    behalf = frozenset(telling.on_behalf_of)
    organisations = frozenset(agent for agent in telling.agents if actors.rank(agent) in {1, 3})
    return behalf | organisations if behalf else organisations


def _same_words(one: Telling, other: Telling) -> tuple[URIRef, float] | None:
    if one.proposition is None or other.proposition is None or one.proposition.label != other.proposition.label:
        return None
    if not (one.quotes and other.quotes):
        return None
    return (SV.SharedWords, 0.95 if _near(one.period, other.period) else 0.8)


def _same_claim(one: Telling, other: Telling) -> tuple[URIRef, float] | None:
    same_document = one.mention.doc == other.mention.doc
    if one.proposition is None or other.proposition is None:
        return _back_reference(one, other) if same_document else None
    if one.proposition.matches(other.proposition):
        return (SV.AgreeingRoles, 0.9 if _near(one.period, other.period) or same_document else 0.75)
    if one.period is not None and other.period is not None and set(one.matters) & set(other.matters):
        lasting = max(one.period.days, other.period.days)
        if one.mention.type in {"Proposal", "Demand", "Rejection"} and lasting <= 31:
            return (SV.AgreeingRoles, 0.6)
    return None


def _back_reference(one: Telling, other: Telling) -> tuple[URIRef, float] | None:
    """Returns the judgement for a telling without content ("these promises"), the nearest earlier act being meant."""
    if one.mention.type not in {"Assurance", "Denial", "Proposal", "Demand"}:
        return None
    distance = abs(one.mention.start - other.mention.start)
    return (SV.BackReference, round(0.7 - min(distance, 4000) / 20000, 2))


def _near(one: Period | None, other: Period | None) -> bool:
    return one is not None and other is not None and max(one.days, other.days) <= _NEAR_DAYS
