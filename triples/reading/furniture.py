"""Masking page furniture: what is around an article is replaced by spaces, so that offsets stay.

Each line is judged by its shape and by the vocabulary of news sites (`furniture_words`). Headlines, decks, captions
and the headlines of linked stories are kept, for they tell of acts; only their labels and credits go. When in doubt a
line is kept: furniture that stays costs little, a masked passage is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from triples.dates import find_dates
from triples.model import Span
from triples.reading.furniture_words import ITEM, LANGUAGE, NOTICE, TAGS, TITLE_SUFFIX

_KEPT = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_SEPARATOR = re.compile(r"\s{2,}|\t|\s?[|·•›»]\s?|\s>\s|\s/\s")
_DASH = re.compile(r"\s[—–]\s")
_MARKS = " \t\xa0\ufeff*_#•·|–—-:;,.>()[]…"
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LONGEST_NOTICE = 70
_SMALL_WORDS = frozenset({"a", "an", "the", "of", "for", "and", "in", "to", "on", "from", "with", "this", "at"})
_LONGEST_TIME_LINE = 120
_LONGEST_BYLINE = 80
_LONGEST_LINE = 2_000
_HEAD_LINES = 4
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+(?:com|org|net|info|int|gov|edu|eu|tv|news|[a-z]{2})(?:/\S*)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_TIME_WORDS = re.compile(
    r"(?:page\s)?(?:first\s|last\s)?(?:published|posted|updated|issued|modified|revised|date|edited|added|created)(?:\s(?:on|at))?"
    r"|gmt|bst|utc|cet|cest|est|edt|et|msk|ist|[ap]\.?m|on|at|from|our|archive|\d+\s?(?:hours?|minutes?|days?)\sago",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:[Ww]ritten\s|[Tt]ext\s|[Rr]eported\s)?(?:[Bb]y|BY|[Ff]rom|FROM)[\s:]\s?(?:(?:[Oo]ur|OUR|a|an|A)\s)?"
    r"(?:[\w.'’-]+(?:\s|$)){1,6}"
)
_BYLINE_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|staff|desk|writer|agenc(?:y|ies)|newsroom|wires)\b", re.IGNORECASE
)
_GLUED_HOME = re.compile(r"Home[A-Z/>][\w&/> -]{0,40}")
_ICONS = re.compile(r"icon", re.IGNORECASE)
_MANY_ICONS = 4


def mask(text: str) -> str:
    r"""Returns the text with its page furniture replaced by spaces; length, line breaks and all else stay.

    >>> mask("Skip to content\nREAD MORE: Paris rejects the offer")
    '               \n           Paris rejects the offer'
    """
    pieces: list[str] = []
    done = 0
    for start, end in furniture_spans(text):
        pieces.append(text[done:start])
        pieces.append(_KEPT.sub(" ", text[start:end]))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def furniture_spans(text: str) -> list[Span]:
    """Returns the stretches of page furniture in order, without overlaps."""
    found: list[Span] = [(0, 1)] if text.startswith("\ufeff") else []
    start = 0
    seen = 0
    for line in text.split("\n"):
        if line.strip():
            inner = list(_inside(line, head=seen < _HEAD_LINES))
            seen += 1
            if _is_furniture(line) or (inner and _only_marks(line, inner)):
                found.append((start, start + len(line)))
            else:
                found.extend((start + first, start + last) for first, last in inner)
        start += len(line) + 1
    return _merged(found)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _inside(line: str, *, head: bool) -> Iterator[Span]:
    for pattern in TAGS:
        yield from (match.span() for match in pattern.finditer(line))
    suffix = TITLE_SUFFIX.search(line) if head else None
    if suffix:
        yield suffix.span()


def _only_marks(line: str, inner: list[Span]) -> bool:
    rest = list(line)
    for start, end in inner:
        rest[start:end] = " " * (end - start)
    return not any(character.isalnum() for character in rest)


def _is_furniture(line: str) -> bool:
    if len(_ICONS.findall(line)) >= _MANY_ICONS and _is_icon_list(line):
        return True
    if len(line) > _LONGEST_LINE:
        return False
    bare = line.strip(_MARKS)
    words = _WORD.findall(bare)
    if not words:
        return True
    if len(words) <= _LONGEST_NOTICE and NOTICE.search(line.strip()) and not _is_speech(line):
        return True
    return (
        _is_item(bare)
        or _is_bar(line)
        or _is_other_script(words)
        or _is_time_line(bare)
        or _is_byline(bare)
        or _ADDRESS.fullmatch(bare) is not None
        or _GLUED_HOME.fullmatch(bare) is not None
    )


def _is_item(part: str) -> bool:
    bare = part.strip(_MARKS + "*")
    return ITEM.fullmatch(bare) is not None or LANGUAGE.fullmatch(bare) is not None


def _is_bar(line: str) -> bool:
    """Tells a bar of links: short parts between separators, or nothing but the words of navigation."""
    dashed = _parts(_DASH, line)
    if len(dashed) > 1 and all(map(_is_known, dashed)):
        return True
    parts = _parts(_SEPARATOR, line)
    known = [part for part in parts if _is_known(part)]
    unknown = [part for part in parts if part not in known]
    if len(parts) > 1:
        if not unknown:
            return True
        # Of two parts one may be the headline ("Paris rejects offer | World"): be stricter.
        short = all(_is_label(part, words=2 if len(parts) == 2 else 5) for part in unknown)
        return bool(known) and short and len(known) * 3 >= len(parts)
    words = line.split()
    menu = sum(1 for word in words if word[:1].isupper() and ITEM.fullmatch(word) is not None)
    return len(words) > 2 and menu >= 3 and menu * 10 >= len(words) * 6


def _parts(separator: re.Pattern[str], line: str) -> list[str]:
    parts = (part.strip(_MARKS) for part in separator.split(line.strip()))
    return [part for part in parts if part]


def _is_known(part: str) -> bool:
    return _is_item(part) or _is_time_line(part) or _is_byline(part)


def _is_label(part: str, *, words: int) -> bool:
    """Tells a part that can be a link or the name of a section: few words, with capitals, no full stop."""
    found = part.split()
    return (
        part[-1:] not in '.?!”"'
        and len(found) <= words
        and not any(word[:1].islower() and word not in _SMALL_WORDS for word in found)
    )


def _is_time_line(part: str) -> bool:
    """Tells a line that gives a date or times and nothing else: "Published 3 May 1999, 10:17 GMT", "0:00 0:03:39"."""
    if len(part) > _LONGEST_TIME_LINE or not any(map(str.isdigit, part)):
        return False
    rest = _CLOCK.sub(" ", part)
    timed = rest != part
    for found in reversed(find_dates(rest)):
        if found.edtf is None or len(found.edtf) == len("2022-01-11"):
            timed = timed or found.edtf is not None
            rest = rest[: found.start] + " " + rest[found.end :]
    rest = re.sub(r"\b\d{1,2}/\d{1,2}/\d{4}\b", " ", rest)
    timed = timed or rest != part
    left = " ".join(_WORD.findall(rest))
    return timed and not _WORD.findall(_TIME_WORDS.sub(" ", left))


def _is_byline(part: str) -> bool:
    if (
        len(part) > _LONGEST_BYLINE
        or part[-1:] in ".?!:"
        or not _BYLINE.fullmatch(part.replace(",", " ").replace("  ", " "))
    ):
        return False
    names = part.split()[1:]
    return bool(_BYLINE_ROLE.search(part)) or (
        part[:2].lower() == "by" and all(word[:1].isupper() or word in {"and", "de", "van", "von"} for word in names)
    )


def _is_other_script(words: list[str]) -> bool:
    """Tells a line of which most is in another script, or a short line that mixes scripts as language switches do."""
    if all(map(str.isascii, words)):
        return False
    letters = [character for word in words for character in word if character.isalpha()]
    foreign = sum(1 for character in letters if not unicodedata.name(character, "LATIN").startswith("LATIN"))
    return foreign * 2 > len(letters) or (foreign > 0 and len(words) <= 2 and len(letters) <= 40)


def _is_speech(line: str) -> bool:
    return line.lstrip()[:1] in {'"', "“", "‘", "«"} and len(line) > 80


def _is_icon_list(line: str) -> bool:
    words = line.split()
    with_icon = sum(1 for word in words if "icon" in word.lower())
    return with_icon * 4 >= len(words)
