"""A change to the store as it travels to the writer process, and what comes back."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field

from ontology.errors import InputError, LimitError, NotFoundError, QueryError, RDFSyntaxError, ServandaError, StoreError
from triples.store.rule import OneGraphError
from triples.store.writing import Change

_HEAD = struct.Struct(">I")
_KINDS: dict[str, type[ServandaError]] = {
    each.__name__: each for each in (InputError, NotFoundError, QueryError, RDFSyntaxError, StoreError)
}


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the writer is to do: `do` is update, put, post, delete, patch, restore, name or unname."""

    do: str
    sparql: str = ""
    using: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The graphs of `using-graph-uri` and of `using-named-graph-uri`."""
    graph: str | None = None
    """The graph of the Graph Store Protocol; None is the default graph."""
    base: str = ""
    parts: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """Media types and bodies of RDF."""
    sources: tuple[str, ...] = ()
    """The addresses that the parts come from, where an update loads them."""
    name: str = ""
    version: str = ""
    used: tuple[str, ...] = ()
    """Versions from which queries are being answered."""

    def pack(self) -> bytes:
        """Returns the order as bytes: a head in JSON, and the bodies."""
        head = {
            "do": self.do,
            "sparql": self.sparql,
            "using": self.using,
            "graph": self.graph,
            "base": self.base,
            "parts": [(media_type, len(body)) for media_type, body in self.parts],
            "sources": self.sources,
            "name": self.name,
            "version": self.version,
            "used": self.used,
        }
        packed = json.dumps(head).encode()
        return b"".join((_HEAD.pack(len(packed)), packed, *(body for _, body in self.parts)))

    @classmethod
    def unpack(cls, data: bytes) -> Order:
        """Returns the order that was packed."""
        (length,) = _HEAD.unpack_from(data)
        place = _HEAD.size + length
        head = json.loads(data[_HEAD.size : place])
        parts = []
        for media_type, size in head.pop("parts"):
            parts.append((media_type, data[place : place + size]))
            place += size
        default, named = head.pop("using")
        used, sources = tuple(head.pop("used")), tuple(head.pop("sources"))
        using = (tuple(default), tuple(named))
        return cls(parts=tuple(parts), using=using, used=used, sources=sources, **head)


def pack_change(change: Change) -> bytes:
    """Returns what came of an order as bytes."""
    return json.dumps({"version": change.version, "created": change.created}).encode()


def unpack_change(data: bytes) -> Change:
    """Returns the change that was packed."""
    return Change(**json.loads(data))


def pack_error(error: ServandaError) -> bytes:
    """Returns the error that an order met as bytes."""
    told: dict[str, object] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, OneGraphError):
        told |= {"triple": error.triple, "graphs": error.graphs}
    if isinstance(error, QueryError):
        told |= {"line": error.line, "column": error.column}
    return json.dumps(told).encode()


def unpack_error(data: bytes) -> ServandaError:
    """Returns the error that was packed."""
    told = json.loads(data)
    message = told["message"]
    if told["kind"] == "OneGraphError":
        return OneGraphError(message, triple=told["triple"], graphs=tuple(told["graphs"]))
    if told["kind"] == "QueryError":
        return QueryError(message, line=told["line"], column=told["column"])
    if told["kind"] == "MemoryError":
        return LimitError("The update needed too much memory. Nothing was changed.", limit="memory")
    return _KINDS.get(told["kind"], StoreError)(message)
