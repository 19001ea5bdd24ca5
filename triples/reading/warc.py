"""WARC: the pages in a web archive (ISO 28500), each a document, read one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord

from ontology.errors import DocumentError
from triples.reading.gzipped import Gunzipped
from triples.reading.metadata import Metadata
from triples.reading.parts import Part, charset_in, stem_of_address

WARC = b"WARC/"
_TYPES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def warc_parts(stream: BinaryIO | Gunzipped, name: str, *, max_bytes: int) -> Iterator[Part | DocumentError]:
    """Yields the pages of an archive: successful responses, and resources, of HTML, plain text or PDF.

    `stream` is the archive unpacked. Records of other kinds (requests, pictures, redirections) are passed over in
    silence; one that is larger than `max_bytes` or packed in a way that is not read is yielded as an error. Raises
    DocumentError where the archive itself is damaged or breaks off.
    """
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in {"response", "resource"}:
                continue
            try:
                part = _part(record, name, max_bytes)
            except DocumentError as error:
                yield error
                continue
            if part is not None:
                yield part
    except (ArchiveLoadFailed, EOFError, ValueError) as error:  # ValueError: a length that is no number
        raise DocumentError(f"{name} is a damaged web archive ({error}); what stands before it was read.") from error


def _part(record: ArcWarcRecord, name: str, max_bytes: int) -> Part | None:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    headers = record.http_headers or record.rec_headers
    if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return None
    kind, _, parameters = (headers.get_header("Content-Type") or "").lower().partition(";")
    suffix = _TYPES.get(kind.strip())
    if not url or suffix is None:
        return None
    where = f"{name}: {url}"
    packing = (headers.get_header("Content-Encoding") or "").strip().lower()
    if packing not in _PACKINGS:
        raise DocumentError(f"{where} is packed with {packing!r}, which is not read; record it without.")
    data = _content(record, max_bytes)
    if len(data) > max_bytes:
        raise DocumentError(f"{where} is larger than {max_bytes / 1_000_000:g} MB; raise the limit to read it.")
    if isinstance(record.raw_stream, LimitReader) and record.raw_stream.limit > 0 and not packing:
        raise DocumentError(f"{where} breaks off; fetch the archive again.")
    return Part(
        name=where,
        stem=stem_of_address(url),
        data=data,
        suffix=suffix,
        charset=charset_in(parameters),
        metadata=Metadata(url=url, basis="metadata"),
    )


def _content(record: ArcWarcRecord, max_bytes: int) -> bytes:
    """Returns the page, unpacked, or a little more than `max_bytes` of it; a read may give less than was asked for."""
    stream = record.content_stream()
    data = bytearray()
    while len(data) <= max_bytes and (piece := stream.read(min(1 << 16, max_bytes + 1 - len(data)))):
        data += piece
    return bytes(data)
