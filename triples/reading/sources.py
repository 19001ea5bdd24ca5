"""From what the user gives (files, directories, addresses) to parts, one at a time, with archives and lists opened."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ontology.errors import DocumentError
from triples.reading.feeds import is_listing, read_listing
from triples.reading.fetching import Fetcher
from triples.reading.gzipped import GZIP, Gunzipped
from triples.reading.parts import Part
from triples.reading.warc import WARC, warc_parts

SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".warc", ".warc.gz", ".rss", ".atom"}
)
"""Endings of the files that are looked for in a directory, in lower case."""

_DEEPEST_LIST = 3
_HEAD = 512


def is_address(source: Path | str) -> bool:
    """Tells whether a source is the address of a page on the web and no path."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def files_of(path: Path) -> list[Path]:
    """Returns a file, or the documents in a directory and below it, hidden ones passed over, in no order.

    Raises DocumentError where a directory cannot be read or holds no documents.
    """
    try:
        if not path.is_dir():
            return [path]
        found = [file for file in path.rglob("*") if file.name.lower().endswith(tuple(SUFFIXES)) and file.is_file()]
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path!s} cannot be read: {error}.") from error
    visible = [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    if not visible:
        raise DocumentError(f"{path} holds no documents; expected files ending in {', '.join(sorted(SUFFIXES))}.")
    return visible


def parts_of_file(path: Path, *, max_bytes: int) -> Iterator[Part | DocumentError]:
    """Yields the documents in a file: one, or those of an archive or a feed, whose links are not followed.

    What keeps one of several from being read is yielded as an error. Raises DocumentError for the file itself.
    """
    with _opened(path) as file:
        yield from _parts(file, path, max_bytes)


def parts_of_address(url: str, fetcher: Fetcher, *, max_bytes: int) -> Iterator[Part | DocumentError]:
    """Yields the documents at an address: a page, the pages of an archive, or those that a feed or sitemap lists.

    Raises DocumentError where the address itself cannot be fetched.
    """
    yield from _expanded(fetcher.fetch(url), max_bytes, fetcher)


def _opened(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise DocumentError(f"{path} is a directory; expected a file.")
        if path.exists() and not path.is_file():
            raise DocumentError(f"{path} is not a regular file; expected a file of text, HTML, PDF or DOCX.")
        return path.open("rb")
    except FileNotFoundError as error:
        raise DocumentError(f"{path} does not exist; check the path.") from error
    except PermissionError as error:
        raise DocumentError(f"{path} may not be read; give yourself permission to read it.") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise DocumentError(f"{path!s} cannot be read: {error}.") from error


def _parts(file: BinaryIO, path: Path, max_bytes: int) -> Iterator[Part | DocumentError]:
    name, packed = str(path), False
    try:
        size = path.stat().st_size
        start = file.read(_HEAD)
        file.seek(0)
        stream: BinaryIO | Gunzipped = file
        if start.startswith(GZIP):
            packed = True
            start = Gunzipped(file, name, size=size).read(_HEAD)
            file.seek(0)
            stream = Gunzipped(file, name, size=size)
        if start.startswith(WARC):
            yield from warc_parts(stream, name, max_bytes=max_bytes)
            return
        data = stream.read_whole(max_bytes) if isinstance(stream, Gunzipped) else file.read(max_bytes + 1)
    except OSError as error:
        raise DocumentError(f"{name} cannot be read: {error}.") from error
    if len(data) > max_bytes:
        raise DocumentError(
            f"{name} is larger than {max_bytes / 1_000_000:g} MB; split it into documents or raise the limit."
        )
    inner = path.with_suffix("") if packed else path
    yield from _expanded(Part(name=name, stem=inner.stem, data=data, suffix=inner.suffix), max_bytes, None)


def _expanded(part: Part, max_bytes: int, fetcher: Fetcher | None, depth: int = 0) -> Iterator[Part | DocumentError]:
    """Yields a part, or where it is an archive or a list, what that holds."""
    if part.data.startswith(GZIP):
        inner = Gunzipped(io.BytesIO(part.data), part.name, size=len(part.data))
        part = Part(
            name=part.name, stem=part.stem, data=inner.read_whole(max_bytes), suffix=part.suffix, metadata=part.metadata
        )
    if part.data.startswith(WARC):
        yield from warc_parts(io.BytesIO(part.data), part.name, max_bytes=max_bytes)
    elif is_listing(part.data):
        yield from _listed(part, max_bytes, fetcher, depth)
    else:
        yield part


def _listed(part: Part, max_bytes: int, fetcher: Fetcher | None, depth: int) -> Iterator[Part | DocumentError]:
    listing = read_listing(part.data, part.name)
    yield from listing.parts
    if fetcher is None and listing.links:
        yield DocumentError(
            f"{part.name} lists {len(listing.links)} pages without their texts; give its address to have them fetched."
        )
    elif fetcher is not None and depth < _DEEPEST_LIST:
        for link in listing.links:
            try:
                yield from _expanded(fetcher.follow(link), max_bytes, fetcher, depth + 1)
            except DocumentError as error:
                yield error
