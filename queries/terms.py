"""Values of parameters as RDF terms, and RDF terms as SPARQL text that nothing can break out of."""

from __future__ import annotations

import datetime
import re

from pyoxigraph import Literal, NamedNode

from ontology.errors import ParameterError
from ontology.namespaces import PREFIXES
from queries.model import Parameter

_XSD = PREFIXES["xsd"]
_IRI = re.compile(r"(?:https?://|urn:)[^<>\"{}|^`\\\x00-\x20]+")
_LANGUAGE_STRING = re.compile(r"(?P<text>.*)@(?P<language>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)", re.DOTALL)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_BOOLEANS = {"true": "true", "false": "false", "1": "true", "0": "false"}


def expand(text: str) -> str | None:
    """Returns the IRI that an IRI or a CURIE with a known prefix stands for, or None where the text is neither.

    >>> expand("id:person/james-baker")
    'https://w3id.org/servanda/id/person/james-baker'
    >>> expand("James Baker") is None
    True
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES:
        text = PREFIXES[prefix] + local
    return text if _IRI.fullmatch(text) else None


def contract(iri: str) -> str:
    """Returns an IRI as a CURIE where one of the known prefixes fits, and unchanged where none does.

    >>> contract("https://w3id.org/servanda/ontology#Denial")
    'sv:Denial'
    """
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base) and iri != base]
    if not fitting:
        return iri
    base, prefix = max(fitting)
    return f"{prefix}:{iri[len(base) :]}"


def parse_term(parameter: Parameter, value: str) -> NamedNode | Literal:
    """Returns the RDF term that a value written by a user is, according to the type of its parameter.

    Dates are xsd:date (YYYY-MM-DD), a lang-string is written ``text@en``. Raises `ParameterError` with the name of
    the parameter, what was expected, and an example.
    """
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise _wrong(parameter, value, "text in Unicode, without lone surrogates", "open door")
    match parameter.type:
        case "string":
            return Literal(value)
        case "iri":
            return _iri(parameter, value)
        case "lang-string":
            return _language_string(parameter, value)
        case "date":
            return _date(parameter, value)
        case "integer":
            return _number(parameter, value, _INTEGER, "a whole number", "12")
        case "decimal":
            return _number(parameter, value, _DECIMAL, "a decimal number with a point", "0.75")
        case "boolean":
            return _boolean(parameter, value)


def sparql(term: NamedNode | Literal) -> str:
    r"""Returns a term as SPARQL text that has one reading only, whatever characters are in it.

    A backslash of the text is doubled, as the grammar asks. SPARQL 1.1 (section 19.2) also lets an engine replace
    ``\uXXXX`` anywhere in the query before it reads strings, and some do so without looking at the backslash before:
    therefore a ``u`` after a backslash is written as a code point itself, which both kinds of engine read alike.
    """
    if isinstance(term, NamedNode):
        return f"<{term.value}>"
    escaped = "".join(_ESCAPES.get(character, character) for character in term.value)
    escaped = re.sub(r"\\\\([uU])", lambda match: f"\\\\\\U{ord(match[1]):08X}", escaped)
    if term.language is not None:
        return f'"{escaped}"@{term.language}'
    if term.datatype.value == f"{_XSD}string":
        return f'"{escaped}"'
    return f'"{escaped}"^^<{term.datatype.value}>'


def _wrong(parameter: Parameter, value: str, expected: str, example: str) -> ParameterError:
    shown = value if len(value) <= 60 else value[:57] + "…"
    return ParameterError(
        f"The parameter {parameter.name} takes {expected}, for example {example}; {shown!r} is not that.",
        parameter=parameter.name,
    )


def _iri(parameter: Parameter, value: str) -> NamedNode:
    expected, example = "an IRI or a CURIE with a known prefix", "id:person/james-baker"
    iri = expand(value)
    if iri is None:
        raise _wrong(parameter, value, expected, example)
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise _wrong(parameter, value, expected, example) from error


def _language_string(parameter: Parameter, value: str) -> Literal:
    match = _LANGUAGE_STRING.fullmatch(value)
    if match is None:
        raise _wrong(parameter, value, "text with its language", "open door@en")
    return Literal(match["text"], language=match["language"].lower())


def _date(parameter: Parameter, value: str) -> Literal:
    text = value.strip()
    expected, example = "a date of the calendar, YYYY-MM-DD", "1990-02-09"
    if not _DATE.fullmatch(text):
        raise _wrong(parameter, value, expected, example)
    try:
        datetime.date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(parameter, value, expected, example) from error
    return Literal(text, datatype=NamedNode(f"{_XSD}date"))


def _number(parameter: Parameter, value: str, form: re.Pattern[str], expected: str, example: str) -> Literal:
    text = value.strip()
    if not form.fullmatch(text):
        raise _wrong(parameter, value, expected, example)
    return Literal(text, datatype=NamedNode(f"{_XSD}{parameter.type}"))


def _boolean(parameter: Parameter, value: str) -> Literal:
    text = value.strip().lower()
    if text not in _BOOLEANS:
        raise _wrong(parameter, value, "true or false", "true")
    return Literal(_BOOLEANS[text], datatype=NamedNode(f"{_XSD}boolean"))
