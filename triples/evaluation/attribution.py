"""Who says what, against PolNeAR: the spans of sources, cues and contents, exact or not at all.

Two systems are scored on the same analysis. The rules are those of `triples.extraction.attribution`. The learned one is
a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over features of our own parse; it is
fitted here, by cross-validation, and not shipped: PolNeAR names no licence that would allow it. Articles that several
annotators marked stay in one fold. Nothing is fitted outside the folds.
"""

from __future__ import annotations

import random
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from ontology.errors import InputError
from triples.evaluation.figures import AttributionScore, span_score
from triples.evaluation.polnear import KINDS, Article, Paragraph, Span, read_articles, spans_of
from triples.extraction.attribution.features import columns
from triples.extraction.attribution.passages import Passage, passages
from triples.extraction.attribution.rules import find_attributions, labelled
from triples.extraction.gazetteer import load_gazetteer
from triples.extraction.vocabulary import load_vocabulary
from triples.language.analysis import analyse

FOLDS = 5
SEED = 7
_TRAINING = {"c1": 0.1, "c2": 1.0, "max_iterations": 60, "feature.minfreq": 3}
"""Weights are drawn towards nought (L1 and L2), and features seen less than three times are passed over."""


@dataclass(frozen=True, slots=True)
class AttributionFigures:
    """Scores of the rules and of the learned model, the latter over all folds and fold by fold."""

    rules: AttributionScore
    learned: AttributionScore
    folds: tuple[AttributionScore, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """A paragraph of the file with its analysis; `article` counts articles, whoever marked them."""

    article: int
    gold: Paragraph
    passage: Passage


def evaluate(path: Path, nlp: Language, *, folds: int = FOLDS) -> AttributionFigures:
    """Scores the rules and, by cross-validation grouped by article, the learned model on a file of PolNeAR.

    Raises InputError when the file is not one or has fewer articles than folds, or when the package python-crfsuite is
    not there.
    """
    cases = list(_cases(read_articles(path), nlp))
    articles = sorted({c.article for c in cases})
    if len(articles) < folds:
        raise InputError(f"{path.name} has {len(articles)} articles, too few for {folds} folds.")
    random.Random(SEED).shuffle(articles)  # noqa: S311 (a reproducible order, no secret)
    fold_of = {article: i % folds for i, article in enumerate(articles)}
    ruled = [_to_tokens(rule_spans(c.passage), c) for c in cases]
    learned: list[list[Span]] = [[] for _ in cases]
    for fold in range(folds):
        inside = [i for i, c in enumerate(cases) if fold_of[c.article] == fold]
        predicted = _train_and_tag([c for c in cases if fold_of[c.article] != fold], [cases[i] for i in inside])
        for i, spans in zip(inside, predicted, strict=True):
            learned[i] = spans
    return AttributionFigures(
        rules=_score(cases, ruled),
        learned=_score(cases, learned),
        folds=tuple(
            _score(
                [c for c in cases if fold_of[c.article] == fold],
                [s for c, s in zip(cases, learned, strict=True) if fold_of[c.article] == fold],
            )
            for fold in range(folds)
        ),
    )


def rule_spans(passage: Passage) -> list[Span]:
    """Returns what the rules find in a passage as spans of its words."""
    return sorted((first, last, kind) for kind, first, last in labelled(find_attributions(passage)))


def _cases(articles: Sequence[Article], nlp: Language) -> Iterator[_Case]:
    vocabulary, gazetteer = load_vocabulary(), load_gazetteer()
    numbers = {name: i for i, name in enumerate(sorted({a.name for a in articles}))}
    for article in articles:
        found = passages(analyse(article.text, nlp, knows=vocabulary.knows, stand_in=gazetteer.stand_in))
        starts = [p.words[0].start for p in found]
        for gold in article.paragraphs:
            # A paragraph that analysis joins with the one before it is found there.
            at = max(0, bisect_right(starts, gold.offsets[0][0]) - 1)
            yield _Case(numbers[article.name], gold, found[at])


# -- learning ----------------------------------------------------------------------------------------------------------


def _train_and_tag(training: Sequence[_Case], test: Sequence[_Case]) -> list[list[Span]]:
    try:
        import pycrfsuite
    except ImportError as error:
        raise InputError("Scoring attribution needs python-crfsuite: install `servanda[evaluation]`.") from error
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_TRAINING)
    for case in training:
        trainer.append(columns(case.passage), _labels(case))
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "attribution.crfsuite")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        found = [_to_tokens(spans_of(tagger.tag(columns(case.passage))), case) for case in test]
        tagger.close()
    return found


def _labels(case: _Case) -> list[str]:
    """The gold labels of the words of a passage; a word has that of the token it begins in."""
    starts = [start for start, _ in case.gold.offsets]
    tokens = [bisect_right(starts, w.start) - 1 for w in case.passage.words]
    labels = ["O"] * len(tokens)
    for first, last, kind in case.gold.spans:
        inside = [i for i, token in enumerate(tokens) if first <= token < last]
        for i in inside:
            labels[i] = f"{'B' if i == inside[0] else 'I'}-{kind}"
    return labels


# -- scoring -----------------------------------------------------------------------------------------------------------


def _to_tokens(spans: Sequence[Span], case: _Case) -> list[Span]:
    """Spans of the words of a passage as spans of the tokens of the file."""
    starts = [start for start, _ in case.gold.offsets]
    words = case.passage.words
    return [
        (bisect_right(starts, words[first].start) - 1, bisect_right(starts, words[last - 1].end - 1), kind)
        for first, last, kind in spans
    ]


def _score(cases: Sequence[_Case], predicted: Sequence[list[Span]]) -> AttributionScore:
    counts: dict[str, dict[int, tuple[int, int, int]]] = {kind: {} for kind in KINDS}
    for case, spans in zip(cases, predicted, strict=True):
        for kind in KINDS:
            gold = {s for s in case.gold.spans if s[2] == kind}
            system = {s for s in spans if s[2] == kind}
            hits, n, m = counts[kind].get(case.article, (0, 0, 0))
            counts[kind][case.article] = (hits + len(gold & system), n + len(gold), m + len(system))
    return AttributionScore(
        documents=len({c.article for c in cases}),
        **{kind: span_score(list(counts[kind].values())) for kind in KINDS},
    )
