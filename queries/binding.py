"""Binds the parameters of a saved query to values, as RDF terms.

Each parameter has one block ``VALUES ?name { … }`` in its query. Binding replaces what stands between the braces
by one serialised term, found by tokens: values are parsed into terms first, and never pasted as text. The result is
plain SPARQL, which runs on any store and can be shown to the user as it ran.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from ontology.errors import ParameterError
from queries.model import SavedQuery
from queries.terms import parse_term, sparql
from queries.tokens import data_blocks


def bind(query: SavedQuery, values: Mapping[str, str]) -> str:
    """Returns the SPARQL text of a query with `values` bound as RDF terms.

    Values are written as a user writes them: an IRI or CURIE, text, a date YYYY-MM-DD, a number, true or false. A
    value of "" counts as not given, as in a form whose field was left empty. What is not given has its default, or
    restricts nothing. Names of actors are looked up by `queries.naming.resolve_names`, which needs a store.

    Raises `ParameterError` for a parameter that is unknown, missing or of the wrong type.
    """
    given = given_values(query, values)
    text = query.text
    for block in sorted(data_blocks(text), key=lambda block: block.start, reverse=True):
        if block.variable in given:
            parameter = query.parameter(block.variable)
            if parameter is not None:
                term = sparql(parse_term(parameter, given[block.variable]))
                text = f"{text[: block.start]} {term} {text[block.end :]}"
    return text


def given_values(query: SavedQuery, values: Mapping[str, str]) -> dict[str, str]:
    """Returns the values that are not empty, after checking that each is known and none that is required is missing.

    Raises `ParameterError` otherwise, with the names that are near.
    """
    names = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in names:
            raise ParameterError(_unknown(query.name, name, names), parameter=name)
    given = {name: value for name, value in values.items() if value != ""}
    for parameter in query.parameters:
        if parameter.required and parameter.name not in given:
            raise ParameterError(
                f"The query {query.name} needs the parameter {parameter.name} ({parameter.type}): "
                f"{parameter.description}",
                parameter=parameter.name,
            )
    return given


def _unknown(query: str, name: str, names: list[str]) -> str:
    if not names:
        return f"The query {query} takes no parameters; leave out {name}."
    near = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"The query {query} has no parameter {name}; it takes {', '.join(names)}.{hint}"
