"""Dates that an act takes from other acts of its document: the same act told elsewhere, the speech it goes on with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from triples.dates import bounds
from triples.extraction.drafts import Draft
from triples.extraction.syntax import case_of
from triples.extraction.times.clauses import is_predicate, tense_of
from triples.extraction.times.dated import Dated
from triples.language.words import words as word_set
from triples.model import ActType

_SPOKEN: frozenset[ActType] = frozenset(
    {
        "Statement",
        "Denial",
        "Demand",
        "Rejection",
        "Acceptance",
        "Accusation",
        "Warning",
        "Acknowledgement",
        "Assurance",
        "Proposal",
    }
)
_DIRECTIVES: frozenset[ActType] = frozenset({"Demand", "Proposal"})
_TEXTS = word_set(
    """
    text agreement accord treaty deal document declaration memorandum communique communiqué statement protocol pact
    charter annex convention settlement arrangement
    """
)
_ENOUGH = 0.3
"""The share of content words that two tellings of one act have in common, at least."""
_NEAREST = 40
"""Of the acts of one kind by one side so many before and after are looked at, so that the time stays linear."""


def continue_speeches(drafts: Sequence[Draft], dated: dict[int, Dated], is_news: Callable[[str], bool]) -> None:
    """Gives what a speaker goes on to say the day on which he was last said to speak, if that is news."""
    last: dict[str, str] = {}
    for i, draft in sorted(enumerate(drafts), key=lambda d: d[1].span[0]):
        found = dated[i]
        if draft.stance != "asserted" or draft.type not in _SPOKEN or not is_predicate(draft.cue):
            continue
        names = [a.name for a in draft.agents]
        if found.basis in ("own", "governing"):
            if found.edtf is not None and is_news(found.edtf):
                last.update(dict.fromkeys(names, found.edtf))
        elif found.basis == "document" and tense_of(draft.cue) in ("past", "none", "future"):
            day = next((last[n] for n in names if n in last), None)
            if day is not None:
                dated[i] = Dated(day, "story")


def date_terms(drafts: Sequence[Draft], dated: dict[int, Dated]) -> None:
    """Gives what a text provides ("under it they undertake …") the date of the treaty act told last before."""
    last: str | None = None
    for i, draft in sorted(enumerate(drafts), key=lambda d: d[1].cue.start):
        found = dated[i]
        if draft.type == "TreatyAct" and draft.stance == "asserted" and found.basis in ("own", "governing", "story"):
            last = found.edtf or last
        elif last is not None and found.basis in ("document", "story", "none") and _is_term(draft):
            dated[i] = Dated(last, "same")


def _is_term(draft: Draft) -> bool:
    """Whether an act is performed by what a text says, not by saying it."""
    if draft.type not in ("Assurance", "Acceptance") or not is_predicate(draft.cue):
        return False
    return any(
        case_of(c) in ("in", "under", "by") and (c.lower in ("it", "which") or c.lower in _TEXTS)
        for c in draft.cue.all("obl")
    )


def agree(drafts: Sequence[Draft], dated: dict[int, Dated], is_news: Callable[[str], bool]) -> None:
    """Gives acts without a time of their own that of another mention of what seems the same act.

    A headline tells of what is new.
    """
    sure = _Index(drafts, [i for i, d in dated.items() if d.basis in ("own", "governing") and d.edtf])
    told = _Index(drafts, [i for i, d in dated.items() if d.basis == "story"])
    for i, draft in enumerate(drafts):
        if dated[i].basis in ("own", "governing") or draft.stance != "asserted":
            continue
        same = sure.same(i) or (told.same(i) if is_nominal(draft) else [])
        found = _finest({dated[j].edtf or "" for j in same})
        if found is not None and (is_news(found) or draft.cue.sentence.segment.complete):
            dated[i] = Dated(found, "same")


class _Index:
    """Asserted acts by their type and side."""

    def __init__(self, drafts: Sequence[Draft], members: Sequence[int]) -> None:
        self._drafts = drafts
        self._words = {i: _content_words(drafts[i]) for i in members}
        self._members: dict[tuple[ActType, str], list[int]] = {}
        for i in sorted(members):
            if drafts[i].stance == "asserted":
                for side in _sides(drafts[i]):
                    self._members.setdefault((drafts[i].type, side), []).append(i)

    def same(self, i: int) -> list[int]:
        """Returns the acts that draft `i` seems to tell of: a noun of any, a clause of one with the same words."""
        draft = self._drafts[i]
        nominal = is_nominal(draft) or _stands(draft)
        headline = not draft.cue.sentence.segment.complete
        types: set[ActType] = {draft.type}
        if (nominal or headline) and draft.type in _DIRECTIVES:
            types |= _DIRECTIVES
        near: set[int] = set()
        for side in _sides(draft):
            for kind in types:
                members = self._members.get((kind, side), [])
                at = bisect_left(members, i)
                near.update(members[max(0, at - _NEAREST) : at + _NEAREST])
        words = _content_words(draft)
        short = headline and len(words) <= 2
        return [
            j
            for j in near
            if j != i
            and (nominal or short or len(words & self._words[j]) >= _ENOUGH * min(len(words), len(self._words[j])))
        ]


def is_nominal(draft: Draft) -> bool:
    """Whether an act is told by a noun, not by a clause."""
    return draft.rule.startswith("noun") or not is_predicate(draft.cue)


def _stands(draft: Draft) -> bool:
    """Whether a demand or proposal is told as standing: "Oslo also asks for …" says what one made before contains."""
    return draft.type in _DIRECTIVES and draft.cue.sentence.segment.complete and tense_of(draft.cue) == "present"


def _finest(dates: set[str]) -> str | None:
    """Returns the one date that lies within all the others, if there is one."""
    for one in sorted(dates, key=lambda d: (-len(d), d)):
        days = bounds(one)
        spans = [bounds(d) for d in dates]
        if days is not None and all(s is not None and s[0] <= days[0] and days[1] <= s[1] for s in spans):
            return one
    return None


def _sides(draft: Draft) -> set[str]:
    return {s for a in draft.agents for s in a.sides}


def _content_words(draft: Draft) -> set[str]:
    start, end = draft.content or draft.span
    found = re.findall(r"[a-z]{4,}", " ".join(w.lower for w in draft.cue.sentence.words if start <= w.start < end))
    return {w.rstrip("s") for w in found}
