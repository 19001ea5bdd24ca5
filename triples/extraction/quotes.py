"""Which stretches of a text are quoted.

Marks may be straight, curly, angled, nested, missing or odd. Whether one opens or closes is told by what stands beside
it, then by its form. Pairs are looked for within a paragraph; a quotation that is opened and not closed runs to the
next one, or the speaker named before that, or to the end of its paragraph; one that is closed and was not opened begins
with its sentence. Emphasis in asterisks is a quotation only before words that name a speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARK = re.compile(r"[\"“”«»„‟]|''|``")
_STRAIGHT = frozenset(['"', "''", "``"])
_AHEAD = 40
"""So many marks are looked at to tell nesting from a missing mark, so that the time stays linear."""
_LONGEST = 1500
"""A sentence is not looked for further back than so many characters, for the same reason."""
_ELISION = re.compile(r"[‘’'](?:\d0s|[nN][’']|(?:[tT]is|[tT]was|[eE]m|[cC]ause|[tT]il|[bB]out)\b)")
_VERBS = r"(?:said|says|told|added|stressed|replied|declared|noted|wrote|tweeted|explained|concluded|warned|insisted)\b"
_SPEECH_VERB = re.compile(r"\W*(?:[\w’'.-]+\s+){0,5}?" + _VERBS)
_SPEAKER = re.compile(r"[,.!?—–-]\s*(?:[\w’'.-]+\s+){1,5}?" + _VERBS + r"(?:\s+[\w’'-]+){0,4}[.,:]?\s*$")
_EMPHASIS = re.compile(r"\*\*([^*\n]+[,.!?])\*\*")


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
        for others in (_single(text, start, end), _emphasised(text, start, end)):
            found = sorted([*found, *(q for q in others if not overlaps(q, found))], key=lambda q: q.start)
        quotes += found
    return quotes


def overlaps(span: Quote | tuple[int, int], others: list[Quote]) -> bool:
    """Whether a quotation, or a span of the text, overlaps one of `others`, which are in order and apart."""
    start, end = span if isinstance(span, tuple) else (span.start, span.end)
    i = bisect_right(others, start, key=lambda q: q.end)
    return i < len(others) and others[i].start < end


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    form: str
    turn: int
    """1 opens, -1 closes, 0 may do either."""


def _double(text: str, start: int, end: int) -> Iterator[Quote]:
    marks = [_mark(text, m.start(), m.end(), start, end) for m in _MARK.finditer(text, start, end)]
    opened: _Mark | None = None
    depth = 0
    for i, mark in enumerate(marks):
        if opened is None:
            # The last mark closes, even one that stands before a word, when that word begins who said it.
            last = mark.form in _STRAIGHT and i + 1 == len(marks)
            if (mark.turn <= 0 or last) and _starts_missing(text, start, mark.start, mark.end, end):
                sentence = _sentence_start(text, start, mark.start)
                yield Quote(sentence, mark.end, (sentence, mark.start), start)
            elif mark.turn > 0 or (mark.turn == 0 and i + 1 < len(marks)):
                opened, depth = mark, 1
            continue
        if mark.turn > 0 and _unclosed(marks, i, depth):
            stop = _before_speaker(text, opened.end, mark.start)
            if stop is not None or mark.form not in _STRAIGHT:
                stop = mark.start if stop is None else stop
                yield Quote(opened.start, stop, (opened.end, stop), start)
                opened, depth = mark, 1
                continue
        if mark.turn > 0 and mark.form not in _STRAIGHT and not _closes(opened, mark):
            depth += 1
            continue
        depth -= 1
        if depth == 0 or mark.form in _STRAIGHT:
            yield Quote(opened.start, mark.end, (opened.end, mark.start), start)
            opened = None
    if opened is not None and opened.end < end:
        yield Quote(opened.start, end, (opened.end, end), start)


def _mark(text: str, at: int, after: int, start: int, end: int) -> _Mark:
    """Tells whether a mark opens: words after it and none before; its form decides where these do not."""
    form = text[at:after]
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    apart = before.isspace() or before in "([{—–-*:,"
    touches = not (following.isspace() or following in ".,;:!?)]}—–")
    if form in "“«„‟":
        # Some publishers close with the mark that others open with: „so“, “so“, »so«.
        return _Mark(at, after, form, -1 if form in "“«" and not (touches or (apart and before != ",")) else 1)
    if form in "”»":
        return _Mark(at, after, form, 1 if before.isspace() and touches else -1)
    if apart and not following.isspace():
        return _Mark(at, after, form, 1)
    return _Mark(at, after, form, 0 if before.isspace() and following.isspace() and at > start else -1)


def _closes(opened: _Mark, mark: _Mark) -> bool:
    return opened.form == "„" and mark.form == "“"


def _unclosed(marks: list[_Mark], i: int, depth: int) -> bool:
    """Whether the marks from one that opens do not suffice to close it and those before it."""
    if marks[i].form in _STRAIGHT:
        return True
    for mark in marks[i : i + _AHEAD]:
        depth += 1 if mark.turn > 0 else -1
        if depth == 0:
            return False
    return True


def _before_speaker(text: str, start: int, end: int) -> int | None:
    """Where the words before a speaker end, when the stretch ends with who says them: "We go, | he said."."""
    tail = max(start, end - 80)
    found = _SPEAKER.search(text, tail, end)
    return found.start() + 1 if found is not None and found.start() > start else None


def _starts_missing(text: str, start: int, at: int, after: int, end: int) -> bool:
    """Whether a lone mark closes a quotation: words before it, and who said them after it."""
    if _SPEECH_VERB.match(text[after : min(end, after + 80)]) is None:
        return False
    return len(text[max(start, at - _LONGEST) : at].split()) >= 3


def _sentence_start(text: str, start: int, at: int) -> int:
    start = max(start, at - _LONGEST)
    stop = max(text.rfind(mark, start, at) for mark in (". ", "! ", "? "))
    return stop + 2 if stop >= 0 else start


def _emphasised(text: str, start: int, end: int) -> Iterator[Quote]:
    """Yields what stands in asterisks in place of marks: **We will stay,** he said."""
    for match in _EMPHASIS.finditer(text, start, end):
        if _starts_missing(text, match.start(1), match.end(1), match.end(), end):
            yield Quote(match.start(), match.end(), match.span(1), start)


def _single(text: str, start: int, end: int) -> Iterator[Quote]:
    opened = -1
    for match in re.finditer(r"[‘’'`‹›]", text[start:end]):
        at = start + match.start()
        if _ELISION.match(text, at, end) or text.startswith("``", at) or text.startswith("``", at - 1):
            continue
        before = text[at - 1] if at > start else " "
        following = text[at + 1] if at + 1 < end else " "
        if opened < 0:
            if match[0] not in "’›" and (before.isspace() or before in '([—–-"“') and following.isalnum():
                opened = at
        elif match[0] not in "‘‹`" and not following.isalnum() and not before.isspace():
            # "the allies' forces" is a possessive, not an end, when another mark follows that may be one.
            if (
                before == "s"
                and following == " "
                and re.search(r"[\w.,!?][’'](?!\w)", text[at + 1 : min(end, at + 120)])
            ):
                continue
            yield Quote(opened, at + 1, (opened + 1, at), start)
            opened = -1
