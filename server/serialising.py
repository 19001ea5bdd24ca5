"""What the engine's serialisers leave open: counting rows on the way out, and prefixes in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

PREFIXED = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
"""The formats in which prefixes make an answer readable."""


class RowCounter:
    """Counts the rows in pieces of serialised results by what can only stand at the start or the end of a row.

    In JSON a quotation mark within a string is escaped, and one that ends a string is not followed by a letter; so
    ``,{"x":{"`` and ``[{"x":{"`` can only open a row whose first bound variable is x. (Rows that bind nothing are not
    counted.) In XML ``<result>`` is always the tag. In TSV line breaks within values are escaped; in CSV the ones that
    count stand outside quotation marks.
    """

    def __init__(self, format: ox.QueryResultsFormat, variables: Iterable[str]) -> None:
        self._starts: list[bytes] = []
        self._unquoted = format == ox.QueryResultsFormat.CSV
        self._in_quotes = False
        self._tail = b""
        self.rows = 0
        if format == ox.QueryResultsFormat.JSON:
            for name in variables:
                self._starts += [f'{opening}{{"{name}":{{"'.encode() for opening in ",["]
        elif format == ox.QueryResultsFormat.XML:
            self._starts = [b"<result>"]
        else:
            self.rows = -1  # the first line names the variables

    def add(self, piece: bytes) -> None:
        """Counts the rows of the next piece; a start that is cut by its end is counted with the piece after."""
        if self._starts:
            for start in self._starts:
                self.rows += (self._tail[1 - len(start) :] + piece).count(start)
            self._tail = (self._tail + piece)[-512:]
        elif self._unquoted:
            parts = piece.split(b'"')
            self.rows += sum(part.count(b"\n") for part in parts[self._in_quotes :: 2])
            self._in_quotes ^= len(parts) % 2 == 0
        else:
            self.rows += piece.count(b"\n")


def with_sorted_prefixes(data: bytes) -> bytes:
    """Puts the prefixes at the head of Turtle in order: Oxigraph writes them in any, and an ETag promises bytes."""
    lines = data.split(b"\n")
    head = 0
    while head < len(lines) and lines[head].startswith(b"@prefix "):
        head += 1
    return b"\n".join(sorted(lines[:head]) + lines[head:])
