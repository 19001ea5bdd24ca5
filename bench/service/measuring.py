"""The run: every server answers every query once, answers are compared, and then the servers take turns under load.

All servers are up during the whole run, and only one is asked at a time. What is measured of one is measured of the
others in the next seconds, so that a machine that others use slows all alike; ratios are made turn by turn.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from bench.service.answers import Digest, digest
from bench.service.client import BrokenAnswerError, Timing, ask, drive, request
from bench.service.deviations import KNOWN
from bench.service.peers import Peer, PeerError
from bench.service.workloads import Workload

_PREPARED = 15_000
_STRIDE = 10_000_000
_FAST = 0.004
_CORES = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how often is measured: seconds of a turn, turns of a server, and the limit of a single answer."""

    clients: tuple[int, ...] = (1, 4, 16)
    seconds: float = 1.0
    rounds: int = 3
    limit: float = 60.0


@dataclass(slots=True)
class First:
    """The first answer of a server to a query after its start."""

    seconds: float = 0.0
    digest: Digest | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that is not that of the others, in words; `known` is the reason where there is one."""

    workload: str
    name: str
    told: str
    known: str = ""


@dataclass(slots=True)
class Results:
    """What a run found; the keys of timings are workload, clients, whether the query repeats, and server."""

    names: list[str] = field(default_factory=list)
    loads: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    at_rest: dict[str, int] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)
    workloads: list[Workload] = field(default_factory=list)
    firsts: dict[tuple[str, str], First] = field(default_factory=dict)
    timings: dict[tuple[str, int, bool, str], list[Timing]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def comparable(self, workload: str, name: str) -> bool:
        """Tells whether a server answered a query as the others did."""
        return not any(each.workload == workload and each.name == name for each in self.differences)

    def median(self, workload: str, clients: int, repeated: bool, name: str) -> float | None:
        """Returns the median latency in seconds over all turns, or None when it was not measured."""
        turns = self.timings.get((workload, clients, repeated, name))
        return statistics.median(turn.percentile(0.5) for turn in turns) if turns else None

    def ratio(self, workload: str, clients: int, repeated: bool, name: str, to: str) -> float | None:
        """Returns how many times the time of another server an answer takes: the median over the turns."""
        mine = self.timings.get((workload, clients, repeated, name))
        other = self.timings.get((workload, clients, repeated, to))
        if not mine or not other:
            return None
        return statistics.median(
            # Seconds of all clients for one answer: unlike the latency it tells true when clients wait for each other.
            one.seconds / len(one.latencies) / (two.seconds / len(two.latencies))
            for one, two in zip(mine, other, strict=False)
        )


def prepare(peers: Sequence[Peer], file: Path, results: Results) -> list[Peer]:
    """Loads and starts the servers; those that cannot are told and left out."""
    ready = []
    for peer in peers:
        say(f"{peer.name} loads …")
        try:
            peer.prepare(file)
            peer.start()
        except PeerError as error:
            say(f"{peer.name} is left out: {error}")
            peer.stop()
            continue
        results.names.append(peer.name)
        results.loads[peer.name] = peer.load_seconds
        results.sizes[peer.name] = peer.size()
        results.at_rest[peer.name] = results.peaks[peer.name] = peer.memory()
        say(f"{peer.name}: loaded in {peer.load_seconds:.1f} s, {peer.memory() >> 20} MB")
        ready.append(peer)
    return ready


def measure(peers: Sequence[Peer], workloads: Sequence[Workload], options: Options, results: Results) -> None:
    """Asks every query once and compares, then measures; fills `results`."""
    results.workloads = list(workloads)
    for peer in peers:
        for workload in workloads:
            first = results.firsts[workload.name, peer.name] = _first(peer, workload, options.limit)
            if first.problem:
                say(f"{peer.name}, {workload.name}: {first.problem}")
            _note_memory(peer, results)
    for workload in workloads:
        results.differences += compare(workload, {peer.name: _of(results, workload, peer) for peer in peers})
    for difference in results.differences:
        say(f"different: {difference.workload}: {difference.told} {difference.known}")
    turns = count(1)
    for workload in workloads:
        able = [peer for peer in peers if not _of(results, workload, peer).problem]
        if not able:
            continue
        slowest = max(_of(results, workload, peer).seconds for peer in able)
        for clients in options.clients:
            if clients > 1 and slowest * clients / _CORES > options.limit / 2:
                say(f"{workload.name}: too long for {clients} clients")
                continue
            for repeated in (False, True):
                for _ in range(options.rounds):
                    _turn(able, workload, clients, repeated, next(turns) * _STRIDE, options, results)
        say(f"{workload.name}: measured")


def compare(workload: Workload, found: dict[str, First]) -> list[Difference]:
    """Returns the answers that differ from that which most servers gave; none when all are equal."""
    digests = {name: first.digest for name, first in found.items() if first.digest is not None}
    values = [(each.rows, each.value) for each in digests.values()]
    if len(set(values)) <= 1:
        return []
    usual = statistics.mode(values)
    return [
        Difference(workload.name, name, _told(name, each, usual), KNOWN.get((name, workload.name), ""))
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


def _of(results: Results, workload: Workload, peer: Peer) -> First:
    return results.firsts[workload.name, peer.name]


def _note_memory(peer: Peer, results: Results) -> None:
    results.peaks[peer.name] = max(results.peaks[peer.name], peer.memory())


def _first(peer: Peer, workload: Workload, limit: float) -> First:
    sparql = workload.query(0)
    try:
        status, body, seconds = ask(peer.port, request(peer.path, sparql, workload.accept), limit)
    except TimeoutError:
        # Most servers go on computing for nobody, which would slow what is measured next.
        peer.stop()
        peer.start()
        return First(problem=f"over {limit:.0f} s")
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


def _turn(
    peers: Sequence[Peer], workload: Workload, clients: int, repeated: bool, base: int, options: Options,
    results: Results,
) -> None:  # fmt: skip
    fast = min(_of(results, workload, peer).seconds for peer in peers) < _FAST
    prepared: dict[str, list[bytes]] = {}
    for peer in peers:
        if repeated:
            data = request(peer.path, workload.query(0), workload.accept)
            # The first of a row of equal requests is none that repeats.
            drive(peer.port, _always(data), clients=1, seconds=0, timeout=options.limit)
            requests = _always(data)
        else:
            if peer.path not in prepared:
                prepared[peer.path] = [
                    request(peer.path, workload.query(number), workload.accept)
                    for number in range(base, base + (_PREPARED if fast else 0))
                ]
            requests = _numbered(peer, workload, base, prepared[peer.path])
        try:
            timing = drive(
                peer.port, requests, clients=clients, seconds=options.seconds, timeout=options.limit, least=clients
            )
        except TimeoutError:
            say(f"{peer.name}, {workload.name}: over {options.limit:.0f} s with {clients} clients")
            peer.stop()
            peer.start()
            continue
        for why, times in timing.failures.items():
            say(f"{peer.name}, {workload.name}, {clients} clients: {times} times {why}")
            told = f"{peer.name} failed {times} times with {clients} clients: {why}."
            results.differences.append(Difference(workload.name, peer.name, told))
        results.timings.setdefault((workload.name, clients, repeated, peer.name), []).append(timing)
        _note_memory(peer, results)


def _always(data: bytes) -> Iterator[bytes]:
    while True:
        yield data


def _numbered(peer: Peer, workload: Workload, base: int, prepared: list[bytes]) -> Iterator[bytes]:
    later = (request(peer.path, workload.query(number), workload.accept) for number in count(base + len(prepared)))
    return chain(prepared, later)
