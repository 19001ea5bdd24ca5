"""Trains the assessment: ``python -m triples.extraction.assessment.train TEXTS OUT``.

`TEXTS` is a directory of texts (``NAME.txt``) with the mentions annotated in them (``NAME.jsonl``, the fields of the
annotation guidelines). Each candidate that extraction finds is labelled with the kind of the annotated mention that it
tells of, or "none"; a multinomial logistic regression learns from its named features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from triples.extraction.assessment.assessor import OUTCOMES, Assessor
from triples.extraction.drafts import Draft

_RAREST = 3
"""A feature that holds of fewer candidates is left out: it would be learned by heart."""


def labels_of(drafts: Sequence[Draft], mentions: Sequence[Mapping[str, Any]]) -> list[str]:
    """Returns for each candidate the kind of the mention it tells of, or "none"; a mention labels one candidate.

    A candidate may tell of a mention when they share at least half of the shorter span; kind, agents and overlap decide
    between several.
    """
    pairs: list[tuple[float, int, int]] = []
    for i, draft in enumerate(drafts):
        for j, mention in enumerate(mentions):
            start, end = int(mention["start"]), int(mention["end"])
            shared = min(end, draft.span[1]) - max(start, draft.span[0])
            if shared <= 0 or shared < 0.5 * min(end - start, draft.span[1] - draft.span[0]):
                continue
            union = max(end, draft.span[1]) - min(start, draft.span[0])
            fit = shared / union + (1.0 if draft.type == mention["type"] else 0.0) + (0.0 if draft.weak else 0.3)
            fit += 0.5 * bool({a.name for a in draft.agents} & set(mention["agent"]))
            pairs.append((fit, i, j))
    labels = ["none"] * len(drafts)
    taken: dict[int, Draft] = {}
    for _, i, j in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if labels[i] != "none":
            continue
        if j not in taken:
            labels[i] = str(mentions[j]["type"])
            taken[j] = drafts[i]
        elif _continues(drafts[i], taken[j], mentions[j]):
            labels[i] = str(mentions[j]["type"])
    return labels


def _continues(draft: Draft, first: Draft, mention: Mapping[str, Any]) -> bool:
    """Whether a candidate is the next sentence of one utterance that was annotated as one mention."""
    said = draft.rule.startswith("content") and first.rule.startswith("content")
    return (
        said
        and draft.type == first.type
        and draft.cue.sentence is not first.cue.sentence
        and draft.span[0] >= int(mention["start"])
        and draft.span[1] <= int(mention["end"])
    )


def fit(features: Sequence[Sequence[str]], labels: Sequence[str], strength: float) -> Assessor:
    """Fits an assessor; `strength` is the inverse of the L2 penalty."""
    counts = Counter(name for names in features for name in set(names))
    index = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= _RAREST))}
    rows, columns = [], []
    for row, names in enumerate(features):
        for name in names:
            if name in index:
                rows.append(row)
                columns.append(index[name])
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(features), len(index)))
    model = LogisticRegression(C=strength, max_iter=1000)
    model.fit(matrix, list(labels))
    weights = np.zeros((len(index), len(OUTCOMES)), np.float32)
    intercepts = np.full(len(OUTCOMES), -20.0, np.float32)
    for column, name in enumerate(model.classes_):
        weights[:, OUTCOMES.index(name)] = model.coef_[column]
        intercepts[OUTCOMES.index(name)] = model.intercept_[column]
    return Assessor(index, weights, intercepts, 0.5)
