"""How acts bear on each other: what is denied, refused, accepted, said to be broken; and which acts are related.

A relation comes from the text where one passage lies in another ("denied that such a promise was made"), and from
agreement of claims, parties and dates where the acts are told in different places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rdflib import URIRef

from ontology.namespaces import SV
from triples.consolidation.actors import Actors
from triples.consolidation.acts import Act
from triples.consolidation.periods import compatible
from triples.consolidation.propositions import Proposition

_COMMISSIVE = frozenset({"Assurance", "Acceptance", "Rejection", "Warning"})
_DIRECTIVE = frozenset({"Demand", "Proposal"})
_ANSWERS = {"Rejection": SV.rejects, "Acceptance": SV.accepts}
_CONTESTABLE = frozenset({"Assurance", "Accusation", "Statement", "Proposal", "Demand", "TreatyAct", "Meeting"})


@dataclass(frozen=True, order=True)
class Relation:
    """That an act bears on another act, or on the proposition that its own passage states."""

    subject: URIRef
    predicate: URIRef
    object: URIRef


class Relations:
    """Finds the relations among all acts."""

    def __init__(self, acts: Sequence[Act], actors: Actors) -> None:
        self._acts = acts
        self._actors = actors

    def find(self) -> list[Relation]:
        """Returns all relations, sorted; the symmetric one stands in both directions."""
        found: set[Relation] = set()
        for act in self._acts:
            found.update(self._of(act))
        for one, other in combinations(self._acts, 2):
            if self._related(one, other):
                found.add(Relation(one.iri, SV.relatedAct, other.iri))
                found.add(Relation(other.iri, SV.relatedAct, one.iri))
        return sorted(_one_way(found))

    def _of(self, act: Act) -> Iterator[Relation]:
        if act.type == "Denial":
            yield from self._denied(act)
        elif act.type in _ANSWERS:
            answered = self._answered(act)
            yield from (Relation(act.iri, _ANSWERS[act.type], other.iri) for other in answered)
            if not answered and act.proposition is not None:
                yield Relation(act.iri, _ANSWERS[act.type], act.proposition.iri)
        elif act.type == "Accusation":
            yield from self._accused(act)
        elif act.type == "Acknowledgement" and act.proposition is not None:
            yield Relation(act.iri, SV.acknowledges, act.proposition.iri)

    def _denied(self, denial: Act) -> Iterator[Relation]:
        nested = [act for act in self._acts if act.type in _CONTESTABLE and _denies_in_place(denial, act)]
        alike = [] if denial.proposition is None else list(self._assurances_denied_by(denial, denial.proposition))
        for act in {act.iri: act for act in [*nested, *alike]}.values():
            yield Relation(denial.iri, SV.denies, act.iri)
        if not nested and not alike and denial.proposition is not None:
            yield Relation(denial.iri, SV.denies, denial.proposition.iri)

    def _assurances_denied_by(self, denial: Act, said: Proposition) -> Iterator[Act]:
        """Yields assurances of the claim of a denial that is told as a denial of a promise ("never promised to …")."""
        if not said.reported:
            return
        for act in self._acts:
            if act.type != "Assurance" or act.proposition is None or act.agents == denial.agents:
                continue
            if act.proposition.matches(said) and self._promiser_meant(act, said):
                yield act

    def _promiser_meant(self, act: Act, said: Proposition) -> bool:
        # "NATO never promised" speaks of NATO's promise; whose promise another passage tells of is a related act.
        return said.subject is None or said.subject in act.parties or not set(said.about) & act.parties

    def _answered(self, answer: Act) -> list[Act]:
        """Returns the demands and proposals that an answer meets: in its own passage, else by claim, else by matter."""
        open_to = [
            act
            for act in self._acts
            if act.type in _DIRECTIVE and not act.parties & answer.parties and _can_precede(act, answer)
        ]
        inside = [act for act in open_to if _overlap(act, answer)]
        if inside:
            return inside
        mine = answer.proposition
        if mine is not None:
            alike = [act for act in open_to if act.proposition is not None and mine.same_claim(act.proposition)]
            if alike:
                return alike
        by_matter = [act for act in open_to if set(act.matters) & set(answer.matters) and self._between(act, answer)]
        nearby = [act for act in by_matter if _documents(act) & _documents(answer)]
        return nearby or by_matter

    def _between(self, act: Act, answer: Act) -> bool:
        """Tells whether an answer is given to the party that asked, or one of whom the asker wanted something."""
        asked = self._principals(act.addressees)
        answering = self._principals(answer.parties)
        to_asker = bool(self._principals(answer.addressees) & self._principals(act.parties))
        return to_asker or (not answer.addressees and bool(asked & answering))

    def _principals(self, actors: Iterable[URIRef]) -> frozenset[URIRef]:
        return frozenset(whole for actor in actors for whole in self._actors.principals(actor))

    def _accused(self, accusation: Act) -> Iterator[Relation]:
        for act in self._acts:
            if act.type in _COMMISSIVE and act.iri != accusation.iri and _told_within(act, accusation):
                yield Relation(accusation.iri, SV.allegesBreachOf, act.iri)
        for instrument in accusation.instruments:
            yield Relation(accusation.iri, SV.allegesBreachOf, instrument)
        if accusation.proposition is not None:
            yield Relation(accusation.iri, SV.accusesOf, accusation.proposition.iri)

    def _related(self, one: Act, other: Act) -> bool:
        """Tells whether two acts are the same affair told of different agents or under different types."""
        if _same_key(one, other):
            return True
        if one.type != other.type or one.type in {"Meeting", "TreatyAct"}:
            return False
        if one.proposition is None or other.proposition is None or not compatible(one.period, other.period):
            return False
        if one.proposition.concept is None and one.proposition.label != other.proposition.label:
            return False
        return one.proposition.matches(other.proposition) and self._kin(one, other)

    def _kin(self, one: Act, other: Act) -> bool:
        """Tells whether the agents can speak of one promise: one side, allies, or a group of unnamed members."""
        mine, theirs = self._principals(one.parties), self._principals(other.parties)
        if mine & theirs or not one.parties or not other.parties:
            return True
        if any(self._actors.is_group(agent) for agent in (*one.agents, *other.agents)):
            return True
        return bool(mine & self._actors.memberships(theirs) or theirs & self._actors.memberships(mine))


def _denies_in_place(denial: Act, act: Act) -> bool:
    """Tells whether a passage of the denial is also a passage that tells of the act as denied by the same speaker."""
    for telling in denial.tellings:
        for other in act.tellings:
            if not telling.meets(other):
                continue
            if other.mention.stance == "denied" and (set(other.tellers) & set(telling.agents) or not other.mention.source):
                return True
            if act.type == "Accusation" and not set(other.agents) & set(telling.agents):
                return True
    return False


def _told_within(act: Act, accusation: Act) -> bool:
    return any(
        telling.meets(other) and set(other.tellers) & set(telling.agents)
        for telling in accusation.tellings
        for other in act.tellings
    )


def _overlap(one: Act, other: Act) -> bool:
    return any(telling.meets(second) for telling in one.tellings for second in other.tellings)


def _documents(act: Act) -> frozenset[URIRef]:
    return frozenset(telling.document for telling in act.tellings)


def _can_precede(act: Act, answer: Act) -> bool:
    return act.period is None or answer.period is None or act.period.earliest <= answer.period.latest


def _same_key(one: Act, other: Act) -> bool:
    """Tells whether a document holds both for one act though it tells of them under different types."""
    mine = {(t.mention.doc, t.mention.act) for t in one.tellings if t.mention.act}
    return bool(mine & {(t.mention.doc, t.mention.act) for t in other.tellings})


def _one_way(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Drops of two acts that would each be about the other the later by IRI: an answer follows what it answers."""
    kept: set[tuple[URIRef, URIRef]] = set()
    for relation in sorted(relations):
        if relation.predicate == SV.relatedAct:
            yield relation
        elif (relation.object, relation.subject) not in kept and relation.subject != relation.object:
            kept.add((relation.subject, relation.object))
            yield relation
