"""Which stretches of a text are quoted.

Marks may be straight, curly, nested, missing or odd. Pairs are looked for within a paragraph; a quotation that is
opened and not closed runs to the end of its paragraph, one that is closed and was not opened begins with its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DOUBLE_OPEN = "“«„‟"
_DOUBLE_CLOSE = "”»"
_SPEECH_VERB = re.compile(
    r"\W*(?:[\w’'.-]+\s+){0,5}?(?:said|says|told|added|stressed|replied|declared|noted|wrote|tweeted|explained|concluded|warned|insisted)\b"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `start` and `end` with its marks, `inner` without; `paragraph` is the start of its paragraph."""

    start: int
    end: int
    inner: tuple[int, int]
    paragraph: int

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end


def find_quotes(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[Quote]:
    """Returns the quotations of `text` in order, none within another; `paragraphs` are spans of the text."""
    quotes: list[Quote] = []
    for start, end in paragraphs:
        found = list(_double(text, start, end))
        found += [q for q in _single(text, start, end) if not any(q.start in d or d.start in q for d in found)]
        quotes += sorted(found, key=lambda q: q.start)
    return quotes


def _double(text: str, start: int, end: int) -> Iterator[Quote]:
    opened = -1
    for match in re.finditer(r"[\"“”«»„‟]|''|``", text[start:end]):
        at, after = start + match.start(), start + match.end()
        mark = match[0]
        opens = mark in _DOUBLE_OPEN or (mark not in _DOUBLE_CLOSE and _may_open(text, at, after, start, end))
        closes = mark in _DOUBLE_CLOSE or (mark not in _DOUBLE_OPEN and not opens)
        if opened < 0 and not opens and _starts_missing(text, start, at, after, end):
            stop = text.rfind(". ", start, at)
            sentence = stop + 2 if stop >= 0 else start
            yield Quote(sentence, after, (sentence, at), start)
        elif opened < 0 and opens:
            if mark == '"' and text.find('"', after, end) < 0 and _starts_missing(text, start, at, after, end):
                yield Quote(start, after, (start, at), start)
            else:
                opened = at
        elif opened >= 0 and (closes or mark in "\"''``"):
            yield Quote(opened, after, (opened + 1, at), start)
            opened = -1
    if 0 <= opened < end - 1:
        yield Quote(opened, end, (opened + 1, end), start)


def _may_open(text: str, at: int, after: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    return (before.isspace() or before in "([{—–-*:,") and not following.isspace()


def _starts_missing(text: str, start: int, at: int, after: int, end: int) -> bool:
    """Whether a lone mark closes a quotation: words before it, and who said them after it."""
    return len(text[start:at].split()) >= 3 and _SPEECH_VERB.match(text[after : min(end, after + 80)]) is not None


def _single(text: str, start: int, end: int) -> Iterator[Quote]:
    opened = -1
    for match in re.finditer(r"[‘’']", text[start:end]):
        at = start + match.start()
        before = text[at - 1] if at > start else " "
        following = text[at + 1] if at + 1 < end else " "
        if opened < 0:
            if match[0] != "’" and (before.isspace() or before in '([—–-"“') and following.isalnum():
                opened = at
        elif match[0] != "‘" and not following.isalnum() and not before.isspace():
            # "the allies' forces" is a possessive, not an end, when another mark follows that may be one.
            if before == "s" and following == " " and re.search(r"\w[’'](?!\w)", text[at + 1 : min(end, at + 120)]):
                continue
            yield Quote(opened, at + 1, (opened + 1, at), start)
            opened = -1
