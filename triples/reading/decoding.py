r"""From bytes to characters.

The encoding is, in this order: that of a byte order mark; UTF-8; the one that the server told; the one that an HTML
page declares; Windows-1252, the usual encoding of older English text. Other encodings are not guessed: an English text
in one of them would read the same, or is caught as not English.

Line ends become "\n", as with Python's ``open(path, encoding="utf-8").read()``, so that offsets can be compared with
annotations made on such strings. For the same reason a UTF-8 byte order mark stays as the first character (U+FEFF).
"""

from __future__ import annotations

import codecs
import re

from ontology.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HEAD = 4096
_OF_PAGES = ("ascii", "utf-8", "iso8859", "latin", "cp125", "koi8", "mac-")
"""Families of codecs that English pages declare; Python has others that turn bytes into no text."""
_FALLBACK = "cp1252"


def decode(data: bytes, name: str, *, charset: str | None = None) -> str:
    """Returns the text of `data`; `name` is the name of the file, for messages, `charset` what a server has told.

    Raises DocumentError where the bytes are no text or no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _newlines(_decode_as(data, encoding, name))
    if b"\0" in data:
        raise DocumentError(
            f"{name} is a binary file (it holds zero bytes); expected text or HTML. "
            "If it is UTF-16 text, save it with a byte order mark or as UTF-8."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_as(data, _known(charset) or _declared(data) or _FALLBACK, name)
    if len(_CONTROL.findall(text)) * 10 > len(text):
        raise DocumentError(f"{name} is a binary file (mostly control characters); expected text or HTML.")
    return _newlines(text)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return _known(match[1].decode("ascii")) if match else None


def _known(charset: str | None) -> str | None:
    """Returns the name of the codec for an encoding that somebody names, if it is one of pages."""
    try:
        name = codecs.lookup(charset or "").name
    except LookupError:
        return None
    return name if name.startswith(_OF_PAGES) else None


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise DocumentError(
            f"{name} cannot be decoded (neither UTF-8 nor {encoding}); save it as UTF-8 and try again."
        ) from error
    # Some codecs pass lone surrogates through; they are no characters and cannot be written again.
    return text.encode("utf-8", "replace").decode("utf-8")


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
