"""PDF: the text of its pages in reading order, taken apart by a child process and put together here.

What encrypted files, scans and hostile files do to a reader is kept away from the run: the child (`pdf_worker`) is
bounded in memory, time, pages and characters, and each bound met is a `DocumentError`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ontology.errors import DocumentError
from triples.model import Span
from triples.reading.metadata import Metadata
from triples.reading.pdf_layout import Piece, lay_out

_WORKER = Path(__file__).with_name("pdf_worker.py")
_SECONDS = 120
_UNUSUAL_TITLES = (".doc", ".indd", ".qxd", ".pdf", "untitled", "microsoft word")


def read_pdf(data: bytes, name: str) -> tuple[str, Metadata, list[Span]]:
    """Returns the text of a PDF, what it says of itself, and the stretches of the text that are running titles.

    Columns are read one after the other, words that were divided at the ends of lines are joined, titles and numbers
    that run along the margins are left out but for the first of each. Raises DocumentError for a file that is
    encrypted, damaged or beyond the bounds, or that holds no text, as scans do.
    """
    pages, title = _take_apart(data, name)
    text, running = lay_out(pages)
    if not any(character.isalnum() for character in text):
        raise DocumentError(
            f"{name} is a PDF that holds no text (scanned pages, perhaps); run it through text recognition (OCR) first."
        )
    return text, Metadata(title=_usual(title, text)), running


def _take_apart(data: bytes, name: str) -> tuple[list[list[Piece]], str]:
    command = [sys.executable, "-I", str(_WORKER)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 -- our own interpreter and our own file
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{name} is a PDF that takes more than {_SECONDS} s to read; split it.") from error
    pages: list[list[Piece]] = []
    title = ""
    for line in done.stdout.splitlines():
        told = _decoded(line)
        if isinstance(told, list):
            pages.append([Piece(*piece) for piece in told])
        elif isinstance(told, dict) and "error" in told:
            raise DocumentError(f"{name} {_MESSAGES[told['error']].format(**told)}")
        elif isinstance(told, dict):
            title = str(told.get("title") or "")
    if done.returncode != 0:
        raise DocumentError(
            f"{name} is a PDF that could not be read within the bounds of memory and time (it may be damaged); "
            "save it again, or its text as plain text."
        )
    return pages, title


_MESSAGES = {
    "password": "is a PDF that is encrypted with a password; save it without one.",
    "malformed": "is a damaged PDF (no pages can be found in it); save it again, or its text as plain text.",
    "pages": "is a PDF of {pages} pages, more than the {most} that are read; split it.",
    "length": "is a PDF with more text than is read of one document; split it.",
}


def _decoded(line: bytes) -> object:
    try:
        value: object = json.loads(line)
    except ValueError:  # the child ended in the middle of a line; its exit code tells the rest
        return None
    return value


def _usual(title: str, text: str) -> str | None:
    """Returns the title that the file gives itself, where it is one that a reader sees in the text."""
    cleaned = " ".join(title.split())
    if not cleaned or any(mark in cleaned.lower() for mark in _UNUSUAL_TITLES):
        return None
    return cleaned if cleaned.lower() in " ".join(text.split()).lower() else None
