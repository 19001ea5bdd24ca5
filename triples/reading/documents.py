"""From files and addresses to documents: reading, masking, metadata and the catalogue, in that order."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ontology.errors import DocumentError
from ontology.namespaces import slug
from triples.model import Document, Span
from triples.reading.catalogue import CATALOGUE_NAME, Catalogue, load_catalogue
from triples.reading.duplicates import NearDuplicates
from triples.reading.fetching import Fetcher
from triples.reading.formats import read_bytes
from triples.reading.furniture import mask
from triples.reading.language import other_language
from triples.reading.metadata import Metadata, find_metadata
from triples.reading.parts import MAX_BYTES, Part
from triples.reading.sources import files_of, is_address, parts_of_address, parts_of_file

_SHORT_DIGEST = 8
_KEPT = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_LOG = logging.getLogger(__name__)


def read_document(path: Path, *, catalogue: Catalogue | None = None, max_bytes: int = MAX_BYTES) -> Document:
    """Reads one file of text, HTML, PDF or DOCX.

    Without a `catalogue` the shipped one is used; ``Catalogue()`` is the empty one. The slug is that of the catalogue
    or else made from the file's name without its suffix.

    Raises DocumentError, and nothing else, where the file is missing, unreadable, larger than `max_bytes`, empty,
    binary, undecodable, not English, or holds several documents; the message names the file and says how to mend it.
    """
    first: Document | None = None
    for part in parts_of_file(path, max_bytes=max_bytes):
        if isinstance(part, DocumentError):
            raise part
        if first is not None:
            raise DocumentError(f"{path} holds several documents; expected one. Build or extract from it as a whole.")
        first = _document(part, load_catalogue() if catalogue is None else catalogue)
    if first is None:
        raise DocumentError(f"{path} holds no documents; expected a page with text in it.")
    return first


def read_documents(
    sources: Iterable[Path | str],
    *,
    catalogue: Catalogue | None = None,
    max_bytes: int = MAX_BYTES,
    fetcher: Fetcher | None = None,
    near_duplicates: bool = True,
    on_duplicate: Callable[[str, str], None] | None = None,
    on_error: Callable[[DocumentError], None] | None = None,
) -> Iterator[Document]:
    """Reads files, directories and addresses, one document at a time: files in the order of their paths, then pages.

    Directories are searched with all below them for the formats that are read; hidden files are passed over, and a
    catalogue ``documents.json`` in a directory adds to the given one. Files that are given are read whatever their
    suffix. Web archives and feeds give several documents each. Addresses (``"https://…"``) are read only with a
    `fetcher`; without one nothing touches the network.

    A text that was read before is passed over: `on_duplicate` is called with its name and the slug of the first, or
    else a warning is logged. A text that is nearly one read before says so (`Document.near_duplicate_of`), unless
    `near_duplicates` is off, which saves two kilobytes of memory a document. Documents
    whose names give the same slug are told apart by the start of their digest. An error ends the reading, unless
    `on_error` takes it. Raises DocumentError.
    """
    known = load_catalogue() if catalogue is None else catalogue
    files: list[Path] = []
    addresses: list[str] = []
    for source in sources:
        if isinstance(source, str) and is_address(source):
            addresses.append(source)
            continue
        path = Path(source)
        try:
            known = known.updated(_catalogue_beside(path))
            files.extend(files_of(path))
        except DocumentError as error:
            _report(error, on_error)
    files = sorted(set(files))
    names = _Names(Counter(slug(file.stem) for file in files))
    similar = NearDuplicates() if near_duplicates else None
    for part in _parts(files, list(dict.fromkeys(addresses)), fetcher, max_bytes):
        try:
            if isinstance(part, DocumentError):
                raise part
            document = _document(part, known)
        except DocumentError as error:
            _report(error, on_error)
            continue
        first = names.of_digest(document.digest)
        if first is not None:
            (on_duplicate or _log_duplicate)(part.name, first)
            continue
        entry = known.find(document.digest)
        document = names.named(document, fixed=entry is not None and entry.slug is not None)
        near = similar.add(document.slug, document.masked) if similar is not None else None
        yield replace(document, near_duplicate_of=near) if near is not None else document


class _Names:
    """Gives each document a slug of its own, and knows what was read."""

    def __init__(self, of_files: Counter[str]) -> None:
        """`of_files` counts the slugs that the names of all files give: equal ones differ whatever their order."""
        self._of_files = of_files
        self._taken: set[str] = set()
        self._of_digest: dict[bytes, str] = {}

    def of_digest(self, digest: str) -> str | None:
        """Returns the slug of the document with this text, if it was read."""
        return self._of_digest.get(bytes.fromhex(digest))

    def named(self, document: Document, *, fixed: bool) -> Document:
        """Returns the document with a slug that no other has; one that a catalogue gives (`fixed`) stays if it can."""
        if document.slug in self._taken or (self._of_files[document.slug] > 1 and not fixed):
            document = replace(document, slug=f"{document.slug}-{document.digest[:_SHORT_DIGEST]}")
        self._taken.add(document.slug)
        self._of_digest[bytes.fromhex(document.digest)] = document.slug
        return document


def _parts(
    files: list[Path], addresses: list[str], fetcher: Fetcher | None, max_bytes: int
) -> Iterator[Part | DocumentError]:
    for file in files:
        try:
            yield from parts_of_file(file, max_bytes=max_bytes)
        except DocumentError as error:
            yield error
    for url in addresses:
        if fetcher is None:
            yield DocumentError(f"{url} is an address, and nothing is fetched here; save the page and give the file.")
            continue
        try:
            yield from parts_of_address(url, fetcher, max_bytes=max_bytes)
        except DocumentError as error:
            yield error


def _document(part: Part, catalogue: Catalogue) -> Document:
    reading = read_bytes(part.data, name=part.name, suffix=part.suffix, charset=part.charset)
    text = reading.text
    if not text.strip("\ufeff \t\n\r\f\v\xa0"):
        raise DocumentError(f"{part.name} holds no text; expected an English text.")
    masked = _blanked(mask(text), reading.furniture)
    language = other_language(masked)
    if language is not None:
        raise DocumentError(
            f"{part.name} is not English (it reads as {language}); give an English text or a translation."
        )
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    found = find_metadata(text, masked, _completed(reading.metadata, part.metadata))
    document = Document(
        slug=slug(part.stem),
        text=text,
        masked=masked,
        digest=digest,
        title=found.title,
        publisher=found.publisher,
        published=found.published,
        url=found.url,
        basis=found.basis,
    )
    entry = catalogue.find(digest)
    if entry is None:
        return document
    return replace(
        document,
        slug=entry.slug or document.slug,
        title=entry.title or document.title,
        publisher=entry.publisher or document.publisher,
        published=entry.published or document.published,
        url=entry.url or document.url,
        basis="catalogue" if entry.publisher or entry.published else document.basis,
    )


def _completed(own: Metadata, told: Metadata) -> Metadata:
    """Returns what a document says of itself, completed by what was told of it where it was found."""
    return Metadata(
        title=own.title or told.title,
        publisher=own.publisher or told.publisher,
        published=own.published or told.published,
        url=own.url or told.url,
        basis="metadata" if "metadata" in {own.basis, told.basis} else "text",
    )


def _blanked(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        pieces += (text[done:start], _KEPT.sub(" ", text[start:end]))
        done = end
    return "".join([*pieces, text[done:]])


def _catalogue_beside(path: Path) -> Catalogue:
    try:
        beside = path / CATALOGUE_NAME
        return load_catalogue(beside) if path.is_dir() and beside.is_file() else Catalogue()
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path!s} cannot be read: {error}.") from error


def _report(error: DocumentError, on_error: Callable[[DocumentError], None] | None) -> None:
    if on_error is None:
        raise error
    on_error(error)


def _log_duplicate(name: str, first: str) -> None:
    _LOG.warning("%s has the same text as %s and is passed over", name, first)
