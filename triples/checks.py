"""Checks on the whole data set.

Each triple lies in one graph, acts have passages, passages lie in their documents, IRIs are described, and
``graph/inferred`` holds what follows and nothing else. Checks yield findings (ontology/findings.py) and never raise
for what they find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph
from rdflib import RDF, Graph, Literal, URIRef

from ontology.findings import Finding, Severity
from ontology.namespaces import GRAPH_ACTS, GRAPH_INFERRED, ID, OA, SV
from triples.inference import infer
from triples.serialisation import Quad, Term


def check_one_graph_per_triple(quads: Iterable[pyoxigraph.Quad]) -> Iterator[Finding]:
    """Yields a finding for each triple that lies in more than one named graph, or in none (design, principle 9).

    A pyoxigraph store is an iterable of its quads and can be given as it is.
    """
    graph_of: dict[tuple[object, object, object], str] = {}
    for quad in quads:
        triple = (quad.subject, quad.predicate, quad.object)
        graph = str(quad.graph_name)
        if isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
            yield _finding("one-graph", quad, "lies in no named graph; give it one")
            continue
        other = graph_of.setdefault(triple, graph)
        if other != graph:
            yield _finding("one-graph", quad, f"lies in {other} and in {graph}; counts over the union need it in one")


def _finding(check: str, quad: pyoxigraph.Quad, message: str) -> Finding:
    triple = f"{quad.subject} {quad.predicate} {quad.object}"
    subject = quad.subject.value if isinstance(quad.subject, pyoxigraph.NamedNode) else str(quad.subject)
    return Finding(check=check, severity=Severity.ERROR, message=f"{triple} {message}", subject=subject)


class _Values:
    """Quads by predicate and subject."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[URIRef, dict[URIRef, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            self._values[quad.predicate][quad.subject].add(quad.object)

    def of(self, predicate: URIRef) -> dict[URIRef, set[Term]]:
        return self._values[predicate]

    def number(self, predicate: URIRef, node: Term) -> int | None:
        found = self._values[predicate].get(URIRef(node), set())
        return next((int(value) for value in found if isinstance(value, Literal)), None)


def check_completeness(quads: Iterable[Quad], ontology: Graph) -> Iterator[Finding]:
    """Yields a finding for each act without a mention, passage outside its document, and IRI that nothing describes."""
    given = list(quads)
    values = _Values(given)
    yield from _acts_without_mention(given, values)
    yield from _passages_outside(values)
    yield from _undescribed(given, ontology)


def _acts_without_mention(quads: Iterable[Quad], values: _Values) -> Iterator[Finding]:
    told = {body for bodies in values.of(OA.hasBody).values() for body in bodies}
    others = {SV.Proposition, SV.SameActJudgement}
    for quad in quads:
        is_act = quad.graph == GRAPH_ACTS and quad.predicate == RDF.type and quad.object not in others
        if is_act and quad.subject not in told:
            yield _error("mentions", quad.subject, "no mention tells of this act; every act needs a passage")


def _passages_outside(values: _Values) -> Iterator[Finding]:
    for mention, targets in values.of(OA.hasTarget).items():
        for target in targets:
            for source in values.of(OA.hasSource).get(URIRef(target), set()):
                length = values.number(SV.length, source)
                for selector in values.of(OA.hasSelector).get(URIRef(target), set()):
                    yield from _outside(values, mention, selector, length)
        start, end = values.number(SV.contentStart, mention), values.number(SV.contentEnd, mention)
        if (start is None) != (end is None) or (start is not None and end is not None and start >= end):
            yield _error("offsets", mention, f"the content runs from {start} to {end}; both are needed, in this order")


def _outside(values: _Values, mention: URIRef, selector: Term, length: int | None) -> Iterator[Finding]:
    start, end = values.number(OA.start, selector), values.number(OA.end, selector)
    if start is None or end is None:
        return
    if length is None:
        yield _error("offsets", mention, "the document of this passage has no sv:length")
    elif not start < end <= length:
        yield _error("offsets", mention, f"the passage runs from {start} to {end} in a text of {length} characters")


def _undescribed(quads: Iterable[Quad], ontology: Graph) -> Iterator[Finding]:
    given = list(quads)
    described = {quad.subject for quad in given} | set(ontology.subjects())
    missing: dict[Term, Quad] = {}
    for quad in given:
        if isinstance(quad.object, URIRef) and quad.object.startswith(ID) and quad.object not in described:
            missing.setdefault(quad.object, quad)
    for node, quad in sorted(missing.items()):
        yield _error("described", URIRef(node), f"nothing describes this node, which {quad.subject} refers to")


def check_inferred(quads: Iterable[Quad], ontology: Graph) -> Iterator[Finding]:
    """Yields a finding for each triple of ``graph/inferred`` that does not follow, and for each that is missing."""
    given = set(quads)
    held = {quad for quad in given if quad.graph == GRAPH_INFERRED}
    following = set(infer(given - held, ontology))
    for quad in sorted(held - following):
        yield _error("inferred", quad.subject, f"{quad.predicate} {quad.object} does not follow; rebuild the graph")
    for quad in sorted(following - held):
        yield _error(
            "inferred", quad.subject, f"{quad.predicate} {quad.object} follows and is missing; rebuild the graph"
        )


def _error(check: str, subject: URIRef, message: str) -> Finding:
    return Finding(check=check, severity=Severity.ERROR, message=message, subject=str(subject))
