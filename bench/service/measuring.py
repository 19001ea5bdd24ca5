"""The run: every server answers a query once, the answers are compared, and then the servers take turns under load.

All servers are up during the whole run, and only one is asked at a time. What is measured of one is measured of the
others in the next seconds, so that a machine that others use slows all alike; ratios are made turn by turn.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, product
from pathlib import Path

from bench.service.answers import Digest, digest
from bench.service.client import BrokenAnswerError, ask, drive, request
from bench.service.deviations import KNOWN
from bench.service.peer import Peer, PeerError
from bench.service.results import Difference, First, Key, Results, Shape, Turn
from bench.service.workloads import Workload

_PREPARED_A_SECOND = 40_000
_STRIDE = 10_000_000
_FAST = 0.004
_CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how often is measured."""

    clients: tuple[int, ...] = (1, 4, 16)
    seconds: float = 0.25
    """Of a turn, at least; it takes as many answers as there are clients."""
    rounds: int = 3
    limit: float = 20.0
    """Seconds after which a single answer is given up."""
    longest: float = 3.0
    """Seconds of a turn, as the first answer makes expect; those that would be longer are left out."""
    patience: int = 3
    """So many answers in a row that are given up end the part of a server in the run."""


def prepare(peers: Sequence[Peer], file: Path, results: Results, loads: int = 1) -> list[Peer]:
    """Loads, in turns and so many times, and starts the servers; those that cannot are told and left out."""
    ready = [peer for peer in peers if peer.name not in results.left_out]
    for _ in range(loads):
        for peer in list(ready):
            if peer.name in results.loads and peer.loaded(file):
                continue
            say(f"{peer.name} loads …")
            try:
                peer.prepare(file)
            except PeerError as error:
                _leave_out(peer, str(error), ready, results)
                continue
            results.loads.setdefault(peer.name, []).append(peer.load_seconds)
            say(f"{peer.name}: loaded in {peer.load_seconds:.1f} s")
            if loads > 1 and len(results.loads[peer.name]) < loads:
                peer.forget()
    for peer in list(ready):
        try:
            peer.start()
        except PeerError as error:
            _leave_out(peer, str(error), ready, results)
            continue
        if peer.name not in results.names:
            results.names.append(peer.name)
            results.sizes[peer.name] = peer.size()
            results.at_rest[peer.name] = peer.memory()
        _note_memory(peer, results)
    return ready


def measure(
    peers: Sequence[Peer], workloads: Sequence[Workload], options: Options, results: Results,
    goes_on: Callable[[], bool],
) -> bool:  # fmt: skip
    """Measures what `results` does not have yet, and tells whether all is done; asks between workloads to go on."""
    turns = count(1)
    asked = list(peers)
    given_up = dict.fromkeys((peer.name for peer in peers), 0)
    for workload in workloads:
        if results.done(workload.name):
            continue
        if not goes_on():
            return False
        for peer in list(asked):
            first = results.firsts[workload.name, peer.name] = _first(peer, workload, options.limit)
            _note_memory(peer, results)
            given_up[peer.name] = given_up[peer.name] + 1 if first.least else 0
            if first.problem:
                say(f"{peer.name}, {workload.name}: {first.problem}")
            if given_up[peer.name] == options.patience:
                _leave_out(peer, f"{options.patience} answers in a row took over {options.limit:g} s", asked, results)
        found = compare(workload.name, {peer.name: results.firsts[workload.name, peer.name] for peer in peers
                                        if (workload.name, peer.name) in results.firsts})  # fmt: skip
        results.differences += found
        for difference in found:
            say(f"different: {difference.workload}: {difference.told} {difference.known}")
        able = [peer for peer in asked if not results.firsts[workload.name, peer.name].problem]
        stint = _Stint(able, workload, options, results)
        for clients, repeated, _ in product(options.clients, (False, True), range(options.rounds)):
            stint.round(clients, repeated, next(turns) * _STRIDE)
        results.workloads.append(Shape(workload.name, workload.group, workload.rows_only))
        say(f"{workload.name}: measured")
    return True


def compare(workload: str, found: dict[str, First]) -> list[Difference]:
    """Returns the answers that differ from that which most servers gave; none when all are equal."""
    digests = {name: first.digest for name, first in found.items() if first.digest is not None}
    values = [(each.rows, each.value) for each in digests.values()]
    if len(set(values)) <= 1:
        return []
    usual = statistics.mode(values)
    return [
        Difference(workload, name, _told(name, each, usual), KNOWN.get((name, workload), ""))
        for name, each in digests.items()
        if (each.rows, each.value) != usual
    ]


def _told(name: str, mine: Digest, usual: tuple[int, int]) -> str:
    if mine.rows != usual[0]:
        return f"{name} has {mine.rows} rows, others have {usual[0]}."
    return f"{name} has {mine.rows} rows as others have, but not the same (digest {mine.value:032x})."


