"""Turns that would be too long are left out, and a first answer stands only for queries that are all alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.service.measuring import Options, _Stint
from bench.service.peer import Peer, Places
from bench.service.results import First, Key, Results, Turn
from bench.service.workloads import Workload


class Slow(Peer):
    """A server that nobody needs to start, for it is never asked."""

    name = "Slow"

    def missing(self) -> str:
        return ""

    def load(self, file: Path) -> None:
        raise AssertionError(file)

    def command(self) -> Sequence[str]:
        raise AssertionError


@pytest.mark.parametrize("varied", [False, True])
def test_a_first_answer_stands_for_a_turn_of_equal_queries_alone(tmp_path: Path, varied: bool) -> None:
    results = Results(firsts={("one", "Slow"): First(100.0)})
    workload = Workload("one", "group", str, varied=varied)
    stint = _Stint([Slow(tmp_path, Places())], workload, Options(longest=3.0, rounds=2), results)
    for clients in (1, 4):
        for repeated in (False, True):
            stint.round(clients, repeated, 0)
    expected = {} if varied else {Key("one", 1, False, "Slow"): [Turn(1, 100.0, 100.0, 100.0)] * 2}
    assert results.turns == expected
