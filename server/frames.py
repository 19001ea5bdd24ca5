"""The frames that travel between the service and a worker: one byte of kind, four of length, then the payload."""

from __future__ import annotations

import os
import select
import struct

HEAD = struct.Struct(">cI")

QUERY = b"Q"
"""To the worker: a query with its limits (`server.jobs.Job`)."""
READY = b"R"
"""From the worker: it has opened the store; JSON with the number of quads."""
DATA = b"D"
"""From the worker: a piece of the serialised answer."""
LAST = b"L"
"""From the worker: the last piece, which the end follows at once."""
END = b"Z"
"""From the worker: the answer is whole, or was cut at the row limit (`server.jobs.Ending`)."""
ERROR = b"E"
"""From the worker: there is no answer, or no more of it; JSON with the kind of error and its message."""

_SMALL = 1 << 14
_LARGE = 1 << 18


def frame(kind: bytes, payload: bytes) -> bytes:
    """Returns a frame as bytes."""
    return HEAD.pack(kind, len(payload)) + payload


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all of the bytes to a pipe; raises BrokenPipeError when nobody reads any more."""
    written = os.write(descriptor, data)
    if written < len(data):
        view = memoryview(data)[written:]
        while view:
            view = view[os.write(descriptor, view) :]


class FrameReader:
    """Takes frames from a pipe."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = b""
        self._block = _SMALL

    def read(self) -> tuple[bytes, bytes]:
        """Returns kind and payload of the next frame; raises EOFError when the other side is gone."""
        while (found := self.take()) is None:
            if not self.fill():
                waiting = select.poll()  # select() knows no descriptor above 1023
                waiting.register(self._descriptor, select.POLLIN)
                waiting.poll()
        return found

    def take(self) -> tuple[bytes, bytes] | None:
        """Returns the next frame when it has been read as a whole."""
        buffer = self._buffer
        if len(buffer) < HEAD.size:
            return None
        kind, length = HEAD.unpack_from(buffer)
        end = HEAD.size + length
        if len(buffer) < end:
            return None
        self._buffer = buffer[end:]
        return kind, buffer[HEAD.size : end]

    def fill(self) -> bool:
        """Reads once what is there; raises EOFError when the other side is gone.

        When nothing is there it waits, or returns False if an event loop has made the pipe one that does not wait.
        """
        try:
            block = os.read(self._descriptor, self._block)
        except BlockingIOError:
            return False
        # Room for 256 kB costs twice the time of reading a short answer: it is made only while large pieces come.
        self._block = _LARGE if len(block) == self._block else _SMALL
        if not block:
            raise EOFError("the pipe was closed")
        self._buffer = self._buffer + block if self._buffer else block
        return True
