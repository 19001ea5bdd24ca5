"""What a run found, and how it is kept in a file, so that a long comparison may be made in several runs."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bench.service.answers import Digest
from bench.service.client import Timing


class Key(NamedTuple):
    """What is measured: a workload with so many clients, of queries that repeat or not, at a server."""

    workload: str
    clients: int
    repeated: bool
    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What was measured of a server while it had its turn; seconds of processor time are those of the server."""

    answers: int
    seconds: float
    median: float
    p99: float
    busy: float = 0.0
    """Seconds that the client itself was at work."""
    cpu: float = 0.0

    @classmethod
    def of(cls, timing: Timing, cpu: float = 0.0) -> Turn:
        """Returns what matters of a timing."""
        each = timing.percentile(0.5), timing.percentile(0.99)
        return cls(len(timing.latencies), timing.seconds, *each, timing.busy, cpu)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    @property
    def cost(self) -> float:
        """Seconds of all clients for one answer: unlike the latency it tells true when clients wait for each other."""
        return self.seconds / self.answers


@dataclass(frozen=True, slots=True)
class First:
    """The first answer of a server to a query after its start; `least` is the limit that it did not keep."""

    seconds: float = 0.0
    digest: Digest | None = None
    problem: str = ""
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that is not that of the others, in words; `known` is the reason where there is one."""

    workload: str
    name: str
    told: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tables tell of a workload."""

    name: str
    group: str
    rows_only: bool = False


@dataclass(slots=True)
class Results:
    """What was found of the servers, by their names, and of the workloads that are done."""

    names: list[str] = field(default_factory=list)
    loads: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    at_rest: dict[str, int] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    workloads: list[Shape] = field(default_factory=list)
    firsts: dict[tuple[str, str], First] = field(default_factory=dict)
    turns: dict[Key, list[Turn]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def done(self, workload: str) -> bool:
        """Tells whether a workload has been measured."""
        return any(each.name == workload for each in self.workloads)

    def load(self, name: str) -> float | None:
        """Returns the median of the seconds that loading took."""
        return statistics.median(self.loads[name]) if self.loads.get(name) else None

    def comparable(self, workload: str, name: str) -> bool:
        """Tells whether a server answered a query as the others did."""
        return not any(each.workload == workload and each.name == name for each in self.differences)

    def median(self, workload: str, clients: int, repeated: bool, name: str) -> float | None:
        """Returns the median latency in seconds over all turns, or None when it was not measured."""
        turns = self.turns.get(Key(workload, clients, repeated, name))
        return statistics.median(turn.median for turn in turns) if turns else None

    def ratio(self, workload: str, clients: int, repeated: bool, name: str, to: str) -> float | None:
        """Returns how many times the time of another server an answer takes: the median over the turns."""
        pairs = self._pairs(workload, clients, repeated, name, to)
        return statistics.median(one.cost / two.cost for one, two in pairs) if pairs else None

    def cpu_ratio(self, workload: str, clients: int, repeated: bool, name: str, to: str) -> float | None:
        """Returns how many times the processor time of another server an answer takes; None below a tenth of a second.

        The system counts processor time by hundredths of a second.
        """
        pairs = self._pairs(workload, clients, repeated, name, to)
        mine = sum(one.cpu for one, _ in pairs), sum(one.answers for one, _ in pairs)
        other = sum(two.cpu for _, two in pairs), sum(two.answers for _, two in pairs)
        if min(mine[0], other[0]) < 0.1:
            return None
        return (mine[0] / mine[1]) / (other[0] / other[1])

    def _pairs(self, workload: str, clients: int, repeated: bool, name: str, to: str) -> Sequence[tuple[Turn, Turn]]:
        mine = self.turns.get(Key(workload, clients, repeated, name), [])
        return list(zip(mine, self.turns.get(Key(workload, clients, repeated, to), []), strict=False))

    def save(self, path: Path) -> None:
        """Writes all as JSON."""
        whole = {
            name: getattr(self, name) for name in ("names", "loads", "sizes", "at_rest", "peaks", "left_out")
        } | {
            "workloads": [asdict(each) for each in self.workloads],
            "firsts": [[*key, asdict(first)] for key, first in self.firsts.items()],
            "turns": [[*key, [asdict(turn) for turn in turns]] for key, turns in self.turns.items()],
            "differences": [asdict(each) for each in self.differences],
        }  # fmt: skip
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(whole), encoding="utf-8")
        unfinished.replace(path)

    @classmethod
    def read(cls, path: Path) -> Results:
        """Returns what `save` wrote."""
        whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            **{name: whole[name] for name in ("names", "loads", "sizes", "at_rest", "peaks", "left_out")},
            workloads=[Shape(**each) for each in whole["workloads"]],
            firsts={(workload, name): _first(found) for workload, name, found in whole["firsts"]},
            turns={Key(*key): [Turn(**each) for each in turns] for *key, turns in whole["turns"]},
            differences=[Difference(**each) for each in whole["differences"]],
        )


def _first(found: dict[str, Any]) -> First:
    digest = found.pop("digest")
    if digest is not None:
        digest = Digest(digest["rows"], digest["value"], tuple(digest["variables"]))
    return First(digest=digest, **found)
