"""The table of links to other authorities, after SSSOM (Simple Standard for Sharing Ontological Mappings).

The standard is at https://mapping-commons.github.io/sssom/. Read and written is its TSV form with the metadata as YAML
in comment lines at the head. Of YAML it takes what such a head needs: ``key: value`` and one level of nesting. The
whole of the standard is left to sssom-py, whose dependencies weigh more than this project.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from ontology.errors import InputError
from ontology.namespaces import GRAPH_LINKS

LINKS = Path(__file__).parent.parent / "authority" / "wikidata.sssom.tsv"
"""The links that come with Servanda."""

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)
_REQUIRED_COLUMNS = frozenset({"subject_id", "predicate_id", "object_id", "mapping_justification"})
_REQUIRED_METADATA = ("mapping_set_id", "license", "curie_map")
_PREDICATES = frozenset(
    {"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"}
)
_EXACT = "skos:exactMatch"
_WIKIDATA_ITEM = re.compile(r"Q[1-9]\d*")
_METADATA_LINE = re.compile(r"(?P<indent> *)(?P<key>[\w.-]+):(?: +(?P<value>.*))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class MappingRow:
    """One link; identifiers are CURIEs of the set's ``curie_map``."""

    subject_id: str
    object_id: str
    subject_label: str = ""
    predicate_id: str = _EXACT
    object_label: str = ""
    mapping_justification: str = "semapv:ManualMappingCuration"
    confidence: float | None = None
    comment: str = ""

    def cells(self) -> list[str]:
        """Returns the row as cells in the order of COLUMNS."""
        confidence = "" if self.confidence is None else f"{self.confidence:g}"
        return [
            self.subject_id,
            self.subject_label,
            self.predicate_id,
            self.object_id,
            self.object_label,
            self.mapping_justification,
            confidence,
            self.comment,
        ]


@dataclass(kw_only=True)
class MappingSet:
    """A table of links with its metadata; `head` keeps the lines of the metadata as they stand in the file."""

    path: Path
    head: tuple[str, ...]
    metadata: Mapping[str, str | Mapping[str, str]]
    rows: list[MappingRow] = field(default_factory=list)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the set's ``curie_map``."""
        known = self.metadata["curie_map"]
        return known if isinstance(known, Mapping) else {}

    def expand(self, curie: str) -> str:
        """Returns the IRI of a CURIE; raises InputError for an unknown prefix."""
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in self.prefixes:
            raise InputError(f"{self.path}: the prefix of “{curie}” is not in the curie_map")
        return self.prefixes[prefix] + local

    def shorten(self, iri: str) -> str:
        """Returns the CURIE of an IRI, with the longest fitting namespace; raises InputError where none fits."""
        fitting = [(space, prefix) for prefix, space in self.prefixes.items() if iri.startswith(space)]
        if not fitting:
            raise InputError(f"{self.path}: no prefix of the curie_map fits <{iri}>")
        space, prefix = max(fitting, key=lambda pair: len(pair[0]))
        return f"{prefix}:{iri.removeprefix(space)}"

    def of_subject(self, subject_id: str) -> list[MappingRow]:
        """Returns the links of a subject."""
        return [row for row in self.rows if row.subject_id == subject_id]


