"""DOCX: the paragraphs of a word processor's document (ECMA-376, WordprocessingML), tables and footnotes included.

A document is a zip archive of XML parts. Each part is read as a stream, up to a bound, and XML that declares entities
is refused, so that neither a zip bomb nor an entity bomb costs more than that. What was deleted under "track changes"
is not read, what was inserted is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Protocol
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ontology.errors import DocumentError
from triples.reading.metadata import Metadata

MAX_PART = 100_000_000
"""The largest part of a document, unpacked, in bytes."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SPACES = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_DOCUMENT = "word/document.xml"
_FOOTNOTES = ("word/footnotes.xml", "word/endnotes.xml")
_PROPERTIES = "docProps/core.xml"
_DEEPEST = 512


def read_docx(data: bytes, name: str) -> tuple[str, Metadata]:
    """Returns the text of a document, one paragraph a block, footnotes at its end, and its title where it has one.

    Raises DocumentError for an archive that is no such document, is damaged, or is larger than `MAX_PART` unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _DOCUMENT not in archive.namelist():
                raise DocumentError(
                    f"{name} is a zip archive but no office document of the kind DOCX; "
                    "give the documents in it, or save it as DOCX, PDF or text."
                )
            paragraphs = list(_paragraphs(archive, _DOCUMENT, name))
            for part in _FOOTNOTES:
                if part in archive.namelist():
                    paragraphs.extend(_paragraphs(archive, part, name))
            title = _title(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        # RuntimeError and NotImplementedError are what zipfile raises for encrypted and oddly packed parts.
        raise DocumentError(f"{name} is a damaged office document ({error}); save it again.") from error
    return "\n\n".join(paragraphs), Metadata(title=title)


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Bounded:
    """A stream that ends the reading when more comes out of it than a part may hold."""

    def __init__(self, stream: _Readable, name: str) -> None:
        self._stream = stream
        self._name = name
        self._left = MAX_PART

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, 1 << 16) if size > 0 else 1 << 16)
        self._left -= len(data)
        if self._left < 0:
            raise DocumentError(
                f"{self._name} unpacks to more than {MAX_PART / 1_000_000:g} MB (a zip bomb, perhaps); it is not read."
            )
        return data


def _events(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[tuple[str, Element]]:
    with archive.open(part) as stream:
        depth = 0
        try:
            for event, element in iterparse(_Bounded(stream, name), events=("start", "end")):
                depth += 1 if event == "start" else -1
                if depth > _DEEPEST:
                    raise DocumentError(f"{name} nests more than {_DEEPEST} XML elements; save it again.")
                yield event, element
        except DefusedXmlException as error:
            raise DocumentError(
                f"{name} declares XML entities, which office documents never do; save it again."
            ) from error
        except ParseError as error:
            raise DocumentError(f"{name} is a damaged office document ({part}: {error}); save it again.") from error


def _paragraphs(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[str]:
    pieces: list[str] = []
    passed_over = 0
    for event, element in _events(archive, part, name):
        if element.tag == _FALLBACK:  # the same text once more, for older programs
            passed_over += 1 if event == "start" else -1
        if event == "start":
            continue
        if element.tag == f"{_WORD}t" and not passed_over:
            pieces.append(element.text or "")
        elif element.tag in _SPACES and not passed_over:
            pieces.append(_SPACES[element.tag])
        elif element.tag == f"{_WORD}p":
            text = "".join(pieces).strip()
            pieces.clear()
            if text:
                yield text
        element.clear()  # nothing that was read is held


def _title(archive: zipfile.ZipFile, name: str) -> str | None:
    if _PROPERTIES not in archive.namelist():
        return None
    for event, element in _events(archive, _PROPERTIES, name):
        if event == "end" and element.tag == _TITLE:
            return " ".join((element.text or "").split()) or None
    return None
