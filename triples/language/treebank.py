"""Converts Universal Dependencies treebanks (CoNLL-U) and UNER entities (IOB2) to spaCy's training format.

The reference documents keep the treebank's own tokens and the original spacing, so that spaCy aligns
its own tokenisation of the same text with them. Some documents are varied with a fixed seed, because the
texts that Servanda reads look different from the treebanks: typographic quotation marks and title-cased
headlines.

CoNLL-U: https://universaldependencies.org/format.html
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SEED = 20220111
CURLY_SHARE = 0.3
TITLE_SHARE = 0.04
LONGEST_GROUP = 4


@dataclass
class Sentence:
    """One treebank sentence: parallel columns, one entry a word; `heads` are 0-based, the root its own head."""

    sent_id: str
    starts_document: bool
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    entities: list[str] | None = None


def _blocks(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield block
                block = []
        if block:
            yield block


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yields the sentences of a gzipped CoNLL-U file: the words of multi-word tokens, and no empty nodes."""
    for block in _blocks(path):
        comments = [line for line in block if line.startswith("#")]
        sent_id = next((c.split("=", 1)[1].strip() for c in comments if c.startswith("# sent_id")), "")
        sentence = Sentence(sent_id, any(c.startswith("# newdoc") for c in comments))
        inside_until, space_after_range = 0, True
        for line in block:
            if line.startswith("#"):
                continue
            columns = line.split("\t")
            if "-" in columns[0]:
                inside_until = int(columns[0].split("-")[1])
                space_after_range = "SpaceAfter=No" not in columns[9]
                continue
            if "." in columns[0]:
                continue
            position = int(columns[0])
            if position < inside_until:
                space = False
            elif position == inside_until:
                space = space_after_range
            else:
                space = "SpaceAfter=No" not in columns[9]
            sentence.words.append(columns[1])
            sentence.spaces.append(space)
            sentence.lemmas.append(columns[2])
            sentence.upos.append(columns[3])
            sentence.xpos.append(columns[4])
            sentence.feats.append("" if columns[5] == "_" else columns[5])
            sentence.heads.append(int(columns[6]) - 1 if columns[6] != "0" else position - 1)
            sentence.deprels.append("ROOT" if columns[7] == "root" else columns[7])
        if sentence.words:
            yield sentence


def read_uner(path: Path) -> dict[str, list[str]]:
    """Reads a gzipped UNER file; returns the IOB2 tags (PER, ORG, LOC, OTH) by `sent_id`."""
    tags: dict[str, list[str]] = {}
    for block in _blocks(path):
        sent_id = next((line.split("=", 1)[1].strip() for line in block if line.startswith("# sent_id")), "")
        row = [line.split("\t")[2] for line in block if not line.startswith("#")]
        # Two slips in the published data: "B-O" stands for "O".
        tags[sent_id] = ["O" if tag.endswith("-O") else tag for tag in row]
    return tags


def _title_case(words: list[str], upos: list[str]) -> list[str]:
    small = {"ADP", "DET", "CCONJ", "PART", "PUNCT", "SCONJ"}
    return [
        w if tag in small and i else w[:1].upper() + w[1:] for i, (w, tag) in enumerate(zip(words, upos, strict=True))
    ]


def _curly(words: list[str]) -> list[str]:
    opening, out = True, []
    for word in words:
        if word == '"':
            word, opening = ("“" if opening else "”"), not opening
        elif word in ("``", "''"):
            word = "“" if word == "``" else "”"
        else:
            word = re.sub(r"(?<=\w)'|^'(?=\w)", "’", word)
        out.append(word)
    return out


def _document(vocab: Vocab, group: list[Sentence], chance: random.Random) -> Doc:
    curly, title = chance.random() < CURLY_SHARE, chance.random() < TITLE_SHARE
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    iob: list[str | None] = []
    for sentence in group:
        offset, own = len(words), sentence.words
        if title and len(own) < 25:
            own = _title_case(own, sentence.upos)
        words += _curly(own) if curly else own
        spaces += sentence.spaces
        heads += [offset + head for head in sentence.heads]
        starts += [True] + [False] * (len(own) - 1)
        iob += sentence.entities if sentence.entities is not None else [None] * len(own)
    doc = Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=[t for s in group for t in s.xpos],
        pos=[t for s in group for t in s.upos],
        morphs=[t for s in group for t in s.feats],
        lemmas=[t for s in group for t in s.lemmas],
        heads=heads,
        deps=[t for s in group for t in s.deprels],
        sent_starts=starts,
    )
    _set_entities(doc, iob)
    return doc


def _set_entities(doc: Doc, iob: list[str | None]) -> None:
    missing = [doc[i : i + 1] for i, tag in enumerate(iob) if tag is None]
    spans, start = [], None
    for i, tag in enumerate([*iob, "O"]):
        if start is not None and not (tag or "O").startswith("I-"):
            spans.append(doc.char_span(doc[start].idx, doc[i - 1].idx + len(doc[i - 1]), label=(iob[start] or "")[2:]))
            start = None
        if tag and tag.startswith("B-"):
            start = i
    doc.set_ents([s for s in spans if s is not None], missing=missing, default="outside")


def convert(conllu: Path, *, uner: Path | None, vary: bool) -> DocBin:
    """Converts one treebank split to a DocBin of documents of one to four consecutive sentences.

    `uner` adds named entities where its sentence has the same tokens; without it they are marked as missing.
    `vary` turns the variations on (training data only).
    """
    entities = read_uner(uner) if uner else {}
    chance, vocab = random.Random(SEED), Vocab()  # noqa: S311 -- varies training data, guards no secret
    bin_ = DocBin(attrs=["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE"])
    group: list[Sentence] = []
    length = 1
    still = random.Random(SEED)  # noqa: S311 -- the same

    def flush() -> None:
        if group:
            doc = _document(vocab, group, chance) if vary else _document(vocab, group, _Never())
            bin_.add(doc)
            group.clear()

    for sentence in read_conllu(conllu):
        tags = entities.get(sentence.sent_id)
        if tags is not None and len(tags) == len(sentence.words):
            sentence.entities = tags
        if sentence.starts_document or len(group) >= length:
            flush()
            length = still.randint(1, LONGEST_GROUP)
        group.append(sentence)
    flush()
    return bin_


class _Never(random.Random):
    """A source of chance by which nothing is varied."""

    def random(self) -> float:
        return 1.0
