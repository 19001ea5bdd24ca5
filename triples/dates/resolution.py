"""Resolving temporal expressions against the date of the document or the time told before.

Conventions, where English leaves room:

- "on Monday" is the last Monday on or before the document's date, with a future verb the next on or after it;
- "last Friday" is strictly before, "next Friday" strictly after; "this Friday" lies in the document's week (Monday to
  Sunday), unless the tense moves it to the week before or after;
- "in December" is the last December that has begun, with a future verb the next that has not ended;
- "on January 12" is the nearest such day, or the nearest on the side that the tense tells;
- "last week" and "two weeks ago" are whole weeks, "last month" and "a month ago" whole months, and so on;
- a document's date that is an interval gives a result only as exact as all its days agree on: the day, else the month,
  else the year, else nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from triples.dates.edtf import OPEN_END, OPEN_START, bounds, from_bounds
from triples.dates.expressions import within_year
from triples.dates.model import DEPENDENT, Relative, Tense, TimeExpression

_Days = tuple[date, date]


def resolve(
    expression: TimeExpression,
    *,
    anchor: str | None,
    tense: Tense | None = None,
    previous: str | None = None,
) -> str | None:
    """Returns the time of an expression as EDTF, or None where it cannot be known.

    `anchor` is the EDTF date of the document, `previous` that of the time told before, on which "the same day" and
    "ten days later" depend. Without a `tense` the past is assumed for weekdays and months, as news tell of the past.
    """
    if expression.edtf is not None:
        return expression.edtf
    relative = expression.relative
    base = bounds(previous if relative and relative.kind in DEPENDENT else anchor)
    if relative is not None and relative.kind == "same":
        return previous if base else None
    if relative is None or base is None or base[0] == OPEN_START or base[1] == OPEN_END:
        return None
    try:
        first = _resolve_at(relative, base[0], tense)
        last = _resolve_at(relative, base[1], tense)
    except (OverflowError, ValueError):  # the result would lie outside the years 1 to 9999
        return None
    if first is None or last is None:
        return None
    return _agreed(first, last, by_year=relative.unit in {"year", "decade"}, part=relative.part)


def _agreed(first: _Days, last: _Days, *, by_year: bool, part: str | None) -> str | None:
    """Returns the most exact EDTF that holds for both ends of the document's date."""
    if first == last:
        whole = from_bounds(*first)
        return within_year(whole, part) if part and len(whole) == len("2022") and whole.isdigit() else whole
    earliest, latest = min(first[0], last[0]), max(first[1], last[1])
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return earliest.isoformat()[:7]
    if earliest.year == latest.year:
        return f"{earliest.year:04}"
    return from_bounds(earliest, latest) if by_year else None


def _resolve_at(relative: Relative, day: date, tense: Tense | None) -> _Days | None:
    if relative.kind == "weekday":
        return _weekday(relative, day, tense)
    if relative.kind == "month-day":
        return _month_day(relative, day, tense)
    if relative.kind == "month":
        return _month(relative, day, tense)
    if relative.kind == "near":
        return bounds(f"{day.year:04}-{day.month:02}" if relative.unit == "day" else f"{day.year:04}")
    if relative.kind == "day":
        return bounds(f"{day.year:04}-{day.month:02}-{relative.day:02}")
    if relative.month is not None:  # "that October", "the following March", "19 October of that year"
        if relative.modifier is not None:
            return _month(relative, day, tense)
        exact = f"-{relative.day:02}" if relative.day is not None else ""
        return bounds(f"{day.year:04}-{relative.month:02}{exact}")
    return _shift(relative, day)


def _shift(relative: Relative, day: date) -> _Days | None:
    amount = relative.amount
    if relative.unit == "day":
        moved = day + timedelta(days=amount)
        return moved, moved
    if relative.unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=amount)
        return monday + timedelta(days=relative.weekday or 0), monday + timedelta(days=6)
    if relative.unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
        return bounds(f"{year:04}-{month + 1:02}")
    if relative.unit == "year":
        return bounds(f"{day.year + amount:04}")
    # "the last decade" and "a decade ago" count years; only the year that they arrive at is told.
    return bounds(f"{day.year + 10 * amount:04}")


def _weekday(relative: Relative, day: date, tense: Tense | None) -> _Days:
    behind = (day.weekday() - (relative.weekday or 0)) % 7
    if relative.modifier == "last":
        found = day - timedelta(days=behind or 7)
    elif relative.modifier == "next":
        found = day + timedelta(days=7 - behind)
    elif relative.modifier == "this":
        found = day + timedelta(days=(relative.weekday or 0) - day.weekday())
        if tense == "past" and found > day:
            found -= timedelta(weeks=1)
        elif tense == "future" and found < day:
            found += timedelta(weeks=1)
    elif tense == "future":
        found = day + timedelta(days=(7 - behind) % 7)
    else:
        found = day - timedelta(days=behind)
    return found, found


def _month(relative: Relative, day: date, tense: Tense | None) -> _Days | None:
    if relative.unit == "year":  # "in December last year"
        return bounds(f"{day.year + relative.amount:04}-{relative.month:02}")
    years = [bounds(f"{year:04}-{relative.month:02}") for year in range(day.year - 2, day.year + 3)]
    months = [days for days in years if days is not None]
    if relative.modifier == "this":
        return bounds(f"{day.year:04}-{relative.month:02}")
    if relative.modifier == "last":
        return max((days for days in months if days[1] < day), default=None)
    if relative.modifier == "next" or (relative.modifier is None and tense == "future"):
        start = day if relative.modifier is None else day + timedelta(days=1)
        key = 1 if relative.modifier is None else 0
        return min((days for days in months if days[key] >= start), default=None)
    return max((days for days in months if days[0] <= day), default=None)


def _month_day(relative: Relative, day: date, tense: Tense | None) -> _Days | None:
    candidates = list(_same_day_of_years(relative.month or 1, relative.day or 1, day.year))
    if tense == "past":
        candidates = [one for one in candidates if one <= day]
    elif tense == "future":
        candidates = [one for one in candidates if one >= day]
    nearest = min(candidates, key=lambda one: (abs(one - day), one), default=None)
    return (nearest, nearest) if nearest else None


def _same_day_of_years(month: int, day: int, year: int) -> Iterator[date]:
    # Eight years back and forth always hold a leap year, for 29 February.
    for other in range(max(1, year - 8), min(9999, year + 8) + 1):
        days = bounds(f"{other:04}-{month:02}-{day:02}")
        if days:
            yield days[0]
