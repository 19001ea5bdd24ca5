"""The words of English temporal expressions, and the pieces of regular expression that they make.

Names of months are matched with their capital, since "may" and "march" are also verbs.
"""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ONE_TO_FIFTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
NUMBERS = (
    {name: number for number, name in enumerate(_ONE_TO_FIFTEEN.split(" "), start=1)}
    | {"a": 1, "an": 1}
    | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
)
DECADES = {
    name: digit
    for digit, name in enumerate(
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], start=2
    )
}
CENTURIES = {"fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20}

_ABBREVIATIONS = [name for name in MONTHS if (len(name) < len("june") and name != "may") or name == "sept"]

SPACE = r"\s{1,3}"


def _names(words: list[str]) -> str:
    """Returns an alternation of the words with a capital or all in capitals, the longest first."""
    return "|".join(form for word in sorted(words, key=len, reverse=True) for form in (word.capitalize(), word.upper()))


MONTH = (
    rf"(?:(?:{_names([name for name in MONTHS if name not in _ABBREVIATIONS])})\b|(?:{_names(_ABBREVIATIONS)})\b\.?)"
)
FULL_MONTH = rf"(?:(?:{_names([name for name in MONTHS if len(name) > 4 or name in {'june', 'july'}])})\b)"
"""Names that cannot be taken for another word when they stand alone; "March" can, but seldom does in mid-sentence."""
WEEKDAY = rf"(?:(?:{_names(list(WEEKDAYS))})\b)"
SHORT_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b\.?)"
DAY = r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?)"
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
BARE_YEAR = r"(?<![\w.,$£€#/-])(?:1[5-9]\d\d|20\d\d)(?![\w%°#/]|[.,:]\d|-\w)"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
NUMBER = rf"(?<![\w-])(?:(?:{_TENS})-(?:{_ONES})|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}|\d{{1,3}})"
VAGUE_NUMBER = rf"(?:(?:just|only){SPACE})?(?:a{SPACE}few|few|several|some|many|a{SPACE}couple{SPACE}of)"
SEASON = rf"(?:{'|'.join(SEASONS)})"
PART = rf"(?:early|mid|late|(?:the{SPACE})?(?:beginning|start|middle|end){SPACE}of)"


def part_of(words: str | None) -> str | None:
    """Returns "early", "mid" or "late" for the words that PART matches."""
    if not words:
        return None
    lowered = words.lower()
    for part, starts in {"early": ("early", "beginning", "start"), "mid": ("mid",), "late": ("late", "end")}.items():
        if any(start in lowered for start in starts):
            return part
    return None


def month_of(name: str) -> int:
    """Returns the number of a month from its name or abbreviation."""
    return MONTHS[name.lower().rstrip(".")]


def number_of(words: str) -> int:
    """Returns the value of a number in words or digits."""
    return int(words) if words.isdigit() else sum(NUMBERS[word] for word in words.lower().split("-"))


def digits(day: str) -> str:
    """Returns the two digits of a day of the month such as "5th"."""
    return f"{int(re.sub(r'[^0-9]', '', day)):02}"
