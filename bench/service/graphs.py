"""Makes diplomatic graphs of any size: the vocabulary and the named graphs of the house, with the skew of real ones.

A graph is made in seasons. In a season some documents tell of some new acts and of a few that are famous already; few
acts have many passages, few actors many acts, few publishers many documents (laws of Zipf). Denials, rejections and
acceptances refer to acts or propositions of their season. So memory does not grow with the graph, and lines come as
they are made. The same size and seed give the same bytes. Every triple is in one named graph, and there once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from bench.service import terms
from bench.service.actors import Actor, build_world
from bench.service.skew import Weighted, Zipf, count
from bench.service.telling import (
    Act,
    Document,
    Proposition,
    act_lines,
    add_mention,
    document_lines,
    negation_lines,
    proposition_lines,
    rule_lines,
)
from bench.service.terms import ACTS, INFERRED, LABEL, TYPE, name, sv
from ontology.namespaces import ID

SMALLEST = 20_000
"""Triples of the smallest graph: below, the ontology and the authority alone would be most of it."""

_KINDS = {
    "Assurance": 20.0, "Statement": 19.0, "Denial": 11.0, "Demand": 10.0, "Accusation": 8.0, "Rejection": 8.0,
    "Proposal": 7.0, "Warning": 5.0, "Meeting": 5.0, "Acceptance": 3.0, "Acknowledgement": 2.0, "Tabling": 0.5,
    "Signature": 0.5, "Ratification": 0.4, "Accession": 0.4, "Withdrawal": 0.2,
}  # fmt: skip
_TREATY_ACTS = frozenset(("Tabling", "Signature", "Ratification", "Accession", "Withdrawal"))
_VERBS = {
    "expand eastward": "expand", "keep the open door": "keep", "withdraw its troops": "withdraw",
    "respect the border": "respect", "cross a red line": "cross", "reduce its arms": "reduce",
    "lift the sanctions": "lift", "join the alliance": "join", "supply gas": "supply", "sign the accord": "sign",
    "release the prisoners": "release", "open the harbour": "open", "guarantee security": "guarantee",
    "recognise the new state": "recognise", "send observers": "send", "halt the exercises": "halt",
}  # fmt: skip
_WORDS = (
    "we", "will", "never", "again", "accept", "the", "open", "door", "red", "line", "peace", "border", "promise",
    "our", "partners", "know", "that", "security", "is", "indivisible", "no", "one", "told", "us", "otherwise",
    "this", "was", "agreed", "long", "ago", "and", "stands", "today", "as", "it", "did", "then", "in", "writing",
)  # fmt: skip
_PHRASES = (
    "an open door",
    "a red line",
    "not one inch",
    "words are not enough",
    "nothing of the kind",
    "in good faith",
)
_DOCUMENTS = 40
_PASSAGES = 18.0
_PER_DOCUMENT = 1020
_FAMOUS = 300
_SAYINGS = 100


@dataclass(slots=True)
class Landmarks:
    """What queries ask for in a made graph: its size, and IRIs, the most frequent first where there is an order."""

    triples: int = 0
    states: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


class Maker:
    """Makes one graph; `blocks` gives its lines, and `landmarks` is filled meanwhile."""

    def __init__(self, triples: int, seed: int = 1) -> None:
        if triples < SMALLEST:
            raise ValueError(f"A made graph has at least {SMALLEST} triples, not {triples}.")
        self.landmarks = Landmarks()
        self._wanted = triples
        self._random = random = Random(seed)
        self._world, self._head = build_world(triples, random)
        world = self._world
        self._kind = Weighted(_KINDS, random)
        self._person = Zipf(world.persons, random, 0.9)
        self._state = Zipf(world.states, random, 0.9)
        self._party: Zipf[Actor] = Zipf([*world.states, *world.organizations], random, 0.9)
        self._medium = Zipf(world.media, random)
        self._matter = Zipf(world.matters, random)
        self._verb = Zipf(list(_VERBS), random, 0.6)
        self._phrase = Zipf(_PHRASES, random)
        self._sayings: list[str] = []
        self._saying = Zipf([""], random)
        self._famous: list[Act] = []
        self._propositions: dict[str, Proposition] = {}
        self._acts = self._documents = 0

    def blocks(self) -> Iterator[str]:
        """Yields the N-Quads of the graph in pieces of whole lines."""
        marks, world = self.landmarks, self._world
        marks.states = [state.iri for state in world.states]
        marks.persons = [person.iri for person in world.persons]
        marks.matters = list(world.matters)
        yield from self._counted(self._head)
        yield from self._counted(rule_lines())
        while (missing := self._wanted - marks.triples) > _PER_DOCUMENT // 2:
            yield from self._season(min(_DOCUMENTS, max(1, missing // _PER_DOCUMENT)))

    def _counted(self, block: str) -> Iterator[str]:
        self.landmarks.triples += block.count("\n")
        yield block

    # A season

    def _season(self, how_many: int) -> Iterator[str]:
        random = self._random
        documents = [self._document() for _ in range(how_many)]
        sizes = [count(random, _PASSAGES) for _ in documents]
        passages = sum(sizes)
        block: list[str] = []
        acts: list[Act] = []
        for _ in range(max(1, passages * 6 // 10)):
            acts.append(self._act(acts, block))
        told = acts + self._retold(acts, passages - len(acts))
        # The order in which passages come to documents must not be that of the acts.
        random.shuffle(told)
        at = iter(told)
        for document, size in zip(documents, sizes, strict=True):
            place = 0
            for _ in range(size):
                act = next(at, None)
                if act is None:
                    break
                place += 20 + int(random.random() * 300)
                span = 30 + int(random.random() * 120)
                self._tell(document, act, place, span, block)
                place += span
            document.length = place + 400
            block.append(document_lines(document))
            self.landmarks.documents.append(document.slug)
        block.extend(map(act_lines, acts))
        block.extend(self._disputes(acts))
        self._remember(acts)
        yield from self._counted("".join(block))

    def _retold(self, acts: list[Act], how_many: int) -> list[Act]:
        random = self._random
        new = Zipf(acts, random)
        old = Zipf(self._famous, random) if self._famous else new
        return [(old if random.random() < 0.15 else new).draw() for _ in range(max(0, how_many))]

    def _remember(self, acts: list[Act]) -> None:
        self.landmarks.acts.extend(act.iri for act in acts[:: 4 if self._wanted <= 2_000_000 else 40])
        # Whoever tells of a famous act again may assert it, and its status is written already.
        famous = [act for act in acts[:10] if act.status() != "OnlyAlleged"]
        if len(self._famous) < _FAMOUS:
            self._famous.extend(famous)
        elif famous:
            # Fame of the first rank lasts; a place further down goes to an act of this season.
            self._famous[max(20, int(self._random.random() * _FAMOUS))] = famous[0]

    def _document(self) -> Document:
        number = self._documents
        self._documents += 1
        one, other = self._state.draw().label, self._state.draw().label
        day = f"{2014 + number % 9}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        matter = self._matter.draw().rpartition("/")[2][:-1].replace("-", " ")
        headline = f"{one} and {other} on {matter}"
        return Document(f"report-{number:06d}", self._medium.draw(), day, headline, 0)

    # Acts

    def _act(self, before: list[Act], block: list[str]) -> Act:
        random, kind = self._random, self._kind.draw()
        person = random.random() < 0.65
        agent = self._person.draw() if person else self._party.draw()
        behalf = agent.state if person and random.random() < 0.85 else ""
        addressee = self._party.draw() if random.random() < 0.55 or kind == "Meeting" else None
        content = self._proposition(block) if kind not in {"Meeting", *_TREATY_ACTS} and random.random() < 0.7 else None
        number = self._acts
        self._acts += 1
        words = "" if content is None else f": {content.label}"
        to = "" if addressee is None else f" to {addressee.label}"
        act = Act(
            f"<{ID}act/{kind.lower()}/{agent.slug}-{number}>", kind, f"{kind} by {agent.label}{to}{words}", agent,
            behalf, addressee, content, self._date(), content.matter if content else self._matter.draw(),
        )  # fmt: skip
        if before:
            self._refer(act, before)
        if kind in _TREATY_ACTS:
            world = self._world
            some = world.drafts if kind == "Tabling" and world.drafts else world.instruments
            act.instrument = ("onInstrument", some[int(random.random() ** 2 * len(some))])
        elif random.random() < 0.06:
            instruments = self._world.instruments
            act.instrument = ("citesInstrument", instruments[int(random.random() ** 2 * len(instruments))])
        return act

    def _date(self) -> str:
        dice = self._random.random()
        year = 1985 + int(self._random.random() ** 0.5 * 38)
        if dice < 0.25:
            return ""
        if dice < 0.4:
            return str(year)
        month = f"{year}-{1 + int(dice * 1000) % 12:02d}"
        return month if dice < 0.65 else f"{month}-{1 + int(dice * 10_000) % 28:02d}"

    def _refer(self, act: Act, before: list[Act]) -> None:
        """Lets an act answer an earlier one of its season, or be related to one."""
        random = self._random
        other = before[-1 - int(random.random() ** 2 * min(60, len(before)))]
        if random.random() < 0.2 and other.iri not in act.related:
            act.related.append(other.iri)
            other.related.append(act.iri)
        if act.kind == "Denial":
            if other.content is not None and random.random() < 0.4:
                act.refers["denies"] = other.content
            else:
                act.refers["denies"] = other
                other.denied_by.append(act)
        elif act.kind in {"Rejection", "Acceptance"}:
            act.refers["rejects" if act.kind == "Rejection" else "accepts"] = other
            other.answered = True
        elif act.kind == "Accusation":
            if other.content is not None:
                act.refers["accusesOf"] = other.content
            if other.kind == "Assurance":
                act.breach = other.iri
        elif act.kind == "Acknowledgement":
            act.refers["acknowledges"] = other

    def _proposition(self, block: list[str]) -> Proposition:
        about, verb = self._party.draw(), self._verb.draw()
        negated = self._random.random() < 0.35
        pair = [self._propositions.get(f"{about.slug}-{verb}-{each}") for each in (False, True)]
        known = pair[negated]
        if known is not None:
            return known
        label = f"{about.label} will {'not ' if negated else ''}{verb}"
        slug = f"{about.slug}-will-{'not-' if negated else ''}{verb.replace(' ', '-')}"
        matter = self._matter.draw()
        found = Proposition(f"<{ID}proposition/{slug}>", label, negated, matter)
        self._propositions[f"{about.slug}-{verb}-{negated}"] = found
        block.append(proposition_lines(found, about.iri, _VERBS[verb]))
        twin = pair[not negated]
        if twin is not None:
            block.append(negation_lines(found, twin))
        return found

    # Passages

    def _tell(self, document: Document, act: Act, at: int, span: int, block: list[str]) -> None:
        random = self._random
        dice = int(random.random() * 1_000_000)
        retold = act.first and document.slug not in act.first
        stance = "Alleged" if dice % 100 < 22 else "Denied" if dice % 100 < 25 and not retold else "Asserted"
        teller = document.publisher if dice % 10 < 6 else self._person.draw()
        words = self._quote() if dice % 100 >= 55 else ""
        iri = add_mention(document, act, at=at, span=span, stance=stance, teller=teller, words=words, dice=dice)
        act.stances.add(stance)
        if not act.first:
            act.first = iri
            return
        judgement = f"<{ID}judgement{iri[len(ID) + 1 + len('mention') :]}"
        block.append(
            f"{judgement} {TYPE} {sv('SameActJudgement')}{ACTS}{judgement} {TYPE} {sv('Judgement')}{INFERRED}"
            f"{judgement} {sv('firstMention')} {act.first}{ACTS}{judgement} {sv('otherMention')} {iri}{ACTS}"
            f"{judgement} {sv('judgedAct')} {act.iri}{ACTS}"
            f"{judgement} {sv('method')} {sv('SharedWords' if dice % 3 else 'AgreeingRoles')}{ACTS}"
            f"{judgement} {sv('confidence')} {terms.decimal(50 + dice % 49)}{ACTS}"
            f"{judgement} {name('prov', 'wasGeneratedBy')} <{ID}activity/consolidation>{ACTS}"
        )

    def _quote(self) -> str:
        random = self._random
        if self._sayings and random.random() < 0.12:
            return self._saying.draw()
        words = [_WORDS[int(random.random() * len(_WORDS))] for _ in range(count(random, 9))]
        if random.random() < 0.2:
            words[len(words) // 2 : len(words) // 2] = [self._phrase.draw()]
        quote = " ".join(words)
        if len(self._sayings) < _SAYINGS:
            # The words of the first passages are those that others quote again.
            self._sayings.append(quote)
            self._saying = Zipf(self._sayings, random)
        return quote

    def _disputes(self, acts: list[Act]) -> Iterator[str]:
        for act in acts:
            if act.denied_by:
                iri = f"<{ID}dispute{act.iri[len(ID) + 4 :]}"
                yield f"{iri} {TYPE} {sv('Dispute')}{INFERRED}"
                yield f"{iri} {LABEL} {terms.english(f'Disputed: {act.label}')}{INFERRED}"
                involved = [act.iri, *act.related, *(denial.iri for denial in act.denied_by)]
                for each in dict.fromkeys(involved):
                    yield f"{iri} {sv('involves')} {each}{INFERRED}"


def write_graph(path: Path, triples: int, seed: int = 1) -> Landmarks:
    """Writes a graph of about so many triples as N-Quads, and its landmarks as JSON beside it; returns these.

    What is there already of the same size and seed is used again. Raises ValueError below `SMALLEST`.
    """
    beside = path.with_suffix(".json")
    if path.is_file() and beside.is_file():
        return Landmarks(**json.loads(beside.read_text(encoding="utf-8")))
    maker = Maker(triples, seed)
    unfinished = path.with_suffix(".new")
    with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(maker.blocks())
    unfinished.replace(path)
    beside.write_text(json.dumps(asdict(maker.landmarks)), encoding="utf-8")
    return maker.landmarks
