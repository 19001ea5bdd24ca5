"""All checks on the shipped data set."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import Graph
from triples.checks import check_one_graph_per_triple

from ontology.findings import Report
from ontology.namespaces import GRAPH_ONTOLOGY
from ontology.validation import CHECKS, validate
from servanda.dataset import shipped_in_memory


def validate_shipped(*, seconds: float = 120, memory_mb: int = 2048) -> Report:
    """Checks the shipped graph: literals, consistency, shapes and hygiene, and that each triple lies in one graph."""
    store = shipped_in_memory()
    nquads = b"".join(store.export(ox.RdfFormat.N_QUADS))
    quads = list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    instances = [quad.triple for quad in quads if str(quad.graph_name) != f"<{GRAPH_ONTOLOGY}>"]
    data = ox.serialize(instances, format=ox.RdfFormat.N_TRIPLES)
    graph = Graph()
    graph.parse(data=data, format="nt")
    report = validate(graph, seconds=seconds, memory_mb=memory_mb)
    more = list(check_one_graph_per_triple(quads))
    return Report.of([*report.findings, *more], checks=[*CHECKS, "one graph per triple"])
