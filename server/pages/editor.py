"""The SPARQL editor: Yasgui where it was built, and a plain form that does the same without JavaScript."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Response, current_app, jsonify, render_template, request
from rdflib import OWL, RDF

from ontology.errors import LimitError, QueryError
from ontology.files import load_ontology
from ontology.namespaces import PREFIXES
from server.pages import graph
from server.pages.blueprint import blueprint
from server.pages.saved import Outcome, with_names

_SHOWN = 200
_FIRST_QUERY = """PREFIX sv: <https://w3id.org/servanda/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# Acts that another act disputes
SELECT ?act ?label ?disputedBy WHERE {
  ?act sv:disputedBy ?disputedBy .
  OPTIONAL { ?act rdfs:label ?label }
}
LIMIT 50"""


@blueprint.get("/editor")
def editor() -> str:
    """Shows the editor; with ``run`` in the address, the plain form's answer as a table."""
    return render_editor(request.args.get("query"), run="run" in request.args)


@blueprint.get("/editor/vocabulary.json")
def editor_vocabulary() -> Response:
    """Gives the editor the prefixes and the terms that completion offers."""
    response = jsonify(_vocabulary())
    response.headers["Cache-Control"] = "max-age=3600"
    return response


def render_editor(query: str | None = None, *, run: bool = False) -> str:
    """Returns the page of the editor with a query in it; `run` also answers it as a table, for the plain form."""
    outcome = _answer(query) if query and run else Outcome()
    return render_template(
        "editor.html",
        query=query or _FIRST_QUERY,
        from_address=query is not None,
        built=is_built(),
        outcome=outcome,
        shown=_SHOWN,
    )


def is_built() -> bool:
    """Says whether the front end of the editor was built and is there to be served."""
    folder = current_app.static_folder
    return folder is not None and (Path(folder) / "editor" / "editor.js").is_file()


def _answer(query: str) -> Outcome:
    try:
        return with_names(Outcome(answer=graph.source().query(query), sparql=query))
    except (QueryError, LimitError) as error:
        return Outcome(problem=str(error))


@cache
def _vocabulary() -> dict[str, dict[str, str] | list[str]]:
    ontology = load_ontology()
    ours = tuple(PREFIXES.values())

    def terms(*types: object) -> list[str]:
        found = {str(term) for kind in types for term in ontology.subjects(RDF.type, kind)}  # type: ignore[arg-type]
        return sorted(iri for iri in found if iri.startswith(ours))

    return {
        "prefixes": PREFIXES,
        "classes": terms(OWL.Class),
        "properties": terms(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    }
