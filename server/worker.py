"""The process that answers queries: it opens one version of a store, and serialises answers into a pipe.

It is started by `server.processes` and imports little, so that it is ready in a fraction of a second. It answers one
query at a time, all in one thread, because the objects of Oxigraph's answers must not change threads.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import pyoxigraph as ox

from server import frames, sandbox
from server.jobs import Ending, Job
from server.serialising import PREFIXED, RowCounter, with_sorted_prefixes

_FIRST_CHUNK = 64 * 1024
_CHUNK = 256 * 1024
_FEW_ROWS = 10_000
_HELD = 1024 * 1024
_GRACE = 2.0
_MOST_OPEN = 3
_BNODE = re.compile("bnode", re.IGNORECASE)
_UNKNOWN = re.compile(r"custom function <([^<>]*)> is not supported")


class _Enough(Exception):  # noqa: N818 - it ends the engine's serialiser and never leaves this module
    pass


class _Answer:
    """What the engine's serialisers write to: it gathers pieces, and sends them as frames of some 64 or 256 kB.

    The first is the smaller, so that an answer begins soon; but where `most` rows are few, up to 1 MB are held back, so
    that a header can tell whether the answer was cut.
    """

    def __init__(self, descriptor: int, most: int, counter: RowCounter | None = None, *, sort_prefixes: bool = False):
        self._descriptor = descriptor
        self._counter = counter
        self._sort_prefixes = sort_prefixes
        self._pieces: list[bytes] = []
        self._size = 0
        self._first = self._enough = _HELD if most <= _FEW_ROWS else _FIRST_CHUNK

    def write(self, piece: bytes) -> int:
        """Takes a piece; raises _Enough when the row limit is passed."""
        if self._counter is not None and self._counter.truncated:
            return len(piece)  # what the engine had gathered, and writes while it gives up
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= self._enough:
            self._enough = _CHUNK
            data = self._take()
            if self._counter is not None:
                data = self._counter.add(data)
                if self._counter.truncated:
                    self._pieces = [data]
                    raise _Enough
            frames.write_all(self._descriptor, frames.frame(frames.DATA, data))
        return len(piece)

    def flush(self) -> None:
        """Does nothing: frames are sent by size, and the last one with the end of the answer."""

    def end(self, ending: Ending | None = None) -> None:
        """Sends what is left, and how the answer ended; without `ending`, as its rows were counted."""
        last = self._take()
        if self._counter is not None and ending is None and self._short(last):
            # No row takes less than a byte, so there are fewer than the limit, and nobody asks how many.
            ending = Ending(0)
        elif self._counter is not None:
            if not self._counter.truncated:
                last = self._counter.add(last)
                last += self._counter.rest()
            ending = Ending(self._counter.rows, self._counter.truncated)
        closing = frames.frame(frames.END, (ending or Ending(0)).pack())
        frames.write_all(self._descriptor, frames.frame(frames.LAST, last) + closing)

    def _short(self, last: bytes) -> bool:
        """Tells whether an answer is all in `last`, and too short to meet the row limit."""
        return self._enough == self._first and self._counter is not None and len(last) < self._counter.most

    def _take(self) -> bytes:
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces, self._size = [], 0
        if self._sort_prefixes:
            data, self._sort_prefixes = with_sorted_prefixes(data), False
        return data


class _Versions:
    """The versions of a store that were asked last, open for reading: the one of the start and few others."""

    def __init__(self, directory: str) -> None:
        self._root, _, self._first = directory.rpartition("/")
        self._open: dict[str, ox.Store] = {}

    def open(self, version: str) -> ox.Store:
        """Returns a version, opened unless it is open already (20 to 50 ms); raises OSError when it is gone."""
        name = version or self._first
        store = self._open.pop(name, None)
        if store is None:
            store = ox.Store.read_only(f"{self._root}/{name}")
        self._open[name] = store
        while len(self._open) > _MOST_OPEN:
            del self._open[next(iter(self._open))]
        return store


def main(directory: str, settings: str) -> None:
    """Answers queries from standard input until it ends.

    `settings` is JSON with "memory_mb", "prefixes", "base" and "entailed". With "relay", the port of a relay on this
    machine, a worker may open connections, and to that port alone.
    """
    options = json.loads(settings)
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the service says when to stop
    requests, answers = frames.FrameReader(sys.stdin.fileno()), sys.stdout.fileno()
    try:
        versions = _Versions(directory)
        ready = {"count": len(versions.open(""))}
    except (OSError, RuntimeError) as error:
        frames.write_all(answers, _failure("store", f"The store at {directory} cannot be opened: {error}"))
        return
    sandbox.limit_memory(options["memory_mb"] + 1024)
    relay = options.get("relay")
    ready["network_refused"] = sandbox.refuse_network() if relay is None else sandbox.connect_only_to(relay)
    frames.write_all(answers, frames.frame(frames.READY, json.dumps(ready).encode()))
    while True:
        try:
            _, payload = requests.read()
        except EOFError:
            return
        job = Job.unpack(payload)
        # Should the service itself be gone, nobody would stop this query: then the kernel does, by the clock.
        signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE)
        try:
            answer_query(versions, job, answers, options)
        except BrokenPipeError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def answer_query(versions: _Versions, job: Job, descriptor: int, options: dict[str, Any]) -> None:
    """Answers one query by frames of data and an end, or by an error, possibly after some data."""
    try:
        _serialise(versions.open(job.version), job, descriptor, options)
    except SyntaxError as error:
        frames.write_all(descriptor, _failure("syntax", str(error)))
    except MemoryError:
        frames.write_all(descriptor, _failure("memory", "out of memory"))
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        frames.write_all(descriptor, _failure("engine", f"{type(error).__name__}: {error}"))


def _serialise(store: ox.Store, job: Job, descriptor: int, options: dict[str, Any]) -> None:
    found = _ask(store, job, options)
    if isinstance(found, ox.QueryTriples):
        _serialise_triples(found, job, descriptor, options["prefixes"])
        return
    results = ox.QueryResultsFormat.from_media_type(job.media_type)
    if results is None:
        raise ValueError(f"{job.media_type} is no format of results")
    if isinstance(found, ox.QueryBoolean):
        answer = _Answer(descriptor, 1)
        found.serialize(answer, results)  # type: ignore[arg-type]
        answer.end(Ending(1))
        return
    counter = RowCounter(results, (variable.value for variable in found.variables), job.rows)
    answer = _Answer(descriptor, job.rows, counter)
    with suppress(_Enough):
        found.serialize(answer, results)  # type: ignore[arg-type]
    answer.end()


def _ask(store: ox.Store, job: Job, options: dict[str, Any]) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Asks the engine; functions that it does not know fail row by row, as SPARQL 1.1 has it (section 17.6).

    BNODE(label) is made new in each solution (`triples.store.labels`).
    """
    dataset: dict[str, Any] = {"use_default_graph_as_union": job.union}
    if job.graphs is not None:
        default, named = job.graphs
        dataset = {
            "default_graph": [ox.NamedNode(iri) for iri in default],
            "named_graphs": [ox.NamedNode(iri) for iri in named],
        }
    elif job.entailed:
        # What follows from the default graph belongs to it, and is no named graph unless a query names it.
        entailed = ox.NamedNode(options["entailed"])
        named_graphs = [each for each in store.named_graphs() if each != entailed]
        dataset = {"default_graph": [ox.DefaultGraph(), entailed], "named_graphs": named_graphs}
    text, functions = job.query, dict[ox.NamedNode, Callable[..., Any]]()
    if _BNODE.search(text) is not None:
        # Few queries need it, and it brings what the others would start the slower for.
        from triples.store import labels

        text = labels.by_solution(text, options["base"])
        functions.update(labels.FUNCTIONS)
    while True:
        try:
            return store.query(text, base_iri=options["base"], custom_functions=functions or None, **dataset)
        except SyntaxError:
            if text is job.query:
                raise
            text = job.query  # whose error has the places that the client knows
        except RuntimeError as error:
            found = _UNKNOWN.search(str(error))
            if found is None or (name := ox.NamedNode(found.group(1))) in functions:
                raise
            functions[name] = _no_value


def _no_value(*_: object) -> None:
    pass


def _serialise_triples(found: ox.QueryTriples, job: Job, descriptor: int, prefixes: dict[str, str]) -> None:
    format = ox.RdfFormat.from_media_type(job.media_type)
    if format is None:
        raise ValueError(f"{job.media_type} is no format of RDF")
    triples = _Counted(found, job.rows)
    prefixed = format in PREFIXED
    answer = _Answer(descriptor, job.rows, sort_prefixes=prefixed)
    ox.serialize(triples, answer, format, prefixes=prefixes if prefixed else None)  # type: ignore[arg-type]
    answer.end(Ending(triples.rows, triples.truncated))


class _Counted:
    """Passes triples on, and ends before the first one above the limit."""

    def __init__(self, triples: Iterable[ox.Triple], most: int) -> None:
        self._triples = triples
        self._most = most
        self.rows = 0
        self.truncated = False

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in self._triples:
            if self.rows == self._most:
                self.truncated = True
                return
            self.rows += 1
            yield triple


def _failure(kind: str, message: str) -> bytes:
    return frames.frame(frames.ERROR, json.dumps({"error": kind, "message": message}).encode())
