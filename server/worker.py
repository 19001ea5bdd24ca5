"""The process that answers queries: it opens one version of a store, and serialises answers into a pipe.

It is started by `server.workers` and imports little, so that it is ready in a fraction of a second. It answers one
query at a time, all in one thread, because the objects of Oxigraph's answers must not change threads.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from server import frames, sandbox
from server.serialising import PREFIXED, RowCounter, with_sorted_prefixes

_CHUNK = 64 * 1024
_GRACE = 2.0


class _TooManyRows(Exception):  # noqa: N818 - it ends the engine's serialiser and never leaves this module
    pass


class _Answer:
    """What the engine's serialisers write to: it gathers pieces, and sends them as frames of some 64 kB."""

    def __init__(self, descriptor: int, count: Callable[[bytes], None] | None = None, *, sort_prefixes: bool = False):
        self._descriptor = descriptor
        self._count = count
        self._sort_prefixes = sort_prefixes
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes) -> int:
        """Takes a piece."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= _CHUNK:
            frames.write_all(self._descriptor, self._take())
        return len(piece)

    def flush(self) -> None:
        """Does nothing: frames are sent by size, and the last one with the end of the answer."""

    def end(self, rows: Callable[[], int]) -> None:
        """Sends what is left, and that the answer is whole."""
        last = self._take()
        closing = frames.frame(frames.END, json.dumps({"rows": rows()}).encode())
        frames.write_all(self._descriptor, last + closing)

    def _take(self) -> bytes:
        if not self._pieces:
            return b""
        data = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        if self._sort_prefixes:
            data, self._sort_prefixes = with_sorted_prefixes(data), False
        if self._count is not None:
            self._count(data)
        return frames.frame(frames.DATA, data)


def main(directory: str, settings: str) -> None:
    """Answers queries from standard input until it ends; `settings` is JSON with "memory_mb" and "prefixes"."""
    options = json.loads(settings)
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the service says when to stop
    requests, answers = frames.FrameReader(sys.stdin.fileno()), sys.stdout.fileno()
    try:
        store = ox.Store.read_only(directory)
        ready = {"count": len(store)}
    except (OSError, RuntimeError) as error:
        frames.write_all(answers, _failure("store", f"The store at {directory} cannot be opened: {error}"))
        return
    sandbox.limit_memory(options["memory_mb"] + 1024)
    ready["network_refused"] = sandbox.refuse_network()
    frames.write_all(answers, frames.frame(frames.READY, json.dumps(ready).encode()))
    while True:
        try:
            _, payload = requests.read()
        except EOFError:
            return
        request = json.loads(payload)
        # Should the service itself be gone, nobody would stop this query: then the kernel does, by the clock.
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + _GRACE)
        try:
            answer_query(store, request, answers, options["prefixes"])
        except BrokenPipeError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def answer_query(store: ox.Store, request: dict[str, Any], descriptor: int, prefixes: dict[str, str]) -> None:
    """Answers one query by frames of data and an end, or by an error, possibly after some data."""
    try:
        _serialise(store, request, descriptor, prefixes)
    except _TooManyRows:
        frames.write_all(descriptor, _failure("rows", f"more than {request['rows']} rows"))
    except SyntaxError as error:
        frames.write_all(descriptor, _failure("syntax", str(error)))
    except MemoryError:
        frames.write_all(descriptor, _failure("memory", "out of memory"))
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        frames.write_all(descriptor, _failure("engine", f"{type(error).__name__}: {error}"))


def _serialise(store: ox.Store, request: dict[str, Any], descriptor: int, prefixes: dict[str, str]) -> None:
    media_type, most = request["media_type"], request["rows"]
    if request["graphs"] is None:
        found = store.query(request["query"], use_default_graph_as_union=request["union"])
    else:
        default, named = request["graphs"]
        found = store.query(
            request["query"],
            default_graph=[ox.NamedNode(iri) for iri in default],
            named_graphs=[ox.NamedNode(iri) for iri in named],
        )
    if isinstance(found, ox.QueryTriples):
        format = ox.RdfFormat.from_media_type(media_type)
        if format is None:
            raise ValueError(f"{media_type} is no format of RDF")
        triples = _Counted(found, most)
        prefixed = format in PREFIXED
        answer = _Answer(descriptor, sort_prefixes=prefixed)
        ox.serialize(triples, answer, format, prefixes=prefixes if prefixed else None)  # type: ignore[arg-type]
        answer.end(lambda: triples.rows)
        return
    results = ox.QueryResultsFormat.from_media_type(media_type)
    if results is None:
        raise ValueError(f"{media_type} is no format of results")
    if isinstance(found, ox.QueryBoolean):
        answer = _Answer(descriptor)
        found.serialize(answer, results)  # type: ignore[arg-type]
        answer.end(lambda: 1)
        return
    counter = RowCounter(results, [variable.value for variable in found.variables])

    def count(data: bytes) -> None:
        counter.add(data)
        if counter.rows > most:
            raise _TooManyRows

    answer = _Answer(descriptor, count)
    found.serialize(answer, results)  # type: ignore[arg-type]
    answer.end(lambda: counter.rows)


class _Counted:
    """Passes triples on, and raises at the first one above the limit."""

    def __init__(self, triples: Iterable[ox.Triple], most: int) -> None:
        self._triples = triples
        self._most = most
        self.rows = 0

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in self._triples:
            self.rows += 1
            if self.rows > self._most:
                raise _TooManyRows
            yield triple


def _failure(kind: str, message: str) -> bytes:
    return frames.frame(frames.ERROR, json.dumps({"error": kind, "message": message}).encode())
