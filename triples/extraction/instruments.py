"""The treaty or agreement that an act is on or appeals to."""

from __future__ import annotations

import re

from triples.extraction.drafts import Draft
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Word
from triples.language.words import words as word_set

_LINK = word_set("of on the for in with and to respect non - nuclear")


class Instruments:
    """The named instruments of a document."""

    def __init__(self, analysis: Analysis, vocabulary: Vocabulary) -> None:
        self._analysis = analysis
        self._vocabulary = vocabulary

    def of(self, draft: Draft) -> str | None:
        """Returns the name of the instrument within an act's span, or for treaty acts the plain noun; None if none."""
        start, end = draft.span
        words = [w for w in draft.cue.sentence.words if start <= w.start and w.end <= end]
        for word in words:
            if word.is_name and "Instrument" in self._vocabulary.kinds_of(word):
                name = self._name(word)
                if name is not None:
                    return name
        return None

    def _name(self, noun: Word) -> str | None:
        words = noun.sentence.words
        first = noun.index
        while first > 0 and (
            (words[first - 1].is_name and words[first - 1].text[0].isalpha()) or words[first - 1].text == "-"
        ):
            first -= 1
        if words[first].lower in ("the", "a", "an", "in", "under", "at"):
            first += 1
        last = noun.index
        while last + 1 < len(words) and (words[last + 1].is_name or words[last + 1].lower in _LINK):
            last += 1
        while last > noun.index and not words[last].is_name:
            last -= 1
        text = self._analysis.text[words[first].start : words[last].end]
        text = re.sub(r"\s+", " ", text.replace("*", "")).strip()
        return text if len(text.split()) >= 2 else None
