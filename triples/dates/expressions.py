"""Finding temporal expressions in English text.

Each rule is a regular expression with the function that reads its match. All rules run over the whole text; where
matches overlap, the one that starts first wins, and of two that start together the longer. Every repetition in the
rules is bounded, so that the time grows with the length of the text alone.
"""

from __future__ import annotations

import re

from triples.dates.edtf import bounds, from_bounds, is_edtf
from triples.dates.model import TimeExpression
from triples.dates.relative import RELATIVE_RULES
from triples.dates.rule import Read, rule
from triples.dates.vocabulary import (
    BARE_YEAR,
    CENTURIES,
    DAY,
    DECADES,
    MONTH,
    PART,
    SEASON,
    SEASONS,
    SHORT_WEEKDAY,
    SPACE,
    WEEKDAY,
    YEAR,
    digits,
    month_of,
    part_of,
)

_Match = re.Match[str]

_THIRDS = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}
_DECADE_OF_WORD = rf"(?:the{SPACE})(?:{'|'.join(DECADES)})"
_POINT = (
    rf"(?:(?:the{SPACE})?(?:(?:early|mid|late)[\s-])?"
    rf"(?:{YEAR}s|(?:{DAY}{SPACE})?{MONTH}{SPACE}{YEAR}|{MONTH}{SPACE}{DAY},{SPACE}{YEAR}|{YEAR})\b)"
)


def find_dates(text: str) -> list[TimeExpression]:
    """Returns the temporal expressions of a text in order, without overlaps.

    >>> [(found.edtf, found.relative and found.relative.kind) for found in find_dates("On Monday, as in the 1990s")]
    [(None, 'weekday'), ('199X', None)]
    """
    found: list[TimeExpression] = []
    for each in (*_ABSOLUTE_RULES, *RELATIVE_RULES):
        for match in each.pattern.finditer(text):
            read = each.read(match)
            if isinstance(read, str):
                found.append(TimeExpression(start=match.start(), end=match.end(), edtf=read))
            elif read is not None:
                found.append(TimeExpression(start=match.start(), end=match.end(), relative=read))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[TimeExpression] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def within_year(year: str, part: str | None) -> str:
    """Returns a third of a year as EDTF: "late 2021" is taken as September to December 2021."""
    if part is None:
        return year
    first, last = _THIRDS[part]
    return f"{year}-{first}/{year}-{last}"


def _valid(text: str) -> str | None:
    return text if is_edtf(text) else None


def _full(match: _Match) -> Read:
    return _valid(f"{match['year']}-{month_of(match['month']):02}-{digits(match['day'])}")


def _days_of_month(match: _Match) -> Read:
    month = f"{match['year']}-{month_of(match['month']):02}"
    return _valid(f"{month}-{digits(match['day'])}/{month}-{digits(match['last'])}")


def _numeric(match: _Match) -> Read:
    first, second, year = match["first"], match["second"], match["year"]
    if match["mark"] == "/" and first != second and int(first) <= 12 and int(second) <= 12:
        return None  # day or month first: the text alone does not say
    if match["mark"] == "/" and int(second) > 12:
        first, second = second, first
    return _valid(f"{year}-{int(second):02}-{int(first):02}")


def _month_year(match: _Match) -> Read:
    return f"{match['year']}-{month_of(match['month']):02}"


def _range(match: _Match) -> Read:
    ends = [_point(match[name]) for name in ("first", "second")]
    if ends[0] is None or ends[1] is None:
        return None
    start, end = bounds(ends[0]), bounds(ends[1])
    if start is None or end is None or start[0] > end[1]:
        return None
    return from_bounds(start[0], end[1])


def _point(text: str) -> str | None:
    inner = find_dates(text)
    return inner[0].edtf if len(inner) == 1 else None


def _year_range(match: _Match) -> Read:
    first, second = match["first"], match["second"]
    return _valid(f"{first}/{first[:2] + second if len(second) == 2 else second}")


def _month_range(match: _Match) -> Read:
    first, second = month_of(match["first"]), month_of(match["second"])
    year = int(match["year"])
    return _valid(f"{year - (first > second)}-{first:02}/{year}-{second:02}")


def _decade(match: _Match) -> Read:
    return f"{match['year'][:3]}X"


def _short_decade(match: _Match) -> Read:
    # Two digits and names of decades mean the twentieth century in the texts of our time.
    digit = match["digit"] or str(DECADES[match["word"].lower()])
    return f"19{digit}X"


