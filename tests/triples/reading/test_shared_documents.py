"""The documents of the shipped graph, where their texts are at hand."""

from __future__ import annotations

import json
from pathlib import Path

from triples.reading import Catalogue, load_catalogue, read_documents


def test_the_shipped_catalogue_knows_each_document(shared: Path) -> None:
    documents = list(read_documents([shared / "acts" / "documents"]))
    assert documents
    assert {document.digest for document in documents} == set(load_catalogue().entries)
    described = {
        row["doc"]: row for row in json.loads((shared / "acts" / "documents.json").read_text(encoding="utf-8"))
    }
    for document in documents:
        assert document.basis == "catalogue"
        assert document.title == described[document.slug]["title"]
        assert document.published == described[document.slug]["published"]


def test_offsets_are_those_of_the_file(shared: Path) -> None:
    directory = shared / "acts" / "documents"
    documents = list(read_documents([directory]))
    assert documents
    for document in documents:
        with (directory / f"{document.slug}.txt").open(encoding="utf-8") as file:
            assert document.text == file.read()


def test_without_a_catalogue_a_date_that_is_found_is_never_wrong(shared: Path) -> None:
    documents = list(read_documents([shared / "acts" / "documents"], catalogue=Catalogue()))
    known = {digest: entry.published for digest, entry in load_catalogue().entries.items()}
    found = {document.digest: document.published for document in documents if document.published}
    assert found
    assert found == {digest: known[digest] for digest in found}
