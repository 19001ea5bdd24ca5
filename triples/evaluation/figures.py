"""Figures with their uncertainty: what every evaluation hands back.

All figures here are functions of sums over units (documents, sentences), so that an interval costs one matrix product:
the units are drawn anew with replacement, and the figure is computed of each draw (percentile bootstrap, Efron 1979).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
SEED = 20240131
_TAIL = 2.5
"""Percent left out at each end of a 95 % interval."""

Sums = Sequence[float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value between 0 and 1 with its 95 % interval; all None when there was nothing to measure.

    `n` is the number of cases that the value rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class SpanScore:
    """Precision, recall and F1 of the spans of one kind; `n` is the gold count, or the system's for precision."""

    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class AttributionScore:
    """Span scores of quotations: who is quoted, by which words, and what they said."""

    documents: int
    source: SpanScore
    cue: SpanScore
    content: SpanScore


def estimate(
    units: Sequence[Sums],
    figure: Callable[[Sums], float | None],
    *,
    n: int,
    empty: float | None = None,
    resamples: int = RESAMPLES,
) -> Figure:
    """Returns a figure of the sums over all units, with its interval.

    `units` holds one row of sums a unit, all of one length; `figure` turns a row of totals into the value, or None when
    the totals leave it undefined, which counts as `empty`; such draws are left out. With fewer than two units there is
    no interval. The draws have a fixed seed.
    """
    if not units:
        return Figure(empty, None, None, n)
    table = np.asarray(units, dtype=float)
    value = figure(table.sum(axis=0).tolist())
    if value is None or len(units) == 1:
        return Figure(empty if value is None else value, None, None, n)
    draws = np.random.default_rng(SEED).multinomial(len(units), [1 / len(units)] * len(units), size=resamples)
    values = [v for v in map(figure, (draws @ table).tolist()) if v is not None]
    low, high = np.percentile(values, [_TAIL, 100 - _TAIL])
    return Figure(value, float(low), float(high), n)


def ratio(sums: Sums) -> float | None:
    """Returns the first sum over the second; None when the second is nought."""
    part, whole = sums
    return part / whole if whole else None


def harmonic(sums: Sums) -> float | None:
    """Returns the F1 of (hits, gold count, system count); None when there is neither gold nor system."""
    hits, gold, system = sums
    return 2 * hits / (gold + system) if gold + system else None


def span_score(counts: Sequence[tuple[float, float, float]]) -> SpanScore:
    """Scores spans from (hits, gold count, system count) of each unit; what is undefined counts as 0.

    Counts may be fractions, where each unit was tried several times.
    """
    gold, system = round(sum(c[1] for c in counts)), round(sum(c[2] for c in counts))
    return SpanScore(
        precision=estimate([(h, s) for h, _, s in counts], ratio, n=system, empty=0.0),
        recall=estimate([(h, g) for h, g, _ in counts], ratio, n=gold, empty=0.0),
        f1=estimate(counts, harmonic, n=gold, empty=0.0),
    )
