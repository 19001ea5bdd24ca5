"""BNODE(label) as the standard has it: a new blank node in every solution, and one for one label within a solution.

The engine gives one blank node for a label in the whole answer (and in all updates of a store), where SPARQL 1.1
(https://www.w3.org/TR/sparql11-query/#func-bnode) wants them "distinct from all blank nodes created by calls to this
constructor for other query solutions". So every call becomes one of a function of ours, with a second argument that
tells solutions apart: what BNODE() without a label gave for the solution. Calls of one solution (in a SELECT clause, or
in BINDs that follow each other) share it as a variable; where a BIND is alone with its call, it needs none::

    SELECT (BNODE(?a) AS ?b) (BNODE("x") AS ?c) { ?s ?p ?a }
    SELECT (f(?a, ?n) AS ?b) (f("x", ?n) AS ?c) { { ?s ?p ?a } BIND(BNODE() AS ?n) }

Of groups (GROUP BY, aggregates) any one of their solutions stands for them. In FILTER, HAVING and ORDER BY, which no
blank node leaves, calls stay as they are, and so they do in SERVICE, which another engine evaluates.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from triples.store.syntax import placed_tokens

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Functions = dict[ox.NamedNode, Callable[..., Term | None]]
_Answer = TypeVar("_Answer")

_NAME = ox.NamedNode("urn:x-servanda:bnode")
_CALL = re.compile(r"bnode", re.IGNORECASE)
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_GROUPING = _AGGREGATES | {"GROUP", "HAVING"}
_SECTIONS = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "INSERT", "DELETE", "WITH"})


def _bnode(label: Term, solution: Term) -> ox.BlankNode | None:
    """Returns the blank node of a label in a solution; None, which is an error, when the label is no plain string."""
    if not isinstance(label, ox.Literal) or label.datatype != _STRING or isinstance(solution, ox.Triple):
        return None
    return ox.BlankNode(hashlib.blake2b(f"{solution.value}\n{label.value}".encode(), digest_size=16).hexdigest())


FUNCTIONS: Functions = {_NAME: _bnode}
"""What a text from `by_solution` calls, for the engine."""


def by_solution(sparql: str, base: str | None = None) -> str:
    """Returns a query or an update with its BNODE(label) made new in every solution; `base` resolves relative IRIs.

    The text itself comes back when it has no such call, and when its outline cannot be read. Where the new one does not
    parse, neither does the old one, whose error has the right places.

    >>> by_solution('SELECT * { ?s ?p ?o BIND(BNODE("a") AS ?b) }')
    'SELECT * { ?s ?p ?o BIND(<urn:x-servanda:bnode>("a", BNODE()) AS ?b) }'
    """
    if _CALL.search(sparql) is None:
        return sparql
    try:
        return _Rewriting(sparql, base).result()
    except (_UnclearError, SyntaxError, RuntimeError):
        return sparql


def asked(ask: Callable[[str, Functions | None], _Answer], sparql: str, base: str | None = None) -> _Answer:
    """Returns what `ask`, which calls the engine with a text and functions, gives for a query or an update.

    Raises what `ask` raises for the text as it was given.
    """
    text = by_solution(sparql, base)
    if text is not sparql:
        with suppress(SyntaxError):
            return ask(text, FUNCTIONS)
    return ask(sparql, None)


class _UnclearError(Exception):
    pass


@dataclass(frozen=True)
class _Call:
    """One call: the tokens of its word and of its closing bracket, and whether an aggregate is around it."""

    word: int
    end: int
    aggregated: bool


class _Rewriting:
    """Walks over the tokens of a text once and gathers what to replace."""

    def __init__(self, text: str, base: str | None) -> None:
        self._text = text
        self._base = base
        self._tokens = list(placed_tokens(text))
        self._edits: list[tuple[int, int, str]] = []
        self._mark = secrets.token_hex(8)
        self._made = 0

    def result(self) -> str:
        """Returns the new text; raises _UnclearError when brackets do not match."""
        at = 0
        while at < len(self._tokens):
            if self._word(at) == "SELECT":
                at = self._select(at)
            elif self._is(at, "{"):
                at, _ = self._group(at)
            else:
                at += 1
        if not self._edits:
            return self._text
        pieces, last = [], 0
        for start, end, new in sorted(self._edits):
            pieces += [self._text[last:start], new]
            last = end
        return "".join(pieces) + self._text[last:]

    # What stands at a token

    def _word(self, at: int) -> str:
        kind, text, _ = self._tokens[at] if at < len(self._tokens) else ("", "", 0)
        return text.upper() if kind == "word" else ""

    def _is(self, at: int, sign: str) -> bool:
        return at < len(self._tokens) and self._tokens[at][0] == "other" and self._tokens[at][1] == sign

    def _place(self, at: int) -> int:
        return self._tokens[at][2] if at < len(self._tokens) else len(self._text)

    def _past(self, at: int) -> int:
        if at >= len(self._tokens):
            raise _UnclearError
        return at + 1

    # Each of these begins at the token that it is given, and returns the one after its end

    def _group(self, at: int) -> tuple[int, bool]:
        """Passes a group; tells also whether a variable of ours can be seen outside of it."""
        at += 1
        visible, calls, begin = False, list[_Call](), None
        if self._word(at) == "SELECT":
            at = self._select(at)
        while not self._is(at, "}"):
            word, inner = self._word(at), False
            if word == "BIND":
                begin = at if begin is None else begin
                at = self._bracket(at + 1, calls)
            elif word == "FILTER":
                at = self._filter(at + 1)
            elif self._is(at, "."):
                at += 1
            else:
                # A pattern makes other solutions out of those before it.
                visible |= self._share_in_group(calls, begin)
                calls, begin = [], None
                if word == "SERVICE":
                    at = self._service(at)
                elif self._is(at, "{"):
                    at, inner = self._group(at)
                else:
                    at = self._past(at)
                visible |= inner
        return at + 1, self._share_in_group(calls, begin) or visible

    def _filter(self, at: int) -> int:
        while not self._is(at, "(") and not self._is(at, "{"):
            at = self._past(at)
        return self._bracket(at) if self._is(at, "(") else self._group(at)[0]

    def _service(self, at: int) -> int:
        while not self._is(at, "{"):
            at = self._past(at)
        depth = 0
        while True:
            depth += self._is(at, "{") - self._is(at, "}")
            at = self._past(at)
            if depth == 0:
                return at

    def _bracket(self, at: int, calls: list[_Call] | None = None) -> int:
        """Passes a bracket with all in it, and notes the calls, also that of the bracket, in the list for them."""
        if not self._is(at, "("):
            raise _UnclearError
        around: list[tuple[int | None, bool]] = []
        while True:
            if self._is(at, "("):
                before = self._word(at - 1)
                aggregated = before in _AGGREGATES or (bool(around) and around[-1][1])
                around.append((at - 1 if before == "BNODE" and not self._is(at + 1, ")") else None, aggregated))
            elif self._is(at, ")"):
                word, aggregated = around.pop()
                if word is not None and calls is not None:
                    calls.append(_Call(word, at, aggregated))
                if not around:
                    return at + 1
            elif self._is(at, "{"):
                at, _ = self._group(at)
                continue
            at = self._past(at)

    def _select(self, begin: int) -> int:
        calls = list[_Call]()
        at = begin + (2 if self._word(begin + 1) in {"DISTINCT", "REDUCED"} else 1)
        star = at if self._is(at, "*") else None
        while self._word(at) not in {"WHERE", "FROM"} and not self._is(at, "{"):
            at = self._bracket(at, calls) if self._is(at, "(") else self._past(at)
        while not self._is(at, "{"):
            at = self._past(at)
        first = at
        at, visible = self._group(at)
        last = at - 1
        at, keys, values = self._modifiers(at)
        words = {self._word(each) for each in (*range(begin, first), *range(last, at))}
        grouped = not words.isdisjoint(_GROUPING)
        if (calls or keys) and not (grouped and values is not None):  # those VALUES would multiply the groups
            self._share_in_select(calls, keys, (first, last), (values, at), grouped=grouped)
        if visible and star is not None:
            self._name_variables(begin, star, at)
        elif visible and any(self._word(each) == "DISTINCT" and self._is(each + 1, "*") for each in range(begin, at)):
            raise _UnclearError  # COUNT(DISTINCT *) would count our variables in
        return at

    def _modifiers(self, at: int) -> tuple[int, list[_Call], int | None]:
        """Passes GROUP BY, ORDER BY and the like; returns also the calls in GROUP BY, and where VALUES is."""
        keys, section, values = list[_Call](), "", None
        while at < len(self._tokens) and not self._is(at, "}"):
            if self._word(at) in _SECTIONS:
                section = self._word(at)
                values = at if section == "VALUES" else None
            if self._is(at, "(") and section != "VALUES":
                at = self._bracket(at, keys if section == "GROUP" else None)
            elif self._is(at, "{"):
                at, _ = self._group(at)
            else:
                at += 1
        return at, keys, values

    # What is written

    def _share_in_group(self, calls: list[_Call], begin: int | None) -> bool:
        """Gives the calls in BINDs one solution to share; tells whether that takes a variable."""
        if len(calls) > 1 and begin is not None:
            variable = self._variable()
            self._edits.append((self._place(begin), self._place(begin), f"BIND(BNODE() AS {variable}) "))
            self._replace(calls, variable)
            return True
        self._replace(calls, "BNODE()")
        return False

    def _share_in_select(
        self,
        calls: list[_Call],
        keys: list[_Call],
        where: tuple[int, int],
        values: tuple[int | None, int],
        *,
        grouped: bool,
    ) -> None:
        variable, moved = self._variable(), ""
        if values[0] is not None:
            # VALUES at the end of a query is joined before the SELECT clause is evaluated.
            begin, end = self._place(values[0]), self._place(values[1])
            self._edits.append((begin, end, ""))
            moved = self._text[begin:end] + "\n"
        first, last = map(self._place, where)
        self._edits.append((first, first + 1, "{ {"))
        self._edits.append((last, last + 1, f"}} {moved}BIND(BNODE() AS {variable}) }}"))
        # Without any solution there is still one group, when there are no keys.
        of_group = f'COALESCE(SAMPLE({variable}), "{self._mark}")' if grouped else variable
        self._replace([each for each in calls if not each.aggregated], of_group)
        self._replace([each for each in calls if each.aggregated] + keys, variable)

    def _replace(self, calls: list[_Call], solution: str) -> None:
        for each in calls:
            begin, end = self._place(each.word), self._place(each.end)
            self._edits.append((begin, begin + len("BNODE"), str(_NAME)))
            self._edits.append((end, end, f", {solution}"))

    def _name_variables(self, begin: int, star: int, end: int) -> None:
        """Names what a star stands for, without our variables."""
        if any(self._word(each) == "SERVICE" for each in range(begin, end)):
            raise _UnclearError  # it could be asked
        prologue = self._text[: next(p for k, t, p in self._tokens if k == "word" and t.upper() in _FORMS)]
        query = f"{prologue} {self._text[self._place(begin) : self._place(end)]}"
        found = ox.Store().query(query, base_iri=self._base)
        if isinstance(found, ox.QuerySolutions):
            place = self._place(star)
            self._edits.append((place, place + 1, " ".join(map(str, found.variables))))

    def _variable(self) -> str:
        self._made += 1
        return f"?servanda_{self._mark}_{self._made}"
