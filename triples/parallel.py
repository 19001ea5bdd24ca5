"""Work on a stream in several processes: results come in the order of the stream, and only few items are on the way."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_BATCH = 8
"""Items that go to a process together, so that short ones are not outweighed by their transport."""
_AHEAD = 4
"""Batches for each process that may be on the way."""


def in_processes(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    start: Callable[..., None],
    arguments: tuple[Any, ...] = (),
) -> Iterator[tuple[Item, Result]]:
    """Yields each item with what `function` returns for it, in the order of the items.

    `start` is called with `arguments` once in each process, to load what all items need. Both functions are found by
    name in their modules, since the processes are fresh ones. Raises what `function` raises.
    """
    stream = iter(items)
    # A fork of a process with threads may hang; fresh processes start everywhere alike.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(start, arguments))
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    try:
        while True:
            while len(waiting) < jobs * _AHEAD and (batch := list(islice(stream, _BATCH))):
                waiting.append((batch, pool.submit(_each, function, batch)))
            if not waiting:
                return
            batch, results = waiting.popleft()
            yield from zip(batch, results.result(), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    # Ctrl-C reaches all processes of a terminal; only the first one answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start(*arguments)


def _each(function: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    return [function(item) for item in batch]
