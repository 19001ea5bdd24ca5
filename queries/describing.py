"""Describes the saved queries as RDF, for the graph ``graph/queries``.

The convention is that of https://github.com/sib-swiss/sparql-examples: a query is a ``sh:SPARQLExecutable`` (SHACL,
section 5.2.1) with its text in ``sh:select``, ``sh:ask`` or ``sh:construct``, its prefixes declared by ``sh:declare``,
and ``schema:keywords``. Parameters, which that convention lacks, are ``sh:Parameter`` as in SHACL Advanced Features,
section 5. All nodes have IRIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ontology.namespaces import GRAPH_QUERIES, ONTOLOGY_IRI, PREFIXES, QUERY
from queries.model import Parameter, SavedQuery
from queries.terms import expand, parse_term

_SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
_GRAPH = NamedNode(str(GRAPH_QUERIES))
_DECLARATIONS = NamedNode(str(QUERY["prefixes"]))
_LANGUAGE = "en"
_EXECUTABLES = {
    "select": (f"{PREFIXES['sh']}SPARQLSelectExecutable", f"{PREFIXES['sh']}select"),
    "ask": (f"{PREFIXES['sh']}SPARQLAskExecutable", f"{PREFIXES['sh']}ask"),
    "construct": (f"{PREFIXES['sh']}SPARQLConstructExecutable", f"{PREFIXES['sh']}construct"),
    "describe": (f"{_SPEX}SPARQLDescribeExecutable", f"{_SPEX}describe"),
}


def describe(queries: Iterable[SavedQuery]) -> Iterator[Quad]:
    """Yields the quads of ``graph/queries``: the prefixes once, and each query with its parameters.

    The same queries give the same quads in the same order, without blank nodes.
    """
    yield from _prefixes()
    for query in queries:
        yield from _query(query)


def _quad(subject: NamedNode, curie: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, _named(curie), value, _GRAPH)


def _named(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=_named(datatype))


def _text(value: str) -> Literal:
    return Literal(value, language=_LANGUAGE)


def _prefixes() -> Iterator[Quad]:
    yield _quad(_DECLARATIONS, "rdf:type", _named("owl:Ontology"))
    yield _quad(_DECLARATIONS, "rdfs:label", _text("Prefixes of the saved queries"))
    for prefix, base in PREFIXES.items():
        declaration = NamedNode(str(QUERY[f"prefixes/{prefix}"]))
        yield _quad(_DECLARATIONS, "sh:declare", declaration)
        yield _quad(declaration, "rdf:type", _named("sh:PrefixDeclaration"))
        yield _quad(declaration, "sh:prefix", Literal(prefix))
        yield _quad(declaration, "sh:namespace", _typed(base, "xsd:anyURI"))


def _query(query: SavedQuery) -> Iterator[Quad]:
    subject = NamedNode(query.iri)
    executable, text = _EXECUTABLES[query.form]
    yield _quad(subject, "rdf:type", _named("sh:SPARQLExecutable"))
    yield _quad(subject, "rdf:type", NamedNode(executable))
    yield _quad(subject, "rdfs:label", _text(query.title))
    yield _quad(subject, "rdfs:comment", _text(query.question))
    yield _quad(subject, "dcterms:description", _text(query.description))
    yield _quad(subject, "dcterms:identifier", Literal(query.name))
    yield _quad(subject, "rdfs:isDefinedBy", NamedNode(str(ONTOLOGY_IRI)))
    yield _quad(subject, "sh:prefixes", _DECLARATIONS)
    yield Quad(subject, NamedNode(text), Literal(query.body), _GRAPH)
    for tag in query.tags:
        yield _quad(subject, "schema:keywords", Literal(tag))
    for order, parameter in enumerate(query.parameters):
        node = NamedNode(f"{query.iri}/parameter/{parameter.name}")
        yield _quad(subject, "sh:parameter", node)
        yield from _parameter(node, parameter, order)


def _parameter(node: NamedNode, parameter: Parameter, order: int) -> Iterator[Quad]:
    yield _quad(node, "rdf:type", _named("sh:Parameter"))
    yield _quad(node, "sh:path", node)
    yield _quad(node, "sh:name", Literal(parameter.name))
    yield _quad(node, "sh:description", _text(parameter.description))
    yield _quad(node, "sh:order", _typed(str(order), "xsd:integer"))
    if parameter.type == "iri":
        yield _quad(node, "sh:nodeKind", _named("sh:IRI"))
    elif parameter.type == "lang-string":
        yield _quad(node, "sh:datatype", _named("rdf:langString"))
    else:
        yield _quad(node, "sh:datatype", _named(f"xsd:{parameter.type}"))
    of = expand(parameter.of) if parameter.of else None
    if of is not None:
        yield _quad(node, "sh:class", NamedNode(of))
    if not parameter.required:
        yield _quad(node, "sh:optional", _typed("true", "xsd:boolean"))
    if parameter.default is not None:
        yield _quad(node, "sh:defaultValue", parse_term(parameter, parameter.default))
