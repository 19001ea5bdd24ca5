"""The data that passes between the steps from document to graph.

``Document`` comes out of reading, ``Mention`` out of extraction; consolidation turns both into RDF. A mention has
exactly the fields of the annotation guidelines (see docs/extraction.md) and three that say how it was found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

ActType = Literal[
    "Statement",
    "Denial",
    "Accusation",
    "Acknowledgement",
    "Assurance",
    "Acceptance",
    "Rejection",
    "Warning",
    "Demand",
    "Proposal",
    "TreatyAct",
    "Meeting",
]
Stance = Literal["asserted", "alleged", "denied"]
Mode = Literal["quoted", "reported"]
Span = tuple[int, int]
"""Offsets into the text of a document as it was read: Python string indices, the end exclusive."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text with what is known about it.

    `text` is the text as read from the file, unchanged; `masked` has the same length, with page furniture replaced
    by spaces (line breaks are kept), so that every offset into it is an offset into `text`.
    `published` is an EDTF date; `basis` says how publisher and date are known ("catalogue", "text", "metadata").
    """

    slug: str
    text: str
    masked: str
    digest: str
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "en"
    basis: str = "text"
    near_duplicate_of: str | None = None
    """The slug of a document read before it, whose text is nearly the same."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A stretch of text that says that a diplomatic act took place, or is alleged or denied to have taken place."""

    doc: str
    start: int
    end: int
    type: ActType
    agent: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = field(default=(), metadata={"json": "for"})
    addressee: tuple[str, ...] = ()
    content: Span | None = None
    date: str | None = None
    source: tuple[str, ...] = ()
    stance: Stance = "asserted"
    mode: Mode = "reported"
    instrument: str | None = None
    act: str | None = None
    gloss: str | None = None
    confidence: float = 1.0
    cue: str | None = None
    rule: str | None = None

    def to_json(self) -> str:
        """Returns the mention as one line of the JSON-lines contract."""
        renamed = {f.metadata.get("json", f.name): getattr(self, f.name) for f in fields(self)}
        return json.dumps(renamed, ensure_ascii=False)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Mention:
        """Builds a mention from a decoded line of the contract; fields that are left out take their defaults."""
        names = {f.metadata.get("json", f.name): f for f in fields(cls)}
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key not in names:
                continue
            values[names[key].name] = tuple(value) if isinstance(value, list) else value
        return cls(**values)


__all__ = ["ActType", "Document", "Mention", "Mode", "Span", "Stance"]
