"""What can be told of a SPARQL query before it runs, by its tokens: its form, and what it would reach for.

The engine parses queries but does not hand out its syntax tree, and it would follow SERVICE into the network. The
tokens of the grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar) suffice: SERVICE and FROM are keywords
in one production each, and as tokens they cannot be anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.errors import QueryError

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"},
)

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\s]*>)
    | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
                |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:_|[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.|\.+(?=[\w:·%\\-]))*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

# In `FILTER(?a<?b)SERVICE#>` the first "<" is an operator, yet all of it looks like one IRI. An expression ends with
# a bracket before SERVICE can follow, so an IRI with a bracket and then the word is taken for the keyword: a
# harmless query may be refused for a strange IRI, a harmful one never passes.
_HIDDEN_SERVICE = re.compile(r"\).*service", re.IGNORECASE | re.DOTALL)

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z][A-Za-z]* [A-Za-z]+")


@dataclass(frozen=True)
class QueryTraits:
    """The form of a query (SELECT, ASK, CONSTRUCT, DESCRIBE, an update form, or "" when it has none), and its reach."""

    form: str
    uses_service: bool
    names_dataset: bool
    """Whether FROM or FROM NAMED says which graphs to read."""

    @property
    def is_update(self) -> bool:
        """Tells whether the text is a SPARQL update."""
        return self.form in UPDATE_FORMS


def tokens(sparql: str) -> Iterator[tuple[str, str]]:
    """Yields the tokens of a query with their kinds, without white space and comments."""
    for kind, text, _ in placed_tokens(sparql):
        yield kind, text


def placed_tokens(sparql: str) -> Iterator[tuple[str, str, int]]:
    """Yields the tokens of a query with their kinds and the places where they begin."""
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield kind, match.group(), match.start()


def traits(sparql: str) -> QueryTraits:
    """Returns the form of a query and whether it names graphs or other services.

    >>> traits("PREFIX select: <http://x/> ASK { ?service select:from 'SERVICE' }")
    QueryTraits(form='ASK', uses_service=False, names_dataset=False)
    """
    form = ""
    uses_service = names_dataset = False
    for kind, text in tokens(sparql):
        if kind == "word":
            word = text.upper()
            if not form and (word in QUERY_FORMS or word in UPDATE_FORMS):
                form = word
            uses_service = uses_service or word == "SERVICE"
            names_dataset = names_dataset or word == "FROM"
        elif kind == "iri" and _HIDDEN_SERVICE.search(text):
            uses_service = True
    return QueryTraits(form=form, uses_service=uses_service, names_dataset=names_dataset)


def query_error(error: SyntaxError, sparql: str) -> QueryError:
    """Turns the engine's syntax error into a QueryError with line and column, and with what stands there.

    The engine lists every token that would have been right; of that only its sentences ("Prefix not found") help.
    """
    message = str(error)
    found = _POSITION.match(message)
    if found is None:
        return QueryError(f"The query does not parse: {message}")
    line, column = int(found.group(1)), int(found.group(2))
    parts = re.split(r",\s+", found.group(3).removeprefix("expected ").removeprefix("one of "))
    said = [part for part in parts if _SENTENCE.match(part)]
    lines = re.split(r"\r\n|[\n\r]", sparql)
    if not traits(sparql).form:
        # The engine tells where its last guess failed; what is wrong here is that no query begins.
        said = ["it needs one of SELECT, ASK, CONSTRUCT, DESCRIBE"]
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    near = f"near {rest[:30]!r}" if rest else f"at the end of the {'query' if line >= len(lines) else 'line'}"
    detail = f": {'; '.join(said)}" if said else ""
    text = f"The query does not parse at line {line}, column {column}, {near}{detail}."
    return QueryError(text, line=line, column=column)
