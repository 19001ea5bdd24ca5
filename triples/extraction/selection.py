"""Which drafts become mentions: duplicates fall together, and statements give way to acts that say more."""

from __future__ import annotations

from collections.abc import Sequence

from triples.extraction.drafts import Draft
from triples.extraction.quotes import Quote
from triples.extraction.speech import Speech


def select(drafts: Sequence[Draft], speech: Speech) -> list[Draft]:
    """Returns the drafts to keep, in the order of the text."""
    kept: list[Draft] = []
    specific = {
        id(q)
        for d in drafts
        if d.type != "Statement" and not d.sources
        for q in [speech.quote_at(d.cue.start) or _quote(d, speech)]
        if q is not None
    }
    for draft in sorted(drafts, key=lambda d: (d.span[0], -d.span[1], d.type)):
        if draft.dropped:
            continue
        quote = _quote(draft, speech)
        if draft.type == "Statement" and quote is not None and id(quote) in specific:
            continue
        twin = next((k for k in kept[-12:] if _same(k, draft)), None)
        if twin is not None:
            twin.span = (min(twin.span[0], draft.span[0]), max(twin.span[1], draft.span[1]))
            continue
        kept.append(draft)
    return kept


def _quote(draft: Draft, speech: Speech) -> Quote | None:
    if not draft.rule.startswith("content"):
        return None
    return speech.quote_within(*draft.span)


def _same(one: Draft, other: Draft) -> bool:
    """Whether two drafts tell of one act in one place: same type and agents, side by side or overlapping."""
    if (
        one.type != other.type
        or {a.name for a in one.agents} != {a.name for a in other.agents}
        or one.stance != other.stance
    ):
        return False
    overlap = min(one.span[1], other.span[1]) - max(one.span[0], other.span[0])
    if overlap > 0 and one.cue is other.cue:
        return True
    content = one.rule.startswith("content") and other.rule.startswith("content")
    return (content and overlap >= -3 and one.cue.sentence is not other.cue.sentence) or (content and overlap > 0)
