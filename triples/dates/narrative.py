"""Resolving the temporal expressions of a whole text, each in the light of those before it.

"The same day" and "ten days later" depend on the time told last; and where a report has gone back to an earlier year
("in September 1984 … on 19 December …"), a month or day without a year in the same paragraph goes on from there,
not from the document's date.
"""

from __future__ import annotations

from collections.abc import Iterator

from triples.dates.edtf import bounds
from triples.dates.expressions import find_dates
from triples.dates.model import TimeExpression
from triples.dates.resolution import resolve


def resolve_all(text: str, *, anchor: str | None) -> Iterator[tuple[TimeExpression, str | None]]:
    """Yields every temporal expression of a text with its EDTF, or None where it cannot be known.

    `anchor` is the EDTF date of the document. The tense is not looked at; see `resolve`.

    >>> text = "Talks began in May 1993. On 20 August they agreed; two days later they signed."
    >>> [told for _, told in resolve_all(text, anchor="2019-03-03")]
    ['1993-05', '1993-08-20', '1993-08-22']
    """
    previous: str | None = None
    past: str | None = None
    paragraph_end = 0
    for expression in find_dates(text):
        if expression.start >= paragraph_end:
            past = None
            line_end = text.find("\n", expression.end)
            paragraph_end = line_end if line_end >= 0 else len(text)
        told = _carried_on(expression, past) if past else None
        told = told or resolve(expression, anchor=anchor, previous=previous)
        yield expression, told
        if told is None:
            continue
        previous = told if _is_month_or_day(told) else previous
        if _is_month_or_day(told) and _is_before_year_of(anchor, told):
            past = told
        elif expression.relative is not None and expression.relative.kind == "shift":
            past = None  # "yesterday", "last month": the report is back in its own time


def _carried_on(expression: TimeExpression, past: str) -> str | None:
    relative = expression.relative
    if relative is None or relative.kind not in {"month", "month-day"} or relative.modifier or relative.unit == "year":
        return None
    start = bounds(past)
    return resolve(expression, anchor=start[0].isoformat(), tense="future") if start else None


def _is_month_or_day(told: str) -> bool:
    return "/" not in told and len(told) >= len("2022-01")


def _is_before_year_of(anchor: str | None, told: str) -> bool:
    own, days = bounds(anchor), bounds(told)
    return own is not None and days is not None and days[1].year < own[0].year
