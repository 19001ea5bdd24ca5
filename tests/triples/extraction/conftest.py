"""The pipeline and a short way to extract from a few sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from triples.extraction import extract
from triples.language.pipeline import MODEL_DIRECTORY, load_pipeline
from triples.model import Document, Mention

Extract = Callable[[str], list[Mention]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    if not (MODEL_DIRECTORY / "meta.json").is_file():
        pytest.skip("the language model is not built; run `make model`")
    return load_pipeline()


@pytest.fixture
def mentions(nlp: Language) -> Extract:
    def run(text: str) -> list[Mention]:
        document = Document(slug="test", text=text, masked=text, digest="", published="2022-01-11")
        return extract(document, nlp).mentions

    return run
