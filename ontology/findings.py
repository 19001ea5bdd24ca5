"""What checks find, and the report that decides whether what was checked holds.

Checks yield findings and never raise for what they find; only the report says what follows from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SH

from ontology.namespaces import PREFIXES

CHECK = Namespace("https://w3id.org/servanda/check/")
"""Names of checks as IRIs, for reports in RDF."""


class Severity(Enum):
    """How much a finding weighs.

    ERROR and UNKNOWN keep a report from holding: what could not be checked is not known to be right.
    """

    ERROR = "error"
    UNKNOWN = "unknown"
    WARNING = "warning"
    INFO = "info"


_SHACL_SEVERITY = {
    Severity.ERROR: SH.Violation,
    Severity.UNKNOWN: CHECK["severity/unknown"],
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}
_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a check has to say.

    `check` names the check ("literals", "reasoner", "shapes", "hygiene/missing-label", …); `message` says what is
    wrong and how to mend it; `subject` is the IRI (or other name) of the node concerned, `path` the property,
    `file` and `line` the place in a file. What is not known is None.
    """

    check: str
    severity: Severity
    message: str
    subject: str | None = None
    path: str | None = None
    source: str | None = None
    """The rule behind the finding: the IRI of a shape, the name of a query."""
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Returns the finding as one line of text."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        about = " ".join(shorten(part) for part in (self.subject, self.path) if part)
        head = " ".join(part for part in (place, f"{self.severity.value} [{self.check}]", about) if part)
        return f"{head}: {self.message}"


@dataclass(frozen=True)
class Report:
    """The findings of some checks, with the names of the checks that ran."""

    findings: tuple[Finding, ...]
    checks: tuple[str, ...]

    @classmethod
    def of(cls, findings: Iterable[Finding], *, checks: Iterable[str]) -> Report:
        """Builds a report with the gravest findings first and an order that does not depend on the checks' own."""
        ordered = sorted(set(findings), key=lambda f: (_WEIGHT[f.severity], str(f)))
        return cls(tuple(ordered), tuple(checks))

    @property
    def holds(self) -> bool:
        """Whether all checks were made and none found an error."""
        return not any(f.severity in (Severity.ERROR, Severity.UNKNOWN) for f in self.findings)

    @property
    def unknown(self) -> bool:
        """Whether some check could not be made."""
        return any(f.severity is Severity.UNKNOWN for f in self.findings)

    def count(self, severity: Severity) -> int:
        """Returns how many findings have this severity."""
        return sum(f.severity is severity for f in self.findings)

    def to_text(self) -> str:
        """Returns the report for a terminal: one line a finding, and a last line with the verdict."""
        counts = ", ".join(f"{self.count(s)} {s.value}" for s in Severity if self.count(s))
        verdict = "holds" if self.holds else "not known to hold" if not self.count(Severity.ERROR) else "does not hold"
        last = f"{verdict}: checked {', '.join(self.checks)}; {counts or 'nothing found'}"
        return "\n".join([*(str(f) for f in self.findings), last]) + "\n"

    def to_json(self) -> str:
        """Returns the report as a JSON object with the keys holds, unknown, checks and findings."""
        rows = [{**asdict(f), "severity": f.severity.value} for f in self.findings]
        body = {"holds": self.holds, "unknown": self.unknown, "checks": list(self.checks), "findings": rows}
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"

    def to_ttl(self) -> str:
        """Returns the report in the vocabulary of SHACL validation reports, as Turtle.

        ``sh:conforms`` is whether the report holds. The constraint component is the check's own IRI, since most
        checks are no SHACL constraints; the severity of what could not be checked is
        ``https://w3id.org/servanda/check/severity/unknown`` (SHACL 3.6.2.4 leaves the set of severities open).
        """
        graph = Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.holds)))
        for number, finding in enumerate(self.findings):
            result = BNode(f"result{number}")
            graph.add((report, SH.result, result))
            graph.add((result, RDF.type, SH.ValidationResult))
            graph.add((result, SH.resultSeverity, _SHACL_SEVERITY[finding.severity]))
            graph.add((result, SH.sourceConstraintComponent, CHECK[finding.check]))
            graph.add((result, SH.resultMessage, Literal(finding.message, lang="en")))
            focus = finding.subject or finding.file
            if focus:
                graph.add((result, SH.focusNode, _node(focus)))
            if finding.path:
                graph.add((result, SH.resultPath, _node(finding.path)))
            if finding.source:
                graph.add((result, SH.sourceShape, _node(finding.source)))
        return graph.serialize(format="turtle")


def shorten(iri: str) -> str:
    """Returns an IRI with its usual prefix, or what was given where no prefix fits.

    >>> shorten("https://w3id.org/servanda/ontology#Denial")
    'sv:Denial'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _node(name: str) -> URIRef | Literal:
    return URIRef(name) if "://" in name or name.startswith("urn:") else Literal(name)
