"""Compressing answers, and unpacking bodies of requests without being blown up by them."""

from __future__ import annotations

import sys
import zlib
from typing import Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SMALLEST = 860
"""Bytes below which compression does not pay: such an answer fits into one packet anyway."""

_GZIP_LEVEL = 5
_ZSTD_LEVEL = 3


class Compressor(Protocol):
    """What compresses an answer piece by piece."""

    def compress(self, data: bytes, /) -> bytes:
        """Takes a piece and returns what is ready."""
        ...

    def flush(self) -> bytes:
        """Returns the rest."""
        ...


class BodyTooLargeError(ValueError):
    """A compressed body unpacks to more than is allowed."""


class UnknownEncodingError(ValueError):
    """A body is compressed in a way that the service does not know."""


def compressor(encoding: str) -> Compressor:
    """Returns a compressor for "gzip" or "zstd"."""
    if encoding == "zstd":
        return zstd.ZstdCompressor(level=_ZSTD_LEVEL)
    return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)


def compressed(data: bytes, encoding: str) -> bytes:
    """Returns the bytes compressed as a whole."""
    if encoding == "zstd":
        return zstd.compress(data, level=_ZSTD_LEVEL)
    squeeze = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    return squeeze.compress(data) + squeeze.flush()


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """Returns the body of a request without its Content-Encoding; one layer, at most `most` bytes.

    No more than that is ever unpacked. Raises BodyTooLargeError, UnknownEncodingError, or ValueError when malformed.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return data
    try:
        if name in {"gzip", "x-gzip", "deflate"}:
            inflate = zlib.decompressobj(zlib.MAX_WBITS if name == "deflate" else zlib.MAX_WBITS | 16)
            whole = inflate.decompress(data, most + 1)
            done, more = inflate.eof, bool(inflate.unused_data)
        elif name == "zstd":
            # A frame may ask for a window of gigabytes before it gives a byte: the bound on it is 8 MB (RFC 9659).
            unpack = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
            whole = unpack.decompress(data, most + 1)
            done, more = unpack.eof, bool(unpack.unused_data)
        else:
            raise UnknownEncodingError(f"Content-Encoding {name[:40]!r} is not one of gzip, deflate, zstd.")
    except (zlib.error, zstd.ZstdError) as error:
        raise ValueError(f"The body is no {name}: {error}") from error
    if len(whole) > most:
        raise BodyTooLargeError(f"The body unpacks to more than {most} bytes.")
    if not done or more:
        raise ValueError(f"The body is no whole {name}, or more than one.")
    return whole
