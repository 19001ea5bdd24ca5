"""The tables of a run, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.service.aims import ANALYTIC, BASE, MINE, NOTEWORTHY, Choice, aims, mean, over, ratios, short, small
from bench.service.results import Difference, Key, Results, Shape


def render(results: Results, clients: tuple[int, ...]) -> str:
    """Returns all tables of a run."""
    parts = [
        "### Loading and memory", *_loading(results), "",
        "### Aims", *_head("what", "aim", "clients", "measured: geometric mean (queries)", "worst query", "holds"),
        *(_row(*each) for each in aims(results, clients)), "",
        "### Ratios", "Time for an answer to Oxigraph's: geometric mean (worst; queries).",
        *_summary(results, clients), "",
        *_cpu(results, clients),
        "### Each query", "Median in ms / p99 in ms / answers a second; the ratio is time for an answer to Oxigraph's.",
        *_each(results, clients),
    ]  # fmt: skip
    if results.left_out:
        parts += ["", "### Left out", "", *(f"- {name}: {why}" for name, why in results.left_out.items())]
    if results.differences:
        parts += ["", "### Differences", "", *map(_difference, results.differences)]
    once, again = _busiest(results, repeated=False), _busiest(results, repeated=True)
    parts += ["", f"The client was at work for at most {once:.0%} of a turn, {again:.0%} with repeated queries."]
    return "\n".join(parts) + "\n"


def _difference(each: Difference) -> str:
    return f"- {each.workload}: {each.told} " + (f"Known: {each.known}." if each.known else "**Not known.**")


def _loading(results: Results) -> Iterator[str]:
    yield from _head("server", "load s", "speed to Oxigraph", "store MB", "memory at rest MB", "peak MB")
    base = results.load(BASE)
    for name in results.names:
        load = results.load(name)
        speed = f"{base / load:.2f}" if base and load else ""
        sizes = (results.sizes[name], results.at_rest[name], results.peaks[name])
        yield _row(name, f"{load:.1f}" if load else "", speed, *(f"{size >> 20:,}" for size in sizes))


_KINDS: list[tuple[str, bool, Choice]] = [
    ("new, over 20 ms at Oxigraph", False, over(ANALYTIC)),
    ("new, up to 20 ms", False, small),
    ("repeated lookups", True, lambda _, shape: shape.group == "lookup"),
    ("repeated, over 0.5 ms at Oxigraph", True, over(NOTEWORTHY)),
    ("a million rows, new", False, lambda _, shape: shape.rows_only),
    ("the mix, new", False, lambda _, shape: shape.group != "saved"),
    ("saved queries, new", False, lambda _, shape: shape.group == "saved"),
    ("all, new", False, lambda _, __: True),
    ("all, repeated", True, lambda _, __: True),
]


def _summary(results: Results, clients: tuple[int, ...]) -> Iterator[str]:
    others = [name for name in results.names if name != BASE]
    yield from _head("what", "clients", *others)
    for what, repeated, wanted in _KINDS:
        for many in clients:
            cells = [_mean(ratios(results, wanted, many, repeated, name, BASE)) for name in others]
            if any(cells):
                yield _row(what, many, *cells)


def _cpu(results: Results, clients: tuple[int, ...]) -> Iterator[str]:
    """Yields the table of processor time, which tells work from waiting and is not in the way of the other one."""
    rows = []
    for what, repeated, wanted in _KINDS:
        for many in clients:
            found = mean(
                results.cpu_ratio(shape.name, many, repeated, MINE, BASE)
                for shape in results.workloads
                if wanted(results, shape)
            )
            if found is not None and not repeated:
                rows.append(_row(what, many, f"{short(found.value)} ({short(found.worst)}; {found.queries})"))
    if rows:
        yield "Processor time of the server for an answer, to Oxigraph's, where the system's clock can tell."
        yield from _head("what", "clients", MINE)
        yield from rows
        yield ""


def _mean(measured: Iterable[float | None]) -> str:
    found = mean(measured)
    return "" if found is None else f"{short(found.value)} ({short(found.worst)}; {found.queries})"


def _each(results: Results, clients: tuple[int, ...]) -> Iterator[str]:
    yield from _head("query", "rows", "clients", "", *results.names)
    for shape in results.workloads:
        firsts = [results.firsts.get((shape.name, name)) for name in results.names]
        rows = next((first.digest.rows for first in firsts if first is not None and first.digest is not None), "")
        cells = [
            "" if first is None else first.problem.partition(":")[0] or f"{first.seconds * 1000:.1f}"
            for first in firsts
        ]  # fmt: skip
        yield _row(shape.name, rows, 1, "first", *cells)
        for many in clients:
            for repeated in (False, True):
                found = [_cell(results, shape, many, repeated, name) for name in results.names]
                if any(found):
                    yield _row("", "", many, "repeated" if repeated else "new", *found)


def _cell(results: Results, shape: Shape, clients: int, repeated: bool, name: str) -> str:
    turns = results.turns.get(Key(shape.name, clients, repeated, name))
    if not turns:
        return ""
    middle = sorted(turns, key=lambda turn: turn.rate)[len(turns) // 2]
    rate = f"{middle.rate:,.0f}" if middle.rate >= 10 else f"{middle.rate:.2f}"
    numbers = f"{middle.median * 1000:.2f} / {middle.p99 * 1000:.2f} / {rate}"
    ratio = results.ratio(shape.name, clients, repeated, name, BASE)
    return numbers if name == BASE or ratio is None else f"{numbers} (**{short(ratio)}**)"


def _busiest(results: Results, *, repeated: bool) -> float:
    """Returns the largest share of a turn that the client itself was at work."""
    turns = [turn for key, turns in results.turns.items() for turn in turns if key.repeated == repeated]
    return max((turn.busy / turn.seconds for turn in turns if turn.answers > 1), default=0.0)


def _head(*names: str) -> Iterable[str]:
    return ["", _row(*names), _row(*("---" for _ in names))]


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
