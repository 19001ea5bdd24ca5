"""Answers in a form in which those of different servers can be compared: as a multiset of rows, told by a number.

Rows are compared by the values of their terms where the data model has equal values in several forms ("0.60" and
"0.6"), and a list that GROUP_CONCAT made by its parts: their order is free, and where all have one language Oxigraph
keeps it, although SPARQL 1.1 (section 18.5.1.7) makes a plain text. Nothing else is forgiven.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DECIMALS = frozenset(
    f"{_XSD}{name}" for name in ("integer", "decimal", "nonNegativeInteger", "int", "long", "double", "float")
)
_CONCAT = re.compile(
    r"GROUP_CONCAT\s*\(\s*(?:DISTINCT\b)?.*?(?:;\s*separator\s*=\s*\"([^\"]*)\"\s*)?\)\s*AS\s*\?(\w+)", re.I | re.S
)
_AGGREGATE = re.compile(r"(?=\(\s*GROUP_CONCAT)", re.IGNORECASE)
_MODULUS = 1 << 128

Cell = tuple[str, ...] | None
"""A term: its kind, its text, and for a literal its language or data type; None where nothing is bound."""


@dataclass(frozen=True, slots=True)
class Digest:
    """An answer: how many rows it has, and a number in which the rows, but not their order, are added up."""

    rows: int
    value: int
    variables: tuple[str, ...] = ()


def lists_of(sparql: str) -> dict[str, str]:
    """Returns the variables that a query binds by GROUP_CONCAT, with the separators.

    >>> lists_of('SELECT (GROUP_CONCAT(DISTINCT ?name; separator="; ") AS ?names) {}')
    {'names': '; '}
    """
    found = (_CONCAT.search(part) for part in _AGGREGATE.split(sparql))
    return {match[2]: " " if match[1] is None else match[1] for match in found if match is not None}


def digest(body: bytes, lists: dict[str, str], *, triples: bool = False, rows_only: bool = False) -> Digest:
    """Returns the digest of an answer: SPARQL 1.1 Query Results JSON, or N-Triples for triples.

    With `rows_only` rows are counted and not compared. Raises ValueError or SyntaxError when the body is neither.
    """
    if triples:
        lines = {str(quad.triple) for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)}
        return Digest(len(lines), sum(map(_number, lines)) % _MODULUS)
    whole = json.loads(body)
    if "boolean" in whole:
        return Digest(1, int(whole["boolean"]))
    names = tuple(whole["head"]["vars"])
    bindings = whole["results"]["bindings"]
    if rows_only:
        return Digest(len(bindings), 0, names)
    return of_rows(names, rows(names, bindings, lists))


def rows(
    names: Sequence[str], bindings: Sequence[dict[str, dict[str, str]]], lists: dict[str, str]
) -> Iterator[tuple[Cell, ...]]:
    """Yields the rows of a result in the form in which they are compared."""
    for binding in bindings:
        yield tuple(_cell(binding.get(name), lists.get(name)) for name in names)


def of_rows(names: tuple[str, ...], found: Iterator[tuple[Cell, ...]]) -> Digest:
    """Returns the digest of rows."""
    total = how_many = 0
    for row in found:
        how_many += 1
        total += _number(repr(row))
    return Digest(how_many, total % _MODULUS, names)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "big")


def _cell(term: dict[str, str] | None, separator: str | None) -> Cell:
    if term is None:
        return None
    kind, text = term["type"], term["value"]
    if kind == "uri":
        return ("uri", text)
    if kind == "bnode":
        return ("bnode",)
    if separator is not None and kind == "literal":
        return ("list", *sorted(text.split(separator)))
    if "xml:lang" in term:
        return ("literal", text, term["xml:lang"].lower())
    data_type = term.get("datatype", f"{_XSD}string")
    if data_type in _DECIMALS:
        return ("number", _canonical(text))
    return ("literal", text, data_type)


def _canonical(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    # Engines keep between 14 and 20 digits of a quotient.
    return format(value.normalize() if not value.is_finite() else Decimal(f"{value:.11g}").normalize(), "f")
