"""Which mentions of a document tell of one act: those of one type by one side that share what is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from triples.extraction.drafts import Draft
from triples.language.words import words as word_set

_STOP = word_set(
    """
    the a an of to in on for and or that it its not no with by from as at is are was were be been would will
    which who their his her our this has have had any
    """
)
_ENOUGH = 0.25
"""The share of content words that two mentions of one act have in common, at least."""


def act_keys(drafts: Sequence[Draft], dates: Mapping[int, str | None]) -> list[str]:
    """Returns a key for each draft; mentions of one act share theirs."""
    keys: list[str] = []
    groups: dict[tuple[str, str], list[tuple[int, str, set[str]]]] = {}
    for i, draft in enumerate(drafts):
        side = _side(draft)
        words = _content_words(draft)
        known = groups.setdefault((draft.type, side), [])
        found = next(
            (key for j, key, other in known if _alike(words, other) and _agree(dates.get(i), dates.get(j))), None
        )
        if found is None:
            stem = "-".join(sorted(words, key=lambda w: (-len(w), w))[:2]) or "act"
            found = f"{side}-{draft.type.lower()}-{stem}"
            while any(found == key for _, key, _ in known):
                found += "-2"
        known.append((i, found, words))
        keys.append(found)
    return keys


def _side(draft: Draft) -> str:
    sides = sorted({s for a in draft.agents for s in a.sides})
    return re.sub(r"[^a-z0-9]+", "-", "-".join(sides[:3]).lower()).strip("-") or "unknown"


def _content_words(draft: Draft) -> set[str]:
    start, end = draft.content or draft.span
    words = [w.lower for w in draft.cue.sentence.words if start <= w.start < end]
    return {w.rstrip("s") for w in words if w.isalpha() and w not in _STOP}


def _alike(one: set[str], other: set[str]) -> bool:
    if not one or not other:
        return True
    return len(one & other) >= _ENOUGH * min(len(one), len(other))


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one[:7] == other[:7] or one.startswith(other) or other.startswith(one)
