"""Answers of queries as text: a table for people, and the formats of the W3C for programs.

CSV and TSV follow "SPARQL 1.1 Query Results CSV and TSV Formats", JSON and XML the formats of the same name; triples
are Turtle, N-Triples, RDF/XML or JSON-LD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from ontology.errors import InputError
from ontology.namespaces import PREFIXES
from queries.tables import table
from triples.store.protocol import Solutions, Triples

_RESULTS = {"csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV, "xml": QueryResultsFormat.XML}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "xml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "json": RdfFormat.JSON_LD,
}
# Turtle escapes the slash in a local name, so that "id:act\\/…" would be harder to read than the IRI in full.
_TURTLE_PREFIXES = {prefix: base for prefix, base in PREFIXES.items() if prefix not in ("id", "graph")}

SOLUTION_FORMATS: tuple[str, ...] = ("table", "csv", "tsv", "json", "xml")
"""The formats of solutions and booleans."""
TRIPLE_FORMATS: tuple[str, ...] = ("ttl", "nt", "xml", "jsonld", "json", "table")
"""The formats of triples; "json" is JSON-LD and "table" is Turtle, so that one choice serves all saved queries."""


def render(result: Solutions | bool | Triples, name: str, *, width: int | None = None) -> str:
    """Returns an answer in the format called `name`, ending in a line break.

    `width` is that of the terminal in columns, and concerns the table alone: cells are shortened to fit. Without a
    width nothing is shortened. Raises `InputError` where the answer can't be written in that format.
    """
    text = _solutions(result, name, width) if isinstance(result, (Solutions, bool)) else _triples(result, name)
    return text if text.endswith("\n") else text + "\n"


def results_json(result: Solutions | bool) -> dict[str, Any]:
    """Returns solutions or a boolean in the structure of SPARQL 1.1 Query Results JSON."""
    if isinstance(result, bool):
        return {"head": {}, "boolean": result}
    bindings = [
        {name: _json_term(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    return {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}


def _solutions(result: Solutions | bool, name: str, width: int | None) -> str:
    if name == "table":
        return str(result).lower() if isinstance(result, bool) else table(result, width=width)
    if name == "json":
        return json.dumps(results_json(result), ensure_ascii=False, indent=1)
    if name not in _RESULTS:
        raise InputError(f"Solutions can't be written as {name}; choose one of {', '.join(SOLUTION_FORMATS)}.")
    parsed = parse_query_results(json.dumps(results_json(result)), QueryResultsFormat.JSON)
    serialised = parsed.serialize(format=_RESULTS[name])
    return (serialised or b"").decode("utf-8")


def _triples(result: Iterable[Triple], name: str) -> str:
    chosen = "ttl" if name == "table" else name
    if chosen not in _GRAPHS:
        raise InputError(f"Triples can't be written as {name}; choose one of {', '.join(TRIPLE_FORMATS)}.")
    ordered = sorted(set(result), key=str)
    text = (serialize(ordered, format=_GRAPHS[chosen], prefixes=_TURTLE_PREFIXES) or b"").decode("utf-8")
    return _tidy(text) if chosen == "ttl" else text


def _tidy(turtle: str) -> str:
    """Sorts the prefixes, which the serialiser writes in no order, and leaves out those that are not used."""
    lines = turtle.splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("@prefix "))
    declarations = sorted(line for line in lines if line.startswith("@prefix "))
    used = [line for line in declarations if re.search(rf"(?<![\w:/<]){line.split()[1]}", body)]
    return "".join(used) + ("\n" if used else "") + body


def _json_term(term: NamedNode | BlankNode | Literal | Triple) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {role: _json_term(part) for role, part in parts.items()}}
    written = {"type": "literal", "value": term.value}
    if term.language is not None:
        written["xml:lang"] = term.language
    elif term.datatype.value != f"{PREFIXES['xsd']}string":
        written["datatype"] = term.datatype.value
    return written
