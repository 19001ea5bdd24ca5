"""The report: what holds, what does not, what is unknown, in three forms."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH

from ontology.findings import Finding, Report, Severity
from ontology.namespaces import ID, SV

ERROR = Finding(
    check="shapes",
    severity=Severity.ERROR,
    message="no label",
    subject=str(ID["act/x"]),
    path=str(SV.agent),
    source="urn:s",
)
UNKNOWN = Finding(check="reasoner", severity=Severity.UNKNOWN, message="timed out")
WARNING = Finding(check="hygiene/missing-label", severity=Severity.WARNING, message="odd", file="a.ttl", line=3)


@pytest.mark.parametrize(
    ("findings", "holds", "unknown"),
    [([], True, False), ([WARNING], True, False), ([UNKNOWN], False, True), ([ERROR, WARNING], False, False)],
)
def test_a_report_holds_without_error_and_without_unknown(findings: list[Finding], holds: bool, unknown: bool) -> None:
    report = Report.of(findings, checks=["shapes"])
    assert (report.holds, report.unknown) == (holds, unknown)


def test_order_and_repetition_do_not_matter() -> None:
    assert Report.of([WARNING, ERROR, UNKNOWN, ERROR], checks=["a"]) == Report.of(
        [UNKNOWN, ERROR, WARNING], checks=["a"]
    )


def test_text_names_place_subject_and_verdict() -> None:
    lines = Report.of([WARNING, ERROR, UNKNOWN], checks=["shapes", "reasoner"]).to_text().splitlines()
    assert lines == [
        "error [shapes] id:act/x sv:agent: no label",
        "unknown [reasoner]: timed out",
        "a.ttl:3 warning [hygiene/missing-label]: odd",
        "does not hold: checked shapes, reasoner; 1 error, 1 unknown, 1 warning",
    ]


def test_verdicts_tell_unknown_from_wrong() -> None:
    assert Report.of([UNKNOWN], checks=["reasoner"]).to_text().splitlines()[-1].startswith("not known to hold: ")
    assert Report.of([], checks=["reasoner"]).to_text() == "holds: checked reasoner; nothing found\n"


def test_json() -> None:
    body = json.loads(Report.of([ERROR], checks=["shapes"]).to_json())
    assert (body["holds"], body["unknown"], body["checks"]) == (False, False, ["shapes"])
    assert body["findings"][0]["severity"] == "error"
    assert body["findings"][0]["subject"] == str(ID["act/x"])


def test_turtle_is_a_shacl_report() -> None:
    graph = Graph().parse(data=Report.of([ERROR, WARNING, UNKNOWN], checks=["shapes"]).to_ttl(), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(report, SH.conforms)) == "false"
    assert len(list(graph.objects(report, SH.result))) == 3
    assert (None, SH.focusNode, ID["act/x"]) in graph
    assert len(set(graph.objects(None, SH.resultSeverity))) == 3
