"""Small helpers: Turtle with the usual prefixes, and what a check said of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
from rdflib import Graph

from ontology.files import read_graph
from ontology.findings import Finding, Severity
from ontology.namespaces import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def turtle(folder: Path, text: str) -> Graph:
    """Reads Turtle as a user's file is read: literals stay as they are written."""
    path = folder / "snippet.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_graph(path)


def checks_in(findings: Iterable[Finding], severity: Severity = Severity.ERROR) -> set[str]:
    """Returns the names of the checks with a finding of this severity; all hygiene rules count as one check."""
    return {f.check.partition("/")[0] for f in findings if f.severity is severity}


def select(graph: Graph, sparql: str) -> list[tuple[str, ...]]:
    """Answers a SELECT query with the engine that the checks use."""
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt", encoding="utf-8"), pyoxigraph.RdfFormat.N_TRIPLES)
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    rows = store.query(head + sparql)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in rows.variables]
    return [tuple(getattr(row[name], "value", "") for name in names) for row in rows]
