"""The reader of the PLOVER lexicon (``plover/lexicon.tsv``): which words tell of which type of event.

PLOVER (Political Language Ontology for Verifiable Event Records) codes what one actor does to another in the news; its
types are called roots here. The head of the file says how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from ontology.errors import InputError

PLOVER_LEXICON_FILE = Path(__file__).parent / "plover" / "lexicon.tsv"

Shape = Literal["verb", "noun", "phrase", "object"]


@dataclass(frozen=True, slots=True)
class PloverEntry:
    """A way to tell of an event type: a word, words in a row, or a verb with one of several objects.

    `words` are lemmas; `objects` holds, for the shape "object", the nouns (each one or more lemmas) that complete it.
    """

    root: str
    shape: Shape
    words: tuple[str, ...]
    objects: tuple[tuple[str, ...], ...] = ()


def read_plover_lexicon(path: Path) -> tuple[PloverEntry, ...]:
    """Reads the entries of a lexicon in the order of the file.

    Raises InputError, with file and line, when a row is not of the form that the head of the shipped file describes.
    """
    entries: list[PloverEntry] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or columns[1] not in get_args(Shape):
            raise InputError(
                f"{path.name}, line {number}: expected root, one of {', '.join(get_args(Shape))}, and words, "
                f"parted by tabs."
            )
        entries.extend(_row(columns[0], cast("Shape", columns[1]), columns[2], f"{path.name}, line {number}"))
    return tuple(entries)


@cache
def load_plover_lexicon() -> tuple[PloverEntry, ...]:
    """Returns the entries of the lexicon that comes with the ontology; read once."""
    return read_plover_lexicon(PLOVER_LEXICON_FILE)


def _row(root: str, shape: Shape, text: str, place: str) -> Iterator[PloverEntry]:
    heads, mark, objects = text.partition(">")
    if (mark == ">") != (shape == "object") or not heads.strip() or (mark and not objects.strip()):
        raise InputError(f"{place}: a row of shape object, and no other, has '>' with words on both sides.")
    nouns = tuple(_lemmas(word) for word in objects.split())
    for word in dict.fromkeys(heads.split()):
        yield PloverEntry(root, shape, _lemmas(word), nouns)


def _lemmas(word: str) -> tuple[str, ...]:
    return tuple(word.split("_"))
