"""Nothing that a text contains makes extraction raise."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from triples.extraction import extract
from triples.model import Document, Mention

Extract = Callable[[str], list[Mention]]

FRAGMENTS = [
    "Rome", "said", "\u201c", "\u201d", '"', "'", "**", "\n", "\n\n", "that", "it", "would", "not", "never",
    "promised", "to", "US", "the", "we", "he", "agreement", "signed", ",", ".", "\u2026", "\x00",
    "\U0001f600", "\u05e9\u05dc\u05d5\u05dd", "according", "denies", "claim", "talks", "between", "and",
    "and", "who", "Mr.", "Anna", "Frei", "minister", "foreign", "refused", "demand", "if", "unless", "must",
    "is", "been", "by", "(", ")", "-", "\u200b", "\u2028",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join))
def test_word_salad_raises_nothing(nlp: Language, text: str) -> None:
    _check(nlp, text)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_raises_nothing(nlp: Language, text: str) -> None:
    _check(nlp, text)


def test_mutated_documents_raise_nothing(nlp: Language, shared: Path) -> None:
    paths = sorted((shared / "acts" / "documents").glob("*.txt"))
    assert paths
    chance = random.Random(1)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        _check(nlp, text[: chance.randrange(len(text))])
        _check(nlp, "".join(chance.choice("\"“”'*") if c in "\"“”'*" else c for c in text))
        _check(nlp, text.replace(".", " "))


def test_a_long_line_is_cut(nlp: Language) -> None:
    _check(nlp, "a" * 50_000)
    _check(nlp, '"' * 5_000)
    _check(nlp, "")


def _check(nlp: Language, text: str) -> None:
    document = Document(slug="test", text=text, masked=text, digest="", published=None)
    for mention in extract(document, nlp).mentions:
        assert 0 <= mention.start <= mention.end <= len(text)
        assert mention.cue
        assert mention.rule
        assert 0 < mention.confidence <= 1
