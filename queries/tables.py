"""Solutions as an aligned table for terminals."""

from __future__ import annotations

import unicodedata

from pyoxigraph import Literal, NamedNode

from queries.terms import contract
from triples.store.protocol import Solutions

_GAP = "  "
_NARROWEST = 6
_NUMBERS = ("integer", "decimal", "double", "float")


def table(solutions: Solutions, *, width: int | None = None) -> str:
    """Returns solutions as a table: a heading, a rule, one line for each solution, and their number.

    IRIs are shown as CURIEs, numbers stand on the right. `width` is the number of columns of the terminal: the widest
    columns are narrowed until a line fits, and a cell that is too long ends in "…". Without it nothing is shortened.
    """
    rows = [[_cell(term) for term in row] for row in solutions.rows]
    right = [False] * len(solutions.variables)
    widths = [columns(name) for name in solutions.variables]
    for row in rows:
        for position, (text, number) in enumerate(row):
            widths[position] = max(widths[position], columns(text))
            right[position] = right[position] or number
    if width is not None:
        widths = _fit(widths, width)
    lines = [
        _line(list(solutions.variables), widths, right),
        _GAP.join("─" * size for size in widths),
        *(_line([text for text, _ in row], widths, right) for row in rows),
        "1 row" if len(rows) == 1 else f"{len(rows)} rows",
    ]
    return "\n".join(lines) + "\n"


def columns(text: str) -> int:
    """Returns how many columns of a terminal a text takes: two for a wide character, none for a combining one."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _cell(term: object) -> tuple[str, bool]:
    if term is None:
        return "", False
    if isinstance(term, NamedNode):
        return contract(term.value), False
    if isinstance(term, Literal):
        number = term.datatype.value.rpartition("#")[2] in _NUMBERS
        return " ".join(_printable(term.value).split()), number
    return str(term), False


def _printable(text: str) -> str:
    """Replaces control characters, which a terminal would obey, by spaces."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cf") else character for character in text)


def _fit(widths: list[int], width: int) -> list[int]:
    """Narrows the widest column by one until the line fits, or until no column can be narrowed any more."""
    fitted = list(widths)
    while sum(fitted) + len(_GAP) * (len(fitted) - 1) > width:
        widest = max(range(len(fitted)), key=lambda position: fitted[position])
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = [_pad(text, size, number) for text, size, number in zip(cells, widths, right, strict=True)]
    return _GAP.join(padded).rstrip()


def _pad(text: str, size: int, right: bool) -> str:
    shown = text
    if columns(text) > size:
        shown = ""
        for character in text:
            if columns(shown) + _columns(character) > size - 1:
                break
            shown += character
        shown += "…"
    space = " " * (size - columns(shown))
    return space + shown if right else shown + space
