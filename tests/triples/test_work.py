"""Results of extraction that are kept between runs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from triples.build import build
from triples.extraction import extract
from triples.language.analysis import Analysis
from triples.language.pipeline import load_pipeline
from triples.model import Document
from triples.work import Work, fingerprint

TEXT = "Norway assured Sweden in 1991 that NATO would not expand. Sweden demanded that “Norway sign” a treaty."


def document(slug: str = "pact", text: str = TEXT) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(slug=slug, text=text, masked=text, digest=digest, published="2022-01-11")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def kept(directory: Path) -> list[Path]:
    return sorted(directory.rglob("*.bin"))


def test_a_document_is_worked_on_once(nlp: Language, tmp_path: Path) -> None:
    first, second = Work(tmp_path, nlp), Work(tmp_path, nlp)
    mentions = first.extracted(document()).mentions
    assert mentions
    assert second.extracted(document()).mentions == mentions
    assert (first.done, second.done) == (1, 0)
    assert len(kept(tmp_path)) == 1


def test_the_syntax_is_kept_with_the_mentions(nlp: Language, tmp_path: Path) -> None:
    Work(tmp_path, nlp).extracted(document())
    analysis = Work(tmp_path, nlp).extracted(document()).analysis
    assert rows(analysis) == rows(extract(document(), nlp).analysis)
    assert analysis.sentences[0].words[0].lemma


def rows(analysis: Analysis) -> list[tuple[object, ...]]:
    """Returns all that is known of the words of an analysis."""
    words = [word for sentence in analysis.sentences for word in sentence.words]
    labels = [(w.text, w.lower, w.start, w.lemma, w.pos, w.tag, w.dep, w.entity) for w in words]
    links = [(w.head.start, [child.start for child in w.children], w.sentence.segment) for w in words]
    return [(*label, *link) for label, link in zip(labels, links, strict=True)]


@pytest.mark.parametrize(
    "other",
    [document(slug="other"), document(text=TEXT + " No."), replace(document(), published="2021-01-11")],
    ids=["name", "text", "date"],
)
def test_what_extraction_sees_of_a_document_tells_it_from_others(
    nlp: Language, tmp_path: Path, other: Document
) -> None:
    work = Work(tmp_path, nlp)
    work.extracted(document())
    assert work.extracted(other).mentions[0].doc == other.slug
    assert work.done == 2


def test_that_it_is_a_near_duplicate_changes_nothing_for_extraction(nlp: Language, tmp_path: Path) -> None:
    work = Work(tmp_path, nlp)
    work.extracted(document())
    work.extracted(replace(document(), near_duplicate_of="first"))
    assert work.done == 1


@pytest.mark.parametrize("damage", [b"", b"x" * 10, None], ids=["empty", "short", "cut"])
def test_a_damaged_file_counts_as_none(nlp: Language, tmp_path: Path, damage: bytes | None) -> None:
    expected = Work(tmp_path, nlp).extracted(document())
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] if damage is None else damage)
    work = Work(tmp_path, nlp)
    assert work.extracted(document()).mentions == expected.mentions
    assert work.done == 1
    assert file.read_bytes() == whole


def test_a_file_that_somebody_removes_is_made_good(nlp: Language, tmp_path: Path) -> None:
    worked = Work(tmp_path, nlp).extracted(document())
    kept(tmp_path)[0].unlink()
    assert rows(worked.analysis) == rows(extract(document(), nlp).analysis)


def test_other_versions_are_forgotten_and_nothing_else(nlp: Language, tmp_path: Path) -> None:
    work = Work(tmp_path, nlp)
    work.extracted(document())
    (tmp_path / ("0" * 20)).mkdir()
    (tmp_path / "mine").mkdir()
    work.forget_others()
    assert {path.name for path in tmp_path.iterdir()} == {fingerprint(nlp), "mine"}


def test_kept_results_give_the_graph_that_fresh_ones_give(nlp: Language, tmp_path: Path) -> None:
    documents = [document(), replace(document("copy", TEXT + " It did."), near_duplicate_of="pact")]
    fresh = build(documents, nlp=nlp)
    assert build(documents, nlp=nlp, work=Work(tmp_path, nlp)) == fresh
    again = Work(tmp_path, nlp)
    assert build(documents, nlp=nlp, work=again) == fresh
    assert again.done == 0
    assert b"nearDuplicateOf> <https://w3id.org/servanda/id/document/pact>" in fresh.files["document-copy.nq"]
