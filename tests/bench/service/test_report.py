"""The run from beginning to end on a small graph, and its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.service.__main__ import main
from bench.service.aims import against, aims
from bench.service.answers import Digest
from bench.service.report import render
from bench.service.results import Difference, First, Key, Results, Shape, Turn


def test_a_run_ends_with_its_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--triples", "20000", "--peers", "servanda,oxigraph,fuseki", "--only", "lookup", "--rounds", "1"]
    arguments += ["--seconds", "0", "--clients", "1,2", "--work", str(tmp_path), "--java", "no-such-command"]
    kept = ["--results", str(tmp_path / "results.json")]
    assert main([*arguments, *kept, "--minutes", "0.0001"]) == 3
    assert "goes on from here" in capsys.readouterr().err
    assert main([*arguments, *kept]) == 0
    output = capsys.readouterr()
    assert "Fuseki is left out" in output.err
    assert "loads …" not in output.err
    assert "| Oxigraph | " in output.out
    assert "| lookup: an act | " in output.out
    assert "### Differences" not in output.out
    assert main([*arguments, *kept]) == 0
    assert capsys.readouterr().out == output.out


def test_nothing_to_compare_is_told(tmp_path: Path) -> None:
    assert main(["--triples", "20000", "--peers", "fuseki", "--work", str(tmp_path), "--java", "no-such-command"]) == 2


def _results() -> Results:
    results = Results(names=["Servanda", "Oxigraph"], loads={"Servanda": [2.0], "Oxigraph": [1.0, 9.0, 1.5]})
    results.sizes = results.at_rest = results.peaks = {"Servanda": 1 << 20, "Oxigraph": 2 << 20}
    results.firsts = {(workload, name): First(0.1) for workload in ("one", "two") for name in results.names}
    results.workloads = [Shape("one", "lookup"), Shape("two", "star")]
    for workload, seconds in (("one", 0.2), ("two", 0.3)):
        results.turns[Key(workload, 1, False, "Servanda")] = [Turn(10, seconds * 10, seconds, seconds, cpu=1.0)] * 3
        results.turns[Key(workload, 1, False, "Oxigraph")] = [Turn(10, 1.0, 0.1, 0.1, cpu=0.5)] * 3
    return results


def test_ratios_are_means_over_queries() -> None:
    results = _results()
    assert "| the mix, new | 1 | 2.45 (3.00; 2) |" in render(results, (1,))
    assert results.ratio("two", 1, False, "Servanda", "Oxigraph") == pytest.approx(3.0)
    assert results.ratio("two", 4, False, "Servanda", "Oxigraph") is None
    assert results.cpu_ratio("two", 1, False, "Servanda", "Oxigraph") == pytest.approx(2.0)


def test_a_wrong_answer_has_no_part_in_the_ratios() -> None:
    results = _results()
    assert results.comparable("one", "Servanda")
    results.differences.append(Difference("one", "Servanda", "Servanda has 1 rows, others have 2."))
    assert not results.comparable("one", "Servanda")
    assert results.comparable("one", "Oxigraph")
    assert results.comparable("two", "Servanda")
    assert "| the mix, new | 1 | 3.00 (3.00; 1) |" in render(results, (1,))
    assert "**Not known.**" in render(results, (1,))


def test_each_aim_is_told_beside_what_was_measured() -> None:
    found = {what: (measured, holds) for what, _, _, measured, _, holds in aims(_results(), (1,))}
    assert found["new queries over 20 ms at Oxigraph: time to Oxigraph's"] == ("2.45 (2)", "no")
    assert found["speed of loading to `oxigraph load`"] == ("0.75", "no")


def test_an_answer_that_is_given_up_counts_as_its_limit() -> None:
    results = _results()
    results.firsts["one", "Fuseki"] = First(problem="over 20 s", least=20.0)
    results.turns[Key("two", 1, False, "Fuseki")] = [Turn(1, 0.3, 0.3, 0.3)] * 3
    found = against(results, lambda _, __: True, 1, (False,), "Fuseki")
    assert found is not None
    assert found.value == pytest.approx(10.0)
    assert found.worst == pytest.approx(100.0)
    assert (found.queries, found.bound) == (2, True)


def test_results_are_kept_in_a_file(tmp_path: Path) -> None:
    results = _results()
    results.firsts["one", "Servanda"] = First(0.1, Digest(3, 7, ("x",)))
    results.differences.append(Difference("one", "Servanda", "told", "known"))
    results.save(tmp_path / "results.json")
    assert Results.read(tmp_path / "results.json") == results
