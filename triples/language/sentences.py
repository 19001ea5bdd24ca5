"""Where sentences begin and end, by rule.

A learned sentence splitter is weak on the things news is full of: datelines, captions, headlines without a full stop,
abbreviations, and stops inside quotation marks. Lines and blank lines are hard breaks, unless a text is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triples.language.words import words as word_set

_ABBREVIATIONS = word_set(
    """
    mr mrs ms dr prof gen sen rep gov pres lt col capt sgt maj adm cmdr brig st jr sr hon rev amb sec dept
    messrs mme m v vs no nos art para etc al approx jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    wed thu fri sat sun inc ltd co corp bros cf e.g i.e u.s u.n u.k e.u p.m a.m d.c ph.d fig vol pp est
    """
)
# After these, a capital letter rarely begins a new sentence; after the others ("U.S.", "p.m.") it may.
_NEVER_FINAL = _ABBREVIATIONS - word_set("u.s u.n u.k e.u p.m a.m d.c etc jr sr inc ltd co corp al")
_OPENERS = word_set(
    """
    the a an in on at it he she they we this that these those but and for as after before when while however
    meanwhile his her its their there both asked speaking earlier later last if
    """
)
_CLOSING = "\"'”’»)]*"
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]*]*(?=\s)")
_LONGEST = 1500
"""A stretch without a full stop is cut after so many characters, so that the time per character stays constant."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, headline or caption: its offsets, the number of its paragraph, and whether it ends in a stop."""

    start: int
    end: int
    paragraph: int
    complete: bool


def split_sentences(text: str) -> list[Segment]:
    """Returns the sentences of `text` in order; together they cover all that is not white space."""
    segments: list[Segment] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        for first, last in _sentences(text, start, end):
            for a, b in _cut(text, first, last):
                complete = text[a:b].rstrip(_CLOSING).endswith((".", "!", "?", "…", ":", ";", ","))
                segments.append(Segment(a, b, number, complete))
    return segments


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yields the spans of paragraphs; a line that is wrapped goes on in the next."""
    start = end = -1
    for match in re.finditer(r"[^\r\n\u2028\u2029\f\v]+", text):
        line = match[0]
        if not line.strip():
            continue
        gap = text[end : match.start()] if end >= 0 else ""
        wrapped = (
            end >= 0
            and gap.count("\n") == 1
            and 40 <= end - max(start, text.rfind("\n", 0, end)) <= 100
            and text[end - 1 : end] not in '.!?:"”'
            and line[:1].islower()
        )
        if not wrapped:
            if end >= 0:
                yield start, end
            start = match.start()
        end = match.end()
    if end >= 0:
        yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() >= end:
            break
        after = stop.end()
        while after < end and text[after].isspace():
            after += 1
        if after < end and _is_boundary(text, first, stop, after):
            yield from _trim(text, first, stop.end())
            first = after
    yield from _trim(text, first, end)


def _is_boundary(text: str, first: int, stop: re.Match[str], after: int) -> bool:
    following = re.match(r"[\"'“‘«(\[*]*([^\s]+)", text[after : after + 60])
    word = following[1] if following else ""
    if not word or word[0].islower() or word[0] in ".,;:-–—":
        return False
    if stop[0][0] != "." or len(stop[0].strip(_CLOSING)) > 1:
        return not stop[0].startswith("…") or word[0].isupper()
    before = text[max(first, stop.start() - 20) : stop.start()].split()
    final = before[-1].lstrip("\"'“‘«(*[").lower() if before else ""
    if final in _NEVER_FINAL:
        return False
    if len(final) == 1 and final.isalpha() and final != "i":
        return False
    if final in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)+[a-z]", final):
        return re.split(r"\W", word.lower(), maxsplit=1)[0] in _OPENERS
    return True


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        space = max(text.rfind(" ", start, start + _LONGEST), text.rfind("\t", start, start + _LONGEST))
        stop = space if space > start else start + _LONGEST
        yield from _trim(text, start, stop)
        start = stop
    yield from _trim(text, start, end)
