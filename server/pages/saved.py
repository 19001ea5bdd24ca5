"""The saved queries: their index, and for each a form, its text and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast
from urllib.parse import urlencode

from flask import Response, abort, redirect, render_template, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as BaseResponse

from ontology.errors import LimitError, ParameterError
from queries.binding import bind, given_values
from queries.loading import load_queries
from queries.model import Parameter, SavedQuery
from queries.naming import resolve_names
from server.pages import graph
from server.pages.blueprint import blueprint
from server.pages.links import kind_of
from triples.store.protocol import Answer, Solutions, Store, Term

_SHOWN = 200
_CHOICES = 300
_HTML = "text/html"
_MACHINE = (
    "application/sparql-results+json",
    "application/json",
    "application/sparql-results+xml",
    "application/xml",
    "text/csv",
    "text/tab-separated-values",
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
)
DOWNLOADS = {
    "select": ("csv", "tsv", "json", "xml"),
    "ask": ("json", "xml"),
    "construct": ("ttl", "nt", "jsonld", "xml"),
    "describe": ("ttl", "nt", "jsonld", "xml"),
}
"""The formats that the page of a query offers, by the form of the query."""


@dataclass(frozen=True)
class Outcome:
    """What running a query on its page gave: an answer, or the sentence that says why there is none."""

    answer: Answer | None = None
    sparql: str | None = None
    problem: str | None = None
    parameter: str | None = None
    status: int = 200

    @property
    def columns(self) -> list[tuple[int, str]]:
        """The columns that the table shows, as positions and names.

        A column ``xLabel`` beside a column ``x`` is left out, for a page shows names in place of IRIs anyway.
        """
        if not isinstance(self.answer, Solutions):
            return list(enumerate(("subject", "predicate", "object")))
        names = self.answer.variables
        return [(i, name) for i, name in enumerate(names) if name.removesuffix("Label") not in set(names) - {name}]

    @property
    def rows(self) -> list[tuple[Term | None, ...]]:
        """The rows of the table that are shown."""
        if self.answer is None or isinstance(self.answer, bool):
            return []
        if isinstance(self.answer, Solutions):
            return list(self.answer.rows[:_SHOWN])
        return [(triple.subject, triple.predicate, triple.object) for triple in self.answer.triples[:_SHOWN]]

    @property
    def total(self) -> int:
        """How many rows the answer has."""
        return 0 if self.answer is None or isinstance(self.answer, bool) else len(self.answer)


@cache
def saved_queries() -> dict[str, SavedQuery]:
    """Returns the queries that come with Servanda; they are read once."""
    return load_queries()


@blueprint.get("/queries")
def queries() -> str:
    """Lists the saved queries by tag."""
    return render_template("queries.html", queries=saved_queries().values(), tag=request.args.get("tag", ""))


@blueprint.get("/query/<name>")
def query_by_iri(name: str) -> BaseResponse:
    """Leads from the IRI of a query to its page."""
    return redirect(f"/queries/{name}", 303)


@blueprint.get("/queries/<name>")
def saved_query(name: str) -> BaseResponse:
    """Shows a saved query with a form for its parameters, its text, and its answer.

    A client that asks for a format of results, by Accept or by ``format=``, is led to the same query of the API.
    """
    query = saved_queries().get(name) or abort(404, f"There is no saved query {name}; /queries lists them.")
    values = {key: value for key, value in request.args.items() if key not in ("format", "run")}
    best = request.accept_mimetypes.best_match((_HTML, *_MACHINE), default=_HTML)
    if "format" in request.args or best != _HTML:
        leading = redirect(f"/api/queries/{name}?{urlencode(list(request.args.items()))}", 303)
        leading.vary.add("Accept")
        return leading
    outcome = _run(query, values)
    page = render_template(
        "query.html",
        query=query,
        values=values,
        outcome=outcome,
        downloads=DOWNLOADS[query.form],
        arguments=urlencode([(key, value) for key, value in values.items() if value]),
        choices={parameter.name: _choices(parameter) for parameter in query.parameters if parameter.of},
        shown=_SHOWN,
    )
    response = Response(page, mimetype=_HTML, status=outcome.status)
    response.vary.add("Accept")
    return response


def _run(query: SavedQuery, values: Mapping[str, str]) -> Outcome:
    missing = [p for p in query.parameters if p.required and not values.get(p.name)]
    if missing and not any(values.values()):
        return Outcome()
    source = graph.source()
    try:
        given_values(query, values)
        text = bind(query, resolve_names(cast("Store", source), query, values))
        answer = source.query(text)
    except ParameterError as error:
        return Outcome(problem=str(error), parameter=error.parameter, status=400)
    except LimitError as error:
        return Outcome(problem=str(error), status=503)
    return with_names(Outcome(answer=answer, sparql=text))


def with_names(outcome: Outcome) -> Outcome:
    """Asks at once for the names of everything that the table of an outcome shows."""
    terms = (term for row in outcome.rows for term in row if isinstance(term, NamedNode))
    graph.describe(term.value for term in terms if kind_of(term.value))
    return outcome


def _choices(parameter: Parameter) -> list[tuple[str, str]]:
    """Returns names with IRIs from which a form may offer a value of a parameter: instances of its class."""
    if parameter.of is None:
        return []
    rows = graph.select("instances", type=NamedNode(graph.full(parameter.of)))
    nodes = graph.describe(graph.iris(rows, "instance")[:_CHOICES])
    return sorted((item.label, iri) for iri, item in nodes.items())
