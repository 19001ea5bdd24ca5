"""The SPARQL service: the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from ontology.errors import QueryError
from server.changes import Order
from server.description import service_description
from server.loads import documents
from server.negotiation import GRAPHS, HTML, RESULTS, Format
from server.pages import render_editor
from server.permissions import changed, updates
from server.planning import is_absolute
from server.responses import chosen_format, query_response, service, triples_response
from server.service import Dataset, UpdatesRefusedError
from triples.store.syntax import traits

blueprint = Blueprint("sparql", __name__)

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_UPDATES_ARE_OFF = "Updates are off: this service answers queries only."


@blueprint.get("/sparql")
def get_query() -> Response:
    """Answers a query in the address; without one, shows the editor or describes the service."""
    if "update" in request.args:
        if service().updates is None:
            raise UpdatesRefusedError(_UPDATES_ARE_OFF)
        raise BadRequest("An update must be sent by POST.")
    queries = request.args.getlist("query")
    if not queries:
        found = chosen_format((*GRAPHS, HTML))
        return _editor(None) if found is HTML else triples_response(service_description(service(), base()), found)
    return _answer(_only(queries), may_be_page=True)


@blueprint.route("/sparql", methods=["POST", "QUERY"])
def post_query() -> Response:
    """Answers a query in the body, as a form or as it is."""
    media_type = request.mimetype
    if request.method == "QUERY" and (media_type == _UPDATE or "update" in request.form):
        raise BadRequest("QUERY is a safe method: an update must be sent by POST.")
    if media_type == _FORM:
        if "update" in request.form:
            return _update(request.form.getlist("update"))
        return _answer(_only(request.form.getlist("query")))
    if media_type == _UPDATE:
        try:
            return _update([request.get_data(cache=False).decode("utf-8")])
        except UnicodeDecodeError as error:
            raise QueryError(f"The update is not UTF-8: {error.reason} at byte {error.start}.") from error
    if media_type != _QUERY:
        raise UnsupportedMediaType(f"The body must be {_FORM} or {_QUERY}, not {media_type or 'without Content-Type'}.")
    if "query" in request.args:
        raise BadRequest("The query came twice: in the address and in the body.")
    try:
        return _answer(request.get_data(cache=False).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise QueryError(f"The query is not UTF-8: {error.reason} at byte {error.start}.") from error


def base() -> str:
    """Returns the address under which users reach the service, ending in a slash."""
    return (service().config.public_url or request.url_root).rstrip("/") + "/"


def _answer(sparql: str, *, may_be_page: bool = False) -> Response:
    formats = formats_for(sparql)
    if may_be_page:
        # A browser that opens the address of a query gets the editor with it; */* prefers the formats of data.
        found = chosen_format((*formats, HTML))
        if found is HTML:
            return _editor(sparql)
    else:
        found = chosen_format(formats)
    return query_response(sparql, found, dataset=_dataset())


def formats_for(sparql: str) -> tuple[Format, ...]:
    """Returns the formats in which a query can be answered, by its form."""
    return GRAPHS if traits(sparql).form in {"CONSTRUCT", "DESCRIBE"} else RESULTS


def _update(given: list[str]) -> Response:
    writer = updates()
    if len(given) != 1 or "query" in request.values:
        raise BadRequest("One update is needed, and no query with it.")
    base_iri = service().config.base_iri
    loaded = documents(service(), given[0], base_iri)
    order = Order(
        do="update",
        sparql=given[0],
        using=(_graphs("using-graph-uri"), _graphs("using-named-graph-uri")),
        base=base_iri,
        parts=tuple(loaded.values()),
        sources=tuple(loaded),
    )
    return changed(writer.carry_out(order))


def _only(queries: list[str]) -> str:
    if len(queries) != 1:
        raise BadRequest("One parameter named query is needed." if not queries else "query was given more than once.")
    return queries[0]


def _dataset() -> Dataset | None:
    default, named = _graphs("default-graph-uri"), _graphs("named-graph-uri")
    return (default, named) if default or named else None


def _graphs(parameter: str) -> tuple[str, ...]:
    found = tuple(request.values.getlist(parameter))
    for iri in found:
        if not is_absolute(iri):
            raise BadRequest(f"{iri!r} is no absolute IRI, which {parameter} must be.")
    return found


def _editor(query: str | None) -> Response:
    page = Response(render_editor(query, run=query is not None), mimetype=HTML.media_type)
    page.vary.add("Accept")
    return page
