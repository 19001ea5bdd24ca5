"""The treaty or agreement that an act is on, or of which it speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from triples.extraction.actors import Actors
from triples.extraction.drafts import Draft
from triples.extraction.gazetteer import Hit
from triples.extraction.people import NameSpan
from triples.extraction.phrases import noun_phrase
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Word
from triples.language.words import words as word_set

_LINK = word_set("of on the for and to with respect non - nuclear")
_KINDS = word_set(
    """
    treaty agreement accord accords pact convention protocol memorandum declaration charter deal act armistice
    concordat covenant entente statute communiqué communique framework
    """
)
"""Nouns with which a text takes up a treaty or agreement that it has named."""
_WRITTEN = word_set("treaty pact convention protocol memorandum declaration charter communiqué communique armistice")
_VAGUE = word_set("earlier second first third new final last formal preliminary similar previous further other such")
_UNDER = frozenset({"Assurance", "Acceptance", "Acknowledgement", "TreatyAct"})
"""Acts that a text tells as done in the agreement of which it has just told."""
_NEAR = 1
_FAR = 25
"""How many sentences back the name may stand that "the treaty" takes up."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of an instrument at an offset, with its last noun of kind in lower case."""

    at: int
    sentence: int
    name: str
    kind: str


class Instruments:
    """The instruments of a document: those that it names, and what takes their names up."""

    def __init__(self, analysis: Analysis, vocabulary: Vocabulary, actors: Actors) -> None:
        self._analysis = analysis
        self._vocabulary = vocabulary
        self._actors = actors
        self._short: dict[str, str] = {}
        self._named: list[_Named] = []
        self._last: tuple[int, str, set[str]] | None = None
        for sentence in analysis.sentences:
            self._register(sentence.words)

    def of(self, draft: Draft) -> str | None:
        """Returns the name of the instrument that an act is on or speaks of; None if it has none."""
        start, end = draft.span
        words = [w for w in draft.cue.sentence.words if start <= w.start and w.end <= end]
        found = self._within(draft, words)
        sides = {s for a in draft.agents for s in (a.name, *a.of)}
        if found is not None and draft.type == "TreatyAct":
            self._last = (draft.cue.sentence.index, found, sides)
        if found is None and draft.type in _UNDER and self._last is not None:
            at, name, theirs = self._last
            if 0 <= draft.cue.sentence.index - at <= _NEAR and (sides & theirs or not (sides and theirs)):
                return name
        return found

    def _within(self, draft: Draft, words: list[Word]) -> str | None:
        """The instrument named or taken up in the words of an act."""
        named = next((name for w in words if (name := self._name(w)) is not None), None)
        if named is not None:
            return self._short.get(named, named)
        for word in words:
            taken_up = self._taken_up(word)
            if taken_up is not None:
                return taken_up
        if draft.type != "TreatyAct" or draft.negated:
            return None
        return next((noun_phrase(w) for w in words if self._is_particular(w)), None)

    def _register(self, words: list[Word]) -> None:
        i = 0
        while i < len(words):
            name = self._name(words[i])
            if name is None:
                i += 1
                continue
            first = i
            while i + 1 < len(words) and self._name(words[i + 1]) == name:
                i += 1
            kind = next((w.lower for w in reversed(words[first : i + 1]) if w.lower in _KINDS), "")
            self._named.append(_Named(words[first].start, words[first].sentence.index, name, kind))
            after = words[i + 1 : i + 4]
            if len(after) == 3 and after[0].text == "(" and after[2].text == ")" and after[1].text.isupper():
                self._short[after[1].text] = name
            i += 1

    def _is_instrument(self, word: Word) -> bool:
        return word.pos in ("NOUN", "PROPN") and "Instrument" in self._vocabulary.kinds_of(word)

    def _is_particular(self, word: Word) -> bool:
        """Whether a noun says which agreement: not "a deal" or "an earlier agreement", which may be any."""
        if not self._is_instrument(word) or isinstance(self._actors.hit_at(word), NameSpan):
            return False
        described = word.child("compound", "nmod") is not None or any(
            w.lower not in _VAGUE for w in word.all("amod", "nummod")
        )
        return word.lower in _WRITTEN or described

    def _taken_up(self, word: Word) -> str | None:
        """The last name of the kind of a definite noun: "the treaty", "that Declaration"."""
        if word.lower not in _KINDS or word.child("amod", "compound", "nmod") is not None:
            return None
        det = word.child("det")
        if det is None or det.lower not in ("the", "this", "that"):
            return None
        for i in range(bisect_left(self._named, word.start, key=lambda n: n.at) - 1, -1, -1):
            named = self._named[i]
            if word.sentence.index - named.sentence > _FAR:
                return None
            if named.kind.rstrip("s") == word.lower.rstrip("s"):
                return self._short.get(named.name, named.name)
        return None

    def _name(self, noun: Word) -> str | None:
        """The name that a word belongs to: one of the authority, or capitals around the noun of an instrument."""
        words = noun.sentence.words
        hit = self._actors.hit_at(noun)
        if isinstance(hit, Hit) and hit.name.kind == "instrument":
            return self._text(words[hit.first], words[hit.after - 1])
        if noun.text in self._short:
            return noun.text
        capitals = noun.is_name and noun.lower in _KINDS and noun.sentence.segment.complete
        if not capitals or hit is not None or not self._is_instrument(noun):
            return None
        first = last = noun.index
        while first > 0 and words[first - 1].is_name and words[first - 1].text[0].isalpha():
            first -= 1
        while first < noun.index and words[first].lower in ("the", "a", "an", "in", "under", "at", "by", "both"):
            first += 1
        while last + 1 < len(words) and (
            self._may_belong(words[last + 1])
            or (words[last + 1].lower in _LINK and not _is_partner(words, last + 1))
            or (words[last].lower in _LINK and words[last + 1].is_name)
            or (words[last + 1].is_name and self._actors.hit_at(words[last + 1]) is self._actors.hit_at(words[last]))
        ):
            last += 1
        while last > noun.index and not words[last].is_name:
            last -= 1
        text = self._text(words[first], words[last])
        return text if len(text.split()) > 1 else None

    def _may_belong(self, word: Word) -> bool:
        return word.is_name and word.text[0].isalpha() and not isinstance(self._actors.hit_at(word), NameSpan)

    def _text(self, first: Word, last: Word) -> str:
        return re.sub(r"[\s*]+", " ", self._analysis.text[first.start : last.end]).strip()


def _is_partner(words: list[Word], i: int) -> bool:
    """Whether "with" names with whom an agreement is, and not a part of its name: "with Respect to"."""
    return words[i].lower == "with" and (i + 1 >= len(words) or words[i + 1].lower != "respect")
