"""The formats that can be read: a small table, asked in order.

A format is recognised by the first bytes of the file or, failing that, by its suffix. To add one, write a function
from the bytes and the file's name to a `Reading` and add its line to the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ontology.errors import DocumentError
from triples.reading.decoding import decode
from triples.reading.html import read_html
from triples.reading.metadata import Metadata


class Reading(NamedTuple):
    """The text of a file and what its format tells about it apart from the text."""

    text: str
    metadata: Metadata


SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})
"""Suffixes of the files that are looked for in a directory, in lower case."""

_UNREAD = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old binary kind"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
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
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body", "<article")
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HEAD = 1024


def read_bytes(data: bytes, *, name: str, suffix: str) -> Reading:
    """Returns the text of a file in any format of the table.

    Raises DocumentError where the format is known but not read, or no text comes out.
    """
    for magic, kind in _UNREAD:
        if data.startswith(magic):
            raise DocumentError(f"{name} is {kind}, which is not read yet; save its text as UTF-8 text or HTML.")
    text = decode(data, name)
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
    return Reading(*read_html(text, name))


_TEXT_FORMATS: tuple[tuple[Callable[[str, str], bool], Callable[[str, str], Reading]], ...] = ((_is_html, _html),)
