"""The run from beginning to end on a small graph, and its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.service.__main__ import main
from bench.service.client import Timing
from bench.service.measuring import Difference, First, Results
from bench.service.report import render
from bench.service.workloads import Workload


def test_a_run_ends_with_its_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--triples", "20000", "--peers", "servanda,oxigraph,fuseki", "--only", "lookup", "--rounds", "1"]
    arguments += ["--seconds", "0", "--clients", "1,2", "--work", str(tmp_path)]
    assert main([*arguments, "--java", "no-such-command"]) == 0
    output = capsys.readouterr()
    assert "Fuseki is left out" in output.err
    assert "| Oxigraph | " in output.out
    assert "| lookup: an act | " in output.out
    assert "### Differences" not in output.out
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_nothing_to_compare_is_told(tmp_path: Path) -> None:
    assert main(["--triples", "20000", "--peers", "fuseki", "--work", str(tmp_path), "--java", "no-such-command"]) == 2


def _results() -> Results:
    results = Results(names=["Servanda", "Oxigraph"], loads={"Servanda": 2.0, "Oxigraph": 1.0})
    results.sizes = results.at_rest = results.peaks = {"Servanda": 1 << 20, "Oxigraph": 2 << 20}
    results.firsts = {(workload, name): First(0.1) for workload in ("one", "two") for name in results.names}
    results.workloads = [Workload("one", "lookup", str), Workload("two", "star", str)]
    for workload, seconds in (("one", 0.2), ("two", 0.3)):
        results.timings[workload, 1, False, "Servanda"] = [Timing([seconds] * 10, seconds * 10)] * 3
        results.timings[workload, 1, False, "Oxigraph"] = [Timing([0.1] * 10, 1.0)] * 3
    return results


def test_ratios_are_means_over_queries() -> None:
    results = _results()
    assert "| the mix, uncached | 1 | 2.45 (3.00; 2) |" in render(results, (1,))
    assert results.ratio("two", 1, False, "Servanda", "Oxigraph") == pytest.approx(3.0)
    assert results.ratio("two", 4, False, "Servanda", "Oxigraph") is None


def test_a_wrong_answer_has_no_part_in_the_ratios() -> None:
    results = _results()
    assert results.comparable("one", "Servanda")
    results.differences.append(Difference("one", "Servanda", "Servanda has 1 rows, others have 2."))
    assert not results.comparable("one", "Servanda")
    assert results.comparable("one", "Oxigraph")
    assert results.comparable("two", "Servanda")
    assert "| the mix, uncached | 1 | 3.00 (3.00; 1) |" in render(results, (1,))
    assert "**Not known.**" in render(results, (1,))
