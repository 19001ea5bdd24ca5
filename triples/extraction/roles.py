"""What the roles of acts owe to the acts around them: parties left unsaid, whom an answer is to, fullest names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.addressees import complete_addressees
from triples.extraction.collectives import leading_sides
from triples.extraction.drafts import Draft
from triples.extraction.syntax import subject_word
from triples.language.analysis import Word

_ANSWERS = frozenset({"Rejection", "Acceptance"})
_ANSWERED = frozenset({"Proposal", "Demand", "Accusation"})
_ADDRESSED = frozenset({"Rejection", "Acceptance", "Demand", "Accusation", "Warning", "Proposal"})
_MEMBERS = frozenset({"allies", "members", "member", "we", "alliance"})
"""Words by which somebody sent to an organisation speaks of it."""
_OF_SUBJECT = frozenset({"weak-predicate", "weak-verb"})
_SPEAKER = frozenset({"we", "i"})
_BACK = 8
"""How many acts before an answer may be what it answers."""
_NEAR = 3
"""How many sentences before an act another may stand that it belongs to."""


def complete_roles(drafts: Sequence[Draft], actors: Actors) -> None:
    """Completes the roles of a document's acts in the order of the text, and gives their bearers their fullest names.

    What "we" or "I" do is of whoever speaks, and what proposals ask of whoever made them. A treaty act without agents
    is of the two sides of which the text speaks most; an answer goes to whoever made the proposal, demand or accusation
    before it; somebody sent to an organisation who speaks of it speaks for it as well.
    """
    for i, draft in enumerate(drafts):
        subject = subject_word(draft.cue) if draft.rule in _OF_SUBJECT and not draft.agents else None
        if subject is not None and subject.lower in _SPEAKER:
            draft.agents = actors.speakers_at(draft.cue.start)
        elif subject is not None:
            draft.agents = _authors(subject, draft, drafts[max(0, i - _BACK) : i])
        if draft.type == "TreatyAct" and not draft.agents and not draft.sources:
            draft.agents = leading_sides(draft.cue, 2, actors)
        draft.agents = _for_whom(draft, actors)
        complete_addressees(draft, actors)
        if not draft.addressees and draft.type in _ADDRESSED:
            draft.addressees = _partner(draft, drafts[max(0, i - _BACK) : i])
    for draft in drafts:
        draft.agents = _fullest(draft.agents, actors)
        draft.addressees = _fullest(draft.addressees, actors)
        draft.sources = _fullest(draft.sources, actors)


def _authors(subject: Word, draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """Whose proposals or demands are the subject of what an act tells: "the proposals ask Oslo to …"."""
    for other in reversed(before):
        if draft.cue.sentence.index - other.cue.sentence.index <= _NEAR and other.cue.lower == subject.lower:
            return other.agents
    return ()


def _partner(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    own = _sides(draft.agents)
    near = [d for d in reversed(before) if draft.cue.sentence.index - d.cue.sentence.index <= _NEAR]
    if draft.type in _ANSWERS:
        for other in near:
            if other.type in _ANSWERED and other.agents and not _sides(other.agents) & own:
                return other.agents
    for other in near:
        if other.agents and _sides(other.addressees) & own and not _sides(other.agents) & own:
            return other.agents
        if other.addressees and _sides(other.agents) & own and not _sides(other.addressees) & own:
            return other.addressees
    return ()


def _sides(actors: Sequence[Actor]) -> set[str]:
    return {side for a in actors for side in (a.name, *a.of)}


def _for_whom(draft: Draft, actors: Actors) -> tuple[Actor, ...]:
    """The agents with the sides for which they act here."""
    if len(draft.agents) > 1 and any(a.kind in ("group", "region") and not a.of for a in draft.agents):
        return tuple(replace(a, of=()) if a.kind == "group" else a for a in draft.agents)
    if not any(a.at for a in draft.agents):
        return draft.agents
    spoken_of = {name for w in (draft.cue, draft.content_word) if w is not None for name in _subjects(w, actors)}
    together = bool(spoken_of & _MEMBERS)
    return tuple(
        replace(a, of=(*a.of, *(o for o in a.at if (together or o in spoken_of) and o not in a.of)))
        for a in draft.agents
    )


def _subjects(word: Word, actors: Actors) -> set[str]:
    """Who is the subject of what is said: names, and the words of the subject."""
    subject = subject_word(word)
    if subject is None:
        return set()
    return {a.name for a in actors.resolve(subject)} | {w.lower for w in subject.subtree()}


def _fullest(found: Sequence[Actor], actors: Actors) -> tuple[Actor, ...]:
    return tuple(replace(a, name=actors.display(a.name), of=tuple(actors.display(s) for s in a.of)) for a in found)
