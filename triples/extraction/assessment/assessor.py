"""Decides of each candidate whether it is an act, and of which kind, with a probability.

Two judge: a multinomial logistic regression over the named features of ``features.py``, and the encoder of
``encoder.py``, which reads the sentence. Their probabilities are joined by a weighted geometric mean, a logarithmic
opinion pool (Heskes 1998). ``train.py`` fits the regression and the pool; the weights are data, in ``weights.json.gz``.
Without weights the rules decide alone.
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

from triples.extraction.assessment.encoder import OUTCOMES, log_shares
from triples.extraction.drafts import CLASSES, Draft

WEIGHTS = Path(__file__).with_name("weights.json.gz")

_LEAST = 0.3
"""A mention less likely right than this costs more precision than it brings recall: about half of F1 (Lipton 2014)."""


@dataclass(frozen=True)
class Tuning:
    """What was measured on documents held out from training.

    `share` is the encoder's in the pool, from 0 to 1; `threshold` the probability of being an act that suffices;
    `slope` and `offset` turn the log-odds of the chosen kind into those of being right.
    """

    share: float = 0.0
    threshold: float = 0.5
    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True)
class Assessor:
    """The weights of the features (one row each), the rows' index, the intercepts, and the tuning."""

    index: dict[str, int]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    tuning: Tuning

    def probabilities(
        self, features: Sequence[Sequence[str]], read: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Returns the probability of each outcome for each candidate, shape (candidates, outcomes).

        `read` holds the logarithms of those that the encoder gives, in the same shape; without it the regression
        judges alone.
        """
        scores = np.tile(self.intercepts.astype(np.float64), (len(features), 1))
        for row, names in enumerate(features):
            known = [self.index[name] for name in names if name in self.index]
            if known:
                scores[row] += self.weights[known].sum(axis=0, dtype=np.float64)
        if read is not None and len(features):
            share = self.tuning.share
            scores = share * read + (1.0 - share) * log_shares(scores)
        return np.exp(log_shares(scores)) if len(features) else scores

    def decide(
        self, drafts: Sequence[Draft], features: Sequence[Sequence[str]], read: NDArray[np.float64] | None = None
    ) -> list[Draft]:
        """Returns the drafts that are acts; sets the kind of each, and its probability as `weight`.

        `features` and `read` say of each draft what `probabilities` takes.
        """
        if not self.index:
            return [replace(d) for d in drafts if not d.weak]
        kept: list[Draft] = []
        for draft, shares in zip(drafts, self.probabilities(features, read), strict=True):
            if 1.0 - shares[0] < self.tuning.threshold:
                continue
            best = int(shares[1:].argmax())
            confidence = self._confidence(float(shares[1 + best]))
            if confidence >= _LEAST:
                kept.append(replace(draft, type=CLASSES[best], weight=confidence))
        return kept

    def _confidence(self, share: float) -> float:
        odds = math.log(share / (1.0 - share)) if share < 1.0 else 35.0
        return 1.0 / (1.0 + math.exp(-(self.tuning.slope * odds + self.tuning.offset)))


@cache
def load_assessor() -> Assessor:
    """Returns the assessor that comes with the package; read once."""
    if not WEIGHTS.exists():
        nothing = np.zeros((0, len(OUTCOMES)), np.float32)
        return Assessor({}, nothing, np.zeros(len(OUTCOMES), np.float32), Tuning())
    with gzip.open(WEIGHTS, "rt", encoding="utf-8") as file:
        stored = json.load(file)
    return Assessor(
        index={name: i for i, name in enumerate(stored["features"])},
        weights=np.array(stored["weights"], np.float32).reshape(len(stored["features"]), len(OUTCOMES)),
        intercepts=np.array(stored["intercepts"], np.float32),
        tuning=Tuning(**stored["tuning"]),
    )
