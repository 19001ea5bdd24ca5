"""PolNeAR: the reader, the folds, and the figures that must hold."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ontology.errors import InputError
from triples.evaluation.attribution import evaluate
from triples.evaluation.figures import Figure
from triples.evaluation.polnear import read_articles, spans_of
from triples.language.pipeline import load_pipeline

pytest.importorskip("pycrfsuite")


def line(name: str, tokens: str, labels: str) -> str:
    return json.dumps({"id": name, "tokens": tokens.split(), "labels": labels.split()})


SAID = "B-source I-source B-cue B-content I-content I-content I-content"


def test_articles_are_read_as_they_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "polnear.jsonl"
    path.write_text(
        line("press_2016-01-01_border_4b22", "The minister said `` no . ''", SAID)
        + "\n"
        + line("press_2016-01-01_border_4b22", "It 's ( nearly ) done , she hopes .", "O O O O O O O O O O")
        + "\n"
    )
    (article,) = read_articles(path)
    assert article.name == "press_2016-01-01_border"
    assert article.text == "The minister said “no.”\n\nIt's (nearly) done, she hopes."
    assert article.paragraphs[0].spans == [(0, 2, "source"), (2, 3, "cue"), (3, 7, "content")]
    start, end = article.paragraphs[1].offsets[1]
    assert article.text[start:end] == "'s"


def test_marks_that_close_and_open_alike_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "polnear.jsonl.gz"
    path.write_bytes(gzip.compress(line("a_1", "'' No , '' she said .", "O O O O O O O").encode()))
    (article,) = read_articles(path)
    assert article.text == "“No,” she said."


def test_a_label_without_its_beginning_begins_a_span() -> None:
    assert spans_of(["I-cue", "I-cue", "B-cue", "I-content"]) == [(0, 2, "cue"), (2, 3, "cue"), (3, 4, "content")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        '{"id": "a_1"}',
        line("a_1", "one two", "O"),
        line("a_1", "one", "B-speaker"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(text)
    with pytest.raises(InputError, match="other"):
        read_articles(path)


def test_a_file_with_fewer_articles_than_folds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "polnear.jsonl"
    path.write_text(line("a_1", "The minister said `` no . ''", SAID))
    with pytest.raises(InputError, match="articles"):
        evaluate(path, load_pipeline())


def test_annotators_of_one_article_stay_together_and_spans_are_scored(tmp_path: Path) -> None:
    path = tmp_path / "polnear.jsonl"
    rows = [
        line(f"{name}_{annotator}", "The minister said `` no . ''", SAID)
        for name in ("a", "b", "c")
        for annotator in ("4b22", "5fec")
    ]
    path.write_text("\n".join(rows))
    figures = evaluate(path, load_pipeline(), folds=3)
    assert figures.learned.documents == 3
    assert [fold.documents for fold in figures.folds] == [1, 1, 1]
    assert figures.rules.cue.f1.value == 1.0


def test_figures_hold_on_polnear(shared: Path) -> None:
    figures = evaluate(shared / "benchmarks" / "polnear-valid.jsonl.gz", load_pipeline(), folds=3)
    assert sum(fold.documents for fold in figures.folds) == figures.learned.documents
    for figure, least in (
        (figures.learned.source.f1, 0.60),
        (figures.learned.cue.f1, 0.62),
        (figures.learned.content.f1, 0.50),
        (figures.rules.source.f1, 0.60),
        (figures.rules.cue.f1, 0.58),
        (figures.rules.content.f1, 0.48),
    ):
        assert value(figure) >= least


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value
