"""The saved queries as an API: their list, and the answer of each by content negotiation."""

from __future__ import annotations

from functools import cache
from typing import cast

from flask import Blueprint, Response, jsonify, request

from ontology.errors import NotFoundError
from queries.binding import bind, given_values
from queries.loading import load_queries
from queries.model import SavedQuery
from queries.naming import resolve_names
from server.responses import chosen_format, query_response, service
from server.sparql import base, formats_for
from triples.store import Store

blueprint = Blueprint("saved_queries", __name__, url_prefix="/api/queries")

_RESERVED = frozenset({"format", "output", "timeout", "run"})


@blueprint.get("")
def index() -> Response:
    """Lists the saved queries with their parameters."""
    return jsonify([_summary(query) for query in _queries().values()])


@blueprint.get("/<name>")
def answer(name: str) -> Response:
    """Answers a saved query; its parameters are those of the address."""
    query = _queries().get(name)
    if query is None:
        raise NotFoundError(f"There is no saved query {name}; /api/queries lists them.")
    values = {key: value for key, value in request.args.items() if key not in _RESERVED}
    format = chosen_format(formats_for(query.text))
    given_values(query, values)
    text = bind(query, resolve_names(cast("Store", service()), query, values))
    return query_response(text, format)


@cache
def _queries() -> dict[str, SavedQuery]:
    return load_queries()


def _summary(query: SavedQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "iri": query.iri,
        "title": query.title,
        "description": query.description,
        "question": query.question,
        "tags": list(query.tags),
        "form": query.form,
        "text": query.text,
        "url": f"{base()}api/queries/{query.name}",
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "description": parameter.description,
                "default": parameter.default,
                "required": parameter.required,
                "of": parameter.of,
            }
            for parameter in query.parameters
        ],
    }