def _century(match: _Match) -> Read:
    ordinal = int(match["ordinal"]) if match["ordinal"] else CENTURIES[match["word"].lower()]
    return f"{ordinal - 1:02}XX"


def _year(match: _Match) -> Read:
    return within_year(match["year"], part_of(match["part"]))


def _season_year(match: _Match) -> Read:
    return f"{match['year']}-{SEASONS[match['season'].lower()]}"


_ON_WEEKDAY = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY}),?{SPACE}(?:the{SPACE})?)?"
_ABSOLUTE_RULES = (
    # Absolute: "Tuesday, 20 September 2005", "the 5th of March 2014", "Feb. 10, 2017", "Oct. 28 1962"
    rule(rf"{_ON_WEEKDAY}\b(?P<day>{DAY}){SPACE}(?:of{SPACE})?(?P<month>{MONTH}),?{SPACE}(?P<year>{YEAR})\b", _full),
    rule(rf"{_ON_WEEKDAY}\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY})(?:,{SPACE}|,|{SPACE})(?P<year>{YEAR})\b", _full),
    rule(
        rf"\b(?P<day>{DAY})(?:[-–]|{SPACE}and{SPACE})(?P<last>{DAY}){SPACE}(?P<month>{MONTH}),?{SPACE}(?P<year>{YEAR})\b",
        _days_of_month,
    ),
    rule(
        rf"\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY})(?:[-–]|{SPACE}and{SPACE})(?P<last>{DAY}),?{SPACE}(?P<year>{YEAR})\b",
        _days_of_month,
    ),
    rule(r"(?<![\w-])\d{4}-[01]\d-[0-3]\d(?![\d-])", lambda match: _valid(match[0])),
    rule(r"(?<![\w/.-])\d{4}/[01]\d/[0-3]\d(?![\d/])", lambda match: _valid(match[0].replace("/", "-"))),
    rule(rf"(?<![\w-])(?P<day>{DAY})-(?P<month>{MONTH})-(?P<year>{YEAR})(?![\w-])", _full),
    rule(
        r"(?<![\w./-])(?P<first>[0-3]?\d)(?P<mark>[./])(?P<second>[0-3]?\d)(?P=mark)(?P<year>1[5-9]\d\d|20\d\d)(?![\w/]|\.\d)",
        _numeric,
    ),
    rule(
        rf"\b(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:in{SPACE})?)?(?P<month>{MONTH})(?:,|{SPACE}of)?{SPACE}(?P<year>{YEAR})\b",
        _month_year,
    ),
    rule(
        rf"\b(?:[Ff]rom{SPACE}|[Bb]etween{SPACE})(?P<first>{_POINT}){SPACE}(?:to|and|until|till|through){SPACE}(?P<second>{_POINT})",
        _range,
    ),
    rule(
        rf"\b(?P<first>{MONTH})(?:{SPACE}to{SPACE}|{SPACE}and{SPACE}|[-–])(?P<second>{MONTH}),?{SPACE}(?P<year>{YEAR})\b",
        _month_range,
    ),
    rule(r"(?<![\w.,/-])(?P<first>1[5-9]\d\d|20\d\d)[-–](?P<second>1[5-9]\d\d|20\d\d|\d\d)(?![\w–-])", _year_range),
    rule(
        rf"\b(?:the{SPACE})?(?:(?:early|mid|late|very{SPACE}early)(?:{SPACE}|-)(?:to{SPACE}mid-)?)?(?P<year>1[5-9]\d0|20\d0)['’]?s\b",
        _decade,
        any_case=True,
    ),
    rule(
        rf"(?:(?:early|mid|late)(?:{SPACE}|-))?(?:the{SPACE})(?:(?:early|mid|late)(?:{SPACE}|-))?(?:['‘’](?P<digit>[2-9])0s|(?P<word>{'|'.join(DECADES)}))\b",
        _short_decade,
        any_case=True,
    ),
    rule(
        rf"\b(?:(?P<ordinal>1[5-9]|2[01])(?:st|th)|(?P<word>{'|'.join(CENTURIES)}))(?:{SPACE}|-)century\b",
        _century,
        any_case=True,
    ),
    rule(rf"\b(?:the{SPACE})?(?P<season>{SEASON}){SPACE}(?:of{SPACE})?(?P<year>{YEAR})\b", _season_year, any_case=True),
    rule(
        rf"(?:\b(?P<part>{PART})(?:{SPACE}|-)(?:in{SPACE})?)?(?:(?<=mid-)|(?<![\w.,$£€#/-]))(?P<year>{BARE_YEAR.partition(')')[2]})",
        _year,
        any_case=True,
    ),
)
