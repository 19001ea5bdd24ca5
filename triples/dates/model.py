"""The data of temporal expressions: what is found in a text, before it is resolved against a document's date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tense = Literal["past", "future"]
"""Whether the clause with the expression tells of something done or of something to come."""

Unit = Literal["day", "week", "month", "year", "decade"]

Kind = Literal["shift", "since", "same", "near", "weekday", "month", "month-day", "day"]
"""How a relative expression is resolved.

shift
    `amount` units from the document's date: "yesterday", "last month", "two years ago".
since
    `amount` units from the time told before: "the same day" (0), "ten days later" (10), "that October"; with a
    modifier the next or the last such month ("the following March").
same
    the time told before as it was told: "at the time", "back then".
near
    an untold number of units from the time told before: "a few days later". Days keep the month, weeks and months the
    year.
weekday
    a day of the week near the document's date: "on Monday", "last Friday".
month
    a month without a year: "in December", "last March".
month-day
    a day of a month without a year: "on January 12".
day
    a day of the month told before: "on the 24th".
"""

DEPENDENT = frozenset({"since", "same", "near", "day"})
"""The kinds that depend on the time told before instead of the document's date."""

Modifier = Literal["last", "this", "next"]
Part = Literal["early", "mid", "late"]


@dataclass(frozen=True, kw_only=True)
class Relative:
    """A time that depends on another: on the document's date or, for `since`, on the time told before it."""

    kind: Kind
    unit: Unit = "day"
    amount: int = 0
    weekday: int | None = None
    """0 is Monday, as in `datetime.date.weekday`."""
    month: int | None = None
    day: int | None = None
    modifier: Modifier | None = None
    part: Part | None = None


@dataclass(frozen=True, kw_only=True)
class TimeExpression:
    """A stretch of text that names a time: either absolute, with its EDTF, or relative.

    `start` and `end` are offsets into the text (Python string indices, the end exclusive).
    """

    start: int
    end: int
    edtf: str | None = None
    relative: Relative | None = None
