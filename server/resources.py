"""Linked data: every IRI of Servanda answers under its own path, as a page or as RDF, by content negotiation.

An IRI ``https://w3id.org/servanda/id/…`` is answered at ``/id/…`` of whatever host serves the graph, directly and with
status 200: the redirection that tells a thing from its description happens at w3id.org. The description holds what is
said of the thing, what points to it (at most 1,000 triples), and for acts the mentions with their targets.
"""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as BaseResponse

from ontology.errors import NotFoundError
from ontology.files import load_ontology
from ontology.namespaces import GRAPH, GRAPH_ONTOLOGY, ID, OA
from server.description import data_description
from server.graph_store import graph_response
from server.negotiation import GRAPHS, HTML
from server.pages import render_ontology, render_resource
from server.responses import chosen_format, query_response, service, triples_response
from server.sparql import base

blueprint = Blueprint("resources", __name__)

_MOST = 1000
_BOTH = (HTML, *GRAPHS)
_RDF_FIRST = (*GRAPHS, HTML)
_DESCRIPTION = f"""PREFIX oa: <{OA}>
CONSTRUCT {{ %(iri)s ?p ?o . ?s ?q %(iri)s . ?m ?mp ?mo . ?t ?tp ?to . ?r ?rp ?ro }}
WHERE {{
  {{ %(iri)s ?p ?o }}
  UNION {{ SELECT ?s ?q WHERE {{ ?s ?q %(iri)s }} LIMIT {_MOST} }}
  UNION {{ {{ SELECT ?m WHERE {{ ?m oa:hasBody %(iri)s }} LIMIT {_MOST} }} ?m ?mp ?mo }}
  UNION {{ {{ SELECT ?t WHERE {{ %(iri)s ^oa:hasBody?/oa:hasTarget ?t }} LIMIT {_MOST} }} ?t ?tp ?to }}
  UNION {{ {{ SELECT ?r WHERE {{ %(iri)s ^oa:hasBody?/oa:hasTarget/oa:hasSelector ?r }} LIMIT {_MOST} }} ?r ?rp ?ro }}
}}"""


@blueprint.get("/id/<path:path>")
def thing(path: str) -> Response:
    """Describes an instance."""
    node = _node(str(ID) + path)
    format = chosen_format(_BOTH)
    if format is HTML:
        page = render_resource(node.value)
        if page is None:
            raise NotFoundError(f"The graph says nothing of {node.value}.")
        return _html(page)
    if not service().ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}"):
        raise NotFoundError(f"The graph says nothing of {node.value}.")
    return query_response(_DESCRIPTION % {"iri": str(node)}, format)


@blueprint.get("/ontology")
@blueprint.get("/ontology/<path:version>")
def ontology(version: str | None = None) -> Response:  # noqa: ARG001 - a version's IRI shows what is served now
    """Documents the ontology, or gives it in RDF."""
    format = chosen_format(_BOTH)
    if format is HTML:
        return _html(render_ontology())
    where = f"GRAPH <{GRAPH_ONTOLOGY}> {{ ?s ?p ?o }}"
    if service().ask(f"ASK {{ {where} }}"):
        return query_response(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}", format)
    text = load_ontology().serialize(format="nt")
    return triples_response([quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)], format)


@blueprint.get("/graph/<path:path>")
def named_graph(path: str) -> Response:
    """Gives a named graph in RDF."""
    return graph_response(str(GRAPH) + path)


@blueprint.get("/void")
def void() -> Response:
    """Describes the data set and the service."""
    format = chosen_format(_RDF_FIRST)
    triples = data_description(service(), base())
    return triples_response(triples, next(each for each in GRAPHS if each.name == "ttl") if format is HTML else format)


@blueprint.get("/.well-known/void")
def well_known_void() -> BaseResponse:
    """Leads to the description of the data set (RFC 5785, VoID section 7.2)."""
    return redirect("/void", 303)


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise NotFoundError(f"{iri!r} is no IRI.") from None


def _html(page: str) -> Response:
    response = Response(page, mimetype=HTML.media_type)
    response.vary.add("Accept")
    return response
