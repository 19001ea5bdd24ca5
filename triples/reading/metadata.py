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
_DATELINE_PLACE = re.compile(r"[A-Z][A-Z’'. -]{2,40}(?:,[ ][A-Z][\w. ]{1,30})?,?[ ]")
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
_DATED_ADDRESS = re.compile(r"[/.](\d{4})[/-](\d{2})[/-](\d{2})[/.-]")
_NEVER_OWNER = re.compile(r"\b(?:photo|all rights|reserved|follow|image|information|notice|getty)\b|/", re.IGNORECASE)
_BODY_LINE = re.compile(r"^(?:Ministry|Department|Office|Embassy|Permanent Mission)[ ]of[ ][A-Z][\w’', ]{3,90}$")


def find_metadata(text: str, masked: str, page: Metadata) -> Metadata:
    """Returns what is known of a document: what its page says (`page`), completed from its text.

    `masked` is the text with its furniture masked; the title is looked for there, dates and publisher in both.
    """
    basis = page.basis if page.publisher or page.published else "text"
    url = page.url or _url(text)
    return Metadata(
        title=page.title or _title(masked),
        publisher=page.publisher or _publisher(text),
        published=page.published or _published(text) or _day_of_address(url),
        url=url,
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


def _day_of_address(url: str | None) -> str | None:
    """Returns the day that an address of the kind ".../1999/05/03/..." tells."""
    match = _DATED_ADDRESS.search(url or "")
    day = f"{match[1]}-{match[2]}-{match[3]}" if match else None
    return day if day is not None and is_edtf(day) else None


def _published(text: str) -> str | None:
    head = _head(text)
    for find in (_labelled, _alone, _dateline, _stamped, _near_head, _revised):
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


def _alone(head: list[str], _text: str) -> str | None:
    """Returns the date of a line that holds little else: a time of day, a weekday, "from our archive"."""
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
