"""Reading RDF files into an Oxigraph store, with errors that name the file, the line and the column."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from ontology.errors import RDFSyntaxError, StoreError

SUFFIXES: dict[str, ox.RdfFormat] = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
"""The format of a file by the last suffix of its name, after `.gz` is taken off."""


@dataclass(frozen=True)
class Source:
    """RDF to load: a file, or bytes with a name to call them by; `graph` is where a format of triples goes."""

    data: Path | bytes
    format: ox.RdfFormat
    graph: str | None = None
    name: str = "<bytes>"

    def open(self) -> IO[bytes]:
        """Opens the RDF for reading, unzipped; raises StoreError when the file cannot be read."""
        if isinstance(self.data, bytes):
            return io.BytesIO(self.data)
        try:
            if self.data.suffix == ".gz":
                return cast(IO[bytes], gzip.open(self.data))
            return self.data.open("rb")
        except OSError as error:
            raise StoreError(f"{self.name} cannot be read: {error.strerror or error}.") from error


def source(
    location: str | Path | bytes | Source, format: ox.RdfFormat | None = None, graph: str | None = None
) -> Source:
    """Makes a Source from a path (the format by its suffix unless given) or from bytes (the format is needed)."""
    if isinstance(location, Source):
        return location
    if isinstance(location, bytes):
        if format is None:
            raise StoreError("RDF given as bytes needs a format.")
        return Source(location, format, graph)
    path = Path(location)
    return Source(path, format or format_of(path), graph, str(path))


def format_of(path: Path) -> ox.RdfFormat:
    """Returns the RDF format that a file name tells.

    >>> format_of(Path("acts.nq.gz"))
    <RdfFormat N-Quads>

    Raises StoreError when the suffix is unknown.
    """
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    try:
        return SUFFIXES[plain.suffix.lower()]
    except KeyError:
        known = " ".join(sorted(SUFFIXES))
        raise StoreError(f"{path}: the suffix tells no RDF format; known are {known}, each also with .gz.") from None


def digest(sources: Iterable[Source]) -> str:
    """Returns 12 hexadecimal digits over formats, graph names and unzipped contents, in their order."""
    total = hashlib.sha256()
    for each in sources:
        total.update(f"{each.format.media_type} {each.graph or ''}\n".encode())
        with named(each), each.open() as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()[:12]


def load_into(store: ox.Store, each: Source) -> None:
    """Adds one source to an Oxigraph store.

    Raises RDFSyntaxError with file, line and column when the RDF is malformed. What the store holds after an error
    is not defined: load into a store that is not published yet.
    """
    graph = ox.NamedNode(each.graph) if each.graph is not None and not each.format.supports_datasets else None
    with named(each), each.open() as stream:
        store.bulk_load(stream, each.format, to_graph=graph)


class named:  # noqa: N801 - reads as a phrase in the with statements above
    """Turns the errors that reading a source may raise into errors that name it."""

    def __init__(self, each: Source) -> None:
        self._name = each.name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SyntaxError):
            place = f", line {error.lineno}, column {error.offset}" if error.lineno is not None else ""
            detail = (error.msg or str(error)).rpartition("Parser error at ")[2]
            _, colon, after = detail.partition(": ")
            said = after if colon and place else detail
            raise RDFSyntaxError(f"{self._name}{place}: malformed RDF: {said}") from error
        if isinstance(error, EOFError | gzip.BadGzipFile | zlib.error):
            raise RDFSyntaxError(f"{self._name}: damaged gzip data: {error}") from error
        if isinstance(error, ValueError):
            raise RDFSyntaxError(f"{self._name}: malformed RDF: {error}") from error
