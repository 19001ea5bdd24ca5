"""Runs the W3C's test suites against Servanda, over HTTP, by the harness that is laid beside the repository.

::

    python tests/w3c/conformance.py --harness DIR             compare with results.json; exit 1 when something got worse
    python tests/w3c/conformance.py --harness DIR --write     write results.json anew

Everything but the entailment tests runs without entailment. Those run once by each regime of the service; a test counts
as passed when it passes by one of them, for each names the regimes under which its answer holds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
PEER = HERE / "servanda.json"
ENTAILMENT = "sparql11/entailment"
REGIMES = ("rdfs", "owl-rl")
CORE = (
    "SPARQL 1.1 Query",
    "SPARQL 1.1 Update",
    "SPARQL 1.1 Federated Query",
    "SPARQL 1.1 result formats",
    "SPARQL 1.1 Protocol",
    "SPARQL 1.1 Graph Store Protocol",
    "SPARQL 1.1 Service Description",
)
"""The sections that make "SPARQL 1.1 without entailment"."""


@dataclass(frozen=True)
class Outcome:
    """How one test ended: "passed", "failed" or "skipped"."""

    id: str
    section: str
    approved: bool
    status: str
    reason: str


def run(harness: Path, only: str, *, entailment: str = "none") -> list[Outcome]:
    """Runs the tests whose ids match a regular expression, on a server of our own with an empty store."""
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory) / "out.json"
        command = [sys.executable, "run.py", "--suite", "rdf-tests", "--config", str(PEER), "--only", only]
        environment = os.environ | {
            "SERVANDA": str(Path(sys.executable).with_name("servanda")),
            "SERVANDA_ENTAILMENT_REGIME": entailment,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [*command, "--out", str(out)], cwd=harness, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode or not out.is_file():
            raise SystemExit(f"the harness failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        tests: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["tests"]
    return [
        Outcome(each["id"], each["section"], each["approval"] == "Approved", each["status"], each["reason"])
        for each in tests
    ]


def run_all(harness: Path) -> list[Outcome]:
    """Runs all suites, the entailment tests by every regime."""
    plain = run(harness, f"^(?!{ENTAILMENT})")
    by_regime = [{each.id: each for each in run(harness, ENTAILMENT, entailment=regime)} for regime in REGIMES]
    best = [
        next((found[id] for found in by_regime if found[id].status == "passed"), by_regime[-1][id])
        for id in by_regime[0]
    ]
    return plain + best


def summary(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Returns the counts by section, and the tests that did not pass, as results.json has them."""
    given = list(outcomes)
    sections = {}
    for name in dict.fromkeys(each.section for each in given):
        count = Counter(each.status for each in given if each.section == name)
        sections[name] = {status: count[status] for status in ("passed", "failed", "skipped")}
    core = [each for each in given if each.section in CORE and each.approved]
    return {
        "approved SPARQL 1.1 without entailment": {
            "passed": sum(each.status == "passed" for each in core),
            "total": len(core),
        },
        "sections": sections,
        "failed": sorted(each.id for each in given if each.status == "failed"),
    }


def main() -> int:
    """Runs everything, prints the table, and compares it with the results that are committed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", type=Path, required=True, help="the directory with run.py and rdf-tests")
    parser.add_argument("--write", action="store_true", help="write results.json anew")
    options = parser.parse_args()
    outcomes = run_all(options.harness)
    found = summary(outcomes)
    for name, count in found["sections"].items():
        print(f"{name:45} {count['passed']:5} passed {count['failed']:4} failed {count['skipped']:4} skipped")
    core = found["approved SPARQL 1.1 without entailment"]
    print(f"{'approved SPARQL 1.1 without entailment':45} {core['passed']:5} of {core['total']}")
    for each in outcomes:
        if each.status == "failed":
            print(f"failed {each.id}: {each.reason[:200]}")
    if options.write:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return 0
    known = set(json.loads(RESULTS.read_text(encoding="utf-8"))["failed"])
    worse = sorted(set(found["failed"]) - known)
    for id in worse:
        print(f"passed before: {id}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
