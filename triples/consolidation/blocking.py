"""Blocks: which things can agree at all, found by key and time, so that nothing is compared with everything.

A key names what two things must share (their agents with a claim, a matter, a passage of a document). Under each key
things are kept by month. Lists are bounded: in a block that outgrows the bound only neighbours in time are compared
(the sorted neighbourhood of M. Hernández and S. Stolfo, "The merge/purge problem for large databases", SIGMOD 1995).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import combinations, islice

from triples.consolidation.periods import Period

_LONGEST = 120
"""Months that a period may span to be kept by month; longer ones are kept with the undated."""
_MOST_TRIED = 256
"""Things that are tried for one key, at most."""
_WHOLE = 64
"""Things in a block whose pairs are all compared."""
_WINDOW = 16
"""Neighbours in time with which each is compared in a larger block."""
_CELL = 512
"""Characters in a cell of the index of passages."""


@dataclass
class _Block:
    numbers: list[int] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)
    by_month: dict[int, list[int]] = field(default_factory=dict)


class Blocks:
    """Numbers under keys, each with the period that it can be of."""

    def __init__(self) -> None:
        self._blocks: dict[Hashable, _Block] = defaultdict(_Block)

    def add(self, key: Hashable, period: Period | None, number: int) -> None:
        """Keeps a number under a key and a period."""
        block = self._blocks[key]
        _insert(block.numbers, number)
        months = _months(period)
        if months is None:
            _insert(block.undated, number)
        else:
            for month in months:
                _insert(block.by_month.setdefault(month, []), number)

    def candidates(self, key: Hashable, period: Period | None) -> Iterator[int]:
        """Yields the numbers under a key whose periods may overlap the given one, in their order, each once."""
        block = self._blocks.get(key)
        if block is None:
            return
        months = _months(period)
        if months is None:
            yield from islice(block.numbers, _MOST_TRIED)
            return
        bins = [block.by_month[month] for month in months if month in block.by_month]
        last = -1
        for number in islice(merge(block.undated, *bins), _MOST_TRIED * len(months)):
            if number != last:
                yield number
            last = number


def _insert(numbers: list[int], number: int) -> None:
    if not numbers or numbers[-1] < number:
        numbers.append(number)
        return
    place = bisect_right(numbers, number)
    if place == 0 or numbers[place - 1] != number:
        numbers.insert(place, number)


def _months(period: Period | None) -> range | None:
    if period is None:
        return None
    first = period.earliest.year * 12 + period.earliest.month
    last = period.latest.year * 12 + period.latest.month
    return range(first, last + 1) if last - first < _LONGEST else None


class Places:
    """Numbers by their place in a text: those nearest to a given place first."""

    def __init__(self) -> None:
        self._places: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)

    def add(self, key: Hashable, start: int, number: int) -> None:
        """Keeps a number under a key at an offset."""
        insort(self._places[key], (start, number))

    def nearest(self, key: Hashable, start: int) -> Iterator[tuple[int, int]]:
        """Yields distances with numbers, the nearest first, of equally near ones the earlier in the text."""
        places = self._places.get(key, [])
        after = bisect_right(places, (start, -1))
        before = after - 1
        for _ in range(min(len(places), _MOST_TRIED)):
            ahead = places[after][0] - start if after < len(places) else None
            behind = start - places[before][0] if before >= 0 else None
            if ahead is None or (behind is not None and behind <= ahead):
                yield start - places[before][0], places[before][1]
                before -= 1
            else:
                yield ahead, places[after][1]
                after += 1


class Passages:
    """Numbers by the stretches of text that they are told in."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, int], set[int]] = defaultdict(set)

    def add(self, document: str, start: int, end: int, number: int) -> None:
        """Keeps a number for a stretch of a document."""
        for cell in range(start // _CELL, end // _CELL + 1):
            self._cells[(document, cell)].add(number)

    def about(self, document: str, start: int, end: int) -> set[int]:
        """Returns the numbers whose stretches may meet the given one; the caller looks closer."""
        found: set[int] = set()
        for cell in range(start // _CELL, end // _CELL + 1):
            found |= self._cells.get((document, cell), set())
        return found


class Timelines:
    """Numbers under keys in the order of time, the undated first."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)

    def add(self, key: Hashable, period: Period | None, number: int) -> None:
        """Keeps a number under a key at the first day of its period."""
        self._lines[key].append((_day(period), number))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yields the pairs to compare, the smaller number first: all of a small block, neighbours of a large one."""
        for line in self._lines.values():
            for one, other in _neighbours(sorted(line)):
                yield min(one, other), max(one, other)

    def until(self, key: Hashable, period: Period | None) -> list[int]:
        """Returns the numbers under a key that begin no later than a period ends: all if few, else the latest."""
        line = self._lines.get(key)
        if line is None:
            return []
        line.sort()
        end = len(line) if period is None else bisect_right(line, (period.latest.toordinal() + 1, -1))
        return [number for _, number in line[max(0, end - _WHOLE) : end]]


def _day(period: Period | None) -> int:
    return 0 if period is None else period.earliest.toordinal()


def _neighbours(line: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    numbers = [number for _, number in line]
    if len(numbers) <= _WHOLE:
        yield from combinations(numbers, 2)
        return
    for i, number in enumerate(numbers):
        for other in numbers[i + 1 : i + 1 + _WINDOW]:
            yield number, other
