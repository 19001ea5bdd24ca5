"""Each example is admitted, and its twin is rejected by exactly the checks that it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from ontology.files import example_folders, load_ontology, load_shapes, read_graph
from ontology.findings import Severity
from ontology.literals import check_literals
from ontology.reasoning import ask
from ontology.shapes import check_shapes
from ontology.validation import CHECKS, Check, check_hygiene, validate
from tests.ontology.snippets import checks_in

FOLDERS = example_folders()
DECLARATION = "# rejected-by: "


def rejected_by(folder: Path) -> set[str]:
    first = (folder / "invalid.ttl").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(DECLARATION), f"{folder.name}/invalid.ttl does not say by what it is rejected"
    return set(first.removeprefix(DECLARATION).split(", "))


def test_there_are_examples_for_every_check() -> None:
    assert len(FOLDERS) >= 12
    assert set().union(*map(rejected_by, FOLDERS)) == {"literals", "reasoner", "shapes", "hygiene"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_valid_conforms(folder: Path) -> None:
    graph = load_ontology() + read_graph(folder / "valid.ttl")
    findings = [*check_literals(graph), *check_shapes(graph, load_shapes()), *check_hygiene(graph)]
    assert [str(f) for f in findings] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_invalid_is_rejected_by_what_it_says(folder: Path) -> None:
    wanted = rejected_by(folder)
    # Whether the others are consistent is asked of all of them at once, below.
    checks: list[Check] = [check for check in CHECKS if check != "reasoner" or "reasoner" in wanted]
    report = validate([folder / "invalid.ttl"], checks=checks, explain_seconds=0)
    assert checks_in(report.findings) == wanted
    assert not report.holds
    # Ill-formed literals keep the reasoner and the shapes from being asked; nothing else may.
    unknown = checks_in(report.findings, Severity.UNKNOWN)
    assert not unknown or (wanted == {"literals"} and unknown == set(checks) & {"reasoner", "shapes"})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_invalid_explains_the_mistake_where_it_stands(folder: Path) -> None:
    assert "# WRONG: " in (folder / "invalid.ttl").read_text(encoding="utf-8")


def test_all_others_are_consistent_together() -> None:
    """One run of the reasoner: the IRIs of the examples differ, so that one cannot mend or break another."""
    whole = load_ontology()
    others = 0
    for folder in FOLDERS:
        whole += read_graph(folder / "valid.ttl")
        if not rejected_by(folder) & {"reasoner", "literals"}:
            renamed = (folder / "invalid.ttl").read_text(encoding="utf-8").replace("/examples/", "/invalid-examples/")
            whole += Graph().parse(data=renamed, format="turtle")
            others += 1
    assert others >= 5
    verdict = ask(whole)
    assert verdict.reason == ""
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
