"""What a candidate can turn out to be, and scores for it from named features."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triples.extraction.drafts import CLASSES

OUTCOMES = ("none", *CLASSES)
"""What a candidate can turn out to be, in the order of the columns of all scores and probabilities."""


@dataclass(frozen=True)
class FeatureScores:
    """The weights of named features: one row each, a column for each outcome, and the rows' index."""

    index: Mapping[str, int]
    weights: NDArray[np.float32]

    def __call__(self, features: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Returns the sums of the weights of the features of each candidate, shape (candidates, outcomes)."""
        sums = np.zeros((len(features), len(OUTCOMES)))
        for row, names in enumerate(features):
            known = [self.index[name] for name in names if name in self.index]
            if known:
                sums[row] = self.weights[known].sum(axis=0, dtype=np.float64)
        return sums

    def to_json(self) -> dict[str, Any]:
        """Returns what `from_json` takes; weights are rounded to three decimals."""
        return {
            "features": sorted(self.index, key=self.index.__getitem__),
            "weights": [round(float(x), 3) for x in self.weights.ravel()],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> FeatureScores:
        """Returns the weights that `to_json` gave."""
        names = stored["features"]
        return cls(
            {name: i for i, name in enumerate(names)},
            np.array(stored["weights"], np.float32).reshape(len(names), len(OUTCOMES)),
        )


def log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns rows of scores less the logarithm of the sum of their powers, so that their powers sum to one."""
    if not len(scores):
        return scores
    shifted = scores - scores.max(axis=1, keepdims=True)
    shares: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shares


def read_stored(path: Path) -> dict[str, Any]:
    """Returns what `store` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        stored: dict[str, Any] = json.load(file)
    return stored


def store(stored: Mapping[str, Any], path: Path) -> None:
    """Writes numbers as compressed JSON, without the time of writing: equal numbers give equal bytes."""
    with path.open("wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(json.dumps(stored, ensure_ascii=False).encode())
