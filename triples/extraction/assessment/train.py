"""Trains the assessment: ``python -m triples.extraction.assessment.train OUT TEXTS [MENTIONS …] [-- TEXTS …]``.

Each `TEXTS` is a directory of texts (``NAME.txt``); the mentions annotated in them stand in the files `MENTIONS` that
follow it, or beside each text (``NAME.jsonl``), with the fields of the annotation guidelines. Each candidate that
extraction finds is labelled with the kind of the mention that it tells of, or "none"; a multinomial logistic
regression learns from its named features. Folds hold whole documents; what is printed was measured on documents that
the fold's model had not seen.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from triples.evaluation.annotated import read_mentions
from triples.evaluation.mentions import score_mentions
from triples.extraction.assessment.assessor import OUTCOMES, Assessor
from triples.extraction.drafts import Draft
from triples.extraction.extract import Candidacy, candidates, finish
from triples.language.pipeline import load_pipeline
from triples.model import Document, Mention
from triples.reading import read_document

_FOLDS = 6
_SEED = 20220111
_STRENGTH = 0.05
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


def fit(features: Sequence[Sequence[str]], labels: Sequence[str], strength: float) -> Assessor:
    """Fits an assessor; `strength` is the inverse of the L2 penalty."""
    counts = Counter(name for names in features for name in set(names))
    frequent = {name for name, count in counts.items() if count >= _RAREST}
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
    return Assessor(index, weights, intercepts, threshold=0.5, slope=1.0, offset=0.0)


def read_examples(texts: Path, mentions: Sequence[Path]) -> Iterator[Example]:
    """Yields the documents of a directory with the labels of their candidates.

    `mentions` are JSON-lines files for all of them; where there are none, each text has its own beside it.
    Raises InputError, with file and line, where a file of mentions is missing or cannot be understood.
    """
    nlp = load_pipeline(None)
    shared = [mention for path in mentions for mention in read_mentions(path)]
    for path in sorted(texts.glob("*.txt")):
        own = [m for m in shared or read_mentions(path.with_suffix(".jsonl")) if m.doc == path.stem]
        if own:
            document = read_document(path)
            found = candidates(document, nlp)
            yield Example(document, found, own, labels_of(found.drafts, own), texts.name)


def fit_examples(examples: Sequence[Example]) -> Assessor:
    """Fits an assessor to documents."""
    features = [names for e in examples for names in e.found.features]
    return fit(features, [label for e in examples for label in e.labels], _STRENGTH)


def held_out(examples: Sequence[Example]) -> Iterator[tuple[Example, Assessor]]:
    """Yields each document with an assessor fitted to the documents of the other folds."""
    order = sorted(examples, key=lambda e: e.document.slug)
    random.Random(_SEED).shuffle(order)  # noqa: S311 - folds, no secrets
    for fold in range(_FOLDS):
        assessor = fit_examples([e for i, e in enumerate(order) if i % _FOLDS != fold])
        yield from ((e, assessor) for e in order[fold::_FOLDS])


def calibrate(examples: Sequence[Example]) -> tuple[float, float, float]:
    """Returns the threshold that finds acts best in held-out documents, and the slope and offset of the confidence.

    Slope and offset map the log-odds of the most likely kind to those of being right (Platt 1999).
    """
    acts: list[tuple[float, bool]] = []
    odds: list[float] = []
    right: list[bool] = []
    for example, assessor in held_out(examples):
        shares = assessor.probabilities(example.found.features)
        for share, label in zip(shares, example.labels, strict=True):
            best = float(share[1:].max())
            odds.append(float(np.log(best / (1.0 - best))))
            right.append(OUTCOMES[1 + int(share[1:].argmax())] == label)
            acts.append((1.0 - float(share[0]), label != "none"))
    threshold = max((t / 100 for t in range(30, 60)), key=lambda t: _f1(acts, t))
    model = LogisticRegression(C=1e6).fit(np.array(odds).reshape(-1, 1), right)
    return threshold, float(model.coef_[0][0]), float(model.intercept_[0])


def _f1(acts: Sequence[tuple[float, bool]], threshold: float) -> float:
    hits = sum(is_act for share, is_act in acts if share >= threshold)
    found = sum(share >= threshold for share, _ in acts)
    return 2 * hits / (found + sum(is_act for _, is_act in acts))


def _tuned(assessor: Assessor, calibration: tuple[float, float, float]) -> Assessor:
    threshold, slope, offset = calibration
    return replace(assessor, threshold=threshold, slope=slope, offset=offset)


def write(assessor: Assessor, path: Path) -> None:
    """Writes the weights of an assessor, rounded to three decimals, without the time of writing."""
    stored = {
        "threshold": assessor.threshold,
        "slope": round(assessor.slope, 4),
        "offset": round(assessor.offset, 4),
        "intercepts": [round(float(x), 3) for x in assessor.intercepts],
        "features": sorted(assessor.index, key=assessor.index.__getitem__),
        "weights": [round(float(x), 3) for x in assessor.weights.ravel()],
    }
    with path.open("wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(json.dumps(stored, ensure_ascii=False).encode())


def main(arguments: list[str]) -> int:
    """Trains on all documents given and writes the weights; see the module's description for the arguments."""
    out, rest = Path(arguments[0]), arguments[1:]
    examples: list[Example] = []
    while rest:
        group = rest[: rest.index("--")] if "--" in rest else rest
        rest = rest[len(group) + 1 :]
        examples += read_examples(Path(group[0]), [Path(p) for p in group[1:]])
    calibration = calibrate(examples)
    write(_tuned(fit_examples(examples), calibration), out)
    print(f"{len(examples)} documents, {sum(len(e.labels) for e in examples)} candidates; threshold {calibration[0]}")
    unseen = [(e, finish(e.document, e.found, _tuned(a, calibration)).mentions) for e, a in held_out(examples)]
    for part in dict.fromkeys(e.part for e in examples):
        mine = [(e, found) for e, found in unseen if e.part == part]
        score = score_mentions([m for e, _ in mine for m in e.mentions], [m for _, found in mine for m in found])
        print(f"{part}: {len(mine)} documents held out, typed F1 {score.typed.f1}, untyped F1 {score.untyped.f1}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
