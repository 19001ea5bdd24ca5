"""Finding temporal expressions in English text.

Each rule is a regular expression with the function that reads its match. All rules run over the whole text; where
matches overlap, the one that starts first wins, and of two that start together the longer. Every repetition in the
rules is bounded, so that the time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, cast

from triples.dates.edtf import bounds, from_bounds, is_edtf
from triples.dates.model import Modifier, Part, Relative, TimeExpression, Unit
from triples.dates.vocabulary import (
    BARE_YEAR,
    CENTURIES,
    DAY,
    DECADES,
    FULL_MONTH,
    MONTH,
    NUMBER,
    PART,
    SEASON,
    SEASONS,
    SHORT_WEEKDAY,
    SPACE,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    month_of,
    number_of,
    part_of,
)

Read = str | Relative | None
_Match = re.Match[str]

_THIRDS = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}
_DECADE_OF_WORD = rf"(?:the{SPACE})(?:{'|'.join(DECADES)})"
_POINT = (
    rf"(?:(?:the{SPACE})?(?:(?:early|mid|late)[\s-])?"
    rf"(?:{YEAR}s|(?:{DAY}{SPACE})?{MONTH}{SPACE}{YEAR}|{MONTH}{SPACE}{DAY},{SPACE}{YEAR}|{YEAR})\b)"
)


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    read: Callable[[_Match], Read]


def find_dates(text: str) -> list[TimeExpression]:
    """Returns the temporal expressions of a text in order, without overlaps.

    >>> [(found.edtf, found.relative and found.relative.kind) for found in find_dates("On Monday, as in the 1990s")]
    [(None, 'weekday'), ('199X', None)]
    """
    found: list[TimeExpression] = []
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            read = rule.read(match)
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


def _digits(day: str) -> str:
    return f"{int(re.sub(r'[^0-9]', '', day)):02}"


def _full(match: _Match) -> Read:
    return _valid(f"{match['year']}-{month_of(match['month']):02}-{_digits(match['day'])}")


def _days_of_month(match: _Match) -> Read:
    month = f"{match['year']}-{month_of(match['month']):02}"
    return _valid(f"{month}-{_digits(match['day'])}/{month}-{_digits(match['last'])}")


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


def _fixed(*, amount: int) -> Callable[[_Match], Read]:
    relative = Relative(kind="shift", unit="day", amount=amount)
    return lambda _match: relative


def _unit_shift(match: _Match) -> Read:
    amount = {"last": -1, "this": 0, "next": 1}[match["modifier"].lower()]
    if match["unit"].lower() == "weekend":
        return Relative(kind="shift", unit="week", amount=amount, weekday=5)
    part = cast("Part | None", part_of(match["part"]))
    return Relative(kind="shift", unit=cast("Unit", match["unit"].lower()), amount=amount, part=part)


def _ago(match: _Match) -> Read:
    unit = cast("Unit", match["unit"].lower())
    return Relative(kind="shift", unit=unit, amount=(1 if match["from_now"] else -1) * number_of(match["number"]))


def _later(match: _Match) -> Read:
    sign = 1 if match["sense"].lower() in {"later", "after", "afterwards"} else -1
    return Relative(kind="since", unit=cast("Unit", match["unit"].lower()), amount=sign * number_of(match["number"]))


def _next_to_told(match: _Match) -> Read:
    word = " ".join(match["word"].lower().split())
    amount = 0 if "same" in word or "that" in word else -1 if "previous" in word else 1
    return Relative(kind="since", unit=cast("Unit", match["unit"].lower()), amount=amount)


def _weekday(match: _Match) -> Read:
    modifier = cast("Modifier | None", match["modifier"].lower() if match["modifier"] else None)
    return Relative(kind="weekday", weekday=WEEKDAYS[match["weekday"].lower()], modifier=modifier)


def _month(match: _Match) -> Read:
    groups = match.groupdict()
    part = cast("Part | None", part_of(groups.get("part")))
    month = month_of(match["month"])
    if groups.get("year_shift"):
        amount = {"last": -1, "this": 0, "next": 1}[match["year_shift"].lower()]
        return Relative(kind="month", unit="year", amount=amount, month=month, part=part)
    modifier = (groups.get("modifier") or "").lower()
    if modifier == "that":
        return Relative(kind="since", unit="year", month=month)
    return Relative(kind="month", month=month, modifier=cast("Modifier | None", modifier or None), part=part)


def _month_day(match: _Match) -> Read:
    month, day = month_of(match["month"]), int(_digits(match["day"]))
    if not is_edtf(f"2000-{month:02}-{day:02}"):
        return None
    return Relative(kind="month-day", month=month, day=day)


def _season(match: _Match) -> Read:
    return Relative(
        kind="month", month=SEASONS[match["season"].lower()], modifier=cast("Modifier", match["modifier"].lower())
    )


_ON_WEEKDAY = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY}),?{SPACE}(?:the{SPACE})?)?"
_OF_DAY = rf"(?:{SPACE}(?:morning|afternoon|evening|night)\b)?"
_UNIT = r"(?P<unit>day|week|month|year|decade)"


def _rule(pattern: str, read: Callable[[_Match], Read], *, any_case: bool = False) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE if any_case else 0), read)


_RULES = (
    # Absolute: "Tuesday, 20 September 2005", "the 5th of March 2014", "Feb. 10, 2017", "Oct. 28 1962"
    _rule(rf"{_ON_WEEKDAY}\b(?P<day>{DAY}){SPACE}(?:of{SPACE})?(?P<month>{MONTH}),?{SPACE}(?P<year>{YEAR})\b", _full),
    _rule(rf"{_ON_WEEKDAY}\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY})(?:,{SPACE}|,|{SPACE})(?P<year>{YEAR})\b", _full),
    _rule(
        rf"\b(?P<day>{DAY})(?:[-–]|{SPACE}and{SPACE})(?P<last>{DAY}){SPACE}(?P<month>{MONTH}),?{SPACE}(?P<year>{YEAR})\b",
        _days_of_month,
    ),
    _rule(
        rf"\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY})(?:[-–]|{SPACE}and{SPACE})(?P<last>{DAY}),?{SPACE}(?P<year>{YEAR})\b",
        _days_of_month,
    ),
    _rule(r"(?<![\w-])\d{4}-[01]\d-[0-3]\d(?![\d-])", lambda match: _valid(match[0])),
    _rule(
        r"(?<![\w./-])(?P<first>[0-3]?\d)(?P<mark>[./])(?P<second>[0-3]?\d)(?P=mark)(?P<year>1[5-9]\d\d|20\d\d)(?![\w/]|\.\d)",
        _numeric,
    ),
    _rule(
        rf"\b(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:in{SPACE})?)?(?P<month>{MONTH})(?:,|{SPACE}of)?{SPACE}(?P<year>{YEAR})\b",
        _month_year,
    ),
    _rule(
        rf"\b(?:[Ff]rom{SPACE}|[Bb]etween{SPACE})(?P<first>{_POINT}){SPACE}(?:to|and|until|till|through){SPACE}(?P<second>{_POINT})",
        _range,
    ),
    _rule(
        rf"\b(?P<first>{MONTH})(?:{SPACE}to{SPACE}|{SPACE}and{SPACE}|[-–])(?P<second>{MONTH}),?{SPACE}(?P<year>{YEAR})\b",
        _month_range,
    ),
    _rule(r"(?<![\w.,/-])(?P<first>1[5-9]\d\d|20\d\d)[-–](?P<second>1[5-9]\d\d|20\d\d|\d\d)(?![\w–-])", _year_range),
    _rule(
        rf"\b(?:the{SPACE})?(?:(?:early|mid|late|very{SPACE}early)(?:{SPACE}|-)(?:to{SPACE}mid-)?)?(?P<year>1[5-9]\d0|20\d0)['’]?s\b",
        _decade,
        any_case=True,
    ),
    _rule(
        rf"(?:(?:early|mid|late)(?:{SPACE}|-))?(?:the{SPACE})(?:(?:early|mid|late)(?:{SPACE}|-))?(?:['‘’](?P<digit>[2-9])0s|(?P<word>{'|'.join(DECADES)}))\b",
        _short_decade,
        any_case=True,
    ),
    _rule(
        rf"\b(?:(?P<ordinal>1[5-9]|2[01])(?:st|th)|(?P<word>{'|'.join(CENTURIES)}))(?:{SPACE}|-)century\b",
        _century,
        any_case=True,
    ),
    _rule(
        rf"\b(?:the{SPACE})?(?P<season>{SEASON}){SPACE}(?:of{SPACE})?(?P<year>{YEAR})\b", _season_year, any_case=True
    ),
    _rule(
        rf"(?:\b(?P<part>{PART})(?:{SPACE}|-)(?:in{SPACE})?)?(?:(?<=mid-)|(?<![\w.,$£€#/-]))(?P<year>{BARE_YEAR.partition(')')[2]})",
        _year,
        any_case=True,
    ),
    # Relative to the document's date
    _rule(
        r"\b(?:today|tonight|to-day|to-night|this\s(?:morning|afternoon|evening))\b", _fixed(amount=0), any_case=True
    ),
    _rule(r"\b(?:yesterday|last\s(?:night|evening))\b", _fixed(amount=-1), any_case=True),
    _rule(r"\b(?:tomorrow|to-morrow)\b", _fixed(amount=1), any_case=True),
    _rule(rf"\bthe{SPACE}day{SPACE}before{SPACE}yesterday\b", _fixed(amount=-2), any_case=True),
    _rule(
        rf"\b(?:(?P<part>{PART})(?:{SPACE}|-))?(?:(?:earlier|later){SPACE})?(?P<modifier>last|this|next){SPACE}(?P<unit>weekend|week|month|year|decade)\b",
        _unit_shift,
        any_case=True,
    ),
    _rule(
        rf"\b(?P<number>{NUMBER}){SPACE}{_UNIT}s?['’]?{SPACE}(?:ago|(?P<from_now>from{SPACE}now))\b",
        _ago,
        any_case=True,
    ),
    _rule(rf"\b(?:(?P<modifier>[Ll]ast|[Tt]his|[Nn]ext){SPACE})?(?P<weekday>{WEEKDAY}){_OF_DAY}", _weekday),
    _rule(
        rf"(?:\b(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:{SPACE}|-)(?:in{SPACE})?)?\b(?P<month>{FULL_MONTH})(?!,?{SPACE}{YEAR}\b|{SPACE}\d)(?:{SPACE}(?:of{SPACE})?(?P<year_shift>last|this|next){SPACE}year\b)?",
        _month,
    ),
    _rule(
        rf"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ee]arly|[Ll]ate|[Dd]uring|(?P<part>[Mm]id))(?:{SPACE}|-)(?:(?:early|mid|late)(?:{SPACE}|-))?(?P<month>{MONTH})(?!,?{SPACE}{YEAR}\b|{SPACE}\d)(?:{SPACE}(?:of{SPACE})?(?P<year_shift>last|this|next){SPACE}year\b)?",
        _month,
    ),
    _rule(
        rf"\b(?P<modifier>[Ll]ast|[Tt]his|[Nn]ext|[Tt]hat){SPACE}(?P<month>{MONTH})(?!,?{SPACE}{YEAR}\b|{SPACE}\d)",
        _month,
    ),
    _rule(rf"{_ON_WEEKDAY}\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY})\b(?![:.,]\d|,?{SPACE}{YEAR})", _month_day),
    _rule(rf"{_ON_WEEKDAY}\b(?P<day>{DAY}){SPACE}(?:of{SPACE})?(?P<month>{MONTH})(?!,?{SPACE}{YEAR})", _month_day),
    _rule(rf"\b(?P<modifier>last|this|next){SPACE}(?P<season>{SEASON})\b", _season, any_case=True),
    # Relative to a time told before
    _rule(
        rf"\b(?P<number>{NUMBER}){SPACE}{_UNIT}s?{SPACE}(?P<sense>later|earlier|(?:before|after|afterwards|previously)(?=[,.;]|$))\b",
        _later,
        any_case=True,
    ),
    _rule(
        rf"\b(?:(?:earlier|later){SPACE})?(?P<word>(?:the|that){SPACE}(?:very{SPACE})?same|(?:the{SPACE})(?:next|following|previous)|that){SPACE}{_UNIT}\b",
        _next_to_told,
        any_case=True,
    ),
)
