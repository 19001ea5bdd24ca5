"""Dates as told: EDTF strings, their bounds, and temporal expressions of English text resolved against a document.

>>> from triples.dates import bounds, find_dates, resolve
>>> bounds("199X")
(datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
>>> [resolve(found, anchor="2022-01-11") for found in find_dates("It was put forward last month.")]
['2021-12']
"""

from __future__ import annotations

from triples.dates.edtf import OPEN_END, OPEN_START, Period, bounds, from_bounds, is_edtf, parse
from triples.dates.expressions import find_dates
from triples.dates.model import Relative, Tense, TimeExpression
from triples.dates.resolution import resolve

__all__ = [
    "OPEN_END",
    "OPEN_START",
    "Period",
    "Relative",
    "Tense",
    "TimeExpression",
    "bounds",
    "find_dates",
    "from_bounds",
    "is_edtf",
    "parse",
    "resolve",
]
