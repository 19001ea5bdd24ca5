"""Annotated sets: JSON lines of mentions, and the documents that they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from ontology.errors import InputError
from triples.model import ActType, Document, Mention, Mode, Stance
from triples.reading import read_documents

_NAMES = ("agent", "for", "addressee", "source")
_TEXTS = ("date", "instrument", "act", "gloss")
_CHOICES: dict[str, tuple[str, ...]] = {"type": get_args(ActType), "stance": get_args(Stance), "mode": get_args(Mode)}


def read_mentions(path: Path) -> list[Mention]:
    """Reads annotated mentions, one JSON object a line, with the fields that docs/extraction.md lists.

    `doc`, `start`, `end`, `type`, `stance` and `mode` must be there; a list or text that is left out is empty. Raises
    InputError, with file and line, that says what was expected.
    """
    mentions: list[Mention] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{place}: expected a JSON object, one a line: {error}.") from error
        fault = _fault(row)
        if fault is not None:
            raise InputError(f"{place}: expected {fault}.")
        mentions.append(Mention.from_json(row))
    if not mentions:
        raise InputError(f"{path} holds no mentions; expected one JSON object a line.")
    return mentions


def documents_of(mentions: Iterable[Mention], paths: Iterable[Path]) -> Iterator[Document]:
    """Yields the documents that annotated mentions are about, read from files and directories.

    Documents without an annotated mention are passed over: whether they were annotated cannot be known. Raises
    InputError when an annotated document is not there, or is shorter than the offsets say.
    """
    ends: dict[str, int] = {}
    for mention in mentions:
        ends[mention.doc] = max(ends.get(mention.doc, 0), mention.end)
    for document in read_documents(paths):
        end = ends.pop(document.slug, None)
        if end is None:
            continue
        if end > len(document.text):
            raise InputError(
                f"Mentions of {document.slug} end at {end}, but its text has {len(document.text)} characters; "
                f"give the text that was annotated."
            )
        yield document
    if ends:
        raise InputError(
            f"No text of {', '.join(sorted(ends))} among the documents; expected a file of that name, with a suffix."
        )


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; expected annotated mentions, one JSON object a line.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error


def _fault(row: Any) -> str | None:
    """Returns what was expected of a decoded line where it is not so."""
    if not isinstance(row, Mapping):
        return "a JSON object"
    if not (isinstance(row.get("doc"), str) and row["doc"]):
        return "'doc', the name of a document"
    if not _is_span([row.get("start"), row.get("end")]):
        return "'start' and 'end', whole numbers, the end behind the start"
    for key, choices in _CHOICES.items():
        if row.get(key) not in choices:
            return f"'{key}' to be one of {', '.join(choices)}"
    for key in _NAMES:
        if not (isinstance(row.get(key, []), list) and all(isinstance(name, str) for name in row.get(key, []))):
            return f"'{key}' to be a list of names"
    for key in _TEXTS:
        if not isinstance(row.get(key), str | None):
            return f"'{key}' to be text or null"
    if row.get("content") is not None and not _is_span(row["content"]):
        return "'content' to be null or two whole numbers, the second behind the first"
    return None


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(offset) is int for offset in value)
        and 0 <= value[0] < value[1]
    )
