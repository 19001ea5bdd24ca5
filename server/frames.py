"""The frames that travel between the service and a worker: one byte of kind, four of length, then the payload."""

from __future__ import annotations

import os
import struct

HEAD = struct.Struct(">cI")

QUERY = b"Q"
"""To the worker: a query with its limits, as JSON."""
READY = b"R"
"""From the worker: it has opened the store; JSON with the number of quads."""
DATA = b"D"
"""From the worker: a piece of the serialised answer."""
END = b"Z"
"""From the worker: the answer is whole; JSON with the number of rows."""
ERROR = b"E"
"""From the worker: there is no answer, or no more of it; JSON with the kind of error and its message."""


def frame(kind: bytes, payload: bytes) -> bytes:
    """Returns a frame as bytes."""
    return HEAD.pack(kind, len(payload)) + payload


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all of the bytes to a pipe; raises BrokenPipeError when nobody reads any more."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class FrameReader:
    """Takes frames from a pipe."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = bytearray()

    def read(self) -> tuple[bytes, bytes]:
        """Returns kind and payload of the next frame; raises EOFError when the other side is gone."""
        self._fill(HEAD.size)
        kind, length = HEAD.unpack_from(self._buffer)
        self._fill(HEAD.size + length)
        payload = bytes(self._buffer[HEAD.size : HEAD.size + length])
        del self._buffer[: HEAD.size + length]
        return kind, payload

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size:
            block = os.read(self._descriptor, 1 << 17)
            if not block:
                raise EOFError("the pipe was closed")
            self._buffer += block
