"""Extraction: from a document to the mentions of diplomatic acts in it."""

from __future__ import annotations

from triples.extraction.analysing import analyse_document
from triples.extraction.extract import Extraction, extract
from triples.extraction.streaming import Found, extract_all

__all__ = ["Extraction", "Found", "analyse_document", "extract", "extract_all"]
