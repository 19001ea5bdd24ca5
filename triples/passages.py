"""The texts of documents, kept beside the graph and never in it, so that pages can show a passage where it stands.

A directory of texts holds one file a document, named by the digest of its text: ``<sha256>.txt``, in UTF-8 with the
line ends of the original. It is made by the user from documents of his own and is no part of what is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from triples.model import Document
from triples.serialisation import write_atomically

_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


def attach_texts(documents: Iterable[Document], directory: Path) -> int:
    """Writes the texts of the documents into a directory of texts, and returns how many there are."""
    directory.mkdir(parents=True, exist_ok=True)
    count = 0
    for document in documents:
        write_atomically(directory / f"{document.digest}.txt", document.text.encode())
        count += 1
    return count


class PassageSource:
    """Gives passages from a directory of texts."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def text(self, digest: str) -> str | None:
        """Returns the text with this digest ("sha256:…" or the digits alone), or None where it is not at hand."""
        found = _DIGEST.fullmatch(digest)
        return None if found is None else _read(self._directory / f"{found[1]}.txt")

    def passage(self, digest: str, start: int, end: int) -> str | None:
        """Returns the characters between two offsets, or None where the text is not at hand or is shorter."""
        text = self.text(digest)
        if text is None or not 0 <= start <= end <= len(text):
            return None
        return text[start:end]


@lru_cache(maxsize=64)
def _read(path: Path) -> str | None:
    # Bytes, not text mode: Python would turn "\r\n" into "\n" and shift every offset.
    return path.read_bytes().decode() if path.is_file() else None
