"""All checks on a complete data set: the ontology's own, and those on graphs, passages and conclusions."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from ontology.files import load_ontology
from ontology.findings import Report
from ontology.namespaces import GRAPH_ONTOLOGY
from ontology.validation import CHECKS, validate
from servanda.dataset import dataset_quads
from triples.build import SHIPPED, read_graph_files
from triples.checks import check_completeness, check_inferred, check_one_graph_per_triple
from triples.serialisation import from_oxigraph


def validate_dataset(graph: Path = SHIPPED, *, seconds: float = 120, memory_mb: int = 2048) -> Report:
    """Checks the built graph in a directory together with the ontology and the saved queries.

    To the ontology's checks come that each triple lies in one graph, that every act has a passage within its document,
    and that ``graph/inferred`` holds what follows and nothing else. `seconds` and `memory_mb` bound the reasoner.
    """
    quads = list(dataset_quads(graph))
    built = list(read_graph_files(graph))
    instances = Graph()
    for quad in quads:
        if str(quad.graph_name) != f"<{GRAPH_ONTOLOGY}>":
            instances.add(from_oxigraph(quad).triple)
    terms = load_ontology()
    report = validate(instances, seconds=seconds, memory_mb=memory_mb)
    more = [*check_one_graph_per_triple(quads), *check_completeness(built, terms), *check_inferred(built, terms)]
    return Report.of([*report.findings, *more], checks=[*CHECKS, "one-graph-per-triple", "completeness", "inferred"])
