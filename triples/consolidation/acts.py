"""Acts: what the tellings of one act amount to, with a readable IRI and a label in our own words.

Where tellings disagree, the act takes the more particular agent and the more precise date; what each passage says
stays with its mention (``sv:namesAgent``, ``sv:namesDate`` …).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef

from ontology.namespaces import SV, instance, slug
from triples.consolidation.actors import Actors
from triples.consolidation.identity import Cluster, Membership
from triples.consolidation.instruments import Instruments
from triples.consolidation.periods import Period
from triples.consolidation.propositions import Proposition
from triples.consolidation.tellings import Telling

_TREATY_ACTS = (
    # The order decides where a passage has several cues ("signed the protocol of accession").
    (SV.Withdrawal, "withdr[ae]w|pull(ed|s|ing)? out of|quit|left the|leav(e|es|ing) the|denounc(e|ed|es|ing) the"),
    (SV.Suspension, "suspen[ds]"),
    (SV.Ratification, "ratif(y|ies|ied|ying|ication)"),
    (SV.Tabling, "draft|tabl(ed|es|ing)|deliver(ed|s|ing)|hand(ed|s|ing) over|present(ed|s|ing)"),
    (SV.Signature, "sign(ed|s|ing|ature)?|conclud(e|ed|es|ing)|initial(l)?ed"),
    (
        SV.Accession,
        "acced(e|ed|es|ing)|accession|join(ed|s|ing)?|absor|adher(e|ed|es|ing)|admi(t|ssion)|enter(ed|s|ing)?",
    ),
    (SV.Invocation, "invok(e|ed|es|ing)|invocation|trigger(ed|s|ing)"),
)

_LONGEST = 80
"""Characters in a slug, at most (ontology/namespaces.py)."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """A putative act."""

    iri: URIRef
    kind: URIRef
    """The class of the act, as particular as the passages allow."""
    label: str
    first: Telling
    joined: tuple[Membership, ...]
    agents: tuple[URIRef, ...]
    on_behalf_of: tuple[URIRef, ...]
    addressees: tuple[URIRef, ...]
    proposition: Proposition | None
    instruments: tuple[URIRef, ...]
    matters: tuple[URIRef, ...]
    date: str | None
    period: Period | None
    holding: URIRef | None

    @property
    def type(self) -> str:
        """The type of the mentions that tell of the act."""
        return self.first.mention.type

    @property
    def tellings(self) -> tuple[Telling, ...]:
        """All tellings of the act, the founding one first."""
        return (self.first, *(membership.telling for membership in self.joined))

    @property
    def parties(self) -> frozenset[URIRef]:
        """The agents with those on whose behalf they act."""
        return frozenset(self.agents) | frozenset(self.on_behalf_of)


@dataclass(frozen=True, order=True)
class Relation:
    """That an act bears on another act, or on the proposition that its own passage states."""

    subject: URIRef
    predicate: URIRef
    object: URIRef


class ActMaker:
    """Turns clusters of tellings into acts; keeps the IRIs that are taken."""

    def __init__(self, actors: Actors, instruments: Instruments) -> None:
        self._actors = actors
        self._instruments = instruments
        self._taken: Counter[URIRef] = Counter()

    def make_all(self, clusters: Sequence[Cluster]) -> list[Act]:
        """Returns an act for each cluster, in the same order; equal IRIs are told apart by ``-2``, ``-3``."""
        return [self._make(cluster) for cluster in clusters]

    def _make(self, cluster: Cluster) -> Act:
        tellings = cluster.tellings
        agents = self._agents(tellings)
        dated = self._dated(tellings)
        proposition = _proposition(tellings)
        instruments = _union(telling.instruments for telling in tellings)
        kind = _kind(tellings)
        period = dated.period if dated else None
        behalf = tuple(a for a in _union(t.on_behalf_of for t in tellings) if a not in agents)
        addressees = tuple(a for a in _union(t.addressees for t in tellings) if a not in agents)
        holdings = {self._actors.post_held(agent, period) for agent in agents if self._actors.is_person(agent)}
        holding = holdings.pop() if len(holdings) == 1 else None
        date = dated.mention.date if dated else None
        return Act(
            iri=self._iri(kind, agents, proposition, instruments, addressees, date),
            kind=kind,
            label=self._label(kind, agents, addressees, proposition, instruments, date),
            first=cluster.first,
            joined=tuple(cluster.joined),
            agents=agents,
            on_behalf_of=behalf,
            addressees=addressees,
            proposition=proposition,
            instruments=instruments,
            matters=_union(telling.matters for telling in tellings),
            date=date,
            period=period,
            holding=holding,
        )

    def _agents(self, tellings: Sequence[Telling]) -> tuple[URIRef, ...]:
        def rank(telling: Telling) -> tuple[int, int, tuple[str, int, int, str]]:
            particular = min((self._actors.rank(agent) for agent in telling.agents), default=0)
            return (-particular, -len(telling.agents), telling.order)

        return min(tellings, key=rank).agents

    def _dated(self, tellings: Sequence[Telling]) -> Telling | None:
        dated = [telling for telling in tellings if telling.period is not None]
        return min(dated, key=lambda t: (t.period.days if t.period else 0, t.order), default=None)

    def _iri(
        self,
        kind: URIRef,
        agents: Sequence[URIRef],
        proposition: Proposition | None,
        instruments: Sequence[URIRef],
        addressees: Sequence[URIRef],
        date: str | None,
    ) -> URIRef:
        words = [self._actors.short(agent) for agent in agents[:2]] or ["someone"]
        if proposition is not None:
            words.append(_keywords(proposition))
        elif instruments:
            words.append(self._instruments.label(instruments[0]))
        elif addressees:
            words.append(f"to {self._actors.short(addressees[0])}")
        iri = instance("act", _local(kind), _with_date(slug(" ".join(words)), date))
        self._taken[iri] += 1
        return iri if self._taken[iri] == 1 else URIRef(f"{iri}-{self._taken[iri]}")

    def _label(
        self,
        kind: URIRef,
        agents: Sequence[URIRef],
        addressees: Sequence[URIRef],
        proposition: Proposition | None,
        instruments: Sequence[URIRef],
        date: str | None,
    ) -> str:
        noun = re.sub(r"(?<!^)(?=[A-Z])", " ", _local(kind)).lower().capitalize()
        if kind == SV.Meeting:
            label = f"{noun} of {self._names(agents)}"
        else:
            label = f"{noun} by {self._names(agents)}"
            label += f" to {self._names(addressees)}" if addressees else ""
        if proposition is not None and kind == SV.Denial:
            label += f": {'no promise' if proposition.promised else 'untrue'}: {proposition.label}"
        elif proposition is not None:
            label += f": {proposition.label}"
        elif instruments:
            label += f": {' and '.join(self._instruments.label(i) for i in instruments)}"
        return f"{label} ({date})" if date else label

    def _names(self, actors: Sequence[URIRef]) -> str:
        names = [self._actors.label(actor) for actor in actors] or ["an unnamed actor"]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _with_date(stem: str, date: str | None) -> str:
    """Returns the stem of an IRI with the date, the stem cut at a word where both would be too long for a slug.

    >>> _with_date("a-b", "1990/1991")
    'a-b-1990-1991'
    """
    day = f"-{slug(date)}" if date else ""
    room = _LONGEST - len(day)
    return (stem if len(stem) <= room else stem[: room + 1].rpartition("-")[0][:room]) + day


def name_denials(acts: Sequence[Act], relations: Iterable[Relation]) -> list[Act]:
    """Returns the acts, each denial of another act named after that act ("Denial by … of: Assurance by …")."""
    labels = {act.iri: act.label for act in acts}
    denied: dict[URIRef, list[str]] = {}
    for relation in relations:
        if relation.predicate == SV.denies and relation.object in labels:
            denied.setdefault(relation.subject, []).append(labels[relation.object])
    return [replace(act, label=_of_denied(act, denied[act.iri])) if act.iri in denied else act for act in acts]


def _of_denied(act: Act, denied: Sequence[str]) -> str:
    head, _, _ = act.label.partition(": ")
    date = f" ({act.date})" if act.date else ""
    more = f" and {len(denied) - 1} more" if len(denied) > 1 else ""
    return f"{head.removesuffix(date)}{date} of: {min(denied)}{more}"


def _local(kind: URIRef) -> str:
    return str(kind).rsplit("#", 1)[-1]


def _keywords(proposition: Proposition) -> str:
    dropped = {"will", "does", "is", "the", "a", "be"}
    return " ".join(word for word in proposition.label.split() if word.lower() not in dropped)


def _union(parts: Iterable[Iterable[URIRef]]) -> tuple[URIRef, ...]:
    found: dict[URIRef, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part))
    return tuple(sorted(found))


def _proposition(tellings: Sequence[Telling]) -> Proposition | None:
    """Returns what the act says: the claim that most tellings share, of these the one with a known concept."""
    told = [telling.proposition for telling in tellings if telling.proposition is not None]
    if not told:
        return None
    count = Counter(proposition.label for proposition in told)
    place = {proposition.label: i for i, proposition in reversed(list(enumerate(told)))}
    return min(told, key=lambda p: (p.concept is None, -count[p.label], place[p.label]))


def _kind(tellings: Sequence[Telling]) -> URIRef:
    first = tellings[0].mention
    if first.type != "TreatyAct":
        return SV[first.type]
    cues = " ".join(telling.cues for telling in tellings)
    for kind, pattern in _TREATY_ACTS:
        if re.search(rf"\b(?:{pattern})", cues):
            return kind
    return SV.TreatyAct
