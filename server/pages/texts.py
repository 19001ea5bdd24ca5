"""Passages in place, where the user has attached the documents' texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from server.pages.graph import Node

EXTENSION = "servanda.texts"
"""The key under which the application keeps its source of texts; absent where no texts are attached."""

_AROUND = 160


class TextSource(Protocol):
    """What knows the texts of documents: `triples.passages.PassageSource`, for one."""

    def text(self, digest: str) -> str | None:
        """Returns the text with this digest ("sha256:…"), or None where it is not at hand."""
        ...


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a text with what stands around it."""

    before: str
    passage: str
    after: str


def text_of_document(document: Node) -> str | None:
    """Returns the text of a document where it is attached."""
    source: TextSource | None = current_app.extensions.get(EXTENSION)
    digest = document.first("sv:digest")
    return source.text(digest) if source and digest else None


def excerpt(document: Node, start: int, end: int) -> Excerpt | None:
    """Returns the characters from `start` to `end` with some text around them, or None without the text."""
    text = text_of_document(document)
    if text is None or end > len(text):
        return None
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    if first > 0:
        before = "…" + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Excerpt(before, text[start:end], after)
