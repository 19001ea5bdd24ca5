"""Quads as sorted N-Quads: the form in which the graph is stored, compared and shipped.

The files follow N-Quads (https://www.w3.org/TR/n-quads/): one quad a line, sorted by code point, no quad twice, line
feeds only. Equal sets of quads give equal bytes on every machine. Each named graph has a file of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pyoxigraph
from rdflib import Literal, URIRef

from ontology.errors import RDFSyntaxError
from ontology.namespaces import GRAPH

Term: TypeAlias = URIRef | Literal
Triple: TypeAlias = tuple[URIRef, URIRef, Term]


class Quad(NamedTuple):
    """A triple and the named graph that holds it; nodes have IRIs, never blank labels."""

    subject: URIRef
    predicate: URIRef
    object: Term
    graph: URIRef

    @property
    def triple(self) -> Triple:
        """The quad without its graph."""
        return (self.subject, self.predicate, self.object)


def to_oxigraph(quad: Quad) -> pyoxigraph.Quad:
    """Returns the quad in the terms of the embedded engine."""
    return pyoxigraph.Quad(
        pyoxigraph.NamedNode(quad.subject),
        pyoxigraph.NamedNode(quad.predicate),
        _object(quad.object),
        pyoxigraph.NamedNode(quad.graph),
    )


def _object(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if isinstance(term, URIRef):
        return pyoxigraph.NamedNode(term)
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language)
    if term.datatype:
        return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(term.datatype))
    return pyoxigraph.Literal(str(term))


def to_line(quad: Quad) -> str:
    r"""Returns the quad as a line of N-Quads, with its line feed.

    >>> g = URIRef("http://example.org/g")
    >>> to_line(Quad(g, g, Literal("a\nb", lang="en"), g))
    '<http://example.org/g> <http://example.org/g> "a\\nb"@en <http://example.org/g> .\n'
    """
    return f"{to_oxigraph(quad)} .\n"


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Returns the quads as sorted N-Quads in UTF-8, each once."""
    return "".join(sorted({to_line(quad) for quad in quads})).encode()


def read_nquads(path: Path) -> Iterator[Quad]:
    """Yields the quads of an N-Quads file.

    Raises `RDFSyntaxError` where a line is malformed, lies in no named graph or has a blank node.
    """
    try:
        with path.open("rb") as file:
            for quad in pyoxigraph.parse(file, format=pyoxigraph.RdfFormat.N_QUADS):
                yield from_oxigraph(quad)
    except (SyntaxError, RDFSyntaxError) as error:
        raise RDFSyntaxError(f"{path.name}: {error}") from error


def from_oxigraph(quad: pyoxigraph.Quad) -> Quad:
    """Returns a quad of the embedded engine in the terms of this package.

    Raises `RDFSyntaxError` for a blank node and for the default graph.
    """
    subject, predicate, value, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
    if not isinstance(subject, pyoxigraph.NamedNode) or not isinstance(graph, pyoxigraph.NamedNode):
        raise RDFSyntaxError(f"expected named nodes in a named graph, found {quad}")
    term: Term
    if isinstance(value, pyoxigraph.NamedNode):
        term = URIRef(value.value)
    elif isinstance(value, pyoxigraph.Literal):
        term = _literal(value)
    else:
        raise RDFSyntaxError(f"expected an IRI or a literal as object, found {quad}")
    return Quad(URIRef(subject.value), URIRef(predicate.value), term, URIRef(graph.value))


_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _literal(value: pyoxigraph.Literal) -> Literal:
    if value.language:
        return Literal(value.value, lang=value.language)
    if value.datatype.value == _STRING:
        return Literal(value.value)
    return Literal(value.value, datatype=URIRef(value.datatype.value), normalize=False)


def file_name(graph: URIRef) -> str:
    """Returns the name of the file that holds a named graph.

    >>> file_name(GRAPH["document/seed-001"])
    'document-seed-001.nq'
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", graph.removeprefix(str(GRAPH))).strip("-") + ".nq"


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file so that readers see the old content or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def by_graph(quads: Iterable[Quad]) -> dict[URIRef, list[Quad]]:
    """Returns the quads of each named graph, the graphs in the order of their IRIs."""
    found: dict[URIRef, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.graph, []).append(quad)
    return dict(sorted(found.items()))
