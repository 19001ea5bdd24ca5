"""Annotated sets in the shapes that they come in: documents with the mentions annotated in them."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import InputError
from triples.evaluation.annotated import read_mentions
from triples.model import Document, Mention
from triples.reading import read_document

_TREEBANKS = "*.conllu.gz"


@dataclass(frozen=True)
class Annotated:
    """A document with the mentions annotated in it, and the name of the set it belongs to."""

    document: Document
    mentions: list[Mention]
    part: str


def read_set(texts: Path, mentions: Sequence[Path] = ()) -> Iterator[Annotated]:
    """Yields the annotated documents of a set, in the order of the set.

    Documents without a mention are left out, as it cannot be known whether they were annotated; lines and sentences of
    PLOVER without one are not, because all of them were.

    `texts` is a directory of texts (``NAME.txt``), a file of documents of one line each (``NAME.txt``; the documents
    are called ``NAME-1``, ``NAME-2`` …), the sentences of PLOVER (``.tsv``; ``plv`` and the number of the sentence),
    or a directory of treebanks (``*.conllu.gz``; documents by their names there). `mentions` are files for all of
    them; where there are none, each text, or the file of lines, has its own beside it (``NAME.jsonl``).

    Raises InputError, with file and line, where a file is missing or cannot be understood.
    """
    if texts.is_dir() and not any(texts.glob(_TREEBANKS)):
        shared = _by_document(mentions)
        for path in sorted(texts.glob("*.txt")):
            own = shared.get(path.stem, []) if mentions else read_mentions(path.with_suffix(".jsonl"))
            if own:
                yield Annotated(read_document(path), own, texts.name)
        return
    annotated = _by_document(mentions or [texts.with_suffix(".jsonl")])
    for name, text in _documents(texts):
        if name in annotated or texts.is_file():
            digest = hashlib.sha256(text.encode()).hexdigest()
            document = Document(slug=name, text=text, masked=text, digest=digest)
            yield Annotated(document, annotated.get(name, []), texts.stem)


def _by_document(mentions: Sequence[Path]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for path in mentions:
        for mention in read_mentions(path):
            found.setdefault(mention.doc, []).append(mention)
    return found


def _documents(texts: Path) -> Iterator[tuple[str, str]]:
    if texts.is_dir():
        for path in sorted(texts.glob(_TREEBANKS)):
            yield from _treebank(path)
    elif texts.suffix == ".tsv":
        with texts.open(encoding="utf-8", newline="") as file:
            # A sentence with several marked pairs of actors stands there as often.
            sentences = {row["sentence_id"]: row["sentence"] for row in csv.DictReader(file, delimiter="\t")}
        yield from ((f"plv{number}", " ".join(sentence.split())) for number, sentence in sentences.items())
    elif texts.is_file():
        for count, line in enumerate(texts.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{texts.stem}-{count}", line
    else:
        raise InputError(f"{texts} does not exist; expected a directory of texts or a file of documents of one line.")


def _treebank(path: Path) -> Iterator[tuple[str, str]]:
    """Yields the documents of a treebank: their sentences as they were written, with empty lines between paragraphs."""
    name, text = "", ""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.strip().partition(" = ")
            if key == "# newdoc id":
                if text:
                    yield name, text
                name, text = value, ""
            elif key in ("# newpar", "# newpar id") and text:
                text += "\n\n"
            elif key == "# text":
                text += f" {value}" if text and not text.endswith("\n") else value
    if text:
        yield name, text
