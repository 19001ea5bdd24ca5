"""What the engine's serialisers leave open: counting and cutting rows on the way out, and prefixes in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

PREFIXED = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
"""The formats in which prefixes make an answer readable."""

_ENDINGS = {ox.QueryResultsFormat.JSON: b"]}}", ox.QueryResultsFormat.XML: b"</results></sparql>"}
_LINE_ENDS = {True: re.compile(rb'"|\n'), False: re.compile(rb"\n")}


class RowCounter:
    """Counts the rows in pieces of serialised results, and cuts them at a limit so that what is left is well-formed.

    Rows are found by what can only stand at the start or the end of one. In JSON a quotation mark within a string is
    escaped, and one that ends a string is not followed by a letter; so ``,{"x":{"`` and ``[{"x":{"`` can only open a
    row whose first bound variable is x. (Rows that bind nothing are not counted.) In XML ``<result>`` is always the
    tag. In TSV line breaks within values are escaped; in CSV the ones that count stand outside quotation marks.
    """

    def __init__(self, format: ox.QueryResultsFormat, variables: Iterable[str], most: int) -> None:
        self.most = most
        self._variables = variables
        self._format = format
        self._ready = False
        self._starts: list[bytes] = []
        self._ending = _ENDINGS.get(format, b"")
        self._quotes = format == ox.QueryResultsFormat.CSV
        self._in_quotes = False
        self._held = b""
        self.rows = 0
        self.truncated = False
        self._overlap = 0

    def _prepare(self) -> None:
        """Makes ready to count, which takes longer than many a query."""
        self._ready = True
        if self._format == ox.QueryResultsFormat.JSON:
            for name in self._variables:
                self._starts += [f'{opening}{{"{name}":{{"'.encode() for opening in ",["]
        elif self._format == ox.QueryResultsFormat.XML:
            self._starts = [b"<result>"]
        else:
            self.rows = -1  # the first line names the variables
        # So much of the end of a piece is kept back until the next, lest the start of a row is sent by halves.
        self._overlap = max((len(start) for start in self._starts), default=1) - 1

    def add(self, piece: bytes) -> bytes:
        """Takes a piece and returns what may be sent; once the limit is passed, `truncated` is set and that is all."""
        if not self._ready:
            self._prepare()
        if self._starts:
            return self._add_by_starts(piece)
        return self._add_by_lines(piece)

    def rest(self) -> bytes:
        """Returns what was kept back, when the answer ends by itself."""
        held, self._held = self._held, b""
        return held

    def _add_by_starts(self, piece: bytes) -> bytes:
        held, data = self._held, self._held + piece
        # What is kept back has been looked through, but for what begins in it and ends in the new piece.
        found = sum(data.count(start, max(0, len(held) + 1 - len(start))) for start in self._starts)
        if self.rows + found > self.most:
            pattern = re.compile(b"|".join(re.escape(start) for start in self._starts))
            fresh = [match.start() for match in pattern.finditer(data) if match.end() > len(held)]
            cut = fresh[self.most - self.rows]
            self.rows, self.truncated, self._held = self.most, True, b""
            return data[:cut] + self._ending
        self.rows += found
        if self.rows:
            # Only the first row follows a bracket: from here on there is half as much to look for.
            self._starts = [start for start in self._starts if start[:1] != b"["]
        if not self._overlap:
            return data
        self._held = data[-self._overlap :]
        return data[: -self._overlap]

    def _add_by_lines(self, piece: bytes) -> bytes:
        if self._quotes:
            parts = piece.split(b'"')
            found = sum(part.count(b"\n") for part in parts[self._in_quotes :: 2])
            after = self._in_quotes ^ (len(parts) % 2 == 0)
        else:
            found, after = piece.count(b"\n"), False
        if piece and self.rows + found >= self.most:
            cut = self._line_end(piece, self.most - self.rows)
            if cut < len(piece):
                self.rows, self.truncated = self.most, True
                return piece[:cut]
        self.rows += found
        self._in_quotes = after
        return piece

    def _line_end(self, piece: bytes, number: int) -> int:
        """Returns the place after so many ends of rows; 0 for none."""
        if number == 0:
            return 0
        quoted = self._in_quotes
        for match in _LINE_ENDS[self._quotes].finditer(piece):
            if match.group() == b'"':
                quoted = not quoted
            elif not quoted:
                number -= 1
                if number == 0:
                    return match.end()
        return len(piece)


def with_sorted_prefixes(data: bytes) -> bytes:
    """Puts the prefixes at the head of Turtle in order: Oxigraph writes them in any, and an ETag promises bytes."""
    lines = data.split(b"\n")
    head = 0
    while head < len(lines) and lines[head].startswith(b"@prefix "):
        head += 1
    return b"\n".join(sorted(lines[:head]) + lines[head:])
