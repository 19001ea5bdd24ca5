"""Extraction from a stream of documents, of any length, in one process or several.

Memory does not grow with the stream: nothing of a document is held once it has been given out, and the words that its
text has brought into spaCy's vocabulary are let go with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from spacy.language import Language

from triples.extraction.extract import extract
from triples.language.pipeline import load_pipeline, source_of
from triples.model import Document, Mention
from triples.parallel import in_processes

_ZONE = 64
"""Documents after which the vocabulary is set back; the tokenizer's memory of words goes with it: not after each."""


class Found(NamedTuple):
    """A document and the mentions found in it."""

    document: Document
    mentions: list[Mention]


def extract_all(documents: Iterable[Document], nlp: Language, *, jobs: int = 1) -> Iterator[Found]:
    """Yields each document with its mentions, in the order of the stream.

    With more than one job, as many processes are started, each with a pipeline of its own like `nlp`; that takes some
    seconds and memory. While the iterator is open with one job, spaCy documents made by `nlp` elsewhere must not be
    kept beyond the next step, since they share its vocabulary.
    """
    if jobs > 1:
        found = in_processes(_mentions, documents, jobs=jobs, start=_start, arguments=(source_of(nlp),))
        yield from (Found(document, mentions) for document, mentions in found)
        return
    stream = iter(documents)
    for first in stream:
        with nlp.memory_zone():
            for document in chain([first], islice(stream, _ZONE - 1)):
                yield Found(document, extract(document, nlp).mentions)


_pipelines: list[Language] = []
"""The pipeline of this process, where it works for another."""


def _start(source: str | None) -> None:
    _pipelines[:] = [load_pipeline(source)]


def _mentions(document: Document) -> list[Mention]:
    # One document a zone: batches from several streams cannot share one.
    with _pipelines[0].memory_zone():
        return extract(document, _pipelines[0]).mentions
