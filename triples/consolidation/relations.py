"""How acts bear on each other: what is denied, refused, accepted, said to be broken; and which acts are related.

A relation comes from the text where one passage lies in another ("denied that such a promise was made"), and from
agreement of claims, parties and dates where the acts are told in different places.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from rdflib import URIRef

from ontology.namespaces import SV
from triples.consolidation.actors import Actors
from triples.consolidation.acts import Act, Relation
from triples.consolidation.blocking import Passages, Places, Timelines
from triples.consolidation.periods import Period, compatible
from triples.consolidation.propositions import Claim, Proposition

_COMMISSIVE = frozenset({"Assurance", "Acceptance", "Rejection", "Warning"})
_DIRECTIVE = frozenset({"Demand", "Proposal"})
_MONTH = 31
_ANSWERS = {"Rejection": SV.rejects, "Acceptance": SV.accepts}
_CONTESTABLE = frozenset({"Assurance", "Accusation", "Statement", "Proposal", "Demand", "TreatyAct", "Meeting"})


class Relations:
    """Finds the relations among all acts."""

    def __init__(self, acts: Sequence[Act], actors: Actors) -> None:
        self._acts = acts
        self._actors = actors
        self._kinships: dict[Hashable, bool] = {}
        self._passages = Passages()
        self._places = Places()
        self._lines = Timelines()
        self._alike = Timelines()
        for number, act in enumerate(acts):
            self._index(act, number)

    def find(self) -> list[Relation]:
        """Returns all relations, sorted; the symmetric one stands in both directions."""
        found: set[Relation] = set()
        for act in self._acts:
            found.update(self._of(act))
        for one, other in self._pairs():
            if self._related(one, other):
                found.add(Relation(one.iri, SV.relatedAct, other.iri))
                found.add(Relation(other.iri, SV.relatedAct, one.iri))
        return sorted(_one_way(found))

    def _index(self, act: Act, number: int) -> None:
        for telling in act.tellings:
            self._passages.add(telling.mention.doc, telling.mention.start, telling.mention.end, number)
        if act.type in _DIRECTIVE:
            for key in _claims(act):
                self._lines.add(("directive", *key), act.period, number)
            for role in self._roles(act):
                self._lines.add(("directive", *role), act.period, number)
        elif act.type == "Assurance" and act.proposition is not None:
            for claim in act.proposition.claims():
                self._lines.add(("assurance", *claim), act.period, number)
            for telling in act.tellings:
                self._places.add(telling.mention.doc, telling.mention.start, number)
        for likeness in _kinds_of_likeness(act):
            self._alike.add(likeness, act.period, number)

    def _roles(self, act: Act) -> Iterator[tuple[str, URIRef, URIRef]]:
        """Yields who asks and who is asked, with each matter of the request."""
        for matter in act.matters:
            yield from (("asked by", matter, whole) for whole in self._principals(act.parties))
            yield from (("asked of", matter, whole) for whole in self._principals(act.addressees))

    def _pairs(self) -> Iterator[tuple[Act, Act]]:
        """Yields the pairs of acts that can be related at all; see `_kinds_of_likeness`."""
        bare = [act for act in self._acts if act.type == "Assurance" and act.proposition is None]
        yield from ((act, near) for act in bare if (near := self._nearest(act)) is not None)
        yield from ((self._acts[one], self._acts[other]) for one, other in self._alike.pairs())

    def _about(self, act: Act) -> list[Act]:
        """Returns the acts that are told of near the passages of an act, in order."""
        found: set[int] = set()
        for telling in act.tellings:
            found |= self._passages.about(telling.mention.doc, telling.mention.start, telling.mention.end)
        return [self._acts[number] for number in sorted(found)]

    def _under(self, keys: Iterable[tuple[Hashable, ...]], period: Period | None) -> list[Act]:
        """Returns the acts under any of the keys that begin before the period ends, in order."""
        found = {number for key in keys for number in self._lines.until(key, period)}
        return [self._acts[number] for number in sorted(found)]

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
        """Yields what a denial denies: acts told in its own passage, else assurances of its claim, else the claim."""
        near = self._about(denial)
        denied = [act for act in near if act.type in _CONTESTABLE and _denies_in_place(denial, act)]
        if not denied and denial.proposition is not None:
            denied = self._promises_meant(denial, denial.proposition)
        if not denied and (denial.proposition is None or denial.proposition.concept is None):
            # "They denied that anything of the kind had happened": what the same passage tells of is meant.
            denied = [act for act in near if act.type == "Assurance" and _overlap(act, denial)]
        for act in denied:
            yield Relation(denial.iri, SV.denies, act.iri)
        if not denied and denial.proposition is not None:
            yield Relation(denial.iri, SV.denies, denial.proposition.iri)

    def _promises_meant(self, denial: Act, said: Proposition) -> list[Act]:
        """Returns the assurances that a denial of a promise means: those of this actor and claim.

        The same promise of another actor is a related act, which the dispute gathers.
        """
        if not said.promised:
            return []
        return [
            act
            for act in self._under((("assurance", *claim) for claim in said.same_claims()), None)
            if (said.promiser is None or said.promiser in act.parties) and act.agents != denial.agents
        ]

    def _answered(self, answer: Act) -> list[Act]:
        """Returns the demands and proposals that an answer meets: in its own passage, else by claim, else by matter."""
        inside = [act for act in self._about(answer) if self._open_to(act, answer) and _overlap(act, answer)]
        if inside:
            return inside
        mine = answer.proposition
        if mine is not None:
            claims = (("directive", *claim) for claim in mine.same_claims(polar=False))
            alike = [act for act in self._under(claims, answer.period) if self._open_to(act, answer)]
            if alike:
                return alike
        roles = [
            *(("directive", "asked by", m, who) for m in answer.matters for who in self._principals(answer.addressees)),
            *(("directive", "asked of", m, who) for m in answer.matters for who in self._principals(answer.parties)),
        ]
        by_matter = [
            act
            for act in self._under(roles, answer.period)
            if self._open_to(act, answer) and self._between(act, answer)
        ]
        nearby = [act for act in by_matter if _documents(act) & _documents(answer)]
        return nearby or by_matter

    def _open_to(self, act: Act, answer: Act) -> bool:
        return act.type in _DIRECTIVE and not act.parties & answer.parties and _can_precede(act, answer)

    def _between(self, act: Act, answer: Act) -> bool:
        """Tells whether an answer is given to the party that asked, or one of whom the asker wanted something."""
        asked = self._principals(act.addressees)
        answering = self._principals(answer.parties)
        to_asker = bool(self._principals(answer.addressees) & self._principals(act.parties))
        return to_asker or (not answer.addressees and bool(asked & answering))

    def _principals(self, actors: Iterable[URIRef]) -> frozenset[URIRef]:
        return frozenset(whole for actor in actors for whole in self._actors.principals(actor))

    def _accused(self, accusation: Act) -> Iterator[Relation]:
        for act in self._about(accusation):
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
        if {one.type, other.type} == {"Assurance", "Proposal"}:
            return self._offered_and_promised(one, other)
        if one.type != other.type or one.type in {"Meeting", "TreatyAct"} or not compatible(one.period, other.period):
            return False
        if one.type == "Assurance" and _of_one_past(one, other):
            return True
        if one.proposition is None or other.proposition is None:
            # "Past promises" are those that the document tells of next to them (`_pairs`).
            return one.type == "Assurance" and one.proposition is not other.proposition
        if not (one.proposition.matches(other.proposition) or self._both_restrain(one, other)):
            return False
        return self._kin(one, other)

    def _offered_and_promised(self, one: Act, other: Act) -> bool:
        """Tells whether one act offers for the agent itself what the other promises ("offered not to expand")."""
        offer, promise = (one, other) if one.type == "Proposal" else (other, one)
        if offer.proposition is None or promise.proposition is None:
            return False
        own = offer.proposition.subject in offer.parties
        return own and offer.proposition.matches(promise.proposition) and self._kin(offer, promise)

    def _nearest(self, bare: Act) -> Act | None:
        """Returns the assurance of its side that one without content ("past promises") is told next to."""
        found: list[tuple[int, URIRef, Act]] = []
        for own in bare.tellings:
            for distance, number in self._places.nearest(own.mention.doc, own.mention.start):
                act = self._acts[number]
                if self._kin(act, bare):
                    found.append((distance, act.iri, act))
                    break
        return min(found, key=lambda item: item[:2])[2] if found else None

    def _both_restrain(self, one: Act, other: Act) -> bool:
        """Tells whether two assurances say what one and the same alliance will not do."""
        mine, theirs = one.proposition, other.proposition
        if one.type != "Assurance" or mine is None or theirs is None or not (mine.negated and theirs.negated):
            return False
        return mine.subject is not None and mine.subject == theirs.subject and self._actors.is_alliance(mine.subject)

    def _kin(self, one: Act, other: Act) -> bool:
        """Tells whether the agents can speak of one promise: one side, allies, or a group of unnamed members."""
        sides = (one.agents, one.on_behalf_of, other.agents, other.on_behalf_of)
        if sides not in self._kinships:
            self._kinships[sides] = self._are_kin(one, other)
        return self._kinships[sides]

    def _are_kin(self, one: Act, other: Act) -> bool:
        mine, theirs = self._principals(one.parties), self._principals(other.parties)
        if mine & theirs or not one.parties or not other.parties:
            return True
        if any(self._actors.is_group(agent) for agent in (*one.agents, *other.agents)):
            return True
        return bool(mine & self._actors.memberships(theirs) or theirs & self._actors.memberships(mine))


def _claims(act: Act) -> tuple[Claim, ...]:
    """Returns the keys of what an act asks for, whether it is said with a negation or without."""
    return act.proposition.claims(polar=False) if act.proposition is not None else ()


def _kinds_of_likeness(act: Act) -> Iterator[Hashable]:
    """Yields the keys of which two related acts share one: a document's key, a claim, a vague past, an alliance."""
    for key in {(telling.mention.doc, telling.mention.act) for telling in act.tellings if telling.mention.act}:
        yield ("key", *key)
    said = act.proposition
    if said is not None and act.type not in {"Meeting", "TreatyAct"}:
        force = "word given" if act.type in {"Assurance", "Proposal"} else act.type
        # One of two that match looks under what the other is found under.
        yield from ((force, claim) for claim in {*said.claims(), *said.same_claims()})
    if act.type == "Assurance":
        if act.agents and act.period is not None and act.period.days > _MONTH:
            yield ("past", act.agents)
        if said is not None and said.negated and said.subject is not None:
            yield ("restrained", said.subject)


def _denies_in_place(denial: Act, act: Act) -> bool:
    """Tells whether a passage of the denial is also a passage that tells of the act as denied by the same speaker."""
    for telling in denial.tellings:
        for other in act.tellings:
            if not telling.meets(other):
                continue
            if other.mention.stance == "denied" and (
                set(other.tellers) & set(telling.agents) or not other.mention.source
            ):
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


def _of_one_past(one: Act, other: Act) -> bool:
    """Tells whether one person's two assurances are both dated so vaguely that they may be one event of the past."""
    if not one.agents or one.agents != other.agents or one.period is None or other.period is None:
        return False
    return min(one.period.days, other.period.days) > _MONTH


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
