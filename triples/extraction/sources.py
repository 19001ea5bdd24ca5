"""Who tells of acts that the rules passed over and the assessment restored: the speaker of the passage around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.drafts import Draft
from triples.extraction.syntax import is_verbal, subject_word
from triples.extraction.telling import Attribution
from triples.language.analysis import Word


def complete_sources(drafts: Sequence[Draft], actors: Actors, attributions: Sequence[Attribution]) -> None:
    """Gives the weak drafts told in a quotation, or in a clause of indirect speech, who tells of them as their source.

    Somebody is no source of an act of his own. What the rules accept has its source from them
    (`triples.extraction.nesting`).
    """
    tellers = {a.content: a for a in attributions if a.content is not None and a.speakers}
    closing = {a.verb.sentence.index: a for a in tellers.values() if a.closes_from is not None}
    attributions_at: dict[int, list[int]] = {}
    for told in attributions:
        attributions_at.setdefault(told.verb.sentence.index, []).append(told.verb.index)
    for draft in drafts:
        if draft.sources and draft.stance == "asserted" and _is_apart(draft, actors, attributions_at):
            draft.sources = ()
        if draft.sources:
            continue
        speakers = actors.speakers_at(draft.cue.start) or (_teller(draft, tellers) if draft.weak else ())
        closed = closing.get(draft.cue.sentence.index)
        if not speakers and closed is not None and draft.cue.index < closed.verb.index and not _is_presupposed(draft):
            speakers = closed.speakers
        if speakers and not _same(draft.agents, speakers):
            draft.sources = speakers


def _is_presupposed(draft: Draft) -> bool:
    """Whether an act is named by a noun or told in a relative clause, as known and not as news."""
    return not is_verbal(draft.cue) or any(w.dep == "acl:relcl" for w in (draft.cue, *draft.cue.ancestors()))


def _is_apart(draft: Draft, actors: Actors, attributions_at: Mapping[int, Sequence[int]]) -> bool:
    """Whether a semicolon parts an act told without quotation marks from whoever speaks before it in its sentence."""
    words = draft.cue.sentence.words
    stop = next((i for i in range(draft.cue.index, 0, -1) if words[i].text == ";"), None)
    if stop is None or actors.speakers_at(draft.cue.start) or words[stop + 1].lower == "that":
        return False
    return all(i < stop for i in attributions_at.get(draft.cue.sentence.index, ()) if i != draft.cue.index)


def _teller(draft: Draft, tellers: Mapping[Word, Attribution]) -> tuple[Actor, ...]:
    """Who tells of an act in indirect speech, most directly."""
    for word in (draft.cue, *draft.cue.ancestors()):
        told = tellers.get(word)
        if told is not None and told.verb is not draft.cue and draft.cue is not subject_word(told.verb):
            return told.speakers
    return ()


def _same(agents: Sequence[Actor], speakers: Sequence[Actor]) -> bool:
    sides = {side for a in speakers for side in (a.name, *a.of, *a.at)}
    return bool(agents) and all(a.name in sides or bool(set(a.of) & sides) for a in agents)
