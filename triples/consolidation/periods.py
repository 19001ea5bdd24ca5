"""Periods: the days that an EDTF date can mean, for comparing dates told with different precision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from triples.dates import bounds


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, both ends included."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, edtf: str | None) -> Period | None:
        """Returns the period of an EDTF date, or None where no date is told or the text is no EDTF date."""
        found = bounds(edtf)
        return None if found is None else cls(*found)

    @property
    def days(self) -> int:
        """The number of days in the period."""
        return (self.latest - self.earliest).days + 1

    def overlaps(self, other: Period) -> bool:
        """Tells whether the periods share a day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def covers(self, other: Period) -> bool:
        """Tells whether the other period lies within this one."""
        return self.earliest <= other.earliest and other.latest <= self.latest


def compatible(one: Period | None, other: Period | None) -> bool:
    """Tells whether two dates, either of which may be untold, can be one."""
    return one is None or other is None or one.overlaps(other)
