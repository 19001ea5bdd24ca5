"""The tables of a run, as Markdown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from bench.service.measuring import Difference, Results
from bench.service.workloads import Workload

_MINE, _TO = "Servanda", "Oxigraph"
_ANALYTIC = 0.020
_NOTEWORTHY = 0.0005


def render(results: Results, clients: tuple[int, ...]) -> str:
    """Returns all tables of a run."""
    parts = [
        "### Loading and memory", *_loading(results), "",
        "### Ratios in this run", *_summary(results, clients), "",
        "### Each query", "Median in ms / p99 in ms / answers a second; the ratio is time for an answer to Oxigraph's.",
        "", *_each(results, clients),
    ]  # fmt: skip
    if results.differences:
        parts += ["", "### Differences", "", *map(_difference, results.differences)]
    return "\n".join(parts) + "\n"


def _difference(each: Difference) -> str:
    return f"- {each.workload}: {each.told} " + (f"Known: {each.known}." if each.known else "**Not known.**")


def _loading(results: Results) -> Iterator[str]:
    yield from _head("server", "load s", "speed to Oxigraph", "store MB", "memory at rest MB", "peak MB")
    base = results.loads.get(_TO)
    for name in results.names:
        load = results.loads[name]
        speed = f"{base / load:.2f}" if base else ""
        sizes = (results.sizes[name], results.at_rest[name], results.peaks[name])
        yield _row(name, f"{load:.1f}", speed, *(f"{size >> 20:,}" for size in sizes))


def _summary(results: Results, clients: tuple[int, ...]) -> Iterator[str]:
    yield from _head(
        "what", "clients", *(f"{name}: geometric mean (worst; queries)" for name in results.names if name != _TO)
    )

    def over(workload: Workload, seconds: float) -> bool:
        return (results.median(workload.name, 1, False, _TO) or 0) > seconds

    streamed = {workload.name for workload in results.workloads if workload.rows_only}
    kinds: list[tuple[str, bool, Callable[[Workload], bool]]] = [
        ("uncached, over 20 ms at Oxigraph", False, lambda each: over(each, _ANALYTIC) and each.name not in streamed),
        ("uncached, up to 20 ms", False, lambda each: not over(each, _ANALYTIC)),
        ("repeated lookups", True, lambda each: each.group == "lookup"),
        ("repeated, over 0.5 ms at Oxigraph", True, lambda each: over(each, _NOTEWORTHY) and each.name not in streamed),
        ("a million rows, uncached", False, lambda each: each.name in streamed),
        ("the mix, uncached", False, lambda each: each.group != "saved"),
        ("all, uncached", False, bool),
        ("all, repeated", True, bool),
    ]
    for what, repeated, wanted in kinds:
        for many in clients:
            chosen = [workload for workload in results.workloads if wanted(workload)]
            cells = []
            for name in results.names:
                if name != _TO:
                    fair = [each.name for each in chosen if results.comparable(each.name, name)]
                    cells.append(_mean(results.ratio(each, many, repeated, name, _TO) for each in fair))
            if any(cells):
                yield _row(what, many, *cells)


def _mean(measured: Iterable[float | None]) -> str:
    ratios = [ratio for ratio in measured if ratio is not None]
    if not ratios:
        return ""
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    return f"{_short(mean)} ({_short(max(ratios))}; {len(ratios)})"


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def _each(results: Results, clients: tuple[int, ...]) -> Iterator[str]:
    yield from _head("query", "rows", "clients", "", *(name for name in results.names))
    for workload in results.workloads:
        rows = next(
            (
                first.digest.rows
                for name in results.names
                if (first := results.firsts.get((workload.name, name))) is not None and first.digest is not None
            ),
            "",
        )
        cells = []
        for name in results.names:
            first = results.firsts[workload.name, name]
            cells.append(first.problem.partition(":")[0] or f"{first.seconds * 1000:.1f}")
        yield _row(workload.name, rows, 1, "first", *cells)
        for many in clients:
            for repeated in (False, True):
                found = [_cell(results, workload, many, repeated, name) for name in results.names]
                if any(found):
                    yield _row("", "", many, "repeated" if repeated else "uncached", *found)


def _cell(results: Results, workload: Workload, clients: int, repeated: bool, name: str) -> str:
    turns = results.timings.get((workload.name, clients, repeated, name))
    if not turns:
        return ""
    middle = sorted(turns, key=lambda turn: turn.rate)[len(turns) // 2]
    rate = f"{middle.rate:,.0f}" if middle.rate >= 10 else f"{middle.rate:.2f}"
    numbers = f"{middle.percentile(0.5) * 1000:.2f} / {middle.percentile(0.99) * 1000:.2f} / {rate}"
    ratio = results.ratio(workload.name, clients, repeated, name, _TO)
    return numbers if name == _TO or ratio is None else f"{numbers} (**{_short(ratio)}**)"


def busiest(results: Results, *, repeated: bool) -> float:
    """Returns the largest share of a turn that the client itself was at work."""
    turns = [turn for key, turns in results.timings.items() for turn in turns if key[2] == repeated]
    return max((turn.busy / turn.seconds for turn in turns if turn.seconds), default=0.0)


def _head(*names: str) -> Iterable[str]:
    return ["", _row(*names), _row(*("---" for _ in names))]


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
