"""The one writer of a store: it applies changes to a copy that only it sees, and publishes each as a new version.

A change is on disk as a whole before it is acknowledged, or it never was: the copy is thrown away when a change fails,
and after a crash the next writer makes a new one from the current version (hard links, some milliseconds).
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from ontology.errors import InputError, NotFoundError, QueryError, RDFSyntaxError, StoreError
from triples.store import history, labels, rule, versions
from triples.store.entailment import ENTAILED, entail
from triples.store.operations import Operation, graph_blocks, operations
from triples.store.syntax import query_error, traits

_PATIENCE = 5.0
_BULK = 20_000


@dataclass(frozen=True)
class Change:
    """What came of a change: the id of the version, and whether a graph was made that had not been there."""

    version: str
    created: bool = False


@dataclass(frozen=True)
class Using:
    """The graphs that `using-graph-uri` and `using-named-graph-uri` of the SPARQL Protocol name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def clauses(self) -> str:
        """The same as USING clauses; "" for none. Raises InputError when one is no IRI."""
        try:
            parts = [f"USING {ox.NamedNode(iri)}" for iri in self.default]
            return " ".join(parts + [f"USING NAMED {ox.NamedNode(iri)}" for iri in self.named])
        except ValueError as error:
            raise InputError(f"A graph that the request names is no IRI: {error}") from error


