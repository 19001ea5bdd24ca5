"""Looks up names in a store, so that a parameter takes "James Baker" for the IRI of the person."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ontology.errors import ParameterError
from ontology.namespaces import PREFIXES
from queries.binding import given_values
from queries.model import Parameter, SavedQuery
from queries.terms import contract, expand, sparql
from triples.store.protocol import Solutions

if TYPE_CHECKING:
    from triples.store.protocol import Store

_PREFERRED = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['schema']}headline", f"{PREFIXES['rdfs']}label")
_OTHER = (f"{PREFIXES['skos']}altLabel", f"{PREFIXES['sv']}shortName")
_STANDING_FOR = (f"{PREFIXES['sv']}metonym", f"{PREFIXES['sv']}demonym")
_NEAR = 3


def resolve_names(
    store: Store, query: SavedQuery, values: Mapping[str, str], *, timeout: float | None = None
) -> dict[str, str]:
    """Returns `values` with each name of an instance replaced by its IRI; all else is unchanged.

    Only parameters that say of which class they are (`Parameter.of`) are looked up, and only when their value is no
    IRI and no CURIE. A preferred label wins over other names, these over words
    that stand for an actor ("Moscow", "Russian"), and the case as written over another case. `timeout` is in
    seconds, for each look-up.

    Raises `ParameterError` for a name that nothing bears, with names that are near, and for one that several bear.
    """
    resolved = given_values(query, values)
    for parameter in query.parameters:
        name = resolved.get(parameter.name)
        if name is not None and parameter.of is not None and expand(name) is None:
            resolved[parameter.name] = _look_up(store, parameter, parameter.of, name.strip(), timeout)
    return resolved


def _look_up(store: Store, parameter: Parameter, of: str, name: str, timeout: float | None) -> str:
    for properties in (_PREFERRED, _OTHER, _STANDING_FOR):
        found = _subjects(store, of, properties, name, timeout)
        if found:
            return _only(parameter, name, found)
    labels = list(_labels(store, of, timeout))
    same = {iri for iri, label in labels if label.casefold() == name.casefold()}
    if same:
        return _only(parameter, name, same)
    known = {label.casefold(): label for _, label in labels}
    near = difflib.get_close_matches(name.casefold(), known, n=_NEAR, cutoff=0.6)
    near += [folded for folded in sorted(known) if name.casefold() in folded.split() and folded not in near]
    hint = f" Did you mean {' or '.join(known[folded] for folded in near[:_NEAR])}?" if near else ""
    raise ParameterError(
        f"The parameter {parameter.name} takes the IRI or the name of an instance of {of}; "
        f"nothing of that class is called {name!r}.{hint}",
        parameter=parameter.name,
    )


def _only(parameter: Parameter, name: str, found: Iterable[str]) -> str:
    iris = sorted(found)
    if len(iris) > 1:
        raise ParameterError(
            f"The parameter {parameter.name} is ambiguous: {name!r} is the name of "
            f"{', '.join(contract(iri) for iri in iris)}; give one of these.",
            parameter=parameter.name,
        )
    return iris[0]


def _subjects(store: Store, of: str, properties: tuple[str, ...], name: str, timeout: float | None) -> set[str]:
    plain, english = sparql(Literal(name)), sparql(Literal(name, language="en"))
    text = (
        f"SELECT DISTINCT ?thing WHERE {{ VALUES ?name {{ {plain} {english} }} "
        f"VALUES ?property {{ {' '.join(f'<{iri}>' for iri in properties)} }} "
        f"?thing ?property ?name . ?thing a {_class(of)} }}"
    )
    return {row[0].value for row in _rows(store, text, timeout) if isinstance(row[0], NamedNode)}


def _labels(store: Store, of: str, timeout: float | None) -> Iterable[tuple[str, str]]:
    properties = " ".join(f"<{iri}>" for iri in _PREFERRED + _OTHER + _STANDING_FOR)
    text = (
        f"SELECT DISTINCT ?thing ?label WHERE {{ ?thing a {_class(of)} . "
        f"VALUES ?property {{ {properties} }} ?thing ?property ?label }} ORDER BY ?label ?thing"
    )
    for thing, label in _rows(store, text, timeout):
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            yield thing.value, label.value


def _class(of: str) -> str:
    iri = expand(of)
    return f"<{iri}>" if iri else f"<{PREFIXES['sv']}{of}>"


def _rows(store: Store, text: str, timeout: float | None) -> Iterable[tuple[object, ...]]:
    result = store.query(text, timeout=timeout)
    if not isinstance(result, Solutions):
        raise TypeError("a SELECT query gives solutions")
    return result.rows
