"""Towards whom an act is performed, where its frame leaves that open but its content tells."""

from __future__ import annotations

from dataclasses import replace

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.drafts import Draft
from triples.extraction.syntax import subject_word
from triples.language.analysis import Word

_ANSWERS = frozenset({"Rejection", "Acceptance", "Denial"})
_TOWARDS = frozenset({"Rejection", "Acceptance", "Demand", "Accusation", "Warning", "Assurance", "Proposal"})
_CHARGES = frozenset({"Accusation", "Demand", "Warning"})


def complete_addressees(draft: Draft, actors: Actors) -> None:
    """Fills in the addressees of a draft that has none, and names people in the plural by their state.

    Who answers a proposal or claim addresses whoever made it; who accuses or demands in a clause addresses its subject.
    """
    if not draft.addressees and draft.content_word is not None:
        word = draft.content_word
        if draft.type in _ANSWERS:
            draft.addressees = _others(actors.adjective_sides(word) or _makers(word, actors), draft)
        elif draft.type in _CHARGES:
            draft.addressees = _others(_clause_subject(word, actors), draft)
    if not draft.addressees and draft.type in _TOWARDS:
        draft.addressees = _only_other(draft, actors)
    draft.addressees = tuple(a for a in draft.addressees if a.diplomatic or a.of)


def _only_other(draft: Draft, actors: Actors) -> tuple[Actor, ...]:
    """The one other state that the span of an act names, if there is just one."""
    own = {s for a in (*draft.agents, *draft.sources) for s in (a.name, *a.of, *a.at)}
    start, end = draft.span
    inside = [w for w in draft.cue.sentence.words if start <= w.start < end]
    sides = dict.fromkeys(side for w in inside for side in actors.sides_at(w) if side.name not in own)
    return tuple(sides) if len(sides) == 1 else ()


def _makers(word: Word, actors: Actors) -> tuple[Actor, ...]:
    """Those whose proposal, request or claim the content of an answer is: "proposals put forward by X"."""
    for child in word.children:
        if child.dep.startswith(("nmod", "acl")):
            agent = child.child("obl:agent") if child.dep.startswith("acl") else child
            case = agent.child("case") if agent is not None else None
            if agent is not None and case is not None and case.lower in ("by", "from"):
                return actors.resolve(agent)
    return ()


def _clause_subject(word: Word, actors: Actors) -> tuple[Actor, ...]:
    subject = word.child("nsubj", "nsubj:pass") or (subject_word(word) if word.child("cop") else None)
    return actors.resolve(subject) if subject is not None else ()


def _others(found: tuple[Actor, ...], draft: Draft) -> tuple[Actor, ...]:
    own = {s for a in draft.agents for s in (a.name, *a.of, *a.at)}
    return tuple(
        replace(a) for a in found if a.diplomatic and a.kind != "region" and a.name not in own and not set(a.of) & own
    )
