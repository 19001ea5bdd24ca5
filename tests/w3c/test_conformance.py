"""Conformance: the parts of the W3C's suites that are quick, and that the committed results are explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.w3c.conformance import CORE, RESULTS, run

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
QUICK = r"^sparql11/(protocol|graph-store-protocol|service-description)|^harness/conneg"


def test_protocol_graph_store_description_and_negotiation(shared: Path) -> None:
    harness = shared / "w3c"
    if not (harness / "run.py").is_file():
        pytest.skip("the W3C harness is not there")
    outcomes = run(harness, QUICK)
    assert len(outcomes) == 34 + 13 + 3 + 13
    assert [each for each in outcomes if each.status != "passed"] == []


def test_what_was_reached_is_not_given_up() -> None:
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    sections = found["sections"]
    assert set(CORE) <= sections.keys()
    assert sections["SPARQL 1.1 Protocol"] == {"passed": 34, "failed": 0, "skipped": 0}
    assert sections["SPARQL 1.1 Graph Store Protocol"] == {"passed": 13, "failed": 0, "skipped": 0}
    assert sections["Content negotiation (harness's own)"] == {"passed": 13, "failed": 0, "skipped": 0}
    assert sections["SPARQL 1.1 Entailment Regimes (optional)"]["passed"] >= 50
    draft = sections["SPARQL 1.2 (draft)"]
    assert draft["passed"] / sum(draft.values()) >= 0.98
    assert found["approved SPARQL 1.1 without entailment"]["passed"] >= 474


def test_every_failure_has_its_reason() -> None:
    failed = json.loads(RESULTS.read_text(encoding="utf-8"))["failed"]
    text = DOCUMENT.read_text(encoding="utf-8")
    assert failed
    assert [id for id in failed if f"`{id}`" not in text] == []
