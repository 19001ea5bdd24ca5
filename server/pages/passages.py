"""Mentions as the pages show them: who tells what, where, in which voice, with which stance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server.pages import graph
from server.pages.graph import Node
from server.pages.texts import Excerpt, excerpt
from server.pages.wording import local_name
from triples.store.protocol import Term


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A mention with its act, its document and its place."""

    node: Node
    act: str
    document: Node
    start: int
    end: int
    quotes: tuple[str, ...]
    excerpt: Excerpt | None

    @property
    def iri(self) -> str:
        """The IRI of the mention."""
        return self.node.iri

    @property
    def stance(self) -> str:
        """Asserted, Alleged or Denied."""
        return local_name(self.node.first("sv:stance") or "")

    @property
    def voice(self) -> str:
        """Quoted or Reported."""
        return local_name(self.node.first("sv:voice") or "")

    @property
    def publisher(self) -> str | None:
        """The IRI of the publisher of the document."""
        return self.document.first("schema:publisher")

    @property
    def tellers(self) -> list[str]:
        """The IRIs of those who tell; the publisher when the document tells in its own voice."""
        return self.node.all("sv:toldBy") or ([self.publisher] if self.publisher else [])

    @property
    def told_by_publisher(self) -> bool:
        """Says whether the document tells it in its own voice."""
        return all(teller == self.publisher for teller in self.tellers)

    @property
    def content(self) -> tuple[int, int] | None:
        """The offsets of the clause that says what is promised, denied, demanded …, or None."""
        start, end = self.node.number("sv:contentStart"), self.node.number("sv:contentEnd")
        return (start, end) if start is not None and end is not None else None

    @property
    def activity(self) -> Node | None:
        """The run that made the mention."""
        iri = self.node.first("prov:wasGeneratedBy")
        return graph.node(iri) if iri else None

    def overlaps(self, other: Passage) -> bool:
        """Says whether two passages share characters of one document."""
        return self.document.iri == other.document.iri and self.start < other.end and other.start < self.end


def of_acts(acts: Iterable[str]) -> list[Passage]:
    """Returns the mentions of acts, ordered by document and place."""
    return _passages(graph.select("mentions-of-acts", acts=[NamedNode(act) for act in acts]))


def of_document(document: str) -> list[Passage]:
    """Returns the mentions in a document in the order of its text."""
    return _passages(graph.select("mentions-in-document", focus=NamedNode(document)))


def told_by(actor: str) -> list[Passage]:
    """Returns the mentions of which an actor is the teller."""
    return _passages(graph.select("mentions-told-by", focus=NamedNode(actor)))


def one(mention: str) -> Passage | None:
    """Returns one mention, or None where the graph has no such mention."""
    return next(iter(_passages(graph.select("mention", focus=NamedNode(mention)))), None)


def _passages(rows: Sequence[Mapping[str, Term]]) -> list[Passage]:
    nodes = graph.describe(graph.iris(rows, "mention"))
    documents = graph.describe(graph.iris(rows, "document"))
    graph.prefetch([*nodes.values(), *documents.values()])
    quotes: dict[str, list[str]] = {}
    places: dict[str, tuple[str, str, int, int]] = {}
    for row in rows:
        mention = graph.text_of(row["mention"])
        if "quote" in row:
            quotes.setdefault(mention, []).append(graph.text_of(row["quote"]))
        if mention not in places:
            start, end = int(graph.text_of(row["start"])), int(graph.text_of(row["end"]))
            places[mention] = (graph.text_of(row["act"]), graph.text_of(row["document"]), start, end)
    graph.describe(place[0] for place in places.values())
    return [
        Passage(
            node=nodes[mention],
            act=act,
            document=documents[document],
            start=start,
            end=end,
            quotes=tuple(dict.fromkeys(quotes.get(mention, ()))),
            excerpt=excerpt(documents[document], start, end),
        )
        for mention, (act, document, start, end) in places.items()
    ]
