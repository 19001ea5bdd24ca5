"""The SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/) at ``/graph-store``.

A graph is named by ``?graph=IRI`` or ``?default``, or it is the address of the request itself. While the default graph
is the union of all, it can be read, and not written to.
"""

from __future__ import annotations

import uuid

import pyoxigraph as ox
from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from ontology.errors import NotFoundError, QueryError
from server.changes import Order
from server.negotiation import GRAPHS, HTML, Format
from server.permissions import changed, updates
from server.responses import chosen_format, query_response, service
from server.sparql import base

blueprint = Blueprint("graph_store", __name__)

_UPDATE = "application/sparql-update"
_MULTIPART = "multipart/form-data"
_RDF = {
    "text/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
    "text/n3": "text/turtle",
}


@blueprint.get("/graph-store")
@blueprint.get("/graph-store/<path:path>")
def get(path: str = "") -> Response:
    """Gives a graph in RDF."""
    graph = _named(path)
    if graph is None:
        return query_response("CONSTRUCT WHERE { ?s ?p ?o }", _data_format())
    return graph_response(graph)


@blueprint.put("/graph-store")
@blueprint.put("/graph-store/<path:path>")
def put(path: str = "") -> Response:
    """Replaces a graph, or makes one."""
    writer = updates()
    graph = _named(path)
    return changed(writer.carry_out(Order(do="put", graph=graph, base=graph or request.base_url, parts=_bodies())))


@blueprint.post("/graph-store")
@blueprint.post("/graph-store/<path:path>")
def post(path: str = "") -> Response:
    """Adds to a graph, or, asked of the whole store, makes one with a name of its own."""
    writer = updates()
    fresh = not path and "graph" not in request.args and "default" not in request.args
    graph = f"{base()}graph-store/{uuid.uuid4()}" if fresh else _named(path)
    change = writer.carry_out(Order(do="post", graph=graph, base=graph or request.base_url, parts=_bodies()))
    return changed(change, location=graph if fresh else None)


@blueprint.delete("/graph-store")
@blueprint.delete("/graph-store/<path:path>")
def delete(path: str = "") -> Response:
    """Removes a graph, or empties the default graph."""
    return changed(updates().carry_out(Order(do="delete", graph=_named(path))))


@blueprint.patch("/graph-store")
@blueprint.patch("/graph-store/<path:path>")
def patch(path: str = "") -> Response:
    """Changes a graph by a SPARQL update that sees it alone."""
    writer = updates()
    if request.mimetype != _UPDATE:
        raise UnsupportedMediaType(f"A PATCH must be {_UPDATE}, not {request.mimetype or 'without Content-Type'}.")
    return changed(writer.carry_out(Order(do="patch", graph=_named(path), sparql=update_text())))


def update_text() -> str:
    """Returns the body of the request as a SPARQL update; raises QueryError when it is not UTF-8."""
    try:
        return request.get_data(cache=False).decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"The update is not UTF-8: {error.reason} at byte {error.start}.") from error


def graph_response(iri: str) -> Response:
    """Returns a named graph in the format that is asked for; raises NotFoundError when there is none."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise NotFoundError(f"{iri!r} is no IRI.") from None
    format = _data_format()
    if not service().ask(f"ASK {{ GRAPH {node} {{ }} }}"):
        raise NotFoundError(f"There is no graph {iri}.")
    return query_response(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} }}", format)


def _named(path: str) -> str | None:
    """Returns the IRI of the graph that the request names; None for the default graph."""
    names = request.args.getlist("graph")
    if path:
        if names or "default" in request.args:
            raise BadRequest("The address itself names the graph; ?graph= and ?default name another.")
        return f"{base()}{request.base_url[len(request.url_root) :]}"
    if "default" in request.args and not names:
        return None
    if len(names) != 1 or "default" in request.args:
        raise BadRequest("Say which graph: ?graph=IRI or ?default.")
    return names[0]


def _bodies() -> tuple[tuple[str, bytes], ...]:
    if request.mimetype != _MULTIPART:
        return ((_rdf_type(request.mimetype), request.get_data(cache=False)),)
    parts = [each for name in request.files for each in request.files.getlist(name)]
    if not parts:
        raise BadRequest("The form holds no files of RDF.")
    return tuple((_rdf_type(each.mimetype), each.read()) for each in parts)


def _rdf_type(media_type: str) -> str:
    if media_type not in _RDF:
        known = ", ".join(sorted(set(_RDF.values())))
        raise UnsupportedMediaType(f"{media_type or 'A body without Content-Type'} is no RDF; there is {known}.")
    return _RDF[media_type]


def _data_format() -> Format:
    """Returns the format of RDF that is asked for; Turtle for a browser, for there is no page of a whole graph."""
    format = chosen_format((*GRAPHS, HTML))
    return GRAPHS[0] if format is HTML else format
