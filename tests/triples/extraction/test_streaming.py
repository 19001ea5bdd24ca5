"""Extraction from a stream: the same mentions in the same order, in one process or several, and lazily."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language

from triples.extraction import extract, extract_all
from triples.model import Document


def _documents(number: int) -> Iterator[Document]:
    for i in range(number):
        text = f"Norway promised Sweden in {1950 + i} that it would not close the border. Lima rejected demand {i}."
        yield Document(slug=f"d{i}", text=text, masked=text, digest=f"sha256:{i}")


def test_a_stream_gives_what_each_document_gives(nlp: Language) -> None:
    alone = [extract(document, nlp).mentions for document in _documents(70)]
    assert all(alone)
    assert [found.mentions for found in extract_all(_documents(70), nlp)] == alone


def test_processes_keep_the_order(nlp: Language) -> None:
    alone = [extract(document, nlp).mentions for document in _documents(20)]
    found = list(extract_all(_documents(20), nlp, jobs=2))
    assert [each.document.slug for each in found] == [document.slug for document in _documents(20)]
    assert [each.mentions for each in found] == alone


def test_a_stream_is_read_as_it_is_used(nlp: Language) -> None:
    read: list[str] = []

    def endless() -> Iterator[Document]:
        for document in _documents(1_000):
            read.append(document.slug)
            yield document

    stream = extract_all(endless(), nlp)
    assert next(stream).document.slug == "d0"
    assert len(read) == 1
