"""From files to documents: reading, masking, metadata and the catalogue, in that order."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ontology.errors import DocumentError
from ontology.namespaces import slug
from triples.model import Document
from triples.reading.catalogue import CATALOGUE_NAME, Catalogue, load_catalogue
from triples.reading.formats import SUFFIXES, read_bytes
from triples.reading.furniture import mask
from triples.reading.language import other_language
from triples.reading.metadata import find_metadata

MAX_BYTES = 20_000_000
"""The largest file that is read unless the caller says otherwise."""

_SHORT_DIGEST = 8
_LOG = logging.getLogger(__name__)


def read_document(path: Path, *, catalogue: Catalogue | None = None, max_bytes: int = MAX_BYTES) -> Document:
    """Reads one file of text or HTML.

    Without a `catalogue` the shipped one is used; ``Catalogue()`` is the empty one. The slug is that of the catalogue
    or else made from the file's name without its suffix.

    Raises DocumentError, and nothing else, where the file is missing, unreadable, larger than `max_bytes`, empty,
    binary, undecodable or not English; the message names the file and says how to mend it.
    """
    reading = read_bytes(_load(path, max_bytes), name=str(path), suffix=path.suffix)
    text = reading.text
    if not text.strip("\ufeff \t\n\r\f\v\xa0"):
        raise DocumentError(f"{path} holds no text; expected an English text.")
    masked = mask(text)
    language = other_language(masked)
    if language is not None:
        raise DocumentError(f"{path} is not English (it reads as {language}); give an English text or a translation.")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    found = find_metadata(text, masked, reading.metadata)
    document = Document(
        slug=slug(path.stem),
        text=text,
        masked=masked,
        digest=digest,
        title=found.title,
        publisher=found.publisher,
        published=found.published,
        url=found.url,
        basis=found.basis,
    )
    entry = (load_catalogue() if catalogue is None else catalogue).find(digest)
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


def read_documents(
    paths: Iterable[Path],
    *,
    catalogue: Catalogue | None = None,
    max_bytes: int = MAX_BYTES,
    on_duplicate: Callable[[Path, str], None] | None = None,
    on_error: Callable[[DocumentError], None] | None = None,
) -> Iterator[Document]:
    """Reads files and directories, one document at a time, in the order of their paths.

    Directories are searched with all below them for the suffixes of text and HTML; hidden files are passed over, and
    a catalogue ``documents.json`` in a directory adds to the given one. Files that are given are read whatever their
    suffix.

    A text that was read before is passed over: `on_duplicate` is called with its path and the slug of the first, or
    else a warning is logged. Files whose names give the same slug are told apart by the start of their digest.
    An error ends the reading, unless `on_error` takes it. Raises DocumentError.
    """
    known = load_catalogue() if catalogue is None else catalogue
    files: list[Path] = []
    for path in paths:
        try:
            known = known.updated(_catalogue_beside(path))
            files.extend(_files(path))
        except DocumentError as error:
            _report(error, on_error)
    files = sorted(set(files))
    names = Counter(slug(file.stem) for file in files)
    slug_of_digest: dict[str, str] = {}
    taken: set[str] = set()
    for file in files:
        try:
            document = read_document(file, catalogue=known, max_bytes=max_bytes)
        except DocumentError as error:
            _report(error, on_error)
            continue
        first = slug_of_digest.get(document.digest)
        if first is not None:
            (on_duplicate or _log_duplicate)(file, first)
            continue
        named = known.find(document.digest)
        own_name = named is not None and named.slug is not None
        if document.slug in taken or (names[document.slug] > 1 and not own_name):
            document = replace(document, slug=f"{document.slug}-{document.digest[:_SHORT_DIGEST]}")
        taken.add(document.slug)
        slug_of_digest[document.digest] = document.slug
        yield document


def _load(path: Path, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(f"{path} is a directory; expected a file of text or HTML.")
        if path.exists() and not path.is_file():
            raise DocumentError(f"{path} is not a regular file; expected a file of text or HTML.")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentError(f"{path} does not exist; check the path.") from error
    except PermissionError as error:
        raise DocumentError(f"{path} may not be read; give yourself permission to read it.") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise DocumentError(f"{path!s} cannot be read: {error}.") from error
    if len(data) > max_bytes:
        raise DocumentError(
            f"{path} is larger than {max_bytes / 1_000_000:g} MB; split it into documents or raise the limit."
        )
    return data


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        found = [file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()]
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path!s} cannot be read: {error}.") from error
    visible = [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    if not visible:
        raise DocumentError(f"{path} holds no documents; expected files ending in {', '.join(sorted(SUFFIXES))}.")
    return visible


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


def _log_duplicate(path: Path, first: str) -> None:
    _LOG.warning("%s has the same text as %s and is passed over", path, first)
