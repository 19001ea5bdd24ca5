"""Extraction: from a document to the mentions of diplomatic acts in it."""

from __future__ import annotations

from triples.extraction.analysing import analyse_document
from triples.extraction.extract import Extraction, extract

__all__ = ["Extraction", "analyse_document", "extract"]
