"""A request as it came over a connection."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes


class Request:
    """A request, whole: its body has been read and unpacked.

    `raw` holds its bytes when they came as one piece and nothing else with them: what answers equal bytes equally can
    be told by them alone.
    """

    __slots__ = ("body", "headers", "keep_alive", "method", "raw", "target", "version")

    def __init__(self, method: str, target: bytes, version: str, headers: dict[bytes, bytes]) -> None:
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.keep_alive = True
        self.body = b""
        self.raw: bytes | None = None

    @property
    def query_string(self) -> str:
        """What stands behind the question mark, as it came."""
        return self.target.partition(b"?")[2].decode("latin-1")

    @property
    def raw_path(self) -> bytes:
        """The path, as it came; of an address with a host (RFC 9112, section 3.2.2), what follows the host."""
        path = self.target.partition(b"?")[0]
        if path[:1] == b"/" or b"://" not in path:
            return path
        return b"/" + path.partition(b"://")[2].partition(b"/")[2]

    @property
    def path(self) -> str:
        """The path without percent signs, as WSGI has it: each byte a character."""
        path = self.raw_path
        return (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1")

    def header(self, name: bytes) -> str | None:
        """Returns the value of a header, whose name is in lower case."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")
