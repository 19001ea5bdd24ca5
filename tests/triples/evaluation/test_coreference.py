"""Who tells of one act, across the five annotated documents together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from triples.evaluation.annotated import read_mentions
from triples.evaluation.coreference import judge_acts
from triples.evaluation.mentions import score_mentions
from triples.extraction import Extraction, extract
from triples.language.pipeline import load_pipeline
from triples.model import Mention
from triples.reading import read_documents


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[Mention]:
    return read_mentions(shared / "acts" / "gold.jsonl")


@pytest.fixture(scope="module")
def extracted(shared: Path, nlp: Language) -> list[Extraction]:
    return [extract(document, nlp) for document in read_documents([shared / "acts" / "documents"])]


def b_cubed(gold: list[Mention], mentions: list[Mention], extracted: list[Extraction]) -> float:
    documents = [extraction.document for extraction in extracted]
    analyses = {extraction.document.slug: extraction.analysis for extraction in extracted}
    value = score_mentions(gold, judge_acts(documents, analyses, mentions)).roles["act"].value
    assert value is not None
    return value


def test_the_judgements_on_annotated_mentions(gold: list[Mention], extracted: list[Extraction]) -> None:
    # Readers' keys are taken away: names, claims and dates alone decide.
    assert b_cubed(gold, [replace(mention, act=None) for mention in gold], extracted) >= 0.82


def test_keys_within_documents_as_a_rule_would_give_them(gold: list[Mention], extracted: list[Extraction]) -> None:
    assert b_cubed(gold, [replace(mention, rule="rule") for mention in gold], extracted) >= 0.86


def test_the_judgements_on_extracted_mentions(gold: list[Mention], extracted: list[Extraction]) -> None:
    found = [mention for extraction in extracted for mention in extraction.mentions]
    assert b_cubed(gold, found, extracted) >= 0.83


def test_the_one_talks_that_two_outlets_tell_of_are_one(gold: list[Mention], extracted: list[Extraction]) -> None:
    documents = [extraction.document for extraction in extracted]
    analyses = {extraction.document.slug: extraction.analysis for extraction in extracted}
    judged = judge_acts(documents, analyses, [replace(mention, act=None) for mention in gold])
    talks = {m.act for m, g in zip(judged, gold, strict=True) if g.act == "geneva-talks-2022-01-10"}
    promises = {m.act for m, g in zip(judged, gold, strict=True) if g.act == "baker-assurance"}
    others = {m.act for m, g in zip(judged, gold, strict=True) if g.act == "us-assurance-no-expansion"}
    assert len(talks) == 1
    assert not promises & others
