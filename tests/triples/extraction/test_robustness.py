"""Extraction of any text whatever: it raises nothing, keeps its offsets, and takes time in proportion to length."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from spacy.language import Language

from triples.extraction import extract
from triples.model import Document

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
PIECES = [
    *(
        '"',
        "“",
        "”",
        "‘",
        "’",
        "'",
        "**",
        "«",
        "»",
        "„",
        "…",
        "\n\n",
        "\n",
        "\t",
        " ",
        ".",
        ",",
        ":",
        ";",
        "?",
        "(",
        ")",
    ),
    *(
        "\x00",
        "\x07",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\u0301",
        "🕊️",
        "👩‍⚖️",
        "שלום",
        "السلام",
        "条约",
        "ﬁ",
        "№",
        "½",
        "\ud7ff",
    ),
    *(
        "NATO",
        "Moscow",
        "the minister",
        "U.S.",
        "Mr.",
        "she",
        "they",
        "we",
        "promised",
        "denied",
        "never",
        "said",
        "that",
    ),
    *("signed", "the treaty", "talks", "rejected", "demands", "will", "not", "if", "in 1990", "Q:", "MINISTER:", "to"),
]


def _document(text: str) -> Document:
    return Document(slug="fuzz", text=text, masked=text, digest="sha256:0")


def _holds(text: str, nlp: Language) -> None:
    for mention in extract(_document(text), nlp).mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.content is None or 0 <= mention.content[0] < mention.content[1] <= len(text)
        assert 0.0 <= mention.confidence <= 1.0
        json.loads(mention.to_json())


@settings(
    max_examples=1600, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=30).map(" ".join))
def test_any_text_can_be_read(nlp: Language, text: str) -> None:
    _holds(text, nlp)


def _mutate(text: str, chance: random.Random) -> str:
    way = chance.randrange(6)
    if way == 0:
        return text[: chance.randrange(len(text))]
    if way == 1:
        return "".join(chance.choice("\"'“”‘’*« ") if c in "\"'“”‘’" else c for c in text)
    if way == 2:
        return "".join(c + chance.choice(PIECES) if chance.random() < 0.02 else c for c in text)
    if way == 3:
        return text.replace(".", "").replace("\n", " ")
    if way == 4:
        words = text.split(" ")
        chance.shuffle(words)
        return " ".join(words)
    return text.upper() if chance.random() < 0.5 else text.replace(" ", "\u00a0")


def test_damaged_documents_can_be_read(nlp: Language) -> None:
    assert TEXTS
    chance = random.Random(1990)
    for _ in range(400):
        text = _mutate(chance.choice(TEXTS), chance)
        start = chance.randrange(max(1, len(text) - 900))
        _holds(text[start : start + 900], nlp)


def _steps(text: str, nlp: Language) -> int:
    """How many Python function calls extraction makes: a measure of work that no busy machine disturbs."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        extract(_document(text), nlp)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "Moscow said it rejected the demands and the ministers met in Geneva and promised to sign the treaty, and ",
        '"We will not sign the treaty," the minister said. "They promised talks,” she added. ',
        '"',
        "“a ",
        "the United States ",
        "MINISTER: We deny it.\n\n",
    ],
)
def test_work_grows_with_length_and_no_faster(nlp: Language, unit: str) -> None:
    size = 20_000 // len(unit)
    extract(_document(unit), nlp)
    few, many = _steps(unit * size, nlp), _steps(unit * (4 * size), nlp)
    assert many < 6 * few, f"four times the text took {many / few:.1f} times the work"
