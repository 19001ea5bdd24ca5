"""The embedded store: Oxigraph in this process, on an immutable version of a directory or in memory."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from ontology.errors import LimitError, QueryError, StoreError
from triples.store import labels, loading, parts, versions
from triples.store.protocol import Answer, Solutions, Triples
from triples.store.syntax import query_error, tokens, traits

_BLOCK = 1 << 20
_Item = TypeVar("_Item")


class EmbeddedStore:
    """A store in this process.

    Open one with `open_store` or `memory_store`. A store on disk that is opened for writing keeps the version it shows
    until its own `update` or `load` has published the next one.
    """

    def __init__(self, engine: ox.Store, version: str, *, root: Path | None = None, read_only: bool = True) -> None:
        self._engine = engine
        self._version = version
        self._root = root
        self._read_only = read_only

    @property
    def version(self) -> str:
        """Names the state of the data."""
        return self._version

    @property
    def location(self) -> Path | None:
        """The directory of the version that is shown; None in memory."""
        return None if self._root is None else self._root / "versions" / self._version

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answers a query over the union of the graphs, or over those that FROM names.

        `timeout` (seconds) is looked at between rows: Oxigraph cannot be interrupted, so a query that computes long
        before its first row overruns it. Where it must hold, ask through `server.service.QueryService`, whose
        worker processes can be killed. Raises QueryError, LimitError, or StoreError when the data is damaged.
        """
        found = traits(sparql)
        if found.uses_service:
            raise QueryError("SERVICE is off: queries reach no other services.")
        if found.is_update:
            raise QueryError(f"{found.form} is an update, not a query.")
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            answer = labels.asked(
                lambda text, functions: self._engine.query(
                    text, use_default_graph_as_union=not found.names_dataset, custom_functions=functions
                ),
                sparql,
            )
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            if isinstance(answer, ox.QueryTriples):
                triples = _within(answer, deadline)
                if triples is not None:
                    return Triples(triples)
            else:
                names = tuple(variable.value for variable in answer.variables)
                rows = _within(map(tuple, answer), deadline)
                if rows is not None:
                    return Solutions(names, rows)
            # The engine's results must not outlive their thread, and a traceback that holds them may.
            del answer
        except SyntaxError as error:
            raise query_error(error, sparql) from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"The query failed in the store: {error}") from error
        raise LimitError("The query took longer than its time limit.", limit="time")

    def update(self, sparql: str) -> None:
        """Executes an update and, on disk, publishes the result as the next version.

        Raises QueryError when it does not parse (or would LOAD or ask a SERVICE), StoreError when reading only.
        """
        self._refuse_when_reading()
        words = {text.upper() for kind, text in tokens(sparql) if kind == "word"}
        if words & {"LOAD", "SERVICE"}:
            raise QueryError("LOAD and SERVICE are off: updates reach no other services.")

        def change(engine: ox.Store) -> None:
            try:
                labels.asked(lambda text, functions: engine.update(text, custom_functions=functions), sparql)
            except SyntaxError as error:
                raise query_error(error, sparql) from error

        self._change(change, sparql.encode())

    def load(self, source: str | Path | bytes, format: ox.RdfFormat | None = None, graph: str | None = None) -> None:
        """Adds RDF from a file or from bytes and, on disk, publishes the result as the next version.

        Raises RDFSyntaxError when it is malformed (nothing is kept of it), StoreError when reading only.
        """
        self._refuse_when_reading()
        each = loading.source(source, format, graph)
        if self._root is None:
            # In memory there is no copy to fall back on, so the whole is parsed before the first quad is added.
            whole = ox.Store()
            loading.load_into(whole, each)
        self._change(lambda engine: loading.load_into(engine, each), loading.digest([each]).encode())

    def export(self, format: ox.RdfFormat) -> Iterator[bytes]:
        """Yields all quads, or in a format of triples the union of the graphs, in blocks of 1 MB."""
        with tempfile.SpooledTemporaryFile(max_size=16 * _BLOCK) as whole:
            if format.supports_datasets:
                ox.serialize(self._engine, whole, format)
            else:
                ox.serialize((quad.triple for quad in self._engine), whole, format)
            whole.seek(0)
            while block := whole.read(_BLOCK):
                yield block

    def count(self) -> int:
        """Returns the number of quads."""
        return len(self._engine)

    def _refuse_when_reading(self) -> None:
        if self._read_only:
            raise StoreError(f"The store {self._root or 'in memory'} is open for reading only.")

    def _change(self, change: Callable[[ox.Store], None], what: bytes) -> None:
        digits = hashlib.sha256(self._version.encode() + b"\n" + what).hexdigest()[:12]
        if self._root is None:
            change(self._engine)
            number = int(self._version.partition("-")[0]) + 1
            self._version = f"{number:04d}-{digits}"
            return
        with versions.writing(self._root) as fresh:
            last = versions.current_id(self._root)
            if last != self._version:
                raise StoreError(f"{self._root} has moved on to version {last}; open it again and repeat the change.")
            self._engine.backup(str(fresh))
            copy = ox.Store(str(fresh))
            try:
                change(copy)
            except (OSError, RuntimeError) as error:
                raise StoreError(f"The change failed in the store: {error}. Nothing was changed.") from error
            self._version = versions.publish(self._root, copy, digits)
            del copy
        self._engine = versions.open_directory(self._root / "versions" / self._version, self._root)


