"""A query with its limits, as it travels to a worker process, and what comes back at the end of its answer."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

_HEAD = struct.Struct(">dQ??HHI")
_ENDING = struct.Struct(">Q?")

Graphs = tuple[tuple[str, ...], tuple[str, ...]]
"""The IRIs of the default graphs and of the named graphs that a request asks for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A query with its limits, ready for a worker."""

    query: str
    media_type: str
    seconds: float
    rows: int
    union: bool = True
    entailed: bool = False
    """Whether the default graph, where it is not the union, is read with what follows from it."""
    graphs: Graphs | None = None
    """The default and the named graphs that the request asks for, in place of the union and of FROM."""
    version: str = ""
    """The version of the data to answer from; without it, the one that the worker was started on."""

    def pack(self) -> bytes:
        """Returns the job as bytes: a fixed head, the media type, the version, the graphs as JSON if any, the query.

        (JSON for all of it takes three times as long, and most answers take the engine a fraction of a millisecond.)
        """
        media_type = self.media_type.encode()
        graphs = b"" if self.graphs is None else json.dumps(self.graphs).encode()
        version = self.version.encode()
        lengths = len(media_type), len(version), len(graphs)
        head = _HEAD.pack(self.seconds, self.rows, self.union, self.entailed, *lengths)
        return b"".join((head, media_type, version, graphs, self.query.encode("utf-8", "surrogatepass")))

    @classmethod
    def unpack(cls, data: bytes) -> Job:
        """Returns the job that was packed."""
        seconds, rows, union, entailed, media, version, names = _HEAD.unpack_from(data)
        middle = _HEAD.size + media
        start = middle + version
        graphs = None
        if names:
            default, named = json.loads(data[start : start + names])
            graphs = (tuple(default), tuple(named))
        return cls(
            query=data[start + names :].decode("utf-8", "surrogatepass"),
            media_type=data[_HEAD.size : middle].decode(),
            version=data[middle:start].decode(),
            seconds=seconds,
            rows=rows,
            union=union,
            entailed=entailed,
            graphs=graphs,
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of an answer at its end."""

    rows: int
    truncated: bool = False
    """Whether there were more rows than the limit; then the answer holds as many as the limit allows."""

    def pack(self) -> bytes:
        """Returns the ending as bytes."""
        return _ENDING.pack(max(self.rows, 0), self.truncated)

    @classmethod
    def unpack(cls, data: bytes) -> Ending:
        """Returns the ending that was packed."""
        return cls(*_ENDING.unpack(data))
