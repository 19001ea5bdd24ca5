"""Gzip as a stream, with a bound on what may come out of it."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from ontology.errors import DocumentError

GZIP = b"\x1f\x8b"
_RATIO = 100
_GRACE = 50_000_000


class Gunzipped(io.RawIOBase):
    """What a gzip stream holds, read as it is needed; its members are read one after the other.

    Text shrinks to a tenth, seldom to a fiftieth. Where more than a hundredfold comes out, and 50 MB on top, the
    reading ends with a DocumentError; so it does where the stream is damaged.
    """

    def __init__(self, stream: BinaryIO, name: str, *, size: int) -> None:
        """`size` is that of the packed stream in bytes, `name` that of the file, for messages."""
        super().__init__()
        self._stream = gzip.GzipFile(fileobj=stream)
        self._name = name
        self._left = _GRACE + _RATIO * size

    def readable(self) -> bool:
        """Tells that the stream can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Returns up to `size` bytes, and not more than 64 kB at a time; none at the end."""
        try:
            data = self._stream.read(min(size, 1 << 16) if size >= 0 else 1 << 16)
        except (OSError, EOFError, zlib.error) as error:
            raise DocumentError(f"{self._name} is a damaged gzip archive ({error}); fetch it again.") from error
        self._left -= len(data)
        if self._left < 0:
            raise DocumentError(
                f"{self._name} unpacks to more than {_RATIO} times its size (a bomb, perhaps); it is not read."
            )
        return data

    def read_whole(self, most: int) -> bytes:
        """Returns all that the stream holds. Raises DocumentError where that is more than `most` bytes."""
        whole = bytearray()
        while data := self.read(1 << 16):
            whole += data
            if len(whole) > most:
                raise DocumentError(f"{self._name} unpacks to more than {most / 1_000_000:g} MB; split it.")
        return bytes(whole)
