"""Loading large files by all processors: a file of lines is parted at line ends, and a thread loads each part.

The engine's loader works in one thread. What it does is free of Python's lock, so threads are enough.
"""

from __future__ import annotations

import mmap
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from triples.store.loading import Source, load_into, named

SMALLEST = 32 << 20
"""Bytes that a part has at least."""
MOST = 4
"""Parts at one time, for each takes memory of its own: some 300 MB."""

_LINES = frozenset((ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES))


def load(store: ox.Store, each: Source) -> None:
    """Adds one source to a store on disk, in parts where that is quicker; raises what `load_into` raises."""
    places = _places(each)
    if not isinstance(each.data, Path) or len(places) <= 2:
        load_into(store, each)
        return
    path, format = each.data, each.format
    graph = ox.NamedNode(each.graph) if each.graph is not None and not format.supports_datasets else None

    def load_part(start: int, end: int) -> None:
        with path.open("rb") as stream:
            stream.seek(start)
            store.bulk_load(_Part(stream, end - start), format, to_graph=graph)  # type: ignore[arg-type]

    with named(each), ThreadPoolExecutor(len(places) - 1) as threads:
        running = [threads.submit(load_part, start, end) for start, end in pairwise(places)]
        for part, start in zip(running, places, strict=False):
            try:
                part.result()
            except SyntaxError as error:
                if error.lineno is not None:
                    error.lineno += _lines_before(path, start)
                raise


def _places(each: Source) -> list[int]:
    """Returns where the parts of a file begin, and its end; a source that is better loaded as a whole has one part."""
    if not isinstance(each.data, Path) or each.format not in _LINES or each.data.suffix == ".gz":
        return []
    try:
        size = each.data.stat().st_size
    except OSError:
        return []  # `load_into` tells what is wrong
    how_many = min(MOST, os.cpu_count() or 1, size // SMALLEST)
    if how_many < 2:
        return []
    places = [0]
    with each.data.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find(b"_:") >= 0:
            return []  # a blank node that two parts name is one node
        for number in range(1, how_many):
            places.append(data.find(b"\n", size * number // how_many) + 1 or size)
    return sorted({*places, size})


def _lines_before(path: Path, place: int) -> int:
    with path.open("rb") as stream:
        left, lines = place, 0
        while left:
            block = stream.read(min(left, 1 << 20))
            lines += block.count(b"\n")
            left -= len(block)
    return lines


class _Part:
    """The next so many bytes of a stream, for reading."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """Returns at most so many bytes; none at the end of the part."""
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data
