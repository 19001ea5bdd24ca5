"""The analysis of a document, as extraction and consolidation both need it."""

from __future__ import annotations

from spacy.language import Language

from triples.extraction.gazetteer import load_gazetteer
from triples.extraction.vocabulary import load_vocabulary
from triples.language.analysis import Analysis, analyse
from triples.model import Document


def analyse_document(document: Document, nlp: Language) -> Analysis:
    """Returns the words and syntax of a document's masked text, helped by what lexicon and authority know."""
    return analyse(document.masked, nlp, knows=load_vocabulary().knows, stand_in=load_gazetteer().stand_in)
