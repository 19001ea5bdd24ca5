"""Solutions as text for terminals: an aligned table, or one record after the other where a table would not fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from queries.terms import contract
from triples.store.protocol import Solutions, Term

_GAP = "  "
_NARROWEST = 12
_LABEL = "Label"
_NUMBERS = ("integer", "decimal", "double", "float")


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its cells, how wide the widest is, and whether it holds numbers."""

    name: str
    cells: list[str]
    width: int
    numbers: bool


def table(solutions: Solutions, *, width: int | None = None) -> str:
    """Returns solutions as a table: a heading, a rule, one line for each solution, and their number.

    IRIs are shown as CURIEs, numbers stand on the right. Without a `width` nothing is shortened or left out. `width` is
    the number of columns of the terminal: an IRI whose label is there too is left out, the widest columns are narrowed
    until a line fits, and a cell that is too long ends in "…". Where columns would become too narrow to read, the
    solutions are shown as records, one value a line.
    """
    shown = [_column(solutions, position) for position in range(len(solutions.variables))]
    if width is not None:
        labelled = {column.name.removesuffix(_LABEL) for column in shown if column.name.endswith(_LABEL)}
        shown = [column for column in shown if column.name not in labelled]
    number = len(solutions.rows)
    footer = "1 row" if number == 1 else f"{number} rows"
    widths = [column.width for column in shown] if width is None else _fit([column.width for column in shown], width)
    if widths is None:
        return _records(shown, number) + footer + "\n"
    lines = [
        _line([(column.name, column.numbers) for column in shown], widths),
        _GAP.join("─" * size for size in widths),
        *(_line([(column.cells[row], column.numbers) for column in shown], widths) for row in range(number)),
        footer,
    ]
    return "\n".join(lines) + "\n"


def columns(text: str) -> int:
    """Returns how many columns of a terminal a text takes: two for a wide character, none for a combining one."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _column(solutions: Solutions, position: int) -> Column:
    name = solutions.variables[position]
    terms = [row[position] for row in solutions.rows]
    cells = [_cell(term) for term in terms]
    numbers = any(isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in _NUMBERS for term in terms)
    return Column(name, cells, max([columns(name), *(columns(cell) for cell in cells)]), numbers)


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = (
        contract(term.value) if isinstance(term, NamedNode) else term.value if isinstance(term, Literal) else str(term)
    )
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    """Replaces control characters, which a terminal would obey, by spaces."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cf") else character for character in text)


def _fit(widths: list[int], width: int) -> list[int] | None:
    """Narrows the widest column by one until the line fits; None where a column would become too narrow to read."""
    fitted = list(widths)
    while fitted and sum(fitted) + len(_GAP) * (len(fitted) - 1) > width:
        widest = max(range(len(fitted)), key=lambda position: fitted[position])
        if fitted[widest] <= _NARROWEST:
            return None
        fitted[widest] -= 1
    return fitted


def _line(cells: list[tuple[str, bool]], widths: list[int]) -> str:
    padded = [_pad(text, size, right=number) for (text, number), size in zip(cells, widths, strict=True)]
    return _GAP.join(padded).rstrip()


def _pad(text: str, size: int, *, right: bool) -> str:
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


def _records(shown: list[Column], number: int) -> str:
    """Returns each solution as a block of lines, leaving out what is unbound or empty."""
    heading = max((columns(column.name) for column in shown), default=0)
    blocks = []
    for row in range(number):
        lines = [f"─── {row + 1}"]
        lines += [
            f"{_pad(column.name, heading, right=False)}{_GAP}{column.cells[row]}"
            for column in shown
            if column.cells[row]
        ]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)
