"""Work that outlives a run: what was extracted from a document is kept, so that no document is worked on twice.

A work directory holds one file a document and version of the extractor:
``VERSION/ab/abcdef….bin``, where VERSION is the fingerprint of all that extraction depends on (code, lexicon,
authority, language pipeline) and the file's name that of the document as it was read. Each file is written beside its
place and moved there, and bears the digest of its content: a run that is killed leaves whole files or none, and a
damaged file counts as none.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from triples.extraction import analyse_document, extract
from triples.language.analysis import Analysis
from triples.language.packing import pack, unpack
from triples.model import Document, Mention
from triples.serialisation import write_atomically

_PACKAGES = Path(__file__).resolve().parent.parent
_SOURCES = frozenset({".py", ".ttl", ".tsv", ".json", ".cfg", ".txt", ".gz", ".onnx"})
_DIGEST_SIZE = 32
_NAME_LENGTH = 20
_LENGTH_SIZE = 8
_QUICKLY = 1


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A document on which extraction has been done; its analysis comes from the work directory when it is asked for."""

    document: Document
    mentions: tuple[Mention, ...]
    work: Work

    @property
    def analysis(self) -> Analysis:
        """The syntax of the masked text."""
        return self.work.analysis(self.document)


class Work:
    """Does extraction, and keeps what comes of it in a directory.

    `directory` is made when it is needed; several runs may share one.
    """

    def __init__(self, directory: Path, nlp: Language) -> None:
        """Takes the place to keep results, and the pipeline to get them with."""
        self._root = directory
        self._nlp = nlp
        self._directory = directory / fingerprint(nlp)
        self.done = 0
        """How many documents were worked on in this run, the kept ones not counted."""

    def extracted(self, document: Document) -> Worked:
        """Returns what extraction gives for a document, from the directory where it is kept there."""
        kept = self._read(document)
        if kept is None:
            extraction = extract(document, self._nlp)
            mentions = tuple(extraction.mentions)
            self._keep(document, mentions, extraction.analysis)
            self.done += 1
        else:
            mentions = tuple(Mention.from_json(json.loads(line)) for line in kept.mentions)
        return Worked(document=document, mentions=mentions, work=self)

    def analysis(self, document: Document) -> Analysis:
        """Returns the syntax of a document's masked text, from the directory where it is kept there."""
        kept = self._read(document)
        if kept is None:
            return analyse_document(document, self._nlp)
        return unpack(kept.analysis, document.masked)

    def forget_others(self) -> None:
        """Removes what other versions of the extractor have left in the directory."""
        if self._root.is_dir():
            for other in self._root.iterdir():
                if other.is_dir() and other != self._directory and len(other.name) == _NAME_LENGTH:
                    shutil.rmtree(other, ignore_errors=True)

    def _read(self, document: Document) -> _Kept | None:
        """Returns what is kept of a document; a file that is damaged counts as none."""
        try:
            whole = self._place(document).read_bytes()
        except FileNotFoundError:
            return None
        digest, packed = whole[:_DIGEST_SIZE], whole[_DIGEST_SIZE:]
        if hashlib.sha256(packed).digest() != digest:
            return None
        content = zlib.decompress(packed)
        end = int.from_bytes(content[:_LENGTH_SIZE]) + _LENGTH_SIZE
        return _Kept(json.loads(content[_LENGTH_SIZE:end]), content[end:])

    def _keep(self, document: Document, mentions: tuple[Mention, ...], analysis: Analysis) -> None:
        lines = json.dumps([mention.to_json() for mention in mentions]).encode()
        content = len(lines).to_bytes(_LENGTH_SIZE) + lines + pack(analysis)
        packed = zlib.compress(content, _QUICKLY)
        place = self._place(document)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, hashlib.sha256(packed).digest() + packed)

    def _place(self, document: Document) -> Path:
        """Returns where the result for a document lies: all of it that extraction can see goes into the name."""
        seen = replace(document, near_duplicate_of=None)
        name = hashlib.sha256(json.dumps(asdict(seen), sort_keys=True).encode()).hexdigest()
        return self._directory / name[:2] / f"{name}.bin"


class _Kept(NamedTuple):
    mentions: list[str]
    analysis: bytes


def fingerprint(nlp: Language) -> str:
    """Returns a short name of all that extraction depends on: our code and data, libraries, the pipeline's files."""
    libraries = [version("spacy"), version("onnxruntime")]
    digest = hashlib.sha256(f"{libraries} {json.dumps(nlp.meta, sort_keys=True)}".encode())
    own = [
        file
        for package in (_PACKAGES / "triples", _PACKAGES / "ontology")
        for file in sorted(package.rglob("*"))
        if file.suffix in _SOURCES and file.parent != package / "graph"
    ]
    pipeline = sorted(nlp.path.rglob("*")) if nlp.path is not None and nlp.path.is_dir() else []
    for file in [*own, *(file for file in pipeline if file.is_file())]:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:_NAME_LENGTH]


__all__ = ["Work", "Worked", "fingerprint"]
