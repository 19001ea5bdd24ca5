"""Title, publisher, date of publication and address of a document, as far as its text or its page tells them.

What a page says of itself (meta elements, JSON-LD) wins over what its text shows. A date in the text counts as that of
publication when it is labelled ("Published …"), stands on a line of its own or nearly so near the head, or opens the
report after its place ("BRUSSELS, Aug 16, 2022 (Agency) -"). Where nothing of the kind is found the field is None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from triples.dates import bounds, find_dates, is_edtf
from triples.reading.furniture_words import TITLE_SUFFIX


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What is known of a document apart from its text; `basis` says from where ("text" or "metadata")."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    basis: str = "text"


_DAY_LENGTH = len("2022-01-11")
_HEAD_LINES = 15
_LONGEST_DATE_LINE = 160
_FOUR_DIGITS = re.compile(r"\d{4}")
_TITLE_WORDS = range(2, 41)
_LABELLED = re.compile(
    r"\b(?:(?:first\s)?published|posted|issued|released|date)(?:\s(?:on|at))?\s?:?\s?(?=[\w])",
    re.IGNORECASE,
)
_REVISED = re.compile(r"\b(?:last\s)?(?:revised|modified|updated)(?:\s(?:on|at))?\s?:?\s?", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_DATELINE_PLACE = re.compile(r"[A-Z][A-Z’'./ -]{2,40}(?:,[ ][A-Z][\w. ]{1,30})?,?[ ]")
_ADDRESS_DATE = re.compile(r"(?:/|\b)((?:19|20)\d\d)([/-]?)([01]\d)\2([0-3]\d)(?!\d)")
_COPYRIGHT_YEAR = re.compile(r"(?:©|\(c\)|[Cc]opyright)[^\n\d]{0,40}(?:\d{4}[ ]?[-–][ ]?)?((?:19|20)\d\d)\b")
_UNTIL = re.compile(r"\b(?:by|until|till|before|to|from|after)\s$", re.IGNORECASE)
_LEAD_LENGTH = 600
_STAMP = re.compile(r"[-–][ ](?P<publisher>[A-Z][\w.'’& ]{1,40}),[ ]\d{3,4},[ ](?P<date>\d{1,2}\.\d{1,2}\.\d{4})")
_DATELINE_AGENCY = re.compile(
    r"^[A-Z][A-Z’'., -]{2,60}[^()\n]{0,40}\((?P<agency>[A-Z][\w. ]{1,25})\)[ ]?[-–—]", re.MULTILINE
)
_OWNER = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)[ ]?(?:\d{4}[ ,–-]*)*(?P<owner>[^\d\n©|.,;]{3,60}?)(?:,?[ ]\d{4}|[.,;|]|$)", re.MULTILINE
)
_QUOTED = re.compile(r"[“\"«]([^”\"»]{2,40})[”\"»]")
_ADDRESS = re.compile(
    r"^[ \t(<]*((?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,10})(?:/[^\s<>]*)?)[ \t)>]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NEVER_OWNER = re.compile(r"\b(?:photo|all rights|reserved|follow|image|information|notice|getty)\b|/", re.IGNORECASE)
_BODY_LINE = re.compile(r"^(?:Ministry|Department|Office|Embassy|Permanent Mission)[ ]of[ ][A-Z][\w’', ]{3,90}$")


def find_metadata(text: str, masked: str, page: Metadata) -> Metadata:
    """Returns what is known of a document: what its page says (`page`), completed from its text.

    `masked` is the text with its furniture masked; the title is looked for there, dates and publisher in both.
    """
    basis = page.basis if page.publisher or page.published else "text"
    return Metadata(
        title=page.title or _title(masked),
        publisher=page.publisher or _publisher(text),
        published=page.published or _published(text) or _day_in_address(page.url or ""),
        url=page.url or _url(text),
        basis=basis,
    )


def _title(masked: str) -> str | None:
    for line in masked.splitlines():
        words = line.split()
        if len(words) in _TITLE_WORDS:
            return " ".join(words).strip("*#_ ")
        if len(words) >= _TITLE_WORDS.stop:
            return None
    return None


def _publisher(text: str) -> str | None:
    head = "\n".join(_head(text))
    for found in (TITLE_SUFFIX.search(head), _STAMP.search(text)):
        if found:
            return found.groupdict().get("outlet") or found["publisher"].strip()
    for line in _head(text):
        if _BODY_LINE.match(line) and "|" not in line:
            return line
    for match in _OWNER.finditer(text):
        owner = match["owner"].strip(" -–")
        if owner[:1].isupper() and not _NEVER_OWNER.search(match[0]):
            name = _QUOTED.search(owner)
            return name[1] if name else owner
    agency = _DATELINE_AGENCY.search(text)
    if agency:
        return agency["agency"]
    address = _ADDRESS.search(text)
    return address[2].lower().removeprefix("www.") if address else None


def _url(text: str) -> str | None:
    address = _ADDRESS.search(text)
    return address[1] if address else None


def _published(text: str) -> str | None:
    head = _head(text)
    for find in (_labelled, _alone, _dateline, _stamped, _near_head, _revised, _addressed, _yearless_dateline):
        day = find(head, text)
        if day is not None:
            return day
    return None


def _head(text: str) -> list[str]:
    lines = (line.strip(" \t\xa0\ufeff*_") for line in text.splitlines())
    filled = [line for line in lines if line]
    return filled[:_HEAD_LINES]


def _labelled(head: list[str], text: str) -> str | None:
    for line in head:
        for label in _LABELLED.finditer(line):
            after = line[label.end() : label.end() + 60]
            slashed = _SLASHED.match(after)
            if slashed:
                return _slashed_day(slashed, text)
            days = list(_days(after))
            if days and days[0][1] <= 1:
                return days[0][0]
    return None


def _alone(head: list[str], text: str) -> str | None:
    """Returns the date of a line that holds little else: a time of day, a weekday, "from our archive"."""
    for line in head:
        slashed = _SLASHED.match(line)
        if slashed and not re.search(r"[^\W\d_]{4}", line):
            return _slashed_day(slashed, text)
    return _day_of_short_line(head, words=3)


def _near_head(head: list[str], _text: str) -> str | None:
    return _day_of_short_line(head, words=10)


def _day_of_short_line(head: list[str], *, words: int) -> str | None:
    for line in head:
        if len(line) > _LONGEST_DATE_LINE or _REVISED.match(line) or _STAMP.search(line):
            continue
        days = list(_days(line))
        if not days:
            continue
        day, start, end = days[0]
        rest = re.findall(r"[^\W\d_]+", line[:start] + " " + line[end:])
        if len(rest) <= words and line[-1] not in ".!?]":
            return day
    return None


def _dateline(head: list[str], text: str) -> str | None:
    lines = (line.strip() for line in text.splitlines())
    for line in [*head, *(line for line in lines if line[:3].isupper())][: 4 * _HEAD_LINES]:
        place = _DATELINE_PLACE.match(line)
        if place is None:
            continue
        days = list(_days(line[:120]))
        if days and days[0][1] <= place.end() + 25:
            return days[0][0]
    return None


def _addressed(_head: list[str], text: str) -> str | None:
    """Returns the date that the page's address holds: "/2022/01/11/"."""
    return next(filter(None, (_day_in_address(line[1]) for line in _ADDRESS.finditer(text))), None)


