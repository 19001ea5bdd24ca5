"""The treaty or agreement that an act is on, or in which it is performed."""

from __future__ import annotations

import re

from triples.extraction.actors import Actors
from triples.extraction.drafts import Draft
from triples.extraction.gazetteer import Hit
from triples.extraction.phrases import noun_phrase
from triples.extraction.syntax import case_of
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Word
from triples.language.words import words as word_set

_LINK = word_set("of on the for in with and to respect non - nuclear")
_WITHIN = word_set("in under by through")


class Instruments:
    """The instruments of a document."""

    def __init__(self, analysis: Analysis, vocabulary: Vocabulary, actors: Actors) -> None:
        self._analysis = analysis
        self._vocabulary = vocabulary
        self._actors = actors

    def of(self, draft: Draft) -> str | None:
        """Returns the name of the instrument that a treaty act is on, or in which another act stands; None if none."""
        start, end = draft.span
        words = [w for w in draft.cue.sentence.words if start <= w.start and w.end <= end]
        named = next((name for w in words if (name := self._name(w)) is not None), None)
        if named is not None:
            return named
        for word in words:
            stands_within = case_of(word) in _WITHIN and word.dep.startswith("obl")
            if self._is_instrument(word) and (draft.type == "TreatyAct" or stands_within):
                return noun_phrase(word)
        return None

    def _is_instrument(self, word: Word) -> bool:
        return word.pos in ("NOUN", "PROPN") and "Instrument" in self._vocabulary.kinds_of(word)

    def _name(self, noun: Word) -> str | None:
        """The name that a word belongs to: one of the authority, or capitals around the noun of an instrument."""
        words = noun.sentence.words
        hit = self._actors.hit_at(noun)
        if isinstance(hit, Hit) and hit.name.kind == "instrument":
            return self._text(words[hit.first], words[hit.after - 1])
        if not (noun.is_name and self._is_instrument(noun)):
            return None
        first = last = noun.index
        while first > 0 and (words[first - 1].is_name and words[first - 1].text[0].isalpha()):
            first -= 1
        if words[first].lower in ("the", "a", "an", "in", "under", "at"):
            first += 1
        while last + 1 < len(words) and (words[last + 1].is_name or words[last + 1].lower in _LINK):
            last += 1
        while last > noun.index and not words[last].is_name:
            last -= 1
        text = self._text(words[first], words[last])
        return text if len(text.split()) > 1 else None

    def _text(self, first: Word, last: Word) -> str:
        return re.sub(r"[\s*]+", " ", self._analysis.text[first.start : last.end]).strip()
