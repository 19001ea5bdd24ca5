"""The operations of a SPARQL update, told apart by its tokens, and what each would write.

The engine parses updates but does not hand out its syntax tree. Here only the outline is read: where an operation
begins and ends, its braces, and the words outside them (https://www.w3.org/TR/sparql11-query/#rUpdate). Whether an
update is well-formed is the engine's to say; texts whose outline could be read in two ways are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from ontology.errors import QueryError
from triples.store.syntax import placed_tokens

_PROLOGUE = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
_PROBE = "<urn:x-servanda:probe>"
# In `?a<'b>}'` the engine sees an operator and a string, and the tokens here an IRI. A string cannot follow a letter
# or a digit, so an IRI with an apostrophe after anything else is refused rather than read wrongly.
_AMBIGUOUS = re.compile(r"[^\w]'")


@dataclass(frozen=True)
class Operation:
    """One operation of an update.

    `form` is "INSERT DATA", "DELETE DATA", "DELETE WHERE", "MODIFY" (DELETE and INSERT with templates), or the word
    that the operation begins with: LOAD, CLEAR, DROP, CREATE, ADD, MOVE or COPY.
    """

    form: str
    text: str
    prologue: str
    """The BASE and PREFIX declarations that hold for it."""
    declarations: str = ""
    """Those of them that stand right before it."""
    silent: bool = False
    graph: str | None = None
    """The graph after WITH, as it is written."""
    names_dataset: bool = False
    """Whether USING says what its WHERE reads."""
    inserts: str | None = None
    deletes: str | None = None
    """The templates (or data), without their braces."""
    insert_end: int | None = None
    """Where in the text the braces of INSERT close, if it has a template."""
    where: int | None = None
    """Where in the text its WHERE begins."""
    target: str | None = None
    """The graph that ADD, MOVE, COPY or LOAD writes to, as it is written; None is the default graph."""
    source: str | None = None
    """The document that LOAD reads, or the graph that ADD, MOVE or COPY does; None is the default graph."""

    def staging(self, graph: str) -> Operation:
        """Returns an operation that inserts into one graph more whatever its template says, and else does the same.

        Its WHERE is evaluated before anything is inserted, so it does not see that graph unless it was there before.
        """
        if self.form != "MODIFY" or self.inserts is None or self.insert_end is None:
            return self
        more = "".join(f" GRAPH {graph} {{ {block} }}" for _, block in graph_blocks(self.inserts))
        text = self.text[: self.insert_end] + more + self.text[self.insert_end :]
        where = self.where if self.where is None or self.where < self.insert_end else self.where + len(more)
        return replace(self, text=text, where=where)

    def reading(self, clauses: str) -> str:
        """Returns its text with USING clauses; those that read no pattern stay as they are."""
        if self.form == "DELETE WHERE":
            return f"DELETE {{{self.deletes}}} {clauses} WHERE {{{self.deletes}}}"
        if self.form != "MODIFY" or self.where is None:
            return self.text
        return f"{self.text[: self.where]} {clauses} {self.text[self.where :]}"

    def resolve(self, graph: str, base: str | None = None) -> ox.NamedNode | None:
        """Returns the graph that an IRI or a prefixed name of this operation names; None for a variable.

        Raises QueryError when it is neither.
        """
        if graph[0] in "?$":
            return None
        store = ox.Store()
        probe = f"{self.prologue} INSERT DATA {{ GRAPH {graph} {{ {_PROBE} {_PROBE} {_PROBE} }} }}"
        try:
            store.update(probe, base_iri=base)
        except SyntaxError as error:
            raise QueryError(f"The update does not parse: {graph} names nothing.") from error
        return next((name for name in store.named_graphs() if isinstance(name, ox.NamedNode)), None)

    def data(self, base: str | None = None) -> list[ox.Quad]:
        """Returns the quads of INSERT DATA, with blank nodes of their own."""
        store = ox.Store()
        store.update(f"{self.prologue} {self.text}", base_iri=base)
        return list(store)


def operations(update: str) -> list[Operation]:
    """Returns the operations of an update in their order.

    >>> [each.form for each in operations("PREFIX : <urn:x:> INSERT DATA { :a :b ';' } ; CLEAR ALL")]
    ['INSERT DATA', 'CLEAR']

    Raises QueryError when the outline cannot be read.
    """
    found: list[Operation] = []
    prologue = ""
    declared = 0
    parts = list(_parts(update))
    for index, part in enumerate(parts):
        words, begin = _after_prologue(part)
        if begin is None:
            if index < len(parts) - 1:
                raise QueryError("The update does not parse: no operation stands before a semicolon.")
            prologue += update[part[0][2] : part[-1][2] + len(part[-1][1])] + " " if part else ""
            continue
        prologue += update[part[0][2] : begin] + " "
        end = part[-1][2] + len(part[-1][1])
        outline = _operation(update[begin:end], prologue, [(k, t, p - begin) for k, t, p in words])
        found.append(replace(outline, declarations=prologue[declared:]))
        declared = len(prologue)
    return found


def graph_blocks(template: str) -> Iterator[tuple[str | None, str]]:
    """Yields the parts of a template: the name of a graph as it is written and what is in its braces; None outside."""
    depth, begin, name = 0, 0, ""
    given = list(placed_tokens(template))
    for index, (_kind, text, place) in enumerate(given):
        if text == "{" and depth == 0 and index > 1 and given[index - 2][1].upper() == "GRAPH":
            yield from _outside(template[begin : given[index - 2][2]])
            depth, begin, name = 1, place + 1, given[index - 1][1]
        elif depth and text in "{}":  # within a graph; {| and |} of annotations are counted too
            depth += 1 if text == "{" else -1
            if depth == 0:
                yield name, template[begin:place]
                begin = place + 1
    if depth == 0:
        yield from _outside(template[begin:])


def _outside(part: str) -> Iterator[tuple[None, str]]:
    """Yields a part of a template that is outside of graphs, without the dot that ends a graph before it."""
    given = list(placed_tokens(part))
    if given and given[0][1] == ".":
        del given[0]
    if given:
        yield None, part[given[0][2] :]


def _parts(update: str) -> Iterator[list[tuple[str, str, int]]]:
    """Yields the tokens between the semicolons that stand outside braces."""
    depth = 0
    part: list[tuple[str, str, int]] = []
    for kind, text, place in placed_tokens(update):
        if kind == "iri" and _AMBIGUOUS.search(text):
            raise QueryError(f"{text} could be an IRI or a comparison with a string; put a space after <, or use %27.")
        if kind == "other" and text in "{}":
            depth += 1 if text == "{" else -1
        if depth < 0:
            break
        if kind == "other" and text == ";" and depth == 0:
            yield part
            part = []
        else:
            part.append((kind, text, place))
    if depth:
        raise QueryError("The update does not parse: its braces do not match.")
    yield part


def _after_prologue(part: Sequence[tuple[str, str, int]]) -> tuple[list[tuple[str, str, int]], int | None]:
    """Returns the tokens after BASE, PREFIX and VERSION declarations, and where they begin; None when none are left."""
    index = 0
    while index < len(part) and (width := _PROLOGUE.get(part[index][1].upper())):
        index += width
    rest = list(part[index:])
    return rest, rest[0][2] if rest else None


def _operation(text: str, prologue: str, tokens: list[tuple[str, str, int]]) -> Operation:
    depth = 0
    blocks: list[tuple[int, int]] = []
    outer: list[tuple[str, str, int]] = []
    for kind, word, place in tokens:
        if kind == "other" and word == "{":
            depth += 1
            if depth == 1:
                blocks.append((place + 1, len(text)))
                outer.append((kind, word, place))
        elif kind == "other" and word == "}":
            depth -= 1
            if depth == 0:
                blocks[-1] = (blocks[-1][0], place)
        elif depth == 0:
            outer.append((kind, word, place))
    words = [token.upper() if kind == "word" else token for kind, token, _ in outer]
    first, second = words[0], words[1] if len(words) > 1 else ""
    if (first, second) in {("INSERT", "DATA"), ("DELETE", "DATA"), ("DELETE", "WHERE")}:
        body = text[slice(*blocks[0])] if blocks else ""
        inserts, deletes = (body, None) if first == "INSERT" else (None, body)
        return Operation(f"{first} {second}", text, prologue, inserts=inserts, deletes=deletes)
    if first in {"WITH", "DELETE", "INSERT"}:
        named = dict(zip([word for word in words if word in {"DELETE", "INSERT", "WHERE"}], blocks, strict=False))
        templates = {word: text[begin:end] for word, (begin, end) in named.items()}
        where = next((place for (_, token, place) in outer if token.upper() == "WHERE"), None)
        return Operation(
            "MODIFY",
            text,
            prologue,
            graph=second if first == "WITH" else None,
            names_dataset="USING" in words,
            inserts=templates.get("INSERT"),
            deletes=templates.get("DELETE"),
            insert_end=named["INSERT"][1] if "INSERT" in named else None,
            where=where,
        )
    source, target = _ends(words) if first in {"ADD", "MOVE", "COPY"} else (None, None)
    if first == "LOAD":
        source = next((token for kind, token, _ in outer if kind in {"iri", "name"}), None)
        if len([word for word in words if word != "SILENT"]) not in {2, 5} or source is None:
            raise QueryError("The update does not parse: LOAD [SILENT] <document> [INTO GRAPH <graph>] is expected.")
        target = words[-1] if "INTO" in words else None
    return Operation(first, text, prologue, silent="SILENT" in words, source=source, target=target)


def _ends(words: Sequence[str]) -> tuple[str | None, str | None]:
    """Returns the two graphs of ADD, MOVE or COPY, as they are written; None is the default graph."""
    if "TO" not in words[2:-1]:
        raise QueryError(f"The update does not parse: {words[0]} [SILENT] <graph> TO <graph> is expected.")
    source, target = words[words.index("TO") - 1], words[-1]
    return (None if source == "DEFAULT" else source), (None if target == "DEFAULT" else target)