def _day_in_address(address: str) -> str | None:
    days = (f"{match[1]}-{match[3]}-{match[4]}" for match in _ADDRESS_DATE.finditer(address))
    return next(filter(is_edtf, days), None)


def _yearless_dateline(head: list[str], text: str) -> str | None:
    """Returns the date of a dateline without a year ("LONDON, March 3 (Agency) -") where the text tells the year.

    The year is that of the copyright, or else the latest that the text tells of or the one after it. A weekday in the
    first lines must fit: reports tell of their own day or the one before.
    """
    for line in head:
        place = _DATELINE_PLACE.match(line)
        found = next((f for f in find_dates(line[:80]) if f.relative and f.relative.kind == "month-day"), None)
        if place is None or found is None or found.relative is None or found.start > place.end() + 25:
            continue
        lead = line[found.end : found.end + _LEAD_LENGTH]
        weekdays = [f.relative.weekday for f in find_dates(lead) if f.relative and f.relative.kind == "weekday"]
        if not weekdays and _COPYRIGHT_YEAR.search(text) is None:
            continue
        for year in _likely_years(text):
            day = bounds(f"{year}-{found.relative.month:02}-{found.relative.day:02}")
            if day and (not weekdays or (day[0].weekday() - (weekdays[0] or 0)) % 7 <= 1):
                return day[0].isoformat()
    return None


def _likely_years(text: str) -> list[int]:
    rights = [int(match[1]) for match in _COPYRIGHT_YEAR.finditer(text)]
    told = [
        days[1].year
        for found in find_dates(text)
        if (days := bounds(found.edtf)) is not None
        and days[1].year < date.max.year
        and not _UNTIL.search(text[max(0, found.start - 7) : found.start])
    ]
    latest = [max(told), max(told) + 1] if told else []
    return [*(max(rights) - back for back in (0, 1) if rights), *latest]


def _stamped(_head: list[str], text: str) -> str | None:
    """Returns the most frequent date that pictures are stamped with, of equals the latest."""
    stamps = Counter(day for match in _STAMP.finditer(text) for day, _, _ in _days(match["date"]))
    return max(stamps, key=lambda day: (stamps[day], day), default=None)


def _revised(head: list[str], _text: str) -> str | None:
    for line in head:
        for label in _REVISED.finditer(line):
            for day, start, _ in _days(line[label.end() : label.end() + 60]):
                if start <= 1:
                    return day
    return None


def _days(line: str) -> Iterator[tuple[str, int, int]]:
    if _FOUR_DIGITS.search(line) is None:  # every full date has a year; most lines have none
        return
    for found in find_dates(line):
        if found.edtf is not None and len(found.edtf) == _DAY_LENGTH and "/" not in found.edtf:
            yield found.edtf, found.start, found.end


def _slashed_day(match: re.Match[str], text: str) -> str | None:
    """Returns the day of "01/11/2021", with day or month first.

    A document is not older than what it tells: the reading is taken that no other date of the same year contradicts;
    where both can be, the day comes first, as in most of the world.
    """
    first, second, year = int(match[1]), int(match[2]), match[3]
    readings = [f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"]
    valid = [day for day in readings if is_edtf(day)]
    told = [bounds(found.edtf) for found in find_dates(text) if found.edtf and len(found.edtf) > len("2022")]
    latest = max((days[0].isoformat() for days in told if days and str(days[0].year) == year), default="")
    return next((day for day in valid if day >= latest), valid[0] if valid else None)
