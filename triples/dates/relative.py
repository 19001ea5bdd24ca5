"""The rules for temporal expressions that depend on the document's date or on the time told before."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from triples.dates.edtf import is_edtf
from triples.dates.model import Modifier, Part, Relative, Unit
from triples.dates.rule import Read, rule
from triples.dates.vocabulary import (
    DAY,
    FULL_MONTH,
    MONTH,
    NUMBER,
    PART,
    SEASON,
    SEASONS,
    SHORT_WEEKDAY,
    SPACE,
    VAGUE_NUMBER,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    digits,
    month_of,
    number_of,
    part_of,
)

_Match = re.Match[str]
_MODIFIERS: dict[str, Modifier] = {"last": "last", "past": "last", "this": "this", "next": "next", "coming": "next"}
_SHIFTS = {"last": -1, "this": 0, "next": 1}


def _fixed(relative: Relative) -> Callable[[_Match], Read]:
    return lambda _match: relative


def _days(amount: int) -> Callable[[_Match], Read]:
    return _fixed(Relative(kind="shift", unit="day", amount=amount))


def _modifier(words: str | None) -> Modifier | None:
    return _MODIFIERS[words.lower().split()[-1]] if words else None


def _unit_shift(match: _Match) -> Read:
    amount = _SHIFTS[_modifier(match["modifier"]) or "this"]
    part = cast("Part | None", part_of(match["part"]))
    return Relative(kind="shift", unit=cast("Unit", match["unit"].lower()), amount=amount, part=part)


def _weekend(match: _Match) -> Read:
    return Relative(kind="shift", unit="week", amount=_SHIFTS[_modifier(match["modifier"]) or "this"], weekday=5)


def _counted(match: _Match) -> tuple[Unit, int]:
    unit = match["unit"].lower()
    number = number_of(match["number"])
    return ("week", 2 * number) if unit == "fortnight" else (cast("Unit", unit), number)


def _ago(match: _Match) -> Read:
    unit, number = _counted(match)
    return Relative(kind="shift", unit=unit, amount=(1 if match["from_now"] else -1) * number)


def _later(match: _Match) -> Read:
    unit, number = _counted(match)
    sense = match["sense"].lower()
    if (
        unit in {"year", "decade"}
        and sense in {"before", "after"}
        and match.string[match.end() : match.end() + 1].isspace()
    ):
        return None  # "forty years after the war" counts from what its noun names, not from the time told before
    forward = sense in {"later", "after", "afterwards"}
    return Relative(kind="since", unit=unit, amount=number if forward else -number)


def _counts_from_noun(match: _Match) -> bool:
    """Whether a span counts from what a noun names, not from the time told before: "forty years after the war"."""
    after = match.string[match.end() : match.end() + 1]
    return match[0].lower().endswith(("before", "after")) and after.isspace()


def _near(match: _Match) -> Read:
    if match["unit"].lower() == "year" and _counts_from_noun(match):
        return None
    return Relative(kind="near", unit=cast("Unit", match["unit"].lower()))


def _next_to_told(match: _Match) -> Read:
    word = " ".join(match["word"].lower().split())
    amount = 0 if "same" in word or "that" in word else -1 if "previous" in word else 1
    unit = match["unit"].lower()
    if unit in {"morning", "afternoon", "evening", "night"}:
        unit = "day"
    return Relative(kind="since", unit=cast("Unit", unit), amount=amount)


def _day_beside(match: _Match) -> Read:
    amount = -1 if match["sense"].lower() == "before" else 1
    return Relative(kind="since", unit=cast("Unit", match["unit"].lower()), amount=amount)


def _weekday(match: _Match) -> Read:
    return Relative(kind="weekday", weekday=WEEKDAYS[match["weekday"].lower()], modifier=_modifier(match["modifier"]))


def _month(match: _Match) -> Read:
    groups = match.groupdict()
    part = cast("Part | None", part_of(groups.get("part")))
    month = month_of(match["month"])
    if groups.get("year_shift"):
        amount = _SHIFTS[match["year_shift"].lower()]
        return Relative(kind="month", unit="year", amount=amount, month=month, part=part)
    return Relative(kind="month", month=month, modifier=_modifier(groups.get("modifier")), part=part)


def _month_of_told_year(match: _Match) -> Read:
    groups = match.groupdict()
    beside: dict[str, Modifier] = {"following": "next", "previous": "last", "preceding": "last"}
    modifier = beside.get((groups.get("beside") or "").lower())
    day = int(digits(match["day"])) if groups.get("day") else None
    return Relative(
        kind="since", unit="month" if modifier else "year", month=month_of(match["month"]), day=day, modifier=modifier
    )


def _month_day(match: _Match) -> Read:
    month, day = month_of(match["month"]), int(digits(match["day"]))
    if not is_edtf(f"2000-{month:02}-{day:02}"):
        return None
    return Relative(kind="month-day", month=month, day=day)


def _day_of_month(match: _Match) -> Read:
    return Relative(kind="day", day=int(digits(match["day"])))


def _season(match: _Match) -> Read:
    return Relative(kind="month", month=SEASONS[match["season"].lower()], modifier=_modifier(match["modifier"]))


_ON_WEEKDAY = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY}),?{SPACE}(?:the{SPACE})?)?"
_OF_DAY = rf"(?:{SPACE}(?:morning|afternoon|evening|night)\b)?"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade)"
_PAST = rf"(?:(?:this|the){SPACE})?(?:past|coming)"
_NEXT = rf"(?:last|this|next|{_PAST})"
_OTHER_YEAR = rf"(?:{SPACE}(?:of{SPACE})?(?P<year_shift>last|this|next){SPACE}year\b)?"
_NO_YEAR = rf"(?!,?{SPACE}{YEAR}\b|{SPACE}\d)"
_TOLD_YEAR = rf",?{SPACE}(?:of{SPACE})?(?:that|the{SPACE}same){SPACE}year\b"
_BEFORE_NOUN = rf"(?=[,.;:)—–-]|$|{SPACE}(?:the|a|an|this|that|his|her|its|their|and|but)\b)"

RELATIVE_RULES = (
    # Relative to the document's date
    rule(
        r"\b(?:today|tonight|to-day|to-night|overnight|this\s(?:morning|afternoon|evening))\b", _days(0), any_case=True
    ),
    rule(r"\b(?:yesterday|last\s(?:night|evening))\b", _days(-1), any_case=True),
    rule(r"\b(?:tomorrow|to-morrow)\b", _days(1), any_case=True),
    rule(rf"\bthe{SPACE}day{SPACE}before{SPACE}yesterday\b", _days(-2), any_case=True),
    rule(rf"\bthe{SPACE}day{SPACE}after{SPACE}tomorrow\b", _days(2), any_case=True),
    rule(
        rf"\b(?:(?P<part>{PART})(?:{SPACE}|-))?(?:(?:earlier|later){SPACE})?(?P<modifier>last|this|next){SPACE}(?P<unit>week|month|year|decade)\b",
        _unit_shift,
        any_case=True,
    ),
    rule(rf"\b(?P<modifier>{_NEXT}){SPACE}weekend\b", _weekend, any_case=True),
    rule(
        rf"\b(?P<number>{NUMBER}){SPACE}{_UNIT}s?['’]?{SPACE}(?:ago|(?P<from_now>from{SPACE}now))\b",
        _ago,
        any_case=True,
    ),
    rule(rf"\b(?:(?P<modifier>(?i:{_NEXT})){SPACE})?(?P<weekday>{WEEKDAY}){_OF_DAY}", _weekday),
    rule(
        rf"(?:\b(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:{SPACE}|-)(?:in{SPACE})?)?\b(?P<month>{FULL_MONTH}){_NO_YEAR}{_OTHER_YEAR}",
        _month,
    ),
    rule(
        rf"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ee]arly|[Ll]ate|[Dd]uring|(?P<part>[Mm]id))(?:{SPACE}|-)(?:(?:early|mid|late)(?:{SPACE}|-))?(?P<month>{MONTH}){_NO_YEAR}{_OTHER_YEAR}",
        _month,
    ),
    rule(rf"\b(?P<modifier>[Ll]ast|[Tt]his|[Nn]ext){SPACE}(?P<month>{MONTH}){_NO_YEAR}", _month),
    rule(rf"{_ON_WEEKDAY}\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY})\b(?![:.,]\d|,?{SPACE}{YEAR})", _month_day),
    rule(rf"{_ON_WEEKDAY}\b(?P<day>{DAY}){SPACE}(?:of{SPACE})?(?P<month>{MONTH})(?!,?{SPACE}{YEAR})", _month_day),
    rule(rf"\b(?P<modifier>last|this|next){SPACE}(?P<season>{SEASON})\b", _season, any_case=True),
    # Relative to a time told before
    rule(rf"\b(?:[Ii]n{SPACE})?(?P<month>{MONTH}){_TOLD_YEAR}", _month_of_told_year),
    rule(rf"\b(?P<day>{DAY}){SPACE}(?:of{SPACE})?(?P<month>{MONTH}){_TOLD_YEAR}", _month_of_told_year),
    rule(rf"\b(?P<month>{MONTH}){SPACE}(?P<day>{DAY}){_TOLD_YEAR}", _month_of_told_year),
    rule(
        rf"\b(?:[Tt]hat(?:{SPACE}same)?|[Tt]he{SPACE}(?:same|(?P<beside>following|previous|preceding))){SPACE}(?P<month>{MONTH}){_NO_YEAR}",
        _month_of_told_year,
    ),
    rule(
        rf"\b(?P<number>{NUMBER}){SPACE}{_UNIT}s?{SPACE}(?P<sense>later|earlier|(?:before|after|afterwards|previously){_BEFORE_NOUN})\b",
        _later,
        any_case=True,
    ),
    rule(
        rf"\b(?:(?:{VAGUE_NUMBER}){SPACE})?(?P<unit>day|week|month|year)s{SPACE}(?:later|earlier|(?:before|after|afterwards){_BEFORE_NOUN})\b",
        _near,
        any_case=True,
    ),
    rule(
        rf"\b(?:within{SPACE}(?:the{SPACE})?(?:hours?|minutes)|(?:(?:{NUMBER}|{VAGUE_NUMBER}){SPACE})?(?:hours?|minutes){SPACE}(?:later|earlier|before|after|afterwards))\b",
        _fixed(Relative(kind="since", unit="day")),
        any_case=True,
    ),
    rule(
        rf"\b(?:earlier|later){SPACE}(?:in|on){SPACE}the{SPACE}day\b",
        _fixed(Relative(kind="since", unit="day")),
        any_case=True,
    ),
    rule(
        rf"\b(?:(?:earlier|later){SPACE})?(?P<word>(?:the|that){SPACE}(?:very{SPACE})?same|(?:the{SPACE})(?:next|following|previous)|that){SPACE}(?P<unit>day|week|month|year|decade|morning|afternoon|evening|night)\b",
        _next_to_told,
        any_case=True,
    ),
    rule(
        rf"\bthe{SPACE}(?P<unit>day|week|month|year){SPACE}(?P<sense>before|after){_BEFORE_NOUN}",
        _day_beside,
        any_case=True,
    ),
    rule(
        rf"\b(?:at{SPACE}(?:the|that){SPACE}time\b(?!{SPACE}of\b)|back{SPACE}then|in{SPACE}those{SPACE}(?:days|years))\b",
        _fixed(Relative(kind="same")),
        any_case=True,
    ),
    rule(
        rf"\b[Oo]n{SPACE}the{SPACE}(?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))(?=[,.;:)]|$)",
        _day_of_month,
    ),
)
