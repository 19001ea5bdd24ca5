"""The formats that can be read: a small table, asked in order.

A format is recognised by the first bytes of the file or, failing that, by its suffix. To add one, write a function
from the bytes (or the decoded text) and the file's name to a `Reading` and add its line to one of the tables. Archives
and lists, which hold several documents, are taken apart before (`sources`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ontology.errors import DocumentError
from triples.model import Span
from triples.reading.decoding import decode
from triples.reading.docx import read_docx
from triples.reading.html import read_html
from triples.reading.main_text import surroundings
from triples.reading.metadata import Metadata
from triples.reading.pdf import read_pdf


class Reading(NamedTuple):
    """The text of a file, what its format tells about it apart from the text, and what of the text is furniture."""

    text: str
    metadata: Metadata
    furniture: tuple[Span, ...] = ()


_UNREAD = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old binary kind, or encrypted"),
    (b"{\\rtf", "an RTF document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_PDF = b"%PDF-"
"""Stands within the first kilobyte of a PDF, as readers have always allowed."""
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body", "<article")
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HEAD = 1024


def read_bytes(data: bytes, *, name: str, suffix: str, charset: str | None = None) -> Reading:
    """Returns the text of a file in any format of the tables; `charset` is the encoding that a server has told.

    Raises DocumentError where the format is known but not read, or no text comes out.
    """
    for magic, read_binary in _BINARY_FORMATS:
        if magic in data[:_HEAD] if magic == _PDF else data.startswith(magic):
            return read_binary(data, name)
    for magic, kind in _UNREAD:
        if data.startswith(magic):
            raise DocumentError(f"{name} is {kind}, which is not read yet; save its text as UTF-8 text or HTML.")
    text = decode(data, name, charset=charset)
    for recognises, read in _TEXT_FORMATS:
        if recognises(text[:_HEAD], suffix.lower()):
            return read(text, name)
    return Reading(text, Metadata())


def _is_html(head: str, suffix: str) -> bool:
    start = head.lstrip("\ufeff \t\n").lower()
    return (
        start.startswith(_HTML_STARTS) or (start.startswith("<?xml") and "<html" in start) or suffix in _HTML_SUFFIXES
    )


def _html(text: str, name: str) -> Reading:
    main, metadata = read_html(text, name)
    return Reading(main, metadata, tuple(surroundings(text, main)))


def _pdf(data: bytes, name: str) -> Reading:
    text, metadata, running = read_pdf(data, name)
    return Reading(text, metadata, tuple(running))


def _docx(data: bytes, name: str) -> Reading:
    return Reading(*read_docx(data, name))


_TEXT_FORMATS: tuple[tuple[Callable[[str, str], bool], Callable[[str, str], Reading]], ...] = ((_is_html, _html),)
_BINARY_FORMATS: tuple[tuple[bytes, Callable[[bytes, str], Reading]], ...] = ((_PDF, _pdf), (b"PK\x03\x04", _docx))
