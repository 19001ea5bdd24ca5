"""The lexicon of predicates: which words of a reported clause say the same thing.

``predicates.tsv`` has a row a word. In rows with a concept, ``verb`` and ``noun`` name the words that express it, and
with ``negative`` before them those that express its opposite; the words of ``with`` are companions of which one must
hang on it ("move … *east*"); ``subject`` is what kind of actor the concept is said of ("alliance", "state", or empty).
Rows without a concept are words that shape the clause: a ``halt`` reverses it ("to *end* the enlargement"), a
``carrier`` only introduces it ("a *proposal* to …"), a ``deny`` says that the clause is untrue.
"""

from __future__ import annotations

import csv
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Predicate:
    """What a word expresses: the concept, whether the word negates it, and what the concept is said of."""

    concept: str
    negative: bool = False
    subject: str = ""


@dataclass(frozen=True)
class _Row:
    concept: str
    part: str
    companions: frozenset[str]
    subject: str


class Predicates:
    """The lexicon of predicates, looked up by lemma."""

    def __init__(self, rows: dict[str, list[_Row]]) -> None:
        self._rows = rows

    def lookup(self, lemma: str, *, noun: bool, beside: Set[str]) -> Predicate | None:
        """Returns what the word with this lemma expresses, given the lower-case words that stand beside it."""
        wanted = ("noun", "negative noun") if noun else ("verb", "negative verb")
        for row in self._rows.get(lemma.lower(), ()):
            if row.part in wanted and (not row.companions or row.companions & beside):
                return Predicate(row.concept, row.part.startswith("negative"), row.subject)
        return None

    def halts(self, lemma: str, beside: Set[str] = frozenset()) -> bool:
        """Tells whether the word reverses what it governs."""
        rows = (row for row in self._rows.get(lemma.lower(), ()) if row.part == "halt")
        return any(not row.companions or row.companions & beside for row in rows)

    def carries(self, lemma: str, beside: Set[str] = frozenset()) -> bool:
        """Tells whether the word only introduces the clause that it governs."""
        rows = (row for row in self._rows.get(lemma.lower(), ()) if row.part == "carrier")
        return any(not row.companions or row.companions & beside for row in rows)

    def nouns(self, concept: str) -> tuple[str, ...]:
        """Returns the nouns that express a concept, sorted ("enlargement", "expansion")."""
        return tuple(
            sorted(
                lemma
                for lemma, rows in self._rows.items()
                for row in rows
                if (row.concept, row.part) == (concept, "noun")
            )
        )

    def denies(self, lemma: str) -> bool:
        """Tells whether the word says that what it governs is untrue."""
        return any(row.part == "deny" for row in self._rows.get(lemma.lower(), ()))


@cache
def load_predicates() -> Predicates:
    """Returns the lexicon that is shipped beside this module."""
    rows: dict[str, list[_Row]] = {}
    with (files(__package__) / "predicates.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            companions = frozenset(row["with"].split())
            rows.setdefault(row["lemma"], []).append(_Row(row["concept"], row["part"], companions, row["subject"]))
    return Predicates(rows)
