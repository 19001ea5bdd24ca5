"""Draws with the skew of real data: few actors are in most acts, most are in few."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class Zipf(Generic[_Item]):
    """Draws items so that the one of rank r comes in proportion to 1 / r ** exponent (the law of Zipf).

    The numbers come from `Random.random` alone, which gives the same ones for a seed on every version of Python.
    """

    def __init__(self, items: Sequence[_Item], random: Random, exponent: float = 1.0) -> None:
        self._items = items
        self._random = random.random
        self._bounds = list(accumulate(1 / rank**exponent for rank in range(1, len(items) + 1)))
        self._total = self._bounds[-1]

    def draw(self) -> _Item:
        """Returns the next item."""
        return self._items[bisect(self._bounds, self._random() * self._total)]


class Weighted(Generic[_Item]):
    """Draws items by given weights."""

    def __init__(self, weights: dict[_Item, float], random: Random) -> None:
        self._items = list(weights)
        self._random = random.random
        self._bounds = list(accumulate(weights.values()))
        self._total = self._bounds[-1]

    def draw(self) -> _Item:
        """Returns the next item."""
        return self._items[bisect(self._bounds, self._random() * self._total)]


def count(random: Random, mean: float) -> int:
    """Returns a whole number of at least 1 with a long tail, near `mean` in the middle of many."""
    return 1 + int(random.expovariate(1 / (mean - 0.5)))
