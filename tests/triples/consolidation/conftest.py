"""Invented documents with mentions that are placed by their words; the pipeline and authority are real."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from rdflib import Graph
from spacy.language import Language

from ontology.files import load_ontology
from triples.authority import Authority, authority_quads, load_authority
from triples.consolidation import Consolidation, Source, consolidate
from triples.extraction import analyse_document
from triples.language.pipeline import load_pipeline
from triples.model import Document, Mention
from triples.serialisation import from_oxigraph

Told = tuple[Document, list[Mention]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return load_authority()


@pytest.fixture(scope="session")
def authority_graph(authority: Authority) -> Graph:
    graph = Graph()
    for quad in authority_quads(authority):
        graph.add(from_oxigraph(quad).triple)
    return graph


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return load_ontology()


@pytest.fixture
def told() -> Callable[..., Told]:
    """Makes a document from its text, with mentions given as (passage, fields); `content` is given by its words."""

    def make(slug: str, text: str, *mentions: tuple[str, dict[str, Any]], **known: Any) -> Told:
        document = Document(
            slug=slug,
            text=text,
            masked=text,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            title=known.pop("title", slug),
            publisher=known.pop("publisher", "The Harbour Times"),
            published=known.pop("published", "2022-01-11"),
        )
        return document, [_mention(document, passage, fields) for passage, fields in mentions]

    return make


def _mention(document: Document, passage: str, fields: dict[str, Any]) -> Mention:
    start = document.text.index(passage)
    given = dict(fields)
    words = given.pop("content", None)
    if words is not None:
        first = document.text.index(words, start)
        given["content"] = (first, first + len(words))
    return Mention(doc=document.slug, start=start, end=start + len(passage), **given)


@pytest.fixture
def consolidated(
    nlp: Language, authority: Authority, authority_graph: Graph, ontology: Graph
) -> Callable[[Sequence[Told]], Consolidation]:
    def run(tellings: Sequence[Told]) -> Consolidation:
        sources = [
            Source(document=document, analysis=analyse_document(document, nlp), mentions=tuple(mentions))
            for document, mentions in tellings
        ]
        return consolidate(sources, resolver=authority, authority=authority_graph, ontology=ontology, version="0")

    return run
