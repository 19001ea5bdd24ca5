"""Parts: what one document is to be made of, before it is read, whether a file, a record of an archive or a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from triples.reading.metadata import Metadata

MAX_BYTES = 20_000_000
"""The largest document that is read unless the caller says otherwise."""

_LONGEST_STEM = 100
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Part:
    """The bytes of one document and what is known of them from where they came."""

    name: str
    """What messages call it: a path, or that of an archive and the address of a record."""
    stem: str
    """What its slug is made of."""
    data: bytes
    suffix: str = ""
    charset: str | None = None
    """The encoding that a server has told."""
    metadata: Metadata = field(default_factory=Metadata)
    """What an archive, a feed or a server tells of it; what the document says itself goes before."""


def stem_of_address(url: str) -> str:
    """Returns what a slug for the document at an address is made of: its host and path.

    >>> stem_of_address("https://www.gazette.example/world/pact.html?ref=1")
    'gazette.example/world/pact'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).rstrip("/")
    last = path.rpartition("/")[2]
    if "." in last:
        path = path.rpartition(".")[0]
    return f"{host}{path}"[:_LONGEST_STEM]


def charset_in(content_type: str) -> str | None:
    """Returns the encoding that the value of a Content-Type header names, if any.

    >>> charset_in("text/html; charset=ISO-8859-1")
    'ISO-8859-1'
    """
    match = _CHARSET.search(content_type)
    return match[1] if match else None
