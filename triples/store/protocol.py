"""What every store of Servanda can do, wherever its triples lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

Term = NamedNode | Literal | BlankNode | Triple
"""An RDF term in an answer; `Triple` stands for the triple terms of RDF 1.2."""


@dataclass(frozen=True)
class Solutions:
    """The answer to a SELECT query: the variables in their order, and one tuple of terms (or None) for each row."""

    variables: tuple[str, ...]
    rows: Sequence[tuple[Term | None, ...]]

    def __iter__(self) -> Iterator[dict[str, Term]]:
        """Iterates over the rows as dictionaries that leave out what is unbound."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}

    def __len__(self) -> int:
        """Returns the number of rows."""
        return len(self.rows)


@dataclass(frozen=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE query."""

    triples: Sequence[Triple]

    def __iter__(self) -> Iterator[Triple]:
        """Iterates over the triples."""
        return iter(self.triples)

    def __len__(self) -> int:
        """Returns the number of triples."""
        return len(self.triples)


Answer = Solutions | bool | Triples
"""What a query gives: rows, yes or no, or triples."""


class Store(Protocol):
    """A set of RDF quads that answers SPARQL; its default graph is the union of its named graphs."""

    @property
    def version(self) -> str:
        """Names the state of the data; equal names mean equal data."""
        ...

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answers a query.

        `timeout` is in seconds. Raises QueryError when the query does not parse, LimitError when it took too long.
        """
        ...

    def update(self, sparql: str) -> None:
        """Executes a SPARQL update as one transaction; raises StoreError when the store is open for reading only."""
        ...

    def load(self, source: str | Path | bytes, format: RdfFormat | None = None, graph: str | None = None) -> None:
        """Adds the RDF in a file or in bytes, all of it or nothing; `graph` names the graph for formats of triples."""
        ...

    def export(self, format: RdfFormat) -> Iterator[bytes]:
        """Yields the whole store in a format of quads, or the union of its graphs in a format of triples."""
        ...

    def count(self) -> int:
        """Returns the number of quads."""
        ...
