"""When an act took place, as far as its clause, its sentence and the document tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triples.dates import TimeExpression, find_dates, resolve
from triples.extraction.drafts import Draft
from triples.language.analysis import Analysis


@dataclass(frozen=True, slots=True)
class _Time:
    start: int
    end: int
    edtf: str


class Times:
    """The time expressions of a document, resolved against its date."""

    def __init__(self, analysis: Analysis, published: str | None) -> None:
        self._published = published
        self._by_sentence: dict[int, list[_Time]] = {}
        expressions = find_dates(analysis.text)
        position, previous = 0, published
        for sentence in analysis.sentences:
            while position < len(expressions) and expressions[position].start < sentence.start:
                position += 1
            while position < len(expressions) and expressions[position].start < sentence.end:
                found = self._resolve(expressions[position], previous)
                if found is not None:
                    previous = found.edtf
                    self._by_sentence.setdefault(sentence.index, []).append(found)
                position += 1

    def _resolve(self, expression: TimeExpression, previous: str | None) -> _Time | None:
        edtf = resolve(expression, anchor=self._published, previous=previous)
        return _Time(expression.start, expression.end, edtf) if edtf else None

    def date(self, draft: Draft, *, current: bool) -> str | None:
        """Returns the date of an act; `current` acts without a date of their own are as new as the document."""
        times = self._by_sentence.get(draft.cue.sentence.index, [])
        content = draft.content or (-1, -1)
        usable = [t for t in times if draft.span[0] <= t.start < draft.span[1]]
        outside = [t for t in usable if not content[0] <= t.start < content[1]]
        if outside:
            return min(outside, key=lambda t: abs(t.start - draft.cue.start)).edtf
        if not current:
            return None
        clause = [t for t in times if t not in usable and not any(t.start > draft.span[1] for _ in (0,))]
        if clause and not draft.rule.startswith("noun"):
            return clause[0].edtf
        return self._published if not draft.rule.startswith("noun") else None


def is_current(draft: Draft) -> bool:
    """Whether an act is told as news: not denied, not alleged, not by way of a source, not in the pluperfect."""
    if draft.stance != "asserted" or draft.sources:
        return False
    return not any(c.lower == "had" for c in draft.cue.children if c.dep.startswith("aux"))


def resolve_dates(drafts: Sequence[Draft], times: Times) -> dict[int, str | None]:
    """Returns the date of each draft by its place in the sequence."""
    return {i: times.date(d, current=is_current(d)) for i, d in enumerate(drafts)}
