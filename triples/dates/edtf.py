"""Extended Date/Time Format: the part of levels 0 and 1 that dates of diplomatic acts need, in the Gregorian calendar.

The standard is the Library of Congress' EDTF specification of 2019, which is part of ISO 8601-2:2019
(https://www.loc.gov/standards/datetime/). Read are

- years, months and days of the years 0001 to 9999: ``2022``, ``2022-01``, ``2022-01-11``;
- unspecified digits from the right: ``199X``, ``19XX``, ``2022-XX``, ``2022-01-XX``, ``2022-XX-XX``;
- seasons ``2022-21`` (spring) to ``2022-24`` (winter, which ends in the following February), of the northern half;
- a qualification of the whole date: ``1990?`` (uncertain), ``1990~`` (approximate), ``1990%`` (both);
- intervals of all of these: ``1990/1991``; with an open or unknown end ``1990/..``, ``../1990``, ``1990/``, ``/1990``.

Times of day, years beyond 9999 or before 1, and level 2 (sets, exponents, partial qualification) are not.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

OPEN_START = date.min
"""The earliest day of a period whose start is open or unknown."""
OPEN_END = date.max
"""The latest day of a period whose end is open or unknown."""

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[?~%]?)", re.ASCII
)
_FIRST_MONTH_OF_SEASON = {21: 3, 22: 6, 23: 9, 24: 12}
_DECEMBER = 12


@dataclass(frozen=True, kw_only=True)
class Period:
    """What an EDTF string says: the first and the last day that it allows, and how sure it is."""

    text: str
    earliest: date
    latest: date
    uncertain: bool = False
    approximate: bool = False

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Period | None:
    """Reads an EDTF string; returns None for one that is malformed, out of range or beyond the subset.

    >>> period = parse("1990~/1991")
    >>> period.earliest.isoformat(), period.latest.isoformat(), period.approximate
    ('1990-01-01', '1991-12-31', True)
    >>> parse("2022-02-30") is None
    True
    """
    if "/" not in text:
        return _point(text)
    first, _, second = text.partition("/")
    start = _end_of_interval(first)
    end = _end_of_interval(second)
    if start is None or end is None or (first in {"", ".."} and second in {"", ".."}):
        return None
    if start.earliest > end.latest:
        return None
    return Period(
        text=text,
        earliest=start.earliest,
        latest=end.latest,
        uncertain=start.uncertain or end.uncertain,
        approximate=start.approximate or end.approximate,
    )


def is_edtf(text: str) -> bool:
    """Tells whether a string is a date in the subset of EDTF that this module reads."""
    return parse(text) is not None


def bounds(text: str | None) -> tuple[date, date] | None:
    """Returns the earliest and the latest day of an EDTF string, or None where there is none or it is malformed.

    An open or unknown end gives OPEN_START or OPEN_END. A qualification ("~", "?") does not widen the bounds:
    the standard does not say by how much it would.

    >>> bounds("2021-12/2022-02")
    (datetime.date(2021, 12, 1), datetime.date(2022, 2, 28))
    """
    period = parse(text) if text else None
    return (period.earliest, period.latest) if period else None


def from_bounds(earliest: date, latest: date) -> str:
    """Returns the shortest EDTF string with exactly these bounds (in days, both inclusive).

    >>> from_bounds(date(1990, 1, 1), date(1999, 12, 31))
    '199X'
    >>> from_bounds(date(2021, 12, 1), date(2022, 2, 28))
    '2021-12/2022-02'
    """
    if earliest > latest:
        raise ValueError(f"the period would end ({latest}) before it starts ({earliest})")
    if earliest == latest:
        return earliest.isoformat()
    whole_months = earliest.day == 1 and latest.day == _last_day(latest.year, latest.month)
    whole_years = whole_months and earliest.month == 1 and latest.month == _DECEMBER
    if whole_years:
        first, last = f"{earliest.year:04}", f"{latest.year:04}"
        for span, marks in ((10, "X"), (100, "XX")):
            if earliest.year % span == 0 and latest.year - earliest.year == span - 1:
                return first[: -len(marks)] + marks
    elif whole_months:
        first, last = earliest.isoformat()[:7], latest.isoformat()[:7]
    else:
        first, last = earliest.isoformat(), latest.isoformat()
    return first if first == last else f"{first}/{last}"


def _end_of_interval(text: str) -> Period | None:
    if text in {"", ".."}:
        return Period(text=text, earliest=OPEN_START, latest=OPEN_END)
    return _point(text)


def _point(text: str) -> Period | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    days = _days(match["year"], match["month"], match["day"])
    if days is None:
        return None
    mark = match["mark"]
    return Period(
        text=text, earliest=days[0], latest=days[1], uncertain=mark in {"?", "%"}, approximate=mark in {"~", "%"}
    )


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year == 0:
        return None
    if "X" in year and (month is not None or day is not None):
        return None
    if month is None or (month == "XX" and day in {None, "XX"}):
        return date(first_year, 1, 1), date(last_year, _DECEMBER, 31)
    if month == "XX":
        return None
    if int(month) in _FIRST_MONTH_OF_SEASON:
        return _season(first_year, int(month)) if day is None else None
    if not 1 <= int(month) <= _DECEMBER:
        return None
    last_day = _last_day(first_year, int(month))
    if day is None or day == "XX":
        return date(first_year, int(month), 1), date(first_year, int(month), last_day)
    if not 1 <= int(day) <= last_day:
        return None
    exact = date(first_year, int(month), int(day))
    return exact, exact


def _season(year: int, code: int) -> tuple[date, date] | None:
    first_month = _FIRST_MONTH_OF_SEASON[code]
    last_year, last_month = (year, first_month + 2) if first_month < _DECEMBER else (year + 1, 2)
    if last_year > date.max.year:
        return None
    return date(year, first_month, 1), date(last_year, last_month, _last_day(last_year, last_month))


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
