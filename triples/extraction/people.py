"""The people of a document: full names, posts, and for whom they speak.

A first pass over the document finds names of persons by their capitals, the titles and posts beside them, and the
pipeline's own guess; later passes look last names and descriptions up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from triples.extraction.gazetteer import Hit
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Word
from triples.language.words import words as word_set

TITLES = word_set(
    """
    mr mrs ms dr sir lord lady dame herr frau m. m mme signor señor senor monsieur madame mr. mrs. ms. dr.
    gen. gen sen. sen rep. rep gov. col. col lt. sgt. capt. comrade count baron duke prince princess king
    queen field
    """
)
_PARTICLES = word_set("de van von der den da di bin ibn al el la le du dos ben abu ul ud")
_MONTH_NAMES = frozenset({"May", "April", "June", "August"})
"""Months that are also names of persons."""
_NOT_NAMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december council union treaty agreement charter declaration palace
    house office ministry department court party army navy force forces street university institute security
    alliance pact protocol convention conference summit war republic peninsula sea ocean strait river valley
    mountain island islands bank desert north south east west eastern western northern southern central
    europe asia africa america international national foreign defence defense prime deputy state general
    guards the and of in a an i article photo file press news times post reuters agency read more home world
    policy open door commission parliament assembly congress senate memorandum accord christmas easter god
    bible koran st saint embassy airport castle hall dialogue statement act pm am gmt bst est treaty parade
    square bay gulf canal european asian african american arab latin nordic baltic balkan
    shoal hotel cold new year years brent crude
    neither nor nowhere regrettably both either however meanwhile but yet also so then now here there those these
    this that some many
    most all each every any none nobody everyone what when where why how who which while although though because
    since if as at by for from to with after before under over despite earlier later yesterday today tomorrow last
    next only even still once until unless whether such other others another few several no not or it he she they we
    you his her its their our my on about against during asked speaking according separately instead
    """
)


@dataclass(slots=True, eq=False)
class Person:
    """A person of the document: the fullest name, the words of the posts given, and for whom the person speaks."""

    name: str
    posts: set[str] = field(default_factory=set)
    states: list[str] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    """The organisations to which the person is sent: "ambassador to NATO"."""
    guessed: tuple[str, ...] = ()
    """For whom the person seems to speak, where a post without a state is all that the document gives."""
    first_seen: int = 0

    @property
    def last_name(self) -> str:
        """The last word of the name, in lower case, without "Jr."."""
        parts = [p for p in self.name.lower().split() if p not in ("jr.", "jr", "sr.", "sr", "ii", "iii")]
        return parts[-1] if parts else self.name.lower()


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A person's name in a sentence: indices of its words, and the person."""

    first: int
    after: int
    person: Person


class People:
    """The register of a document's people."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_name: dict[str, Person] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_name.values())

    def add(self, name: str, at: int) -> Person:
        """Returns the person of this name, who is registered if new; a longer form of a known name replaces it."""
        key = name.lower()
        if key in self._by_name:
            return self._by_name[key]
        person = Person(name, first_seen=at)
        if " " not in key and key not in self._by_last and len(self._by_first.get(key, ())) == 1:
            # Family names stand first in some languages, and in some a given name is how one is called.
            return self._by_first[key][0]
        known = [p for p in self._by_last.get(person.last_name, []) if _compatible(p.name, name)]
        if known:
            if len(name.split()) > len(known[0].name.split()):
                known[0].name = name
            self._by_name[key] = known[0]
            return known[0]
        self._by_name[key] = person
        if " " in key:
            self._by_first.setdefault(key.split()[0], []).append(person)
        self._by_last.setdefault(person.last_name, []).append(person)
        return person

    def last(self, name: str) -> Person | None:
        """Returns the person with this last name, else the only one with this first name."""
        found = self._by_last.get(name.lower())
        if found:
            return found[0]
        first = self._by_first.get(name.lower(), [])
        return first[0] if len(first) == 1 else None

    def candidates(self, words: Sequence[Word], hits: Sequence[Hit]) -> list[tuple[int, int]]:
        """Returns the runs of capitalised words that may name a person, as index spans."""
        taken = {i for h in hits for i in range(h.first, h.after)}
        runs: list[tuple[int, int]] = []
        i = 0
        while i < len(words):
            if not self._may_begin(words, i, taken):
                i += 1
                continue
            j = i + 1
            while j < len(words) and self._may_go_on(words, j, taken):
                j += 1
            while j > i and (words[j - 1].lower in _PARTICLES or words[j - 1].text in ("-", ".")):
                j -= 1
            runs.append((i, j))
            i = max(j, i + 1)
        return runs

    def _may_begin(self, words: Sequence[Word], i: int, taken: set[int]) -> bool:
        word = words[i]
        if i in taken or not word.is_name or word.lower in TITLES or not word.text[0].isalpha():
            return False
        if len(word.text) > 4 and word.text.isupper() and not word.sentence.segment.complete:
            return False
        return self._is_name_word(word)

    def _may_go_on(self, words: Sequence[Word], j: int, taken: set[int]) -> bool:
        word = words[j]
        if j in taken:
            return False
        following = words[j + 1] if j + 1 < len(words) else None
        if word.lower in TITLES and word.lower not in _PARTICLES:
            # "Hun Sen", "Burger King": what looks like a title and has no name after it ends the name itself.
            return word.is_name and word.text.isalpha() and (following is None or not following.is_name)
        if word.text in _MONTH_NAMES and words[j - 1].is_name and words[j - 1].lower not in _NOT_NAMES:
            return following is None or not following.text[0].isdigit()
        if word.is_name and word.text[0].isalpha():
            return self._is_name_word(word) or word.lower in ("jr.", "jr", "ii", "iii")
        if (
            word.text == "-"
            and following is not None
            and words[j - 1].end == word.start
            and following.start == word.end
        ):
            return following.is_name or words[j - 1].is_name
        if words[j - 1].text == "-" and word.text.isalpha():
            return True
        if word.lower not in _PARTICLES or following is None or j + 1 in taken:
            return False
        if following.lower in _PARTICLES and j + 2 < len(words) and words[j + 2].is_name:
            return j + 2 not in taken
        return following.is_name or (following.text == "-" and j + 2 < len(words) and words[j + 2].is_name)

    def _is_name_word(self, word: Word) -> bool:
        lower = word.lower
        if lower in _NOT_NAMES or (word.text.isupper() and len(word.text) > 1 and not lower.endswith(".")):
            return False
        if self._vocabulary.kinds(lower) or word.pos == "PRON":
            return False
        if not word.sentence.segment.complete and word.pos not in ("PROPN", "NOUN") and self._vocabulary.knows(lower):
            return False
        return not (word.index == 0 and word.pos not in ("PROPN", "NOUN", "X"))


def _compatible(one: str, other: str) -> bool:
    """Whether two names with the same last word may be of one person: same first name, or one has none."""
    a, b = one.lower().split(), other.lower().split()
    if len(a) == 1 or len(b) == 1:
        return True
    return a[0] == b[0] or (a[0][0] == b[0][0] and ("." in a[0] or "." in b[0]))
