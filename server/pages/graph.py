"""What the pages ask of the graph: named queries with terms in place of their ``$variables``, and nodes with labels.

The queries lie in ``server/pages/sparql``. In them ``?name`` is a variable of the answer and ``$name`` stands for a
term that the page gives: it is found by tokens and replaced by a serialised RDF term, never by pasted text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from flask import current_app, g
from pyoxigraph import Literal, NamedNode
from rdflib import RDF

from ontology.namespaces import ID, PREFIXES, SV
from queries.terms import sparql
from queries.tokens import tokens
from triples.store.protocol import Answer, Solutions, Term

EXTENSION = "servanda"
"""The key under which the application keeps what answers queries."""

_FOLDER = Path(__file__).parent / "sparql"
_BATCH = 500
_LABELS = ("skos:prefLabel", "rdfs:label", "schema:headline", "dcterms:title", "schema:name")
_LABEL_IRIS = tuple(PREFIXES[name.split(":")[0]] + name.split(":")[1] for name in _LABELS)


Given = NamedNode | Literal | Sequence[NamedNode]
"""What may stand in place of a ``$variable``: a term, or the terms of a block of data."""


class Source(Protocol):
    """What answers the queries of the pages: the application's query service, or any store."""

    def query(self, sparql: str) -> Answer:
        """Answers one query."""
        ...


class Node:
    """An IRI with what the graph says of it; the order of its values is that of their text."""

    def __init__(self, iri: str, values: Mapping[str, list[Term]] | None = None) -> None:
        self.iri = iri
        self.values: dict[str, list[Term]] = {key: sorted(terms, key=text_of) for key, terms in (values or {}).items()}

    def __bool__(self) -> bool:
        """Says whether the graph says anything of it."""
        return bool(self.values)

    def terms(self, curie: str) -> list[Term]:
        """Returns all values of a property, which is written as a CURIE."""
        return self.values.get(full(curie), [])

    def all(self, curie: str) -> list[str]:
        """Returns the text or the IRI of each value of a property."""
        return [text_of(term) for term in self.terms(curie)]

    def first(self, curie: str) -> str | None:
        """Returns the text or the IRI of the first value of a property, or None."""
        return next(iter(self.all(curie)), None)

    def number(self, curie: str) -> int | None:
        """Returns the first value of a property as a whole number, or None where it is none."""
        text = self.first(curie)
        return int(text) if text is not None and text.isdecimal() else None

    @property
    def types(self) -> list[str]:
        """The IRIs of its classes."""
        return [text_of(term) for term in self.values.get(str(RDF.type), [])]

    @property
    def label(self) -> str:
        """Its name: the English label where there is one, or a readable form of its IRI."""
        for key in _LABEL_IRIS:
            found = self.values.get(key, [])
            english = [term for term in found if isinstance(term, Literal) and (term.language or "en") == "en"]
            if english or found:
                return text_of((english or found)[0])
        return readable(self.iri)


def select(name: str, /, **terms: Given) -> list[dict[str, Term]]:
    """Returns the rows of one of the pages' queries, with `terms` in place of its ``$variables``."""
    return rows(bound(name, **terms))


def rows(text: str) -> list[dict[str, Term]]:
    """Returns the rows of a SELECT query."""
    answer = source().query(text)
    return list(answer) if isinstance(answer, Solutions) else []


def source() -> Source:
    """Returns what answers the queries of the application that handles this request."""
    return cast("Source", current_app.extensions[EXTENSION])


def bound(name: str, /, **terms: Given) -> str:
    """Returns the text of one of the pages' queries with `terms` in place of its ``$variables``.

    Raises KeyError where the query has a ``$variable`` that is not given.
    """
    return bind_terms(_text(name), terms)


def bind_terms(text: str, terms: Mapping[str, Given]) -> str:
    """Returns a SPARQL text with `terms` in place of its ``$variables``; see `bound`."""
    parts = (
        _serialised(terms[token.text[1:]]) if token.kind == "variable" and token.text[0] == "$" else token.text
        for token in tokens(text)
    )
    return "".join(parts)


def _serialised(given: Given) -> str:
    return sparql(given) if isinstance(given, NamedNode | Literal) else " ".join(sparql(term) for term in given)


def iris(found: Iterable[Mapping[str, Term]], variable: str) -> list[str]:
    """Returns the values of a variable without repetition, in the order of the rows."""
    return list(dict.fromkeys(text_of(row[variable]) for row in found if variable in row))


def describe(wanted: Iterable[str]) -> dict[str, Node]:
    """Returns a node for each IRI; asks the graph once for those that this request has not asked for yet."""
    known: dict[str, Node] = g.setdefault("nodes", {})
    names = list(dict.fromkeys(wanted))
    missing = [iri for iri in names if iri not in known]
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        values: dict[str, dict[str, list[Term]]] = {iri: {} for iri in batch}
        for row in select("statements", nodes=[NamedNode(iri) for iri in batch]):
            values[text_of(row["s"])].setdefault(text_of(row["p"]), []).append(row["o"])
        known.update({iri: Node(iri, values[iri]) for iri in batch})
    return {iri: known[iri] for iri in names}


def node(iri: str) -> Node:
    """Returns the node of one IRI."""
    return describe([iri])[iri]


def label(iri: str) -> str:
    """Returns the name of an IRI; terms of the ontology are named without asking the graph."""
    if iri.startswith(str(SV)):
        return spaced(iri.removeprefix(str(SV)))
    return node(iri).label if iri.startswith(str(ID)) else readable(iri)


def prefetch(nodes: Iterable[Node]) -> None:
    """Asks at once for everything that `nodes` point to, so that their labels cost one query."""
    describe(value for item in nodes for value in _instances(item))


def _instances(item: Node) -> Iterator[str]:
    for terms in item.values.values():
        for term in terms:
            if isinstance(term, NamedNode) and term.value.startswith(str(ID)):
                yield term.value


def text_of(term: Term) -> str:
    """Returns the IRI or the text of a term."""
    return str(term) if not isinstance(term, NamedNode | Literal) else term.value


def full(curie: str) -> str:
    """Returns the IRI of a CURIE whose prefix is one of the project's.

    >>> full("sv:agent")
    'https://w3id.org/servanda/ontology#agent'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def readable(iri: str) -> str:
    """Returns the last part of an IRI as words, for what has no label.

    >>> readable("https://w3id.org/servanda/id/organization/north-atlantic-council")
    'north atlantic council'
    """
    tail = iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    return tail.replace("-", " ").replace("_", " ") or iri


def spaced(name: str) -> str:
    """Returns the name of a term as words.

    >>> spaced("TreatyAct")
    'Treaty act'
    >>> spaced("onBehalfOf")
    'on behalf of'
    """
    words = "".join(f" {character.lower()}" if character.isupper() else character for character in name[1:])
    return name[:1] + words


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
