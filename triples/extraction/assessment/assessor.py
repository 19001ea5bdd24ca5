"""Decides of each candidate whether it is an act, and of which kind, with a probability.

A multinomial logistic regression over the named features of ``features.py``. It is trained by ``train.py`` on texts
written for Servanda; its weights are data, in ``weights.json.gz``. Without weights the rules decide alone.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from triples.extraction.drafts import CLASSES, Draft

WEIGHTS = Path(__file__).with_name("weights.json.gz")

_LEAST = 0.3
"""A mention less likely right than this costs more precision than it brings recall: about half of F1 (Lipton 2014)."""

OUTCOMES = ("none", *CLASSES)
"""What a candidate can turn out to be, in the order of the columns of the weights."""


@dataclass(frozen=True)
class Assessor:
    """The weights of the features (one row each), the rows' index, the intercepts, and what probability suffices.

    `slope` and `offset` turn the log-odds of the chosen kind into those of being right, as measured on documents held
    out from training.
    """

    index: dict[str, int]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    threshold: float
    slope: float
    offset: float

    def probabilities(self, features: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Returns the probability of each outcome for each candidate, shape (candidates, outcomes)."""
        scores = np.tile(self.intercepts.astype(np.float64), (len(features), 1))
        for row, names in enumerate(features):
            known = [self.index[name] for name in names if name in self.index]
            if known:
                scores[row] += self.weights[known].sum(axis=0, dtype=np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def decide(self, drafts: Sequence[Draft], features: Sequence[Sequence[str]]) -> list[Draft]:
        """Returns the drafts that are acts; sets the kind of each, and its probability as `weight`."""
        if not self.index:
            return [replace(d) for d in drafts if not d.weak]
        kept: list[Draft] = []
        for draft, shares in zip(drafts, self.probabilities(features), strict=True):
            if 1.0 - shares[0] < self.threshold:
                continue
            best = int(shares[1:].argmax())
            confidence = self._confidence(float(shares[1 + best]))
            if confidence >= _LEAST:
                kept.append(replace(draft, type=CLASSES[best], weight=confidence))
        return kept

    def _confidence(self, share: float) -> float:
        odds = math.log(share / (1.0 - share)) if share < 1.0 else 35.0
        return 1.0 / (1.0 + math.exp(-(self.slope * odds + self.offset)))


@cache
def load_assessor() -> Assessor:
    """Returns the assessor that comes with the package; read once."""
    if not WEIGHTS.exists():
        nothing = np.zeros((0, len(OUTCOMES)), np.float32)
        return Assessor({}, nothing, np.zeros(len(OUTCOMES), np.float32), 0.5, 1.0, 0.0)
    with gzip.open(WEIGHTS, "rt", encoding="utf-8") as file:
        stored = json.load(file)
    return Assessor(
        index={name: i for i, name in enumerate(stored["features"])},
        weights=np.array(stored["weights"], np.float32).reshape(len(stored["features"]), len(OUTCOMES)),
        intercepts=np.array(stored["intercepts"], np.float32),
        threshold=float(stored["threshold"]),
        slope=float(stored["slope"]),
        offset=float(stored["offset"]),
    )