def read_mappings(path: Path = LINKS) -> MappingSet:
    """Reads and checks a table of links.

    Raises InputError with file, line and column where the table is malformed, holds a link twice, or links exactly
    what cannot both be exact.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such table of links") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: the table is not UTF-8 text") from error
    head = tuple(line for line in lines if line.startswith("#"))
    if lines[: len(head)] != list(head):
        raise InputError(f"{path}: the metadata must stand before the table, each line after “#”")
    mappings = MappingSet(path=path, head=head, metadata=_read_metadata(path, head))
    for key in _REQUIRED_METADATA:
        if key not in mappings.metadata:
            raise InputError(f"{path}: the metadata lack {key}")
    body = lines[len(head) :]
    if not body:
        raise InputError(f"{path}, line {len(head) + 1}: the table has no line of column names")
    columns = body[0].split("\t")
    _check_columns(path, len(head) + 1, columns)
    for number, line in enumerate(body[1:], start=len(head) + 2):
        mappings.rows.append(_read_row(mappings, number, columns, line.split("\t")))
    _check_set(mappings, first_line=len(head) + 2)
    return mappings


def _read_metadata(path: Path, head: Sequence[str]) -> dict[str, str | Mapping[str, str]]:
    metadata: dict[str, str | Mapping[str, str]] = {}
    nested: dict[str, str] = {}
    for number, line in enumerate(head, start=1):
        text = line.removeprefix("#").removeprefix(" ") if line.startswith("# ") else line.removeprefix("#")
        if not text.strip():
            continue
        match = _METADATA_LINE.fullmatch(text.rstrip())
        if match is None:
            raise InputError(f"{path}, line {number}: the metadata must be “key: value” in YAML")
        value = (match["value"] or "").strip().strip('"')
        if match["indent"]:
            nested[match["key"]] = value
        elif value:
            metadata[match["key"]] = value
        else:
            nested = {}
            metadata[match["key"]] = nested
    return metadata


def _check_columns(path: Path, line: int, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in COLUMNS:
            raise InputError(f"{path}, line {line}, column {column}: unknown; known are {', '.join(COLUMNS)}")
        if columns.count(column) > 1:
            raise InputError(f"{path}, line {line}, column {column}: given twice")
    for column in sorted(_REQUIRED_COLUMNS - set(columns)):
        raise InputError(f"{path}, line {line}, column {column}: missing")


def _read_row(mappings: MappingSet, line: int, columns: Sequence[str], cells: Sequence[str]) -> MappingRow:
    if len(cells) != len(columns):
        last = columns[min(len(cells), len(columns) - 1)]
        raise InputError(
            f"{mappings.path}, line {line}, column {last}: the row has {len(cells)} cells, the table {len(columns)}"
        )
    values = dict(zip(columns, (cell.strip() for cell in cells), strict=True))

    row = MappingRow(
        subject_id=values["subject_id"],
        subject_label=values.get("subject_label", ""),
        predicate_id=values["predicate_id"],
        object_id=values["object_id"],
        object_label=values.get("object_label", ""),
        mapping_justification=values["mapping_justification"],
        confidence=_read_confidence(values.get("confidence", "")),
        comment=values.get("comment", ""),
    )
    problem = _fault(mappings, row)
    if problem is not None:
        raise InputError(f"{mappings.path}, line {line}, column {problem[0]}: {problem[1]}")
    return row


def _fault(mappings: MappingSet, row: MappingRow) -> tuple[str, str] | None:
    """Returns the column and the sentence that say what is wrong with a row by itself, or None."""
    cells = dict(zip(COLUMNS, row.cells(), strict=True))
    for column, cell in cells.items():
        if "\t" in cell or len(cell.splitlines()) > 1:
            return column, "holds a tab or line break"
    for column in sorted(_REQUIRED_COLUMNS):
        prefix, colon, local = cells[column].partition(":")
        if not colon or not local or prefix not in mappings.prefixes:
            return column, f"“{cells[column]}” is not a CURIE with a prefix of the curie_map"
    if row.predicate_id not in _PREDICATES:
        return "predicate_id", f"“{row.predicate_id}” is not one of {', '.join(sorted(_PREDICATES))}"
    prefix, _, local = row.object_id.partition(":")
    if prefix == "wikidata" and not _WIKIDATA_ITEM.fullmatch(local):
        return "object_id", f"“{local}” is not the identifier of a Wikidata item, as Q30"
    if not row.mapping_justification.startswith("semapv:"):
        return "mapping_justification", "must be a term of semapv"
    if row.confidence is not None and not 0 <= row.confidence <= 1:
        return "confidence", "is not a number from 0 to 1"
    return None


def _read_confidence(cell: str) -> float | None:
    """Returns the number, None for an empty cell, and -1, which is out of range, for what is no number."""
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        return -1.0


def _check_set(mappings: MappingSet, *, first_line: int) -> None:
    for place, row in enumerate(mappings.rows):
        problem = conflict(row, mappings.rows[:place])
        if problem is not None:
            column, message = problem
            raise InputError(f"{mappings.path}, line {first_line + place}, column {column}: {message}")


def conflict(row: MappingRow, others: Iterable[MappingRow]) -> tuple[str, str] | None:
    """Returns the column and the sentence that say why a link cannot stand beside others, or None where it can."""
    for other in others:
        same_subject = row.subject_id == other.subject_id
        same_object = row.object_id == other.object_id
        if same_subject and same_object:
            return "object_id", f"{row.subject_id} is already linked to {row.object_id} ({other.predicate_id})"
        if row.predicate_id != _EXACT or other.predicate_id != _EXACT:
            continue
        if same_subject:
            return "object_id", f"{row.subject_id} is already an exact match of {other.object_id}"
        if same_object:
            return "object_id", f"{row.object_id} is already the exact match of {other.subject_id}"
    return None


def write_mappings(mappings: MappingSet) -> None:
    """Writes a table of links, sorted by subject and object, so that the file is never seen half written.

    Raises InputError, and leaves the file as it was, where a row could not be read again.
    """
    rows = sorted(mappings.rows, key=lambda row: (row.subject_id, row.predicate_id, row.object_id))
    for row in rows:
        problem = _fault(mappings, row)
        if problem is not None:
            raise InputError(f"{mappings.path}, {row.subject_id}, column {problem[0]}: {problem[1]}")
    lines = [*mappings.head, "\t".join(COLUMNS), *("\t".join(row.cells()) for row in rows)]
    _replace(mappings.path, "\n".join(lines) + "\n")


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def append_mapping(row: MappingRow, *, path: Path = LINKS, force: bool = False) -> MappingSet:
    """Adds a link to a table and returns the table as it is now.

    Raises InputError where the link is already there, or where it conflicts with an exact match; with `force` the
    links that it conflicts with are removed.
    """
    mappings = read_mappings(path)
    problem = conflict(row, mappings.rows)
    if problem is not None and not force:
        raise InputError(f"{path}: {problem[1]}; use force to replace")
    kept = [other for other in mappings.rows if conflict(row, [other]) is None]
    changed = MappingSet(path=path, head=mappings.head, metadata=mappings.metadata, rows=[*kept, row])
    write_mappings(changed)
    return read_mappings(path)


def link_quads(path: Path = LINKS) -> Iterator[Quad]:
    """Yields the exact matches of a table as skos:exactMatch in graph/links; other predicates are for curators only."""
    mappings = read_mappings(path)
    graph = NamedNode(str(GRAPH_LINKS))
    for row in mappings.rows:
        if row.predicate_id == _EXACT:
            yield Quad(
                NamedNode(mappings.expand(row.subject_id)),
                NamedNode(mappings.expand(row.predicate_id)),
                NamedNode(mappings.expand(row.object_id)),
                graph,
            )
