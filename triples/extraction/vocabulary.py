"""The lexicon as the steps of extraction need it: entries by written form, and sets of nouns by kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from ontology.lexicon import Entry, Lexicon, load_lexicon
from triples.language.analysis import Word
from triples.language.inflection import noun_forms, verb_forms
from triples.language.words import words as word_set

_GAP = 3
"""How many determiners and modifiers may stand at "~" in an idiom."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found at a word; `last` is the index of the last word of the idiom."""

    entry: Entry
    first: int
    last: int


class Vocabulary:
    """The lexicon indexed by the first word's inflected forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        verbs, nouns = lexicon.of(part_of_speech="verb"), lexicon.of(part_of_speech="noun")
        self._verbs = _index([e for e in verbs if e.role != "clue"], verb_forms)
        self._nouns = _index([e for e in nouns if e.role not in ("kind", "clue")], noun_forms)
        self._predicates = _index(lexicon.of(role="predicate"), lambda w: (w, w + "s"))
        clues = lexicon.of(role="clue")
        self._clues = {
            "verb": _index([e for e in clues if e.part_of_speech == "verb"], verb_forms),
            "noun": _index([e for e in clues if e.part_of_speech == "noun"], noun_forms),
            "adjective": _index([e for e in clues if e.part_of_speech == "adjective"], lambda w: (w, w + "s")),
        }
        self.hedges = frozenset(e.form for e in lexicon.of(role="hedge"))
        self._kinds: dict[str, set[str]] = {}
        for entry in lexicon.of(role="kind"):
            for form in noun_forms(entry.words[-1]) if len(entry.words) == 1 else (entry.form,):
                self._kinds.setdefault(form, set()).add(entry.denotes or "")
        self._known = frozenset(self._verbs) | frozenset(self._nouns) | frozenset(self._kinds) | _FUNCTION_WORDS

    def verbs(self, words: Sequence[Word], i: int) -> list[Match]:
        """Returns the verb entries that begin at word `i`, the longest idioms first."""
        return _matches(self._verbs, words, i)

    def nouns(self, words: Sequence[Word], i: int) -> list[Match]:
        """Returns the noun entries that begin at word `i`."""
        return _matches(self._nouns, words, i)

    def predicates(self, words: Sequence[Word], i: int) -> list[Match]:
        """Returns the predicates (adjectives and phrases) that begin at word `i`."""
        return _matches(self._predicates, words, i)

    def clues(self, words: Sequence[Word], i: int, part_of_speech: str) -> list[Match]:
        """Returns the clues that begin at word `i`: words that speak for a kind of act and do not decide it."""
        return _matches(self._clues[part_of_speech], words, i)

    def kinds(self, form: str) -> frozenset[str]:
        """Returns the kinds of thing that a noun in lower case may mean, for example {"Person"}."""
        return frozenset(self._kinds.get(form, ()))

    def kinds_of(self, word: Word) -> frozenset[str]:
        """Returns the kinds of thing that a noun may mean, together with the word before it: "joint statement"."""
        found = self.kinds(word.lower)
        if word.index > 0:
            found |= self.kinds(f"{word.sentence.words[word.index - 1].lower} {word.lower}")
        return found

    def with_noun(self, verb: Word, noun: Word) -> list[Match]:
        """Returns the idioms of a verb and a noun wherever the noun stands: "an agreement was reached"."""
        return [
            Match(e, verb.index, verb.index)
            for e in self._verbs.get(verb.lower, ())
            if len(e.words) == 3 and e.words[1] == "~" and _same(noun.lower, e.words[2])
        ]

    def knows(self, form: str) -> bool:
        """Whether a form in lower case is a word of the lexicon or a function word."""
        return form in self._known


def _index(entries: Sequence[Entry], forms: Callable[[str], tuple[str, ...]]) -> dict[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        for form in forms(entry.words[0]):
            index.setdefault(form, []).append(entry)
    for found in index.values():
        found.sort(key=lambda e: -len(e.words))
    return index


def _matches(index: dict[str, list[Entry]], words: Sequence[Word], i: int) -> list[Match]:
    found: list[Match] = []
    for entry in index.get(words[i].lower, ()):
        last = _follow(entry.words, words, i)
        if last is not None:
            found.append(Match(entry, i, last))
    return found


def _follow(pattern: Sequence[str], words: Sequence[Word], i: int) -> int | None:
    """Returns the index of the last word of an idiom that begins at word `i`, or None."""
    at, gap = i, 0
    for part in pattern[1:]:
        if part == "~":
            gap = _GAP
            continue
        # Particles may be parted from their verb by its short object: "turned it down".
        reach = max(gap, 2 if len(pattern) == 2 and part in _PARTICLES else 0)
        while at + 1 < len(words) and words[at + 1].pos == "ADV" and words[at + 1].lower != part and at < i + _GAP:
            at += 1
        for step in range(1, reach + 2):
            j = at + step
            if j >= len(words):
                return None
            if _same(words[j].lower, part):
                at, gap = j, 0
                break
            if gap and words[j].pos in ("VERB", "PUNCT", "ADP", "SCONJ"):
                return None
        else:
            return None
    return at


_PARTICLES = word_set("down out up off forward aside back in")
_SELVES = word_set("itself themselves himself herself myself ourselves yourself oneself")


def _same(written: str, part: str) -> bool:
    if written == part:
        return True
    if part == "self":
        return written in _SELVES
    # Asked of every word that may go on an idiom: most are told apart by their last letter.
    if not written.endswith("s"):
        return False
    return written in (part + "s", part + "es", part[:-1] + "ies" if part.endswith("y") else part)


_FUNCTION_WORDS = word_set(
    """
    a an the of in on at to from by with without for and or but nor not no as than that this these those is
    are was were be been being has have had do does did will would shall should can could may might must its
    his her their our your my over after before about into under out up down off who whom whose which what
    when where why how if than then there it he she they we you new old first last one two three four five
    more most less early late end amid against between during since until while again never ever ready such
    single open door policy written next week month year day response big small talk key major behind reason
    expansion plan plans military eastern eastward member
    """
)


@cache
def load_vocabulary() -> Vocabulary:
    """Returns the vocabulary of the lexicon that comes with the ontology; built once."""
    return Vocabulary(load_lexicon())
