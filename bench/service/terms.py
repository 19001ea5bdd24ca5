"""N-Quads by pieces: IRIs in their brackets, made from the namespaces of the house, and lines joined from them.

A graph of ten million triples is written as text, without a term object in between; the tests parse what comes out.
"""

from __future__ import annotations

from ontology import namespaces
from ontology.namespaces import GRAPH_ACTS, GRAPH_AUTHORITY, GRAPH_INFERRED, GRAPH_LINKS, GRAPH_PROVENANCE, PREFIXES

_XSD = PREFIXES["xsd"]


def name(prefix: str, local: str) -> str:
    """Returns an IRI of a vocabulary in brackets."""
    return f"<{PREFIXES[prefix]}{local}>"


def sv(local: str) -> str:
    """Returns a term of the ontology in brackets."""
    return f"<{namespaces.SV}{local}>"


def thing(kind: str, *parts: str) -> str:
    """Returns the IRI of an instance in brackets."""
    return f"<{namespaces.instance(kind, *parts)}>"


def english(text: str) -> str:
    """Returns a text in English as a literal; it must be without quotation marks and backslashes."""
    return f'"{text}"@en'


def number(value: int) -> str:
    """Returns an offset as a literal."""
    return f'"{value}"^^<{_XSD}nonNegativeInteger>'


def date(text: str) -> str:
    """Returns a day as a literal."""
    return f'"{text}"^^<{_XSD}date>'


def decimal(hundredths: int) -> str:
    """Returns a share in hundredths as a literal."""
    return f'"{hundredths / 100:.2f}"^^<{_XSD}decimal>'


def truth(value: bool) -> str:
    """Returns a truth value as a literal."""
    return f'"{"true" if value else "false"}"^^<{_XSD}boolean>'


def ending(graph: str) -> str:
    """Returns what ends a line of a named graph."""
    return f" <{graph}> .\n"


ACTS = ending(GRAPH_ACTS)
AUTHORITY = ending(GRAPH_AUTHORITY)
INFERRED = ending(GRAPH_INFERRED)
LINKS = ending(GRAPH_LINKS)
PROVENANCE = ending(GRAPH_PROVENANCE)

TYPE = name("rdf", "type")
LABEL = name("rdfs", "label")
PREF_LABEL = name("skos", "prefLabel")
ALT_LABEL = name("skos", "altLabel")
MATCH = name("skos", "exactMatch")
EVENT = f"<{namespaces.SEM}Event>"
SEM_ACTOR = f"<{namespaces.SEM}Actor>"
