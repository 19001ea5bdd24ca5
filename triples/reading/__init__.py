"""Reading: from files to documents whose offsets point into the text as it was read.

>>> from pathlib import Path
>>> from triples.reading import read_document, read_documents
>>> document = read_document(Path("article.html"))  # doctest: +SKIP
"""

from __future__ import annotations

from triples.reading.catalogue import Catalogue, CatalogueEntry, load_catalogue
from triples.reading.documents import MAX_BYTES, read_document, read_documents
from triples.reading.furniture import furniture_spans, mask

__all__ = [
    "MAX_BYTES",
    "Catalogue",
    "CatalogueEntry",
    "furniture_spans",
    "load_catalogue",
    "mask",
    "read_document",
    "read_documents",
]
