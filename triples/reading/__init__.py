"""Reading: from files to documents whose offsets point into the text as it was read.

>>> from pathlib import Path
>>> from triples.reading import read_document, read_documents
>>> document = read_document(Path("article.html"))  # doctest: +SKIP
"""

from __future__ import annotations

from triples.reading.catalogue import Catalogue, CatalogueEntry, load_catalogue
from triples.reading.documents import read_document, read_documents
from triples.reading.fetching import Fetcher
from triples.reading.furniture import furniture_spans, mask
from triples.reading.parts import MAX_BYTES
from triples.reading.sources import files_of, is_address

__all__ = [
    "MAX_BYTES",
    "Catalogue",
    "CatalogueEntry",
    "Fetcher",
    "files_of",
    "furniture_spans",
    "is_address",
    "load_catalogue",
    "mask",
    "read_document",
    "read_documents",
]
