"""What is told of the versions of the data, in RDF: DCAT 3 and PROV-O."""

from __future__ import annotations

from pathlib import Path

from rdflib import DCTERMS, PROV, RDF, XSD, Graph, Literal, Namespace, URIRef

from ontology.errors import NotFoundError
from server.service import QueryService
from triples.store.history import VersionRecord, records

DCAT3 = Namespace("http://www.w3.org/ns/dcat#")
"""DCAT 3, whose terms for versions rdflib's own namespace of DCAT does not have."""

_MOST_DESCRIBED = 50


def store_root(service: QueryService) -> Path:
    """Returns the directory of the store; raises NotFoundError for a service in front of another."""
    if service.served is None:
        raise NotFoundError("A service in front of another has no versions.")
    return Path(service.config.store)


def last_versions(service: QueryService) -> list[VersionRecord]:
    """Returns the last versions, the newest first; none for a service in front of another."""
    return records(store_root(service))[:_MOST_DESCRIBED] if service.served is not None else []


def describe_versions(found: list[VersionRecord], address: str, dataset: URIRef) -> Graph:
    """Returns a graph about versions of the data set; `address` is that of the server, ending in a slash."""
    graph = Graph()
    for each in found:
        node = URIRef(f"{address}versions/{each.id}")
        graph.add((dataset, DCAT3.hasVersion, node))
        graph.add((node, RDF.type, DCAT3.Dataset))
        graph.add((node, DCAT3.version, Literal(each.id)))
        graph.add((node, DCAT3.isVersionOf, dataset))
        if each.made is not None:
            graph.add((node, DCTERMS.created, Literal(each.made, datatype=XSD.dateTime)))
        if each.parent is not None:
            graph.add((node, PROV.wasDerivedFrom, URIRef(f"{address}versions/{each.parent}")))
        if each.current:
            graph.add((dataset, DCAT3.hasCurrentVersion, node))
    return graph
