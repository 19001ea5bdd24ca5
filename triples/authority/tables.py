"""Reading the tables of the authority: tab-separated, one concept a row, lists within a cell separated by "; "."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ontology.errors import InputError

TABLES = Path(__file__).parent

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "states": (
        "name",
        "official",
        "aliases",
        "capital",
        "adjective",
        "people",
        "metonyms",
        "iso2",
        "iso3",
        "status",
        "un_since",
    ),
    "former-states": (
        "name",
        "official",
        "aliases",
        "capital",
        "adjective",
        "people",
        "metonyms",
        "from",
        "until",
        "successors",
    ),
    "organizations": (
        "name",
        "class",
        "short",
        "aliases",
        "demonym",
        "seat",
        "part_of",
        "from",
        "until",
        "successor",
    ),
    "bodies": ("name", "role", "of", "aliases"),
    "posts": ("name", "role", "of", "aliases"),
    "persons": ("name", "aliases", "surname", "surname_suffices", "of"),
    "holdings": ("person", "post", "from", "until"),
    "memberships": ("organization", "since", "until", "members"),
    "instruments": ("name", "class", "aliases", "date", "parties", "addressed_to"),
    "ambiguities": ("surface", "usual", "other readings"),
}
"""The tables and their columns, in order."""


class Row:
    """A row of a table: its cells by column, and where it stands."""

    __slots__ = ("_cells", "line", "path")

    def __init__(self, path: Path, line: int, cells: Mapping[str, str]) -> None:
        self.path = path
        self.line = line
        self._cells = cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def list(self, column: str) -> tuple[str, ...]:
        """Returns the items of a cell that holds a list."""
        return tuple(item for part in self._cells[column].split(";") if (item := part.strip()))

    def error(self, column: str, problem: str) -> InputError:
        """Returns the error that says where in the table something is wrong."""
        return InputError(f"{self.path}, line {self.line}, column {column}: {problem}")


def read_table(name: str, *, folder: Path = TABLES) -> Sequence[Row]:
    """Returns the rows of a table of the authority.

    Raises InputError with file, line and column where the head or a row is not as expected.
    """
    path = folder / f"{name}.tsv"
    columns = COLUMNS[name]
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise InputError(f"{path}, line 1: the columns must be {', '.join(columns)}, separated by tabs")
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise InputError(f"{path}, line {number}: {len(cells)} cells, but {len(columns)} columns")
        row = Row(path, number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
        if not row[columns[0]]:
            raise row.error(columns[0], "must not be empty")
        rows.append(row)
    return rows
