"""The catalogue: facts about documents that their texts do not tell, keyed by the digest of the text.

A catalogue is a JSON file: ``{"SHA-256 of the text in UTF-8": {"slug": …, "title": …, "publisher": …, "published": …,
"url": …, "note": …}}``. Every field is optional; `published` is an EDTF date and `note` says how the facts are known.
Facts of a catalogue win over what is found in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from ontology.errors import DocumentError
from ontology.namespaces import slug
from triples.dates import is_edtf

CATALOGUE_NAME = "documents.json"
"""The name of a catalogue beside documents."""

_SHIPPED = Path(__file__).parent.parent / "graph" / CATALOGUE_NAME
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """What a catalogue knows of one document."""

    slug: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Entries by digest."""

    entries: Mapping[str, CatalogueEntry] = field(default_factory=dict)

    def find(self, digest: str) -> CatalogueEntry | None:
        """Returns the entry of the text with this SHA-256 digest (hexadecimal), if there is one."""
        return self.entries.get(digest)

    def updated(self, other: Catalogue) -> Catalogue:
        """Returns a catalogue with the entries of both; those of `other` win."""
        return Catalogue({**self.entries, **other.entries})


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Reads a catalogue; without a path the one that Servanda ships for its own graph.

    Raises DocumentError where the file is missing or not in the form that this module describes.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> Catalogue:
    return _load(_SHIPPED)


def _load(path: Path) -> Catalogue:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError(f"the catalogue {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"the catalogue {path} is not JSON: {error}.") from error
    if not isinstance(rows, dict):
        raise DocumentError(f"the catalogue {path} must be a JSON object of digests; see docs/reading.md.")
    return Catalogue({digest: _entry(path, digest, row) for digest, row in rows.items()})


def _entry(path: Path, digest: str, row: object) -> CatalogueEntry:
    where = f"the catalogue {path}, entry {digest[:12]}…"
    if not _DIGEST.fullmatch(digest):
        raise DocumentError(f"{where}: the key must be the SHA-256 digest of a text, 64 digits in lower case.")
    names = {one.name for one in fields(CatalogueEntry)}
    if not isinstance(row, dict) or not set(row) <= names:
        raise DocumentError(f"{where}: expected an object with the fields {', '.join(sorted(names))}.")
    if not all(value is None or isinstance(value, str) for value in row.values()):
        raise DocumentError(f"{where}: every field is a string or null.")
    entry = CatalogueEntry(**row)
    if entry.published is not None and not is_edtf(entry.published):
        raise DocumentError(f"{where}: published is {entry.published!r}; expected an EDTF date such as 2022-01-11.")
    if entry.slug is not None and entry.slug != slug(entry.slug):
        raise DocumentError(f"{where}: slug is {entry.slug!r}; expected lower-case letters, digits and hyphens.")
    return entry
