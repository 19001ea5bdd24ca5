"""What the service says of itself and of its data: SPARQL Service Description, VoID and DCAT."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef

from ontology.namespaces import ID, ONTOLOGY_IRI, PREFIXES
from server.configuration import ServiceConfig
from server.lineage import describe_versions, last_versions
from server.negotiation import GRAPHS, RESULTS
from server.service import QueryService
from triples.store import Solutions

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")

_UNIQUE_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
_REGIMES = {
    "rdfs": ("http://www.w3.org/ns/entailment/RDFS", ""),
    "owl-rl": ("http://www.w3.org/ns/entailment/OWL-RDF-Based", "http://www.w3.org/ns/owl-profile/RL"),
}
"""The regimes of entailment with their profiles (https://www.w3.org/TR/sparql11-entailment/)."""
_TITLE = "Servanda: diplomatic acts, and who tells of them"
_ABOUT = (
    "Who promised what to whom, who denies it, who demands what, and the passage that says so: putative diplomatic "
    "acts, the mentions that tell of them, and the actors and treaties they concern."
)
_GRAPH_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_CLASS_COUNTS = "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTY_COUNTS = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_DISTINCT = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"


def service_description(service: QueryService, base: str) -> tuple[ox.Triple, ...]:
    """Returns the description of the service (https://www.w3.org/TR/sparql11-service-description/).

    `base` is the address of the server, ending in a slash.
    """
    return _describe(service, service.version, base, whole=False)


def data_description(service: QueryService, base: str) -> tuple[ox.Triple, ...]:
    """Returns the description of the data set: VoID statistics, DCAT data set and distributions, and the service."""
    return _describe(service, service.version, base, whole=True)


@lru_cache(maxsize=16)
def _describe(service: QueryService, version: str, base: str, *, whole: bool) -> tuple[ox.Triple, ...]:
    graph = Graph()
    endpoint, dataset = URIRef(f"{base}sparql"), URIRef(f"{base}void#dataset")
    _add_service(graph, service.config, endpoint, dataset)
    _add_graphs(graph, service, base, dataset)
    graph.add((dataset, DCTERMS.hasVersion, Literal(version)))
    graph += describe_versions(last_versions(service), base, dataset)
    if whole:
        _add_dataset(graph, base, endpoint, dataset)
        _add_statistics(graph, service, dataset)
    text = graph.serialize(format="nt")
    return tuple(sorted((quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)), key=str))


def _add_service(graph: Graph, config: ServiceConfig, endpoint: URIRef, dataset: URIRef) -> None:
    graph.add((endpoint, RDF.type, SD.Service))
    graph.add((endpoint, RDF.type, DCAT.DataService))
    graph.add((endpoint, DCTERMS.title, Literal(f"{_TITLE} (SPARQL service)", lang="en")))
    graph.add((endpoint, DCAT.endpointURL, endpoint))
    graph.add((endpoint, DCAT.servesDataset, dataset))
    graph.add((endpoint, SD.endpoint, endpoint))
    graph.add((endpoint, SD.supportedLanguage, SD.SPARQL11Query))
    if config.updates:
        graph.add((endpoint, SD.supportedLanguage, SD.SPARQL11Update))
    if config.default_graph == "union":
        graph.add((endpoint, SD.feature, SD.UnionDefaultGraph))
    graph.add((endpoint, SD.feature, SD.EmptyGraphs))
    graph.add((endpoint, SD.defaultDataset, dataset))
    if config.regime is not None:
        graph.add((endpoint, SD.defaultEntailmentRegime, URIRef(_REGIMES[config.regime][0])))
        if profile := _REGIMES[config.regime][1]:
            graph.add((endpoint, SD.defaultSupportedEntailmentProfile, URIRef(profile)))
    for each in (*RESULTS, *GRAPHS):
        if each.media_type in _UNIQUE_FORMATS:
            graph.add((endpoint, SD.resultFormat, FORMATS[_UNIQUE_FORMATS[each.media_type]]))


def _add_graphs(graph: Graph, service: QueryService, base: str, dataset: URIRef) -> None:
    default = URIRef(f"{base}void#default-graph")
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, Literal(service.count())))
    for name, count in _pairs(service, _GRAPH_COUNTS):
        named, described = BNode(), BNode()
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
        graph.add((named, SD.graph, described))
        graph.add((described, RDF.type, SD.Graph))
        graph.add((described, VOID.triples, Literal(count)))


def _add_dataset(graph: Graph, base: str, endpoint: URIRef, dataset: URIRef) -> None:
    document = URIRef(f"{base}void")
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, DCTERMS.title, Literal("Description of the data set of Servanda", lang="en")))
    graph.add((document, URIRef("http://xmlns.com/foaf/0.1/primaryTopic"), dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(_TITLE, lang="en")))
    graph.add((dataset, DCTERMS.description, Literal(_ABOUT, lang="en")))
    graph.add((dataset, DCTERMS.language, Literal("en")))
    graph.add((dataset, VOID.sparqlEndpoint, endpoint))
    graph.add((dataset, VOID.uriSpace, Literal(str(ID))))
    graph.add((dataset, DCTERMS.conformsTo, ONTOLOGY_IRI))
    for prefix in ("sv", "oa", "org", "prov", "schema", "skos", "dcterms"):
        graph.add((dataset, VOID.vocabulary, URIRef(PREFIXES[prefix])))
    distribution = URIRef(f"{base}void#sparql")
    graph.add((dataset, DCAT.distribution, distribution))
    graph.add((distribution, RDF.type, DCAT.Distribution))
    graph.add((distribution, DCAT.accessURL, endpoint))
    graph.add((distribution, DCAT.accessService, endpoint))


def _add_statistics(graph: Graph, service: QueryService, dataset: URIRef) -> None:
    graph.add((dataset, VOID.triples, Literal(service.count())))
    counts = service.select(_DISTINCT)
    for kind, term in zip((VOID.distinctSubjects, VOID.distinctObjects), counts.rows[0], strict=True):
        if isinstance(term, ox.Literal):
            graph.add((dataset, kind, Literal(term.value, datatype=XSD.integer)))
    for name, count in _pairs(service, _CLASS_COUNTS):
        part = BNode()
        graph.add((dataset, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(name)))
        graph.add((part, VOID.entities, Literal(count)))
    properties = _pairs(service, _PROPERTY_COUNTS)
    graph.add((dataset, VOID.properties, Literal(len(properties))))
    for name, count in properties:
        part = BNode()
        graph.add((dataset, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(name)))
        graph.add((part, VOID.triples, Literal(count)))


def _pairs(service: QueryService, sparql: str) -> list[tuple[str, int]]:
    answer: Solutions = service.select(sparql)
    return [
        (name.value, int(count.value))
        for name, count in answer.rows
        if isinstance(name, ox.NamedNode) and isinstance(count, ox.Literal)
    ]
