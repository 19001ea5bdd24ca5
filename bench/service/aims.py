"""The aims that the service has for its speed, each beside what a run measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bench.service.results import Key, Results, Shape

MINE, BASE = "Servanda", "Oxigraph"
ANALYTIC = 0.020
NOTEWORTHY = 0.0005

Choice = Callable[[Results, Shape], bool]


@dataclass(frozen=True, slots=True)
class Mean:
    """A geometric mean over queries; `bound` tells that the other server gave some up, so that it is at least this."""

    value: float
    worst: float
    queries: int
    bound: bool = False


def mean(ratios: Iterable[float | None]) -> Mean | None:
    """Returns the geometric mean of the ratios that are there, the largest, and how many they are.

    >>> mean([2.0, None, 8.0])
    Mean(value=4.0, worst=8.0, queries=2, bound=False)
    """
    found = [ratio for ratio in ratios if ratio is not None]
    if not found:
        return None
    return Mean(math.exp(math.fsum(map(math.log, found)) / len(found)), max(found), len(found))


def over(seconds: float) -> Choice:
    """Returns the choice of queries for which Oxigraph takes longer, but for those that only stream rows."""
    return lambda results, shape: not shape.rows_only and (results.median(shape.name, 1, False, BASE) or 0) > seconds


def small(results: Results, shape: Shape) -> bool:
    """Chooses queries that Oxigraph answers within 20 ms."""
    found = results.median(shape.name, 1, False, BASE)
    return found is not None and found <= ANALYTIC


def ratios(
    results: Results, wanted: Choice, clients: int, repeated: bool, name: str, to: str
) -> Iterator[float | None]:
    """Yields how many times the time of one server another takes, over the queries that both answered rightly."""
    for shape in results.workloads:
        if wanted(results, shape) and results.comparable(shape.name, name) and results.comparable(shape.name, to):
            yield results.ratio(shape.name, clients, repeated, name, to)


def against(results: Results, wanted: Choice, clients: int, repeated: tuple[bool, ...], name: str) -> Mean | None:
    """Returns how many times our time another server takes; an answer that it gave up counts as its limit."""
    found = [each for again in repeated for each in ratios(results, wanted, clients, again, name, MINE)]
    given_up = list(_given_up(results, wanted, repeated, name)) if clients == 1 else []
    whole = mean([*found, *given_up])
    return whole and Mean(whole.value, whole.worst, whole.queries, bool(given_up))


def _given_up(results: Results, wanted: Choice, repeated: tuple[bool, ...], name: str) -> Iterator[float]:
    for shape in results.workloads:
        first = results.firsts.get((shape.name, name))
        if first is None or not first.least or not wanted(results, shape):
            continue
        for again in repeated:
            turns = results.turns.get(Key(shape.name, 1, again, MINE))
            if turns:
                yield first.least / sorted(turn.cost for turn in turns)[len(turns) // 2]


def aims(results: Results, clients: tuple[int, ...]) -> Iterator[tuple[str, str, int, str, str, str]]:
    """Yields for each aim what it is of, the bound, clients, what was measured, the worst, and whether it holds."""
    kinds: list[tuple[str, float, bool, Choice]] = [
        ("new queries over 20 ms at Oxigraph: time to Oxigraph's", 1.10, False, over(ANALYTIC)),
        ("new queries up to 20 ms: time to Oxigraph's", 4.0, False, small),
        ("repeated lookups: time to Oxigraph's", 1.0, True, lambda _, shape: shape.group == "lookup"),
        ("repeated queries over 0.5 ms: time to Oxigraph's", 1 / 3, True, over(NOTEWORTHY)),
        ("a million rows: time to Oxigraph's", 1.15, False, lambda _, shape: shape.rows_only),
    ]  # fmt: skip
    for what, bound, repeated, wanted in kinds:
        for many in clients:
            found = mean(ratios(results, wanted, many, repeated, MINE, BASE))
            if found is not None:
                yield what, f"at most {bound:.2f}", many, told(found), short(found.worst), _yes(found.value <= bound)
    others = [("rdflib-endpoint", 20.0), ("Fuseki", 1.0), ("Virtuoso", 1.0)]
    for name, least in others:
        for which, repeated_ones in (("new queries", (False,)), ("new and repeated", (False, True))):
            for many in clients:
                found = against(results, lambda _, __: True, many, repeated_ones, name)
                if found is not None:
                    what, holds = f"{name}'s time to ours, {which}", _yes(found.value >= least)
                    yield what, f"at least {least:g}", many, told(found), "", holds
    mine, base = results.load(MINE), results.load(BASE)
    if mine and base:
        speed = base / mine
        yield "speed of loading to `oxigraph load`", "at least 0.80", 1, short(speed), "", _yes(speed >= 0.8)


def told(found: Mean) -> str:
    """Returns a mean as the tables have it."""
    return f"{'≥ ' if found.bound else ''}{short(found.value)} ({found.queries})"


def short(ratio: float) -> str:
    """Returns a ratio with as many digits as matter.

    >>> short(123.4), short(2.345), short(0.01234)
    ('123', '2.35', '0.012')
    """
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
