"""Reads the head of a saved query: the lines that begin with ``#+``, a small part of YAML in SPARQL comments.

The convention is grlc's (``#+ key: value`` on top of a query that runs anywhere). Known are: a value on the line, a
list in square brackets, text folded over indented lines after ``>``, and for `parameters` a list of mappings::

    #+ title: Who denies what
    #+ tags: [denials, disputes]
    #+ description: >
    #+   Each denial with what it denies, …
    #+ parameters:
    #+   - name: agent
    #+     type: iri
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from ontology.errors import InputError

MARK = "#+"
_ENTRY = re.compile(r"(?P<key>[a-z]+):(?:\s+(?P<value>.*\S))?\s*$")


@dataclass(frozen=True)
class Line:
    """A line of a head without its mark; `number` counts from 1 in the file."""

    number: int
    indent: int
    text: str


@dataclass(frozen=True)
class Entry:
    """The value of one key, with the line on which the key stands."""

    line: int
    value: str


@dataclass(frozen=True)
class Head:
    """What a head says: the plain keys, and one mapping for each parameter."""

    entries: dict[str, Entry]
    parameters: tuple[dict[str, Entry], ...]


def head_error(source: str, line: int, message: str) -> InputError:
    """Returns the error for a malformed head, naming the file and the line."""
    return InputError(f"{source}, line {line}: {message}")


def has_head(text: str) -> bool:
    """Says whether a text has at least one line that begins with ``#+``."""
    return any(line.startswith(MARK) for line in text.splitlines())


def read_head(text: str, source: str) -> Head:
    """Returns what the head of a query says. `source` is the name of the file, for errors.

    Raises `InputError`, with file and line, where the head is malformed or says something twice.
    """
    lines = _head_lines(text, source)
    entries: dict[str, Entry] = {}
    parameters: tuple[dict[str, Entry], ...] = ()
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.indent:
            raise head_error(source, line.number, "this line is indented, but continues nothing")
        below = position + 1
        while below < len(lines) and lines[below].indent:
            below += 1
        block = lines[position + 1 : below]
        position = below
        if line.text == "parameters:":
            parameters = _read_parameters(block, source)
            continue
        key, entry = _read_entry(line, block, source)
        _add(entries, key, entry, source)
    return Head(entries, parameters)


def read_list(entry: Entry, source: str) -> tuple[str, ...]:
    """Returns the items of a list in square brackets."""
    if not (entry.value.startswith("[") and entry.value.endswith("]")):
        raise head_error(source, entry.line, f"a list is written [one, two], not {entry.value!r}")
    items = tuple(item.strip() for item in entry.value[1:-1].split(","))
    return tuple(item for item in items if item)


def _head_lines(text: str, source: str) -> list[Line]:
    lines = []
    started = ended = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith(MARK):
            ended = started
            continue
        if ended:
            raise head_error(source, number, "the head must stand in one piece at the top of the file")
        started = True
        content = line[len(MARK) :].removeprefix(" ")
        if content.strip():
            lines.append(Line(number, len(content) - len(content.lstrip()), content.strip()))
    return lines


def _read_parameters(block: list[Line], source: str) -> tuple[dict[str, Entry], ...]:
    parameters: list[dict[str, Entry]] = []
    position = 0
    while position < len(block):
        line = block[position]
        if line.text.startswith("- "):
            parameters.append({})
            line = Line(line.number, line.indent + 2, line.text[2:].strip())
        elif not parameters:
            raise head_error(source, line.number, 'each parameter begins with "- name: …"')
        below = position + 1
        while below < len(block) and block[below].indent > line.indent:
            below += 1
        key, entry = _read_entry(line, block[position + 1 : below], source)
        _add(parameters[-1], key, entry, source)
        position = below
    return tuple(parameters)


def _read_entry(line: Line, block: list[Line], source: str) -> tuple[str, Entry]:
    match = _ENTRY.match(line.text)
    if match is None:
        raise head_error(source, line.number, f'expected "key: value", not {line.text!r}')
    key, value = match["key"], match["value"] or ""
    if value == ">":
        value = " ".join(folded.text for folded in block)
    elif block:
        raise head_error(source, block[0].number, f"text over several lines begins with '{key}: >'")
    elif value.startswith('"'):
        value = _unquoted(value, line.number, source)
    if not value:
        raise head_error(source, line.number, f"{key} has no value")
    return key, Entry(line.number, value)


def _unquoted(value: str, line: int, source: str) -> str:
    try:
        read = json.loads(value)
    except json.JSONDecodeError as error:
        raise head_error(source, line, f"the quoted value {value} is not closed or has a wrong escape") from error
    return str(read)


def _add(entries: dict[str, Entry], key: str, entry: Entry, source: str) -> None:
    if key in entries:
        raise head_error(source, entry.line, f"{key} is given twice")
    entries[key] = entry
