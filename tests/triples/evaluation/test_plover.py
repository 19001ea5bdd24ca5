"""PLOVER roots: the words found, what a sentence is described by, the reader, and the figure that must hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from ontology.errors import InputError
from triples.evaluation.figures import Figure
from triples.evaluation.plover import Example, PloverScore, evaluate_plover, read_examples
from triples.evaluation.plover_features import describe
from triples.evaluation.plover_words import load_root_finder
from triples.language.analysis import analyse
from triples.language.pipeline import load_pipeline


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@pytest.mark.parametrize(
    ("sentence", "root", "name"),
    [
        ("Ruritania lifted its sanctions.", "YIELD", "lift > sanctions"),
        ("The sanctions were lifted by Ruritania.", "YIELD", "lift > sanctions"),
        ("Ruritania imposed sanctions.", "SANCTION", "impose > sanctions"),
        ("Ruritania turned the whole offer down.", "REJECT", "turn down > offer"),
        ("A cease-fire began.", "YIELD", "cease - fire"),
        ("Workers began a hunger strike.", "PROTEST", "begin > hunger strike"),
    ],
)
def test_the_longest_entry_is_found(nlp: Language, sentence: str, root: str, name: str) -> None:
    words = analyse(sentence, nlp).sentences[0].words
    assert (root, name) in {(h.root, h.name) for h in load_root_finder().find(words)}


def test_what_lies_inside_a_longer_entry_is_left_out(nlp: Language) -> None:
    words = analyse("Ruritania lifted its sanctions.", nlp).sentences[0].words
    assert {h.root for h in load_root_finder().find(words)} == {"YIELD"}


def test_the_actors_are_hidden_and_the_rest_described(nlp: Language) -> None:
    seen = describe("<s>Ruritania</s> will not pardon <t>two Graustark spies</t>, it said in 1890.", nlp)
    assert seen.words == "sourceactor will not pardon targetactor it said in number"
    assert seen.behind_source == "will not pardon targetactor it said in number"
    assert {"first=YIELD", "negated", "modality=will", "first=YIELD negated", "verb=pardon"} <= set(seen.features)


@pytest.mark.parametrize(
    "marked", ["", "<s></s>", "Nobody acts.", "<t>Graustark</t> was hit.", "</s> odd <s>marks <t>"]
)
def test_odd_sentences_are_described_without_complaint(nlp: Language, marked: str) -> None:
    assert describe(marked, nlp).words is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1"),
        ("sentence\tgold_root\n", "line 1"),
        ("marked_sentence\tgold_root\n", "no sentences"),
        ("marked_sentence\tgold_root\n<s>A</s> aids <t>B</t>\tAID\nno root\n", "line 3"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "plover.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_examples(path)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_examples(tmp_path / "none.tsv")


def test_roots_of_one_sentence_cannot_be_cross_validated(tmp_path: Path, nlp: Language) -> None:
    path = tmp_path / "plover.tsv"
    path.write_text("marked_sentence\tgold_root\n<s>A</s> aids <t>B</t>\tAID\n", encoding="utf-8")
    with pytest.raises(InputError, match="two roots"):
        evaluate_plover(path, nlp)


def test_a_small_table_is_scored(tmp_path: Path, nlp: Language) -> None:
    pytest.importorskip("sklearn")
    aid = [f"<s>Ruritania</s> gave {n} tons of food to <t>Graustark</t>" for n in ("two", "three", "four", "five")]
    hit = [f"<s>Ruritania</s> bombed {n} villages in <t>Graustark</t>" for n in ("two", "three", "four", "five")]
    rows = [*(f"{s}\tAID" for s in aid), *(f"{s}\tASSAULT" for s in hit)]
    path = tmp_path / "plover.tsv"
    path.write_text("\n".join(["marked_sentence\tgold_root", *rows]) + "\n", encoding="utf-8")
    score = evaluate_plover(path, nlp)
    assert (score.sentences, score.folds, score.repeats) == (8, 4, 3)
    assert score.accuracy.value == 1
    assert score.macro_f1.value == 1
    assert score.errors == ()


def test_wrong_roots_are_counted() -> None:
    examples = (Example("a", "AID"), Example("b", "AID"), Example("c", "AID"))
    errors = tuple(zip(examples, ("YIELD", "AGREE", "YIELD"), strict=True))
    nothing = Figure(None, None, None, 0)
    assert PloverScore(3, 2, 1, nothing, nothing, {}, errors).wrong_roots("AID") == [("YIELD", 2), ("AGREE", 1)]


def test_the_bar_of_the_public_benchmark_holds(shared: Path, nlp: Language) -> None:
    pytest.importorskip("sklearn")
    path = shared / "benchmarks" / "PLV_train.tsv"
    if not path.is_file():
        pytest.skip(f"no benchmark at {path}")
    score = evaluate_plover(path, nlp, repeats=1)
    assert score.sentences > 1000
    assert score.accuracy.value is not None
    assert score.accuracy.value >= 0.80
