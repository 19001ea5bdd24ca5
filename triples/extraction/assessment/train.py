"""Trains the assessment: ``python -m triples.extraction.assessment.train OUT HELD_OUT SET [-- SET …]``.

Each `SET` is an annotated set, its texts and then the files of its mentions (`triples.evaluation.sets`). Each candidate
that extraction finds is labelled with the kind of the mention that it tells of, or "none"; a multinomial logistic
regression learns from its named features. `HELD_OUT` holds what encoders say of the same documents that have not seen
them (``train_encoder.py``). Folds hold whole documents; what is printed was measured on documents that neither the
regression nor the encoder of the fold had seen.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from triples.evaluation.matching import pair
from triples.evaluation.mentions import score_mentions
from triples.evaluation.sets import read_set
from triples.extraction.assessment.assessor import Assessor, Tuning
from triples.extraction.assessment.scores import OUTCOMES, FeatureScores, log_shares, store
from triples.extraction.drafts import Draft
from triples.extraction.extract import Candidacy, candidates, finish
from triples.language.pipeline import load_pipeline
from triples.model import Document, Mention

_FOLDS = 6
_STRENGTH = 0.05
_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
_THRESHOLDS = (0.3, 0.34, 0.38, 0.42, 0.46, 0.5)
_RAREST = 3
"""A feature that holds of fewer candidates is left out: it would be learned by heart."""


@dataclass(frozen=True)
class Example:
    """An annotated document as the training sees it: its candidates, the label of each, and the set it belongs to."""

    document: Document
    found: Candidacy
    mentions: list[Mention]
    labels: list[str]
    part: str


@dataclass(frozen=True)
class Judged:
    """A document with an assessor and the words of an encoder that have not seen it, the latter as logarithms."""

    example: Example
    assessor: Assessor
    read: NDArray[np.float64]

    def probabilities(self, share: float) -> NDArray[np.float64]:
        """Returns what both say of the candidates when the encoder has this share."""
        return replace(self.assessor, tuning=Tuning(share)).probabilities(self.example.found.features, self.read)

    def mentions(self, tuning: Tuning) -> list[Mention]:
        """Returns the mentions that come of it."""
        assessor = replace(self.assessor, tuning=tuning)
        return finish(self.example.document, self.example.found, assessor, self.read).mentions


def labels_of(drafts: Sequence[Draft], mentions: Sequence[Mention]) -> list[str]:
    """Returns for each candidate the kind of the mention it tells of, or "none"; a mention labels one candidate.

    A candidate may tell of a mention when they share at least half of the shorter span; kind, agents and overlap decide
    between several.
    """
    pairs: list[tuple[float, int, int]] = []
    for i, draft in enumerate(drafts):
        for j, mention in enumerate(mentions):
            start, end = mention.start, mention.end
            shared = min(end, draft.span[1]) - max(start, draft.span[0])
            if shared <= 0 or shared < 0.5 * min(end - start, draft.span[1] - draft.span[0]):
                continue
            union = max(end, draft.span[1]) - min(start, draft.span[0])
            fit = shared / union + (1.0 if draft.type == mention.type else 0.0) + (0.0 if draft.weak else 0.3)
            fit += 0.5 * bool({a.name for a in draft.agents} & set(mention.agent))
            pairs.append((fit, i, j))
    labels = ["none"] * len(drafts)
    taken: dict[int, Draft] = {}
    for _, i, j in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if labels[i] != "none":
            continue
        if j not in taken:
            labels[i] = mentions[j].type
            taken[j] = drafts[i]
        elif _continues(drafts[i], taken[j], mentions[j]):
            labels[i] = mentions[j].type
    return labels


def _continues(draft: Draft, first: Draft, mention: Mention) -> bool:
    """Whether a candidate is the next sentence of one utterance that was annotated as one mention."""
    said = draft.rule.startswith("content") and first.rule.startswith("content")
    return (
        said
        and draft.type == first.type
        and draft.cue.sentence is not first.cue.sentence
        and draft.span[0] >= mention.start
        and draft.span[1] <= mention.end
    )


def frequent_names(features: Sequence[Sequence[str]]) -> set[str]:
    """Returns the names of the features that hold of enough candidates to be learned."""
    counts = Counter(name for names in features for name in set(names))
    return {name for name, count in counts.items() if count >= _RAREST}


def fit(features: Sequence[Sequence[str]], labels: Sequence[str], strength: float) -> Assessor:
    """Fits an assessor; `strength` is the inverse of the L2 penalty."""
    frequent = frequent_names(features)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{name: 1.0 for name in names if name in frequent} for names in features])
    index = {str(name): i for i, name in enumerate(vectorizer.get_feature_names_out())}
    model = LogisticRegression(C=strength, max_iter=1000)
    model.fit(matrix, list(labels))
    weights = np.zeros((len(index), len(OUTCOMES)), np.float32)
    intercepts = np.full(len(OUTCOMES), -20.0, np.float32)
    for column, name in enumerate(model.classes_):
        weights[:, OUTCOMES.index(name)] = model.coef_[column]
        intercepts[OUTCOMES.index(name)] = model.intercept_[column]
    return Assessor(FeatureScores(index, weights), intercepts, Tuning())


def read_examples(texts: Path, mentions: Sequence[Path]) -> Iterator[Example]:
    """Yields the documents of a set (see `read_set`) with the labels of their candidates."""
    nlp = load_pipeline(None)
    for annotated in read_set(texts, mentions):
        found = candidates(annotated.document, nlp)
        labels = labels_of(found.drafts, annotated.mentions)
        yield Example(annotated.document, found, annotated.mentions, labels, annotated.part)


def read_groups(arguments: Sequence[str]) -> Iterator[Example]:
    """Yields the documents of several sets; of each, its texts and then its files of mentions, parted by "--"."""
    rest = list(arguments)
    while rest:
        group = rest[: rest.index("--")] if "--" in rest else rest
        rest = rest[len(group) + 1 :]
        yield from read_examples(Path(group[0]), [Path(p) for p in group[1:]])


def fold_of(document: Document, folds: int) -> int:
    """Returns the fold that a document stands in, which depends on its name alone."""
    return zlib.crc32(document.slug.encode()) % folds


def fit_examples(examples: Sequence[Example]) -> Assessor:
    """Fits an assessor to documents."""
    features = [names for e in examples for names in e.found.features]
    return fit(features, [label for e in examples for label in e.labels], _STRENGTH)


def held_out(examples: Sequence[Example]) -> Iterator[tuple[Example, Assessor]]:
    """Yields each document with an assessor fitted to the documents of the other folds."""
    for fold in range(_FOLDS):
        assessor = fit_examples([e for e in examples if fold_of(e.document, _FOLDS) != fold])
        yield from ((e, assessor) for e in examples if fold_of(e.document, _FOLDS) == fold)


def judge(example: Example, assessor: Assessor, scores: NDArray[np.float32]) -> Judged:
    """Returns a document with what an assessor, and the scores that an encoder gave, say of it."""
    read = assessor.log_probabilities(example.found.features)
    places = assessor.worth_reading(example.found.drafts, example.found.features)
    read[places] = log_shares(scores[places].astype(np.float64))
    return Judged(example, assessor, read)


def calibrate(judged: Sequence[Judged]) -> Tuning:
    """Returns the share of the encoder and the threshold that find most in held-out documents, each set counting alike.

    Slope and offset of the confidence map the log-odds of the most likely kind to those of being right (Platt 1999).
    """
    parts = list(dict.fromkeys(one.example.part for one in judged))
    best: tuple[float, Tuning] = (0.0, Tuning())
    for share in _SHARES:
        scaled = _confidence(judged, share)
        for threshold in _THRESHOLDS:
            tuning = replace(scaled, threshold=threshold)
            found = [(one.example.part, one.example.mentions, one.mentions(tuning)) for one in judged]
            each = [_typed_f1([(gold, system) for p, gold, system in found if p == part]) for part in parts]
            best = max(best, (float(np.mean(each)), tuning), key=lambda one: one[0])
    return best[1]


def _confidence(judged: Sequence[Judged], share: float) -> Tuning:
    labels = np.array([OUTCOMES.index(label) for one in judged for label in one.example.labels])
    shares = np.vstack([one.probabilities(share) for one in judged])
    kinds = shares[:, 1:].argmax(axis=1) + 1
    likely = shares[np.arange(len(kinds)), kinds]
    odds = np.log(likely / np.maximum(1.0 - likely, 1e-9)).reshape(-1, 1)
    model = LogisticRegression(C=1e6).fit(odds, kinds == labels)
    return Tuning(share=share, slope=round(float(model.coef_[0][0]), 4), offset=round(float(model.intercept_[0]), 4))


def _typed_f1(pairs: Sequence[tuple[Sequence[Mention], Sequence[Mention]]]) -> float:
    hits = sum(len(pair(gold, system)) for gold, system in pairs)
    return 2 * hits / max(1, sum(len(gold) + len(system) for gold, system in pairs))


def write(assessor: Assessor, path: Path) -> None:
    """Writes the weights of an assessor, rounded to three decimals, without the time of writing."""
    intercepts = [round(float(x), 3) for x in assessor.intercepts]
    store({"tuning": asdict(assessor.tuning), "intercepts": intercepts, **assessor.features.to_json()}, path)


def main(arguments: list[str]) -> int:
    """Trains on all documents given and writes the weights; see the module's description for the arguments."""
    out, unseen = Path(arguments[0]), np.load(arguments[1])
    examples = list(read_groups(arguments[2:]))
    judged = [judge(e, a, unseen[e.document.slug]) for e, a in held_out(examples)]
    tuned = calibrate(judged)
    write(replace(fit_examples(examples), tuning=tuned), out)
    print(f"{len(examples)} documents, {sum(len(e.labels) for e in examples)} candidates; {tuned}")
    for part in dict.fromkeys(e.part for e in examples):
        for name, choice in (("regression alone", replace(tuned, share=0.0)), ("with the encoder", tuned)):
            mine = [(j.example, j.mentions(choice)) for j in judged if j.example.part == part]
            score = score_mentions([m for e, _ in mine for m in e.mentions], [m for _, found in mine for m in found])
            print(f"{part}, {name}: {len(mine)} documents, typed F1 {score.typed.f1}, untyped F1 {score.untyped.f1}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
