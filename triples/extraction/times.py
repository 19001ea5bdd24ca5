"""When an act took place, as far as its clause, its paragraph and the document tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triples.dates import TimeExpression, bounds, find_dates, resolve
from triples.extraction.drafts import Draft
from triples.language.analysis import Analysis

_YEARLESS = frozenset({"month", "month-day"})


@dataclass(frozen=True, slots=True)
class _Time:
    start: int
    paragraph: int
    edtf: str


class Times:
    """The time expressions of a document, resolved against its date."""

    def __init__(self, analysis: Analysis, published: str | None) -> None:
        self._published = published
        self._times: dict[int, list[_Time]] = {}
        expressions = find_dates(analysis.text)
        position = 0
        told: _Time | None = None
        for sentence in analysis.sentences:
            while position < len(expressions) and expressions[position].start < sentence.start:
                position += 1
            while position < len(expressions) and expressions[position].start < sentence.end:
                paragraph = sentence.segment.paragraph
                edtf = self._resolve(expressions[position], told if told and told.paragraph == paragraph else None)
                if edtf is not None:
                    told = _Time(expressions[position].start, paragraph, edtf)
                    self._times.setdefault(paragraph, []).append(told)
                position += 1

    def _resolve(self, expression: TimeExpression, told: _Time | None) -> str | None:
        relative = expression.relative
        if told is not None and relative is not None and relative.kind in _YEARLESS and self._is_older(told.edtf):
            # In a story of earlier years, "on 19 December" is the next one after the day told before.
            return resolve(expression, anchor=told.edtf, tense="future", previous=told.edtf)
        return resolve(expression, anchor=self._published, previous=told.edtf if told else self._published)

    def _is_older(self, edtf: str) -> bool:
        told, published = bounds(edtf), bounds(self._published)
        return told is not None and published is not None and told[1].year < published[0].year - 1

    def date(self, draft: Draft, *, current: bool) -> str | None:
        """Returns the date of an act: one in its own clause, or one told before it in the paragraph.

        A `current` act that no time is told of is as new as the document.
        """
        times = self._times.get(draft.cue.sentence.segment.paragraph, [])
        content = draft.content or (-1, -1)
        own = [t for t in times if draft.span[0] <= t.start < draft.span[1]]
        outside = [t for t in own if not content[0] <= t.start < content[1]]
        if outside:
            return min(outside, key=lambda t: abs(t.start - draft.cue.start)).edtf
        if not current:
            return None
        before = [t for t in times if t.start < draft.span[0]]
        if before:
            return before[-1].edtf
        return self._published


def is_current(draft: Draft) -> bool:
    """Whether an act is told as news: not denied, not alleged, not by way of a source, not in the pluperfect."""
    if draft.stance != "asserted" or draft.sources or draft.rule.startswith("noun"):
        return False
    return not any(c.lower == "had" for c in draft.cue.children if c.dep.startswith("aux"))


def resolve_dates(drafts: Sequence[Draft], times: Times) -> dict[int, str | None]:
    """Returns the date of each draft by its place in the sequence."""
    return {i: times.date(d, current=is_current(d)) for i, d in enumerate(drafts)}