def create_store(root: str | Path, sources: Iterable[str | Path | loading.Source]) -> str:
    """Loads RDF files into a new version of a store, makes it the current one, and returns its id.

    The store is made when it is missing. When the current version came from the same sources, nothing is done.
    Raises RDFSyntaxError with file, line and column, or StoreError; either leaves the current version in place.
    """
    root = Path(root)
    given = [loading.source(each) for each in sources]
    digits = loading.digest(given)
    if root.is_file() or (root.is_dir() and any(root.iterdir()) and not (root / "versions").is_dir()):
        raise StoreError(f"{root} exists and is no store of Servanda; choose another place.")
    if versions.version_ids(root) and (current := versions.current_id(root)).endswith(f"-{digits}"):
        return current
    with versions.writing(root) as fresh:
        engine = ox.Store(str(fresh))
        for each in given:
            parts.load(engine, each)
        # The loader leaves many files that overlap. Put in order, a version that nobody changes any more is read in
        # 0.66 to 0.92 of the time (1 M triples), for a quarter more time of loading and 1.8 times the place on disk.
        engine.optimize()
        return versions.publish(root, engine, digits)


def memory_store(sources: Iterable[str | Path | loading.Source] = ()) -> EmbeddedStore:
    """Loads RDF files into a store in memory, which can be written to.

    Raises RDFSyntaxError with file, line and column.
    """
    given = [loading.source(each) for each in sources]
    engine = ox.Store()
    for each in given:
        loading.load_into(engine, each)
    return EmbeddedStore(engine, f"0001-{loading.digest(given)}", read_only=False)


def open_embedded(root: str | Path, *, read_only: bool = True, version: str | None = None) -> EmbeddedStore:
    """Opens a version of a store on disk, the current one unless told.

    Raises StoreError when the store is missing or damaged, NotFoundError when there is no such version.
    """
    root = Path(root)
    directory = versions.version_path(root, version)
    return EmbeddedStore(versions.open_directory(directory, root), directory.name, root=root, read_only=read_only)


def _within(items: Iterable[_Item], deadline: float | None) -> tuple[_Item, ...] | None:
    """Returns the items, or None when the deadline passes before all are there."""
    taken: list[_Item] = []
    for item in items:
        if deadline is not None and time.monotonic() > deadline:
            return None
        taken.append(item)
    return tuple(taken)
