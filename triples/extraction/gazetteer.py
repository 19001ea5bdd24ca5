"""Names of states, organisations and their seats, found in a sentence.

The names come from the authority (triples/authority); this module only finds them among the words of a sentence, the
longest first, and says in which way each names its bearer: by name, by capital, by demonym or by metonym.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from triples.extraction.names import Name, authority_names
from triples.language.analysis import Word


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: the index of its first word, and of the word after its last."""

    first: int
    after: int
    name: Name


class Gazetteer:
    """Finds names in sequences of words."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
        for name in names:
            words = tuple(_words(name.surface))
            if words:
                self._by_first.setdefault(words[0].lower(), []).append((words, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e[0]))

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Returns the names in a sentence, left to right, without overlaps."""
        hits: list[Hit] = []
        i = 0
        while i < len(words):
            hit = self._at(words, i)
            if hit:
                hits.append(hit)
                i = hit.after
            else:
                i += 1
        return hits

    def people_named(self, word: str) -> str | None:
        """Returns the state whose people or adjective a single word is, or None."""
        for surface, name in self._by_first.get(word.lower(), ()):
            if len(surface) == 1 and name.kind == "state" and name.manner in ("people", "adjective"):
                return name.bearer
        return None

    def stand_in(self, word: str) -> str | None:
        """Returns a well known name of the kind that a single word names: of a country, a people or an organisation."""
        for surface, name in self._by_first.get(word.lower(), ()):
            if len(surface) == 1 and surface[0][:1].isupper() and _fits(word, surface[0]):
                if name.kind == "state":
                    return _STAND_INS.get(name.manner)
                if name.kind == "organisation" and not word.isupper():
                    return "NATO"
        return None

    def _at(self, words: Sequence[Word], i: int) -> Hit | None:
        for surface, name in self._by_first.get(words[i].lower, ()):
            after = i + len(surface)
            if after > len(words) or any(words[i + n].lower != w.lower() for n, w in enumerate(surface)):
                continue
            # A name is written with capitals where the authority writes it so: "us" is not "US", "turkey" no state.
            if all(_fits(words[i + n].text, w) for n, w in enumerate(surface)):
                return Hit(i, after, name)
        return None


_STAND_INS = {"name": "Iraq", "capital": "Iraq", "adjective": "Iraqi", "people": "Iraqis"}


def _fits(written: str, known: str) -> bool:
    if not known[:1].isupper():
        return True
    if known.isupper() and 2 <= len(known) <= 3:
        return written.isupper()
    return written[:1].isupper()


def _words(surface: str) -> list[str]:
    """Splits a name as the tokeniser does: hyphens and possessive marks are words of their own."""
    out: list[str] = []
    for part in surface.replace("’", "'").split():
        pieces = part.replace("-", " - ").replace("'s", " 's").split()
        out += pieces
    return out


@cache
def load_gazetteer() -> Gazetteer:
    """Returns the gazetteer of the authority that comes with Servanda; built once."""
    return Gazetteer(authority_names())
