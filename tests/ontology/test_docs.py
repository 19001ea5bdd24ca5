"""docs/ontology.md names every term, and its table of properties says what the ontology says."""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.files import HERE, load_ontology
from ontology.findings import shorten
from ontology.namespaces import SV

GRAPH = load_ontology()
PAGE = (Path(__file__).parents[2] / "docs" / "ontology.md").read_text(encoding="utf-8")


def own(graph: Graph, kind: URIRef) -> list[URIRef]:
    return [t for t in graph.subjects(RDF.type, kind) if isinstance(t, URIRef) and t.startswith(str(SV))]


def named(node: Node) -> str:
    if isinstance(node, BNode):
        members = GRAPH.value(node, OWL.unionOf)
        assert members is not None
        return " or ".join(named(member) for member in Collection(GRAPH, members))
    return shorten(str(node)).removeprefix("sv:")


def test_every_class_is_in_the_tree() -> None:
    classes = own(GRAPH, OWL.Class)
    assert len(classes) > 40
    assert [named(c) for c in classes if named(c) not in PAGE] == []


def test_every_property_is_in_the_table_with_its_domain_and_range() -> None:
    properties = own(GRAPH, OWL.ObjectProperty) + own(GRAPH, OWL.DatatypeProperty)
    assert len(properties) > 60
    for prop in properties:
        (domain,), (range_,) = GRAPH.objects(prop, RDFS.domain), GRAPH.objects(prop, RDFS.range)
        assert f"| `{named(prop)}` | {named(domain)} | {named(range_)} |" in PAGE


def test_the_readme_of_the_folder_is_short() -> None:
    assert len((HERE / "README.md").read_text(encoding="utf-8").splitlines()) <= 20
