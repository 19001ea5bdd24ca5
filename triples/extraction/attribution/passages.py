"""The words of a paragraph with all its quotation marks, and what is quoted in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from triples.extraction.quotes import Quote, find_quotes
from triples.language.analysis import Analysis, Sentence, Word


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: its words in order, marks that the parser did not see among them, and its quotations."""

    words: tuple[Word, ...]
    quotes: tuple[Quote, ...]
    parsed: frozenset[Word]

    def position(self, offset: int) -> int:
        """Returns the number of the word that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self.words, offset, key=lambda w: w.start) - 1)


def passages(analysis: Analysis) -> list[Passage]:
    """Returns the paragraphs of an analysed text in order."""
    groups: dict[int, list[Sentence]] = {}
    for sentence in analysis.sentences:
        groups.setdefault(sentence.segment.paragraph, []).append(sentence)
    quotes = find_quotes(analysis.text, analysis.paragraphs())
    starts = [q.start for q in quotes]
    found = []
    for group in groups.values():
        words = [w for sentence in group for w in _with_marks(sentence, analysis.text)]
        if words:
            first = bisect_right(starts, group[0].start - 1)
            last = bisect_right(starts, group[-1].end)
            parsed = frozenset(w for sentence in group for w in sentence.words)
            found.append(Passage(tuple(words), tuple(quotes[first:last]), parsed))
    return found


def _with_marks(sentence: Sentence, text: str) -> list[Word]:
    """The words of a sentence with the marks between them that analysis left out, which hang from a neighbour."""
    found: list[Word] = []
    at = sentence.start
    for word in sentence.words:
        found += _marks(sentence, text, at, word.start, word)
        found.append(word)
        at = word.end
    return found + _marks(sentence, text, at, sentence.end, sentence.words[-1] if sentence.words else None)


def _marks(sentence: Sentence, text: str, start: int, end: int, beside: Word | None) -> list[Word]:
    found: list[Word] = []
    for match in re.finditer(r"\S+", text[start:end]):
        first = start + match.start()
        mark = Word(beside.index if beside else 0, first, first + len(match[0]), match[0], match[0].lower(), sentence)
        mark.pos, mark.tag, mark.dep = "PUNCT", "''", "punct"
        mark.head = beside if beside is not None else mark
        found.append(mark)
    return found
