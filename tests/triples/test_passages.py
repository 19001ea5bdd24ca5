"""Texts beside the graph."""

from __future__ import annotations

import hashlib
from pathlib import Path

from triples.model import Document
from triples.passages import PassageSource, attach_texts

TEXT = "One line.\r\n“Two,” she said.\n"


def document() -> Document:
    return Document(slug="a", text=TEXT, masked=TEXT, digest=hashlib.sha256(TEXT.encode()).hexdigest())


def test_a_passage_is_found_by_digest_and_offsets(tmp_path: Path) -> None:
    assert attach_texts([document()], tmp_path / "texts") == 1
    source = PassageSource(tmp_path / "texts")
    start = TEXT.index("“Two")
    assert source.passage(f"sha256:{document().digest}", start, start + 6) == "“Two,”"
    assert source.text(document().digest) == TEXT


def test_what_is_not_at_hand_is_none(tmp_path: Path) -> None:
    attach_texts([document()], tmp_path)
    source = PassageSource(tmp_path)
    assert source.passage("0" * 64, 0, 1) is None
    assert source.passage("../../etc/passwd", 0, 1) is None
    assert source.passage(document().digest, 0, len(TEXT) + 1) is None
    assert source.passage(document().digest, 3, 1) is None
