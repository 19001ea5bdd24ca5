"""The tokens of a SPARQL text, as far as finding and replacing a block of data needs them.

The grammar is that of SPARQL 1.1, section 19.8. Only what can hide a brace is told apart with care: comments, IRIs
and the four kinds of string. Everything else that is no variable and no brace is a word or a single character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["space", "comment", "iri", "string", "variable", "word", "mark"]

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>'''(?:(?:'|'')?(?:[^'\\]|\\.))*''' | \"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
                |'(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*")
    | (?P<variable>[?$]\w+)
    | (?P<word>(?:[\w:.%-]|\\[_~.!$&'()*+,;=/?\#@%-])+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A stretch of a SPARQL text; `start` and `end` are offsets into it, the end exclusive."""

    kind: TokenKind
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class DataBlock:
    """The data of ``VALUES ?variable { … }``; the offsets are those of what stands between the braces."""

    variable: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yields all tokens of a SPARQL text, white space and comments included, so that they add up to the text."""
    for match in _TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the names of the groups are the kinds
        yield Token(kind, match.group(), match.start(), match.end())


def significant(text: str) -> list[Token]:
    """Returns the tokens of a SPARQL text without white space and comments."""
    return [token for token in tokens(text) if token.kind not in ("space", "comment")]


def data_blocks(text: str) -> Iterator[DataBlock]:
    """Yields the data blocks of one variable, ``VALUES ?name { … }``, in the order of the text.

    >>> [block.variable for block in data_blocks('SELECT * { VALUES ?a { "}" } # VALUES ?b { 1 }')]
    ['a']
    """
    found = significant(text)
    for position, token in enumerate(found[:-2]):
        variable, brace = found[position + 1], found[position + 2]
        if token.kind != "word" or token.text.upper() != "VALUES":
            continue
        if variable.kind != "variable" or brace.text != "{":
            continue
        closing = next((later for later in found[position + 3 :] if later.text == "}"), None)
        if closing is not None:
            yield DataBlock(variable.text[1:], brace.end, closing.start)


def query_form(text: str) -> str | None:
    """Returns "select", "ask", "construct" or "describe", or None where a text is none of these.

    Words of the prologue can't be mistaken for the form: a prefix label ends in a colon, an IRI stands in brackets.
    """
    for token in significant(text):
        if token.kind == "word" and token.text.lower() in ("select", "ask", "construct", "describe"):
            return token.text.lower()
        if token.text == "{":
            return None
    return None
