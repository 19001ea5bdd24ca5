"""Words cut into the pieces that a pretrained encoder knows (WordPiece: Wu et al. 2016, Devlin et al. 2019).

The vocabulary is that of BERT's uncased English models, without what English text hardly holds; a piece that goes on
within a word begins with "##". Words are those of the analysis, so that each piece belongs to one of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

VOCABULARY = "vocabulary.txt"
"""The file of the vocabulary beside the model."""

_PARTS = re.compile(r"[^\W_]+|[^\s]")
_LONGEST = 60
"""A longer run of letters is no word; it counts as one unknown piece."""


class Wordpieces:
    """Cuts words by a vocabulary, one piece a line; a piece's number is that of its line, from 0."""

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self.unknown = self._numbers["[UNK]"]
        self.first = self._numbers["[CLS]"]
        self.separator = self._numbers["[SEP]"]
        self._cut = lru_cache(maxsize=65_536)(self._cut_word)

    def cut(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Returns the numbers of the pieces of each word; a word of blanks has none."""
        return [self._cut(word) for word in words]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))
        return tuple(piece for part in _PARTS.findall(plain) for piece in self._longest_first(part))

    def _longest_first(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            end = len(part) if len(part) <= _LONGEST else start
            while end > start and (prefix(start) + part[start:end]) not in self._numbers:
                end -= 1
            if end == start:
                return [self.unknown]
            found.append(self._numbers[prefix(start) + part[start:end]])
            start = end
        return found


def prefix(start: int) -> str:
    """Returns what a piece begins with that starts at this place of a word."""
    return "##" if start else ""
