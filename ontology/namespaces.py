"""The namespaces of Servanda and the one place where its IRIs are made.

Instances live under ``https://w3id.org/servanda/id/``, named graphs under ``https://w3id.org/servanda/graph/``.
IRIs are readable and deterministic: the same kind and the same words give the same IRI on any machine.
"""

from __future__ import annotations

import re
import unicodedata

from rdflib import Namespace, URIRef

ONTOLOGY_IRI = URIRef("https://w3id.org/servanda/ontology")
SV = Namespace("https://w3id.org/servanda/ontology#")
ID = Namespace("https://w3id.org/servanda/id/")
GRAPH = Namespace("https://w3id.org/servanda/graph/")
QUERY = Namespace("https://w3id.org/servanda/query/")

OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
TIME = Namespace("http://www.w3.org/2006/time#")

PREFIXES: dict[str, str] = {
    "sv": str(SV),
    "id": str(ID),
    "graph": str(GRAPH),
    "oa": str(OA),
    "org": str(ORG),
    "prov": str(PROV),
    "schema": str(SCHEMA),
    "time": str(TIME),
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefixes that every serialisation, page and saved query may use."""

GRAPH_ACTS = GRAPH["acts"]
GRAPH_AUTHORITY = GRAPH["authority"]
GRAPH_LINKS = GRAPH["links"]
GRAPH_ONTOLOGY = GRAPH["ontology"]
GRAPH_INFERRED = GRAPH["inferred"]
GRAPH_ENTAILED = GRAPH["entailed"]
GRAPH_PROVENANCE = GRAPH["provenance"]
GRAPH_QUERIES = GRAPH["queries"]

_LONGEST_SLUG = 80


def slug(text: str) -> str:
    """Returns `text` as the last part of an IRI: ASCII letters, digits and hyphens, at most 80 characters.

    >>> slug("Jens Stoltenberg's “open door”")
    'jens-stoltenbergs-open-door'
    >>> slug("Côte d’Ivoire")
    'cote-divoire'

    Text without any Latin letter or digit keeps its code points, so that two such texts never share a slug.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    plain = re.sub(r"['’‘`´]", "", plain)
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words:
        words = "-".join(f"u{ord(c):x}" for c in text.strip()) or "empty"
    if len(words) > _LONGEST_SLUG:
        cut = words[: _LONGEST_SLUG + 1].rsplit("-", 1)[0]
        words = cut[:_LONGEST_SLUG]
    return words


def instance(kind: str, *parts: str) -> URIRef:
    """Returns the IRI of an instance, for example ``instance("person", "James Baker")``.

    `kind` is one of the path words of the design (act, mention, proposition, person, state, …).
    """
    return ID["/".join([kind, *(slug(part) for part in parts)])]


def document_graph(document: str) -> URIRef:
    """Returns the named graph that holds the mentions of the document with this slug."""
    return GRAPH[f"document/{slug(document)}"]