def say(text: str) -> None:
    """Tells how the run goes on, beside its output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _leave_out(peer: Peer, why: str, ready: list[Peer], results: Results) -> None:
    say(f"{peer.name} is left out: {why}")
    results.left_out[peer.name] = why
    ready.remove(peer)
    peer.stop()


def _note_memory(peer: Peer, results: Results) -> None:
    results.peaks[peer.name] = max(results.peaks.get(peer.name, 0), peer.memory())


def _first(peer: Peer, workload: Workload, limit: float) -> First:
    sparql = workload.query(0)
    try:
        status, body, seconds = ask(peer.port, request(peer.path, sparql, workload.accept), limit)
    except TimeoutError:
        # Most servers go on computing for nobody, which would slow what is measured next.
        peer.stop()
        peer.start()
        return First(problem=f"over {limit:.0f} s", least=limit)
    except (BrokenAnswerError, OSError) as error:
        peer.stop()
        peer.start()
        return First(problem=f"broken: {error}")
    if status != 200:
        told = body[:200].decode(errors="replace").replace("\n", " ")
        return First(problem=f"status {status}: {told}")
    try:
        found = digest(body, workload.lists, triples=workload.triples, rows_only=workload.rows_only)
    except (ValueError, SyntaxError, KeyError) as error:
        return First(problem=f"not readable: {error}")
    return First(seconds, found)


class _Stint:
    """The turns of all servers that answered a workload."""

    def __init__(self, peers: Sequence[Peer], workload: Workload, options: Options, results: Results) -> None:
        self._peers = peers
        self._workload = workload
        self._options = options
        self._results = results
        self._expected = {peer.name: results.firsts[workload.name, peer.name].seconds for peer in peers}
        self._again: dict[str, float] = {}

    def round(self, clients: int, repeated: bool, base: int) -> None:
        """Gives each server a turn of the same requests, unless it would be too long."""
        longest = self._options.longest * _CORES / clients
        prepared: dict[str, list[bytes]] = {}
        for peer in self._peers:
            key = Key(self._workload.name, clients, repeated, peer.name)
            if repeated:
                data = request(peer.path, self._workload.query(0), self._workload.accept)
                if self._warm(peer, data) <= longest:
                    self._turn(peer, key, _always(data))
            elif (expected := self._expected[peer.name]) <= longest:
                if peer.path not in prepared:
                    prepared[peer.path] = self._prepare(peer, base)
                self._turn(peer, key, self._numbered(peer, base, prepared[peer.path]))
            elif clients == 1 and not self._workload.varied:
                self._results.turns[key] = [Turn(1, expected, expected, expected)] * self._options.rounds

    def _warm(self, peer: Peer, data: bytes) -> float:
        """Asks for what will repeat, and returns the seconds that it takes: the first in a row is none that repeats."""
        known = self._again.get(peer.name)
        if known is not None and known > _FAST:
            return known
        if self._expected[peer.name] > self._options.longest * _CORES:
            return self._expected[peer.name]
        for _ in range(2):
            self._again[peer.name] = ask(peer.port, data, self._options.limit)[2]
        return self._again[peer.name]

    def _prepare(self, peer: Peer, base: int) -> list[bytes]:
        fast = min(self._expected.values()) < _FAST
        numbers = range(base, base + (int(_PREPARED_A_SECOND * self._options.seconds) if fast else 0))
        return [request(peer.path, self._workload.query(number), self._workload.accept) for number in numbers]

    def _numbered(self, peer: Peer, base: int, prepared: list[bytes]) -> Iterator[bytes]:
        workload, more = self._workload, count(base + len(prepared))
        return chain(prepared, (request(peer.path, workload.query(number), workload.accept) for number in more))

    def _turn(self, peer: Peer, key: Key, requests: Iterator[bytes]) -> None:
        limit, before = self._options.limit, peer.cpu()
        try:
            timing = drive(
                peer.port, requests, clients=key.clients, seconds=self._options.seconds, timeout=limit,
                least=key.clients,
            )  # fmt: skip
        except TimeoutError:
            say(f"{peer.name}, {key.workload}: over {limit:.0f} s with {key.clients} clients")
            peer.stop()
            peer.start()
            return
        for why, times in timing.failures.items():
            say(f"{peer.name}, {key.workload}, {key.clients} clients: {times} times {why}")
            told = f"{peer.name} failed {times} times with {key.clients} clients: {why}."
            self._results.differences.append(Difference(key.workload, peer.name, told))
        self._results.turns.setdefault(key, []).append(Turn.of(timing, max(0.0, peer.cpu() - before)))
        _note_memory(peer, self._results)


def _always(data: bytes) -> Iterator[bytes]:
    while True:
        yield data


def until(seconds: float | None) -> Callable[[], bool]:
    """Returns what tells whether there is time left of so many seconds from now."""
    end = None if seconds is None else time.monotonic() + seconds
    return lambda: end is None or time.monotonic() < end
