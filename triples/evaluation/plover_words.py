"""Finds the words of the PLOVER lexicon in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ontology.plover_lexicon import PloverEntry, load_plover_lexicon
from triples.language.analysis import Word
from triples.language.inflection import noun_forms, verb_forms

_PARTICLE_REACH = 3
"""How far a particle may stand from its verb: "turned the whole offer down"."""
_ENUMERATION = 4
"""So near behind a verb, a comma only parts modifiers: "fired three old, rusty rockets"."""
_OBJECT_REACH = 8
"""How far an object may stand behind its verb, and before it in the passive."""


@dataclass(frozen=True, slots=True)
class RootHit:
    """An entry found among words: the index of its verb or noun (`at`) and of its last word."""

    root: str
    shape: str
    at: int
    last: int
    name: str

    @property
    def covers(self) -> Iterable[int]:
        """The indices of the words that no shorter match may use."""
        return (self.at, self.last) if self.shape == "object" else range(self.at, self.last + 1)

    @property
    def size(self) -> int:
        """How much the match says: a verb with its object most, the nearer the better, then more words in a row."""
        length = abs(self.last - self.at)
        return 200 - length if self.shape == "object" else length


class RootFinder:
    """Finds entries by their inflected forms."""

    def __init__(self, entries: Iterable[PloverEntry]) -> None:
        self._heads: dict[str, list[tuple[PloverEntry, tuple[str, ...], str]]] = {}
        self._objects: dict[int, dict[str, list[tuple[str, ...]]]] = {}
        for entry in entries:
            head, rest = entry.words[0], entry.words[1:]
            pieces = (*_pieces(head), *(p for w in rest for p in _pieces(w)))
            for forms in _readings(entry.shape, pieces):
                self._heads.setdefault(forms[0], []).append((entry, forms[1:], " ".join(pieces)))
            if entry.objects and id(entry.objects) not in self._objects:
                self._objects[id(entry.objects)] = _objects(entry.objects)

    def find(self, words: Sequence[Word]) -> list[RootHit]:
        """Returns the entries found, in the order of the words; what lies inside a longer match is left out.

        Of one root, one hit stands at a word; several roots may share one.
        """
        lower = [w.lower for w in words]
        found = [hit for i in range(len(lower)) for hit in self._at(lower, words, i)]
        widest: dict[int, int] = {}
        for hit in found:
            for i in hit.covers:
                widest[i] = max(widest.get(i, 0), hit.size)
        kept = {
            (h.root, h.at): h for h in sorted(found, key=lambda h: h.size) if all(h.size >= widest[i] for i in h.covers)
        }
        return sorted(kept.values(), key=lambda h: (h.at, h.root))

    def _at(self, lower: Sequence[str], words: Sequence[Word], i: int) -> Iterator[RootHit]:
        for entry, rest, name in self._heads.get(lower[i], ()):
            if entry.shape == "verb" and words[i].pos == "NOUN" and not rest:
                continue
            last = _follow(lower, i, rest, gap=_PARTICLE_REACH if entry.shape in ("verb", "object") else 0)
            if last is None:
                continue
            if entry.shape != "object":
                yield RootHit(entry.root, entry.shape, i, last, name)
                continue
            objects = self._objects[id(entry.objects)]
            place = _object(objects, lower, words, i, last)
            if place is not None:
                yield RootHit(entry.root, entry.shape, i, place[0], f"{name} > {place[1]}")


@cache
def load_root_finder() -> RootFinder:
    """Returns the finder of the lexicon that comes with the ontology; built once."""
    return RootFinder(load_plover_lexicon())


def _pieces(lemma: str) -> tuple[str, ...]:
    """Splits a lemma as the tokeniser does: "cease-fire" is three words."""
    return tuple(p for p in re.split(r"(-)", lemma) if p)


def _readings(shape: str, pieces: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yields the written forms of an entry, as words."""
    first, rest = pieces[0], pieces[1:]
    if shape == "noun":
        for form in noun_forms(pieces[-1]):
            yield (*pieces[:-1], form)
        return
    for form in verb_forms(first):
        yield (form, *rest)
    if shape == "object":
        for form in noun_forms(first):
            if form not in verb_forms(first):
                yield (form, *rest)


def _objects(nouns: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for noun in nouns:
        pieces = tuple(p for w in noun for p in _pieces(w))
        for form in (pieces[-1], *noun_forms(pieces[-1])):
            written = (*pieces[:-1], form)
            known = index.setdefault(written[0], [])
            if written[1:] not in known:
                known.append(written[1:])
    return index


def _follow(lower: Sequence[str], i: int, rest: Sequence[str], *, gap: int) -> int | None:
    at = i
    for n, part in enumerate(rest):
        reach = gap + 1 if n == 0 else 1
        place = next((j for j in range(at + 1, min(at + 1 + reach, len(lower))) if lower[j] == part), None)
        if place is None:
            return None
        at = place
    return at


def _object(
    objects: dict[str, list[tuple[str, ...]]], lower: Sequence[str], words: Sequence[Word], i: int, last: int
) -> tuple[int, str] | None:
    """Returns where the nearest object stands, behind the verb or, in the passive, before it; and its form."""
    for j in range(i + 1, min(last + 1 + _OBJECT_REACH, len(lower))):
        if lower[j] in (";", ":") or (lower[j] == "," and j > last + _ENUMERATION):
            break
        place = _whole(objects, lower, j)
        if place is not None:
            return place
    if words[i].child("aux:pass") is not None or words[i].dep.startswith("acl"):
        for j in range(i - 1, max(-1, i - 1 - _OBJECT_REACH), -1):
            place = _whole(objects, lower, j)
            if place is not None:
                return place
    return None


def _whole(objects: dict[str, list[tuple[str, ...]]], lower: Sequence[str], j: int) -> tuple[int, str] | None:
    for rest in objects.get(lower[j], ()):
        if tuple(lower[j + 1 : j + 1 + len(rest)]) == rest:
            return j + len(rest), " ".join((lower[j], *rest))
    return None
