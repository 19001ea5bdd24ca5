"""Which statements of a graph contradict the ontology: few that suffice, found by asking the reasoner again.

The method is QuickXplain (U. Junker, AAAI 2004): halve what is suspected, keep what is needed. It finds one minimal
set, though there may be several.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from rdflib import Graph
from rdflib.term import Node

from ontology.files import load_ontology
from ontology.findings import Finding, shorten
from ontology.reasoning import ask, reasoner_input

Triple = tuple[Node, Node, Node]


class _OutOfTimeError(Exception):
    """The search met its deadline, or the reasoner gave no verdict."""


def explain(instances: Graph, *, finding: Finding, seconds: float, memory_mb: int = 2048) -> Iterator[Finding]:
    """Yields `finding` with the statements of `instances` that suffice for the contradiction added to its message.

    The subject becomes that of the first of them. When `seconds` do not suffice, the finding is yielded as it was.
    """
    statements = contradiction(instances, seconds=seconds, memory_mb=memory_mb)
    if statements is None:
        yield finding
        return
    lines = "; ".join(" ".join(_short(term) for term in triple) for triple in statements)
    yield replace(finding, message=f"{finding.message}. These suffice: {lines}", subject=str(statements[0][0]))


def contradiction(instances: Graph, *, seconds: float, memory_mb: int = 2048) -> list[Triple] | None:
    """Returns a minimal set of triples that contradicts the ontology, sorted; None if not found within `seconds`.

    The ontology itself must be consistent, and `instances` together with it must not be.
    """
    deadline = time.monotonic() + seconds
    ontology = load_ontology()
    background = reasoner_input(ontology)
    relevant = reasoner_input(ontology + instances)
    suspects = sorted(set(relevant) - set(background), key=lambda t: tuple(map(str, t)))

    def inconsistent(triples: list[Triple]) -> bool:
        left = deadline - time.monotonic()
        if left <= 0:
            raise _OutOfTimeError
        graph = ontology + Graph()
        for triple in triples:
            graph.add(triple)
        verdict = ask(graph, seconds=left, memory_mb=memory_mb)
        if verdict.consistent is None:
            raise _OutOfTimeError
        return not verdict.consistent

    def needed(kept: list[Triple], added: bool, suspected: list[Triple]) -> list[Triple]:
        if added and inconsistent(kept):
            return []
        if len(suspected) == 1:
            return suspected
        middle = len(suspected) // 2
        first, second = suspected[:middle], suspected[middle:]
        from_second = needed(kept + first, True, second)
        from_first = needed(kept + from_second, bool(from_second), first)
        return from_first + from_second

    try:
        return sorted(needed([], False, suspects), key=lambda t: tuple(map(str, t))) if suspects else None
    except _OutOfTimeError:
        return None


def _short(term: Node) -> str:
    return shorten(str(term))
