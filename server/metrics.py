"""What the service counts, in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

import bisect
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Protocol

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the classes of durations, in seconds."""

_METHODS = frozenset({"GET", "HEAD", "POST", "QUERY", "PUT", "DELETE", "PATCH", "OPTIONS"})


class Sized(Protocol):
    """A cache as the metrics see it."""

    bytes: int
    hits: int
    misses: int

    def __len__(self) -> int:
        """Returns the number of entries."""
        ...


class Histogram:
    """Durations by class, with their number and sum."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BUCKETS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Takes a duration."""
        self._counts[bisect.bisect_left(BUCKETS, seconds)] += 1
        self._sum += seconds

    def lines(self, name: str) -> Iterator[str]:
        """Yields the samples."""
        total = 0
        for bound, count in zip(BUCKETS, self._counts, strict=False):
            total += count
            yield f'{name}_bucket{{le="{bound:g}"}} {total}'
        total += self._counts[-1]
        yield f'{name}_bucket{{le="+Inf"}} {total}'
        yield f"{name}_sum {self._sum:.6f}"
        yield f"{name}_count {total}"


class Metrics:
    """The counters of one service.

    Plain numbers: what the event loop counts needs no lock, and what threads count takes one.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._durations = Histogram()
        self._queries = Histogram()
        self._stopped: Counter[str] = Counter()
        self._gauges: dict[str, Callable[[], float]] = {}
        self._caches: dict[str, Sized] = {}
        self.connections_total = 0
        self.kept = 0
        """Requests that were answered by their bytes alone."""
        self.truncated = 0
        self.reloads = 0

    def watch(
        self, *, responses: Sized | None = None, answers: Sized | None = None, **gauges: Callable[[], float]
    ) -> None:
        """Adds values that are asked for when the metrics are."""
        self._gauges |= gauges
        self._caches |= {
            name: cache for name, cache in (("responses", responses), ("answers", answers)) if cache is not None
        }

    def count(self, method: str, status: int, seconds: float) -> None:
        """Counts a request."""
        self._requests[method if method in _METHODS else "other", status] += 1
        self._durations.add(seconds)

    def count_query(self, seconds: float, stopped: str | None) -> None:
        """Counts a query that a worker was at, and why it was stopped, if it was."""
        with self._mutex:
            self._queries.add(seconds)
            if stopped is not None:
                self._stopped[stopped] += 1

    def text(self) -> str:
        """Returns all metrics."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from _head("servanda_requests_total", "counter", "Requests by method and status.")
        for (method, status), number in sorted(self._requests.items()):
            yield f'servanda_requests_total{{method="{method}",status="{status}"}} {number}'
        yield from _head("servanda_kept_responses_total", "counter", "Requests answered by their bytes alone.")
        yield f"servanda_kept_responses_total {self.kept}"
        yield from _head(
            "servanda_request_duration_seconds", "histogram", "From the whole request to the end of its answer."
        )
        yield from self._durations.lines("servanda_request_duration_seconds")
        with self._mutex:
            queries, stopped = (
                list(self._queries.lines("servanda_query_duration_seconds")),
                sorted(self._stopped.items()),
            )
        yield from _head("servanda_query_duration_seconds", "histogram", "Time of a worker at a query.")
        yield from queries
        yield from _head("servanda_queries_stopped_total", "counter", "Queries stopped, by why.")
        for why, number in stopped:
            yield f'servanda_queries_stopped_total{{why="{why}"}} {number}'
        for name, value, text in (
            ("truncated_answers_total", self.truncated, "Answers cut at the row limit."),
            ("connections_total", self.connections_total, "Connections taken up."),
            ("reloads_total", self.reloads, "Times that the service went over to another version."),
        ):
            yield from _head(f"servanda_{name}", "counter", text)
            yield f"servanda_{name} {value}"
        for name, gauge in sorted(self._gauges.items()):
            yield from _head(f"servanda_{name}", "gauge", f"{name.replace('_', ' ').capitalize()} now.")
            yield f"servanda_{name} {gauge():g}"
        for kind, read, text in (
            ("cache_bytes", lambda cache: cache.bytes, "Bytes in a cache."),
            ("cache_entries", len, "Entries of a cache."),
            ("cache_hits", lambda cache: cache.hits, "Found in a cache."),
            ("cache_misses", lambda cache: cache.misses, "Not found in a cache."),
        ):
            monotone = kind in {"cache_hits", "cache_misses"}
            name = f"servanda_{kind}_total" if monotone else f"servanda_{kind}"
            yield from _head(name, "counter" if monotone else "gauge", text)
            for cache_name, cache in sorted(self._caches.items()):
                yield f'{name}{{cache="{cache_name}"}} {read(cache)}'


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"