class Writer:
    """The writer of a store. It holds the store's lock until it is closed.

    With `strict` the default graph is that of the standard; without, it is the union of all graphs, and every change
    keeps the rule of `triples.store.rule` or is refused with OneGraphError. With a `regime` (see
    `triples.store.entailment`) every version holds what follows from the rest, in a graph of its own.
    """

    def __init__(self, root: Path, *, strict: bool = False, regime: str | None = None) -> None:
        self._root = root
        self._strict = strict
        self._regime = regime
        self._engine: ox.Store | None = None
        self._places = itertools.count(1)
        self._held = ExitStack()
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self._fresh = self._place = self._held.enter_context(versions.writing(root))
                break
            except StoreError:
                # The lock of a process that was killed is free a moment later.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        versions.remove_unfinished(root)

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the writer."""
        self.close()

    def close(self) -> None:
        """Lets go of the store."""
        self._engine = None
        self._held.close()

    def update(
        self,
        sparql: str,
        *,
        using: Using | None = None,
        base: str | None = None,
        documents: Mapping[str, tuple[bytes, ox.RdfFormat]] | None = None,
    ) -> Change:
        """Executes a SPARQL update, whose relative IRIs `base` resolves; LOAD finds `documents` and no others.

        Raises QueryError, InputError, OneGraphError or StoreError, and then nothing was changed.
        """
        clauses = using.clauses if using else ""
        parts = self._checked(sparql)
        if clauses and any(part.names_dataset or part.graph for part in parts):
            raise QueryError("The request names graphs by using-graph-uri, so the update may not by USING or WITH.")

        def change(engine: ox.Store) -> None:
            if self._strict and _is_one_text(parts):
                _execute(engine, _joined(parts, clauses) if clauses else sparql, base)
                return
            for part in parts:
                if part.form == "LOAD":
                    self._load(engine, part, documents or {}, base)
                    continue
                if self._strict:
                    _execute(engine, f"{part.prologue} {part.reading(clauses)}", base)
                else:
                    _execute_by_rule(engine, part, clauses or self._union(engine, part), base)

        return self._publish(change, sparql.encode(), "update")

    def put(self, graph: str | None, data: Iterable[tuple[bytes, ox.RdfFormat]], *, base: str, add: bool) -> Change:
        """Replaces a graph (None is the default graph) by RDF, or adds to it; `base` resolves relative IRIs.

        Raises RDFSyntaxError when the RDF is malformed, OneGraphError, or StoreError.
        """
        name = self._graph(graph)
        quads = [quad for body, format in data for quad in _parse(body, format, base, name)]
        created = False

        def change(engine: ox.Store) -> None:
            nonlocal created
            created = not _has(engine, name)
            if not add:
                engine.clear_graph(name)
            (engine.extend if len(quads) < _BULK else engine.bulk_extend)(quads)
            if isinstance(name, ox.NamedNode):
                engine.add_graph(name)
            if not self._strict:
                rule.check(engine, quads, ENTAILED)

        digest = hashlib.sha256(b"".join(str(quad).encode() for quad in quads)).digest()
        change_made = self._publish(change, str(name).encode() + digest, "post" if add else "put")
        return Change(change_made.version, created)

    def delete(self, graph: str | None) -> Change:
        """Removes a graph, or empties the default graph; raises NotFoundError when there is no such graph."""
        name = self._graph(graph)

        def change(engine: ox.Store) -> None:
            if not _has(engine, name):
                raise NotFoundError(f"There is no graph {graph}.")
            if isinstance(name, ox.DefaultGraph):
                engine.clear_graph(name)
            else:
                engine.remove_graph(name)

        return self._publish(change, str(name).encode(), "delete")

    def patch(self, graph: str | None, sparql: str, *, add_missing: bool = True) -> Change:
        """Changes one graph by an update that sees it as its default graph, and nothing else.

        Raises what `update` raises, InputError when the update writes to another graph, and NotFoundError when the
        graph is missing and may not be made.
        """
        name = self._graph(graph)
        parts = self._checked(sparql)
        if any(part.form == "LOAD" for part in parts):
            raise QueryError("LOAD is off in a PATCH. Send the data themselves.")

        def change(engine: ox.Store) -> None:
            if not add_missing and not _has(engine, name):
                raise NotFoundError(f"There is no graph {graph}.")
            before = {quad.triple for quad in engine.quads_for_pattern(None, None, None, name)}
            alone = ox.Store()
            alone.bulk_extend(ox.Quad(each.subject, each.predicate, each.object) for each in before)
            for part in parts:
                _execute(alone, f"{part.prologue} {part.text}", graph)
            if any(True for _ in alone.named_graphs()):
                raise InputError("The update of a PATCH may write to the graph of its address alone, without GRAPH.")
            after = {quad.triple for quad in alone}
            for each in before - after:
                engine.remove(ox.Quad(each.subject, each.predicate, each.object, name))
            added = [ox.Quad(each.subject, each.predicate, each.object, name) for each in after - before]
            engine.extend(added)
            if isinstance(name, ox.NamedNode):
                engine.add_graph(name)
            if not self._strict:
                rule.check(engine, added, ENTAILED)

        return self._publish(change, str(name).encode() + sparql.encode(), "patch")

    def restore(self, version: str) -> Change:
        """Makes an older version the current one again; raises NotFoundError for an unknown one."""
        versions.version_path(self._root, version)
        self._drop()
        versions.point_to(self._root, version)
        return Change(version)

    def name(self, name: str, version: str) -> Change:
        """Gives a version a name, by which it is kept; raises NotFoundError, InputError."""
        created = name not in history.names(self._root)
        history.set_name(self._root, name, version)
        return Change(version, created)

    def unname(self, name: str) -> Change:
        """Takes a name away; raises NotFoundError when no version has it."""
        history.remove_name(self._root, name)
        return Change(versions.current_id(self._root))

    def prune(self, keep: int, *, used: Collection[str] = (), grace: float = 0.0) -> list[str]:
        """Removes old versions (see `triples.store.history.prune`) and returns their ids."""
        return history.prune(self._root, keep, used=used, grace=grace)

    def refresh(self) -> Change | None:
        """Publishes the current version with its entailed graph brought up to date; None when it is."""
        if self._regime is None and not _has(self._copy(), ENTAILED):
            return None
        if not entail(self._copy(), self._regime, strict=self._strict):
            return None
        return self._publish(lambda _: None, (self._regime or "").encode(), "entailment")

    def _checked(self, sparql: str) -> list[Operation]:
        found = traits(sparql)
        if found.uses_service:
            raise QueryError("SERVICE is off: updates reach no other services.")
        return operations(sparql)

    def _load(
        self,
        engine: ox.Store,
        part: Operation,
        documents: Mapping[str, tuple[bytes, ox.RdfFormat]],
        base: str | None,
    ) -> None:
        source = part.resolve(part.source, base) if part.source else None
        target = part.resolve(part.target, base) if part.target else None
        found = documents.get(source.value) if source else None
        if source is None or found is None:
            if part.silent:
                return  # to be silent means that what cannot be had is passed over
            raise QueryError("LOAD is off: updates read no documents from the network. Send the data themselves.")
        name = self._graph(target.value if target else None)
        try:
            quads = list(_parse(found[0], found[1], source.value, name))
        except RDFSyntaxError:
            if part.silent:
                return
            raise
        engine.extend(quads)
        if not self._strict:
            rule.check(engine, quads, ENTAILED)

    def _graph(self, graph: str | None) -> ox.NamedNode | ox.DefaultGraph:
        if graph is None:
            if not self._strict:
                raise rule.OneGraphError(
                    "The default graph of this service is the union of all; name the graph to write to.",
                    triple="",
                    graphs=(),
                )
            return ox.DefaultGraph()
        try:
            return ox.NamedNode(graph)
        except ValueError as error:
            raise InputError(f"{graph!r} is no IRI of a graph: {error}") from error

    def _union(self, engine: ox.Store, part: Operation) -> str:
        """Returns the clauses by which the patterns of an operation see all graphs, as those of a query do."""
        if part.deletes and part.graph is None and any(name is None for name, _ in graph_blocks(part.deletes)):
            raise rule.OneGraphError(
                "The default graph of this service is the union of all; say with GRAPH or WITH from which graph to "
                "delete. Nothing was changed.",
                triple="",
                graphs=(),
            )
        if part.names_dataset or part.graph:
            return ""
        names = [str(name) for name in engine.named_graphs()]
        return " ".join([f"USING {name}" for name in names] + [f"USING NAMED {name}" for name in names])

    def _copy(self) -> ox.Store:
        if self._engine is None:
            current = versions.version_path(self._root)
            # Never the same place twice: an engine that is being let go of may still write into the last one.
            self._place = self._fresh.with_name(f"{self._fresh.name}-{next(self._places)}")
            versions.open_directory(current, self._root).backup(str(self._place))
            self._engine = ox.Store(str(self._place))
        return self._engine

    def _drop(self) -> None:
        self._engine = None
        shutil.rmtree(self._place, ignore_errors=True)

    def _publish(self, change: Callable[[ox.Store], None], what: bytes, kind: str) -> Change:
        engine = self._copy()
        try:
            change(engine)
            entail(engine, self._regime, strict=self._strict)
            if not self._strict:
                rule.check_default(engine)
            before = versions.current_id(self._root).encode()
            digits = hashlib.sha256(b"\n".join((before, kind.encode(), what))).hexdigest()[:12]
            return Change(versions.publish(self._root, engine, digits, change=kind))
        except BaseException:
            # Whatever happened: what the copy holds now must not become a part of the next version.
            del engine
            self._drop()
            raise


def _is_one_text(parts: Sequence[Operation]) -> bool:
    """Tells whether the engine can take an update as it is: it takes declarations at the head alone, and no LOAD."""
    return all(
        part.form != "LOAD" and (index == 0 or not part.declarations.strip()) for index, part in enumerate(parts)
    )


def _joined(parts: Iterable[Operation], clauses: str) -> str:
    """Returns operations as one update again, which reads what the clauses say."""
    return " ;\n".join(f"{part.declarations} {part.reading(clauses)}" for part in parts)


def _execute(engine: ox.Store, text: str, base: str | None) -> None:
    try:
        labels.asked(lambda each, functions: engine.update(each, base_iri=base, custom_functions=functions), text, base)
    except SyntaxError as error:
        raise query_error(error, text) from error
    except RuntimeError as error:
        raise InputError(f"The update cannot be executed: {error}. Nothing was changed.") from error
    except OSError as error:
        raise StoreError(f"The update failed in the store: {error}. Nothing was changed.") from error


def _execute_by_rule(engine: ox.Store, part: Operation, clauses: str, base: str | None) -> None:
    """Executes an operation that reads what the clauses say; raises OneGraphError when it breaks the rule."""
    # What a template inserts only the engine knows: so it is inserted into a graph of its own too, which nobody sees.
    staged = ox.NamedNode(f"urn:x-servanda:staged:{secrets.token_hex(16)}")
    _execute(engine, f"{part.prologue} {part.staging(str(staged)).reading(clauses)}", base)
    if part.form == "INSERT DATA":
        rule.check(engine, part.data(base), ENTAILED)
    elif part.form == "MODIFY":
        rule.check(engine, engine.quads_for_pattern(None, None, None, staged), staged, ENTAILED)
        engine.remove_graph(staged)
    elif part.form in {"ADD", "COPY"}:
        source = part.resolve(part.source, base) if part.source else ox.DefaultGraph()
        rule.check(engine, engine.quads_for_pattern(None, None, None, source), ENTAILED)


def _has(engine: ox.Store, name: ox.NamedNode | ox.DefaultGraph) -> bool:
    return isinstance(name, ox.DefaultGraph) or engine.contains_named_graph(name)


def _parse(body: bytes, format: ox.RdfFormat, base: str, name: ox.NamedNode | ox.DefaultGraph) -> Iterable[ox.Quad]:
    try:
        for quad in ox.parse(body, format, base_iri=base, without_named_graphs=True, rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
    except SyntaxError as error:
        place = f" at line {error.lineno}, column {error.offset}" if error.lineno is not None else ""
        raise RDFSyntaxError(f"Malformed RDF{place}: {error.msg}") from error
    except ValueError as error:
        raise RDFSyntaxError(f"Malformed RDF: {error}") from error
