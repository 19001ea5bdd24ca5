"""All checks on the ontology, alone or with instance data, in the order in which they make sense.

literals -> reasoner -> shapes -> hygiene. HermiT throws on an ill-formed literal, and a comparison in a shape has no
answer for one. With one among the data the two are therefore not asked, and the report says that they are unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph
from rdflib import Graph

from ontology import explanation, literals, reasoning, shapes
from ontology.files import hygiene_files, load_ontology, load_shapes, read_graph
from ontology.findings import Finding, Report, Severity

Check = OneOf["literals", "reasoner", "shapes", "hygiene"]

CHECKS: tuple[Check, ...] = ("literals", "reasoner", "shapes", "hygiene")


def validate(
    data: Iterable[Path] | Graph | None = None,
    *,
    checks: Iterable[Check] = CHECKS,
    seconds: float = 120,
    memory_mb: int = 2048,
    explain_seconds: float = 30,
) -> Report:
    """Checks the ontology together with `data`: files, or a graph (without the ontology), or nothing.

    `seconds` and `memory_mb` bound the reasoner. Where it finds a contradiction with `data`, at most
    `explain_seconds` more go into finding few statements that suffice for it (0: none).
    Raises RDFSyntaxError, with file and line, for a file that is no RDF.
    """
    chosen = tuple(check for check in CHECKS if check in set(checks))
    instances = _instances(data)
    whole = load_ontology() + instances
    findings: list[Finding] = []
    if "literals" in chosen:
        findings += literals.check_literals(whole)
    if any(f.severity is Severity.ERROR and f.source == "datatype" for f in findings):
        findings += _not_asked(chosen)
    else:
        if "reasoner" in chosen:
            findings += _reason(whole, instances, seconds=seconds, memory_mb=memory_mb, explain_seconds=explain_seconds)
        if "shapes" in chosen:
            findings += shapes.check_shapes(whole, load_shapes())
    if "hygiene" in chosen:
        findings += check_hygiene(whole)
    return Report.of(findings, checks=chosen)


def check_hygiene(graph: Graph) -> Iterator[Finding]:
    """Yields a finding for each row of each hygiene rule.

    A rule is one query; its first comment is what the user is told, ?subject the term and ?detail what was found.
    """
    # Oxigraph answers these in milliseconds where rdflib takes seconds.
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt", encoding="utf-8"), pyoxigraph.RdfFormat.N_TRIPLES)
    for path in hygiene_files():
        text = path.read_text(encoding="utf-8")
        advice = text.splitlines()[0].lstrip("# ")
        rows = store.query(text)
        if not isinstance(rows, pyoxigraph.QuerySolutions):
            raise TypeError(f"{path} is no SELECT query")
        for row in rows:
            subject, detail = row["subject"], row["detail"]
            yield Finding(
                check=f"hygiene/{path.stem}",
                severity=Severity.ERROR,
                message=advice if detail is None else f"{advice} (found: {_text(detail)})",
                subject=_text(subject),
                source=path.name,
            )


def _text(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple | None) -> str:
    return str(term) if term is None or isinstance(term, pyoxigraph.Triple) else term.value


def _instances(data: Iterable[Path] | Graph | None) -> Graph:
    if isinstance(data, Graph):
        return data
    merged = Graph()
    for path in data or ():
        merged += read_graph(path)
    return merged


def _not_asked(chosen: Iterable[Check]) -> Iterator[Finding]:
    for check in {"reasoner", "shapes"} & set(chosen):
        message = "not asked, because some literals are ill-formed; mend these first"
        yield Finding(check=check, severity=Severity.UNKNOWN, message=message)


def _reason(
    whole: Graph, instances: Graph, *, seconds: float, memory_mb: int, explain_seconds: float
) -> Iterator[Finding]:
    for finding in reasoning.check_consistency(whole, seconds=seconds, memory_mb=memory_mb):
        contradiction = finding.severity is Severity.ERROR and finding.subject is None
        if contradiction and len(instances) and explain_seconds > 0:
            yield from explanation.explain(instances, finding=finding, seconds=explain_seconds, memory_mb=memory_mb)
        else:
            yield finding
