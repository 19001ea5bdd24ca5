"""SHACL validation, by pySHACL, with its results as findings."""

from __future__ import annotations

from collections.abc import Iterator

from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError
from rdflib import BNode, Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from ontology.findings import Finding, Severity

CHECK_NAME = "shapes"

_SEVERITY: dict[Node | None, Severity] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


def check_shapes(data: Graph, shapes: Graph) -> Iterator[Finding]:
    """Yields a finding for every SHACL result of `data` against `shapes`.

    `data` must hold the class hierarchy beside the instances: the shapes speak of acts and actors, the data of denials
    and states. Neither graph is changed. If pySHACL cannot use the shapes there is one finding of severity unknown.
    """
    # pySHACL writes into the shapes' graph, so it gets one of its own.
    try:
        _, results, _ = validate(data, shacl_graph=Graph() + shapes, inference="none", inplace=True, advanced=False)
    except (ReportableRuntimeError, ShapeLoadError) as error:
        yield Finding(check=CHECK_NAME, severity=Severity.UNKNOWN, message=f"the shapes cannot be used: {error}")
        return
    if not isinstance(results, Graph):
        yield Finding(check=CHECK_NAME, severity=Severity.UNKNOWN, message=f"no report from pySHACL: {results!r}")
        return
    for result in results.subjects(RDF.type, SH.ValidationResult):
        yield _finding(results, shapes, result)


def _finding(results: Graph, shapes: Graph, result: Node) -> Finding:
    severity = results.value(result, SH.resultSeverity)
    message = results.value(result, SH.resultMessage)
    focus = results.value(result, SH.focusNode)
    path = results.value(result, SH.resultPath)
    shape = results.value(result, SH.sourceShape)
    value = results.value(result, SH.value)
    text = str(message or "does not conform")
    return Finding(
        check=CHECK_NAME,
        severity=_SEVERITY.get(severity, Severity.ERROR),
        message=f"{text} (found: {value})" if value is not None and value != focus else text,
        subject=None if focus is None else str(focus),
        path=None if path is None or isinstance(path, BNode) else str(path),
        source=_named_shape(shapes, shape),
    )


def _named_shape(shapes: Graph, shape: Node | None) -> str | None:
    """Returns the IRI of a shape, or of the named shape of which it is a part."""
    while isinstance(shape, BNode):
        shape = next(shapes.subjects(None, shape), None)
    return None if shape is None else str(shape)
