"""Decides of each candidate whether it is an act, and of which kind, with a probability.

Two judge: a multinomial logistic regression over the named features of ``features.py``, and the encoder of
``encoder.py``, which reads the sentence. Their probabilities are joined by a weighted geometric mean, a logarithmic
opinion pool (Heskes 1998). ``train.py`` fits the regression and the pool; the weights are data, in ``weights.json.gz``.
Without weights the rules decide alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from triples.extraction.assessment.scores import OUTCOMES, FeatureScores, log_shares, read_stored
from triples.extraction.drafts import CLASSES, Draft

WEIGHTS = Path(__file__).with_name("weights.json.gz")

_LEAST = 0.3
"""A mention less likely right than this costs more precision than it brings recall: about half of F1 (Lipton 2014)."""


_WORTH = 0.2
"""Where the regression gives no candidate of a sentence so much, the encoder finds nothing (a quarter of sentences)."""


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
    """The regression's weights of the features, its intercepts, shape (outcomes,), and the tuning."""

    features: FeatureScores
    intercepts: NDArray[np.float32]
    tuning: Tuning

    def log_probabilities(self, features: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Returns the logarithm of the probability of each outcome by the regression, shape (candidates, outcomes)."""
        return log_shares(self.features(features) + self.intercepts)

    def probabilities(
        self, features: Sequence[Sequence[str]], read: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Returns the probability of each outcome for each candidate, shape (candidates, outcomes).

        `read` holds the logarithms of those that the encoder gives, in the same shape; without it the regression
        judges alone.
        """
        scores = self.log_probabilities(features)
        if read is not None:
            share = self.tuning.share
            scores = log_shares(share * read + (1.0 - share) * scores)
        shares: NDArray[np.float64] = np.exp(scores)
        return shares

    def worth_reading(self, drafts: Sequence[Draft], features: Sequence[Sequence[str]]) -> list[int]:
        """Returns the places of the drafts that stand in a sentence where some draft may be an act."""
        acts = 1.0 - np.exp(self.log_probabilities(features)[:, 0])
        sentences = {d.cue.sentence.index for d, share in zip(drafts, acts, strict=True) if share >= _WORTH}
        return [place for place, draft in enumerate(drafts) if draft.cue.sentence.index in sentences]

    def decide(
        self, drafts: Sequence[Draft], features: Sequence[Sequence[str]], read: NDArray[np.float64] | None = None
    ) -> list[Draft]:
        """Returns the drafts that are acts; sets the kind of each, and its probability as `weight`.

        `features` and `read` say of each draft what `probabilities` takes.
        """
        if not self.features.index:
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
        nothing = FeatureScores({}, np.zeros((0, len(OUTCOMES)), np.float32))
        return Assessor(nothing, np.zeros(len(OUTCOMES), np.float32), Tuning())
    stored = read_stored(WEIGHTS)
    return Assessor(
        FeatureScores.from_json(stored), np.array(stored["intercepts"], np.float32), Tuning(**stored["tuning"])
    )
