"""The file of PolNeAR (Newell, Margolin and Ruths 2018) as documents: text, tokens with offsets, and gold spans.

One JSON object a line: "tokens" (Penn Treebank writing), "labels" (B-, I- and O of source, cue and content, one a
token) and "id", the name of the article followed by that of its annotator. A line is a paragraph or a headline. Spacing
is not given and is put back here; the "pos" and "ner" of the file are not used.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ontology.errors import InputError

Span = tuple[int, int, str]
"""First token, the one after the last, and the kind: source, cue or content."""

KINDS = ("source", "cue", "content")

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_NO_SPACE_BEFORE = frozenset([",", ".", ";", ":", "?", "!", ")", "]", "}", "”", "’", "%", "...", "'"])
_NO_SPACE_AFTER = frozenset(["(", "[", "{", "“", "‘", "$", "#"])
_CLITICS = frozenset(["'s", "n't", "'re", "'ve", "'ll", "'m", "'d"])


@dataclass(slots=True)
class Paragraph:
    """A line of the file: where its tokens stand in the text of the document, and their gold spans."""

    offsets: list[tuple[int, int]]
    spans: list[Span]


@dataclass(slots=True)
class Article:
    """An article as one annotator marked it; `name` is that of the article alone."""

    name: str
    text: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)


def read_articles(path: Path) -> list[Article]:
    """Reads the articles of a JSON Lines file, compressed (.gz) or not, in the order of the file.

    Raises InputError, with the number of the line, when a line is not as described above.
    """
    articles: dict[str, Article] = {}
    for number, row in _rows(path):
        try:
            name, tokens, labels = str(row["id"]), list(row["tokens"]), list(row["labels"])
            spans = spans_of(labels)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path.name}, line {number}: no attributions of PolNeAR: {error!r}.") from error
        if len(tokens) != len(labels):
            raise InputError(f"{path.name}, line {number}: {len(tokens)} tokens have {len(labels)} labels.")
        article = articles.setdefault(name, Article(name.rsplit("_", 1)[0]))
        _append(article, tokens, spans)
    if not articles:
        raise InputError(f"{path.name} has no line.")
    return list(articles.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{path} cannot be read as JSON Lines: {error}") from error


def spans_of(labels: Sequence[str]) -> list[Span]:
    """Returns the spans of a sequence of labels; an I- without its B- begins a span.

    >>> spans_of(["B-source", "B-cue", "B-content", "I-content", "O"])
    [(0, 1, 'source'), (1, 2, 'cue'), (2, 4, 'content')]
    """
    spans: list[Span] = []
    for i, label in enumerate(labels):
        prefix, _, kind = label.partition("-")
        if prefix == "O":
            continue
        if kind not in KINDS or prefix not in ("B", "I"):
            raise ValueError(label)
        if prefix == "I" and spans and spans[-1][1] == i and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], i + 1, kind)
        else:
            spans.append((i, i + 1, kind))
    return spans


def _append(article: Article, tokens: Sequence[str], spans: list[Span]) -> None:
    words = _unquoted(tokens)
    text = article.text + "\n\n" if article.text else ""
    offsets: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        glued = i == 0 or word in _NO_SPACE_BEFORE or word.lower() in _CLITICS or words[i - 1] in _NO_SPACE_AFTER
        text += word if glued else " " + word
        offsets.append((len(text) - len(word), len(text)))
    article.text = text
    article.paragraphs.append(Paragraph(offsets, spans))


def _unquoted(tokens: Sequence[str]) -> list[str]:
    """Tokens as they are written in print; some publishers close and open with the same mark."""
    words: list[str] = []
    opened = False
    for i, written in enumerate(tokens):
        if written == "``" or (written == "''" and not opened and _opens(tokens, i)):
            words.append("“")
            opened = True
        elif written == "''":
            words.append("”")
            opened = False
        elif written == "`":
            words.append("‘")
        else:
            words.append(_BRACKETS.get(written, written))
    return words


def _opens(tokens: Sequence[str], i: int) -> bool:
    return i + 1 < len(tokens) and (i == 0 or "''" in tokens[i + 1 :])
