"""The assessment of candidates: what it learns from, what it may know, and what its probabilities are worth."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from ontology.errors import InputError
from triples.authority import load_authority
from triples.extraction import extract
from triples.extraction.assessment.assessor import WEIGHTS, Assessor, Tuning, load_assessor
from triples.extraction.assessment.scores import OUTCOMES, FeatureScores
from triples.extraction.extract import candidates, finish
from triples.model import Document

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TEXT = "Lima rejected the demand. The minister promised to sign the treaty and denied that talks were held."


@pytest.fixture
def document() -> Document:
    return Document(slug="test", text=TEXT, masked=TEXT, digest="sha256:0")


def test_probabilities_are_shares(document: Document, nlp: Language) -> None:
    found = candidates(document, nlp)
    shares = load_assessor().probabilities(found.features)
    assert shares.shape == (len(found.drafts), len(OUTCOMES))
    assert np.allclose(shares.sum(axis=1), 1.0)


def test_what_is_kept_is_what_is_likely(document: Document, nlp: Language) -> None:
    found, assessor = candidates(document, nlp), load_assessor()
    strict = finish(document, found, replace(assessor, tuning=replace(assessor.tuning, threshold=0.9))).mentions
    loose = finish(document, found, replace(assessor, tuning=replace(assessor.tuning, threshold=0.05))).mentions
    assert {"Rejection", "Assurance", "Denial"} <= {m.type for m in extract(document, nlp).mentions}
    assert {(m.start, m.end, m.type) for m in strict} <= {(m.start, m.end, m.type) for m in loose}
    assert len(strict) < len(loose)


def test_without_weights_the_rules_decide(document: Document, nlp: Language) -> None:
    found = candidates(document, nlp)
    nothing = Assessor(
        FeatureScores({}, np.zeros((0, len(OUTCOMES)), np.float32)), np.zeros(len(OUTCOMES), np.float32), Tuning()
    )
    assert [d.type for d in nothing.decide(found.drafts, found.features)] == [
        d.type for d in found.drafts if not d.weak
    ]


def test_no_feature_knows_who_acts() -> None:
    with gzip.open(WEIGHTS, "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    words = {word for name in features for word in re.findall(r"[a-z]{4,}", name.split("=", 1)[-1].lower())}
    labels = {entity.name for kind in ("State", "Person") for entity in load_authority().of_kind(kind)}
    names = {label.lower() for label in labels if " " not in label}
    assert len(features) > 500
    assert len(names) > 100
    assert words & names == set()


def test_training_learns_and_is_reproducible(tmp_path: Path, nlp: Language) -> None:
    pytest.importorskip("sklearn")
    from triples.extraction.assessment.train import fit_examples, read_examples, write

    for name in ("a01", "a02", "b01", "b02"):
        for suffix in (".txt", ".jsonl"):
            (tmp_path / f"{name}{suffix}").write_bytes((CORPUS / f"{name}{suffix}").read_bytes())
    examples = list(read_examples(tmp_path, []))
    assert [e.document.slug for e in examples] == ["a01", "a02", "b01", "b02"]
    for example in examples:
        told = sum(label != "none" for label in example.labels)
        assert 0.7 * len(example.mentions) < told <= 1.2 * len(example.mentions)
    write(fit_examples(examples), tmp_path / "one")
    write(fit_examples(examples), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_text_without_annotations_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from triples.extraction.assessment.train import read_examples

    (tmp_path / "alone.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match=r"alone\.jsonl"):
        list(read_examples(tmp_path, []))


def test_every_annotation_of_the_corpus_fits_its_text() -> None:
    texts = sorted(CORPUS.glob("*.txt"))
    assert len(texts) == 36
    for path in texts:
        text = path.read_text(encoding="utf-8")
        rows = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
        assert rows
        for row in rows:
            assert 0 <= row["start"] < row["end"] <= len(text)
            assert row["content"] is None or row["start"] <= row["content"][0] < row["content"][1] <= row["end"]
            assert row["type"] in OUTCOMES
