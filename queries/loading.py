"""Loads saved queries from their files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from ontology.errors import InputError, NotFoundError, ParameterError
from queries.heads import Entry, Head, has_head, head_error, read_head, read_list
from queries.model import PARAMETER_TYPES, QUERY_FORMS, Parameter, ParameterType, QueryForm, SavedQuery
from queries.terms import parse_term, sparql
from queries.tokens import DataBlock, data_blocks, query_form

_FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARAMETER_NAME = re.compile(r"[a-z][a-zA-Z0-9]*")
_QUERY_KEYS = {"title", "description", "tags", "question"}
_PARAMETER_KEYS = {"name", "type", "description", "default", "optional", "of"}


def load_queries(folder: Path | None = None) -> dict[str, SavedQuery]:
    """Returns all saved queries by name, in the order of the alphabet.

    `folder` is the folder of the ``.rq`` files; left out, the queries that come with Servanda, in a checkout as in an
    installation. Raises `InputError`, with file and line, where a query has no head or a malformed one.
    """
    paths = sorted((folder or _FOLDER).glob("*.rq"))
    return {path.stem: parse_query(_read(path), name=path.stem, source=path.name) for path in paths}


def load_query(path: Path) -> SavedQuery:
    """Returns the query of one file, with or without a head; without one it has no parameters.

    Raises `NotFoundError` where there is no such file, and `InputError` where it is not text or its head is malformed.
    """
    text = _read(path)
    if has_head(text):
        return parse_query(text, name=path.stem, source=path.name)
    form = _form(text, path.name)
    return SavedQuery(
        name=path.stem, title=path.stem, description="", tags=(), question="", parameters=(), text=text, form=form
    )


def parse_query(text: str, *, name: str, source: str) -> SavedQuery:
    """Returns the saved query that a text with a head is. `source` is what errors call the file.

    Raises `InputError`, with file and line, where the head is malformed or does not fit the query.
    """
    if not _NAME.fullmatch(name):
        raise head_error(source, 1, "a saved query is named in lower case with hyphens, for example who-denies-what.rq")
    head = read_head(text, source)
    _check_keys(head.entries, _QUERY_KEYS, "the head", source)
    entries = {key: _required(head, key, source) for key in sorted(_QUERY_KEYS)}
    parameters = tuple(_parameter(mapping, source) for mapping in head.parameters)
    _check_blocks(head, parameters, text, source)
    return SavedQuery(
        name=name,
        title=entries["title"].value,
        description=entries["description"].value,
        tags=read_list(entries["tags"], source),
        question=entries["question"].value,
        parameters=parameters,
        text=text,
        form=_form(text, source),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no query file {path}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not text in UTF-8.") from error
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}.") from error


def _form(text: str, source: str) -> QueryForm:
    form = query_form(text)
    if form not in QUERY_FORMS:
        raise InputError(f"{source} holds no SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE).")
    return cast("QueryForm", form)


def _required(head: Head, key: str, source: str) -> Entry:
    if key not in head.entries:
        raise head_error(source, 1, f'the head lacks "{key}"; add a line "#+ {key}: …"')
    return head.entries[key]


def _check_keys(entries: dict[str, Entry], known: set[str], what: str, source: str) -> None:
    for key, entry in entries.items():
        if key not in known:
            raise head_error(source, entry.line, f'{what} has no key "{key}"; known are {", ".join(sorted(known))}')


def _parameter(mapping: dict[str, Entry], source: str) -> Parameter:
    first = min(entry.line for entry in mapping.values())
    _check_keys(mapping, _PARAMETER_KEYS, "a parameter", source)
    for key in ("name", "type", "description"):
        if key not in mapping:
            raise head_error(source, first, f'this parameter lacks "{key}"')
    name, kind = mapping["name"], mapping["type"]
    if not _PARAMETER_NAME.fullmatch(name.value):
        raise head_error(source, name.line, f"{name.value!r} can't be a SPARQL variable; use letters and digits")
    if kind.value not in PARAMETER_TYPES:
        raise head_error(source, kind.line, f"{kind.value!r} is no type; known are {', '.join(PARAMETER_TYPES)}")
    optional = mapping.get("optional")
    if optional is not None and optional.value != "true":
        raise head_error(source, optional.line, 'optional is either "true" or left out')
    default, of = mapping.get("default"), mapping.get("of")
    if optional is not None and default is not None:
        raise head_error(source, default.line, "a parameter is optional or has a default, not both")
    if of is not None and kind.value != "iri":
        raise head_error(source, of.line, 'only a parameter of type iri has "of"')
    return Parameter(
        name=name.value,
        type=cast("ParameterType", kind.value),
        description=mapping["description"].value,
        default=default.value if default else None,
        optional=optional is not None,
        of=of.value if of else None,
    )


def _check_blocks(head: Head, parameters: tuple[Parameter, ...], text: str, source: str) -> None:
    """Checks that each parameter has one data block, which holds its default, so that the file runs as it stands."""
    blocks: dict[str, list[DataBlock]] = {}
    for block in data_blocks(text):
        blocks.setdefault(block.variable, []).append(block)
    seen: set[str] = set()
    for parameter, mapping in zip(parameters, head.parameters, strict=True):
        name, line = parameter.name, mapping["name"].line
        if name in seen:
            raise head_error(source, line, f"the parameter {name} is given twice")
        seen.add(name)
        found = blocks.get(name, [])
        if len(found) != 1:
            raise head_error(source, line, f"the query needs one block VALUES ?{name} {{ … }}, and has {len(found)}")
        try:
            expected = "UNDEF" if parameter.default is None else sparql(parse_term(parameter, parameter.default))
        except ParameterError as error:
            raise head_error(source, mapping["default"].line, str(error)) from error
        written = text[found[0].start : found[0].end].strip()
        if written != expected:
            number = text.count("\n", 0, found[0].start) + 1
            raise head_error(source, number, f"the block of ?{name} must hold its default, {expected}, not {written}")
