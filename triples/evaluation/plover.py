"""PLOVER: which type of event a sentence tells of, between a marked source and target.

The score is that of a classifier trained and tested on one annotated file by cross-validation: what our pipeline and
lexicons see of a sentence (`plover_features`), with the sentence's words, parts of words and phrases, in a linear
support vector machine. Nothing is fitted outside the fold. Regularisation and the weights of the groups of features are
the defaults of scikit-learn, not chosen on the data.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from ontology.errors import InputError
from triples.evaluation.figures import SEED, Figure, SpanScore, Sums, estimate, ratio, span_score
from triples.evaluation.plover_features import Described, describe

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

FOLDS = 10
REPEATS = 3

_COLUMNS = ("marked_sentence", "gold_root")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with marked actors, and the root that its annotators gave it."""

    marked: str
    root: str


@dataclass(frozen=True)
class PloverScore:
    """Figures of out-of-fold predictions, each sentence predicted once in every repeat.

    `errors` holds the sentences that were wrong in the first repeat, with the root predicted.
    """

    sentences: int
    folds: int
    repeats: int
    accuracy: Figure
    macro_f1: Figure
    roots: dict[str, SpanScore]
    errors: tuple[tuple[Example, str], ...]

    def wrong_roots(self, root: str) -> list[tuple[str, int]]:
        """Returns the roots that were predicted instead of one, the most frequent first."""
        counts = Counter(predicted for example, predicted in self.errors if example.root == root)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def evaluate_plover(path: Path, nlp: Language, *, folds: int = FOLDS, repeats: int = REPEATS) -> PloverScore:
    """Scores the classification of the sentences of a file by stratified cross-validation with fixed seeds.

    Needs scikit-learn (the extra "evaluation"). Raises InputError when it is missing, or the file is not as
    `read_examples` expects, or has less than two sentences of a root.
    """
    examples = read_examples(path)
    roots = Counter(example.root for example in examples)
    rarest = min(roots, key=lambda root: (roots[root], root))
    if len(roots) < 2 or roots[rarest] < 2:
        raise InputError(f"{path}: expected two roots or more, each of two sentences or more; see {rarest}.")
    described = [describe(example.marked, nlp) for example in examples]
    predictions = [
        cross_validate(described, [e.root for e in examples], folds=min(folds, roots[rarest]), seed=SEED + repeat)
        for repeat in range(repeats)
    ]
    return _score(examples, predictions, min(folds, roots[rarest]))


def read_examples(path: Path) -> list[Example]:
    """Reads a table parted by tabs with the columns ``marked_sentence`` and ``gold_root``; others are not used.

    In ``marked_sentence``, ``<s>…</s>`` encloses the source and ``<t>…</t>`` the target; either may be missing. Raises
    InputError, with file and line, that says what was expected.
    """
    examples: list[Example] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, delimiter="\t")
            if not set(_COLUMNS) <= set(table.fieldnames or ()):
                raise InputError(f"{path}, line 1: expected columns named {' and '.join(_COLUMNS)}, parted by tabs.")
            for row in table:
                marked, root = row["marked_sentence"], row["gold_root"]
                if not root or not marked:
                    raise InputError(f"{path}, line {table.line_num}: expected a marked sentence and a gold_root.")
                examples.append(Example(marked, root))
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; expected a table of sentences with PLOVER roots.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    if not examples:
        raise InputError(f"{path} holds no sentences.")
    return examples


def cross_validate(described: Sequence[Described], roots: Sequence[str], *, folds: int, seed: int) -> list[str]:
    """Predicts each sentence with a classifier that has seen only the other folds.

    The folds are stratified by root; a sentence that occurs again, with other marks, stands in the same fold.
    """
    sentences = {d.sentence: i for i, d in enumerate(described)}
    groups = [sentences[d.sentence] for d in described]
    try:
        from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
    except ImportError as error:
        raise InputError(
            "The PLOVER benchmark needs scikit-learn; install it with `pip install 'servanda[evaluation]'`."
        ) from error
    split = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    predicted = cross_val_predict(_classifier(), list(described), list(roots), groups=groups, cv=split)
    return [str(root) for root in predicted]


def _classifier() -> Pipeline:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import FunctionTransformer, Normalizer
    from sklearn.svm import LinearSVC

    def part(name: str) -> FunctionTransformer:
        return FunctionTransformer(partial(_parts, name=name))

    phrases = partial(TfidfVectorizer, sublinear_tf=True, tokenizer=str.split, token_pattern=None)
    return make_pipeline(
        make_union(
            make_pipeline(part("features"), DictVectorizer(), Normalizer()),
            make_pipeline(part("words"), phrases(ngram_range=(1, 2))),
            make_pipeline(part("behind_source"), phrases(ngram_range=(1, 3))),
            make_pipeline(part("words"), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)),
        ),
        LinearSVC(random_state=SEED),
    )


def _parts(described: Sequence[Described], *, name: str) -> list[object]:
    return [getattr(d, name) for d in described]


def _score(examples: Sequence[Example], predictions: Sequence[Sequence[str]], folds: int) -> PloverScore:
    """Counts over the repeats; a sentence is a unit of the bootstrap with its predictions of all repeats."""
    names = sorted({e.root for e in examples} | {p for predicted in predictions for p in predicted})
    repeats = len(predictions)
    correct: list[tuple[float, float]] = []
    by_root: dict[str, list[tuple[float, float, float]]] = {name: [] for name in names}
    for i, example in enumerate(examples):
        given = Counter(predicted[i] for predicted in predictions)
        correct.append((given[example.root] / repeats, 1))
        for name in names:
            is_gold = example.root == name
            by_root[name].append((given[name] / repeats * is_gold, is_gold, given[name] / repeats))
    rows = [[count for name in names for count in by_root[name][i]] for i in range(len(examples))]
    return PloverScore(
        sentences=len(examples),
        folds=folds,
        repeats=repeats,
        accuracy=estimate(correct, ratio, n=len(examples)),
        macro_f1=estimate(rows, _macro_f1, n=len(examples)),
        roots={name: span_score(counts) for name, counts in by_root.items()},
        errors=tuple((e, p) for e, p in zip(examples, predictions[0], strict=True) if p != e.root),
    )


def _macro_f1(sums: Sums) -> float | None:
    """Returns the mean F1 over the roots that are in the gold, from (hits, gold, predicted) of each in a row."""
    each = [2 * sums[i] / (sums[i + 1] + sums[i + 2]) for i in range(0, len(sums), 3) if sums[i + 1]]
    return sum(each) / len(each) if each else None
