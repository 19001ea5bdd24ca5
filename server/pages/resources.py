"""The page of one instance: a page of its own for the main kinds, a table of what is said of it for all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template
from pyoxigraph import NamedNode

from server.pages import acts, graph, links, passages
from server.pages.graph import Node
from server.pages.texts import text_of_document

_Context = dict[str, Any]


def render_resource(iri: str) -> str | None:
    """Returns the HTML page of an instance, or None where the graph does not know its IRI."""
    incoming = graph.select("incoming", focus=NamedNode(iri))
    item = graph.node(iri)
    if not item and not incoming:
        return None
    graph.prefetch([item])
    template, context = _page(item)
    pointing = [(graph.text_of(row["property"]), graph.text_of(row["subject"])) for row in incoming]
    graph.describe(subject for _, subject in pointing)
    return render_template(template, item=item, pointing=pointing, **context)


def _page(item: Node) -> tuple[str, _Context]:
    kind = links.kind_of(item.iri)
    build = _PAGES.get(kind or "")
    context = build(item) if build else None
    return ("thing.html", {}) if context is None or not build else (f"{_TEMPLATES.get(kind or '', kind)}.html", context)


def _act(item: Node) -> _Context | None:
    found = passages.of_acts([item.iri])
    judgements = graph.iris(graph.select("judgements-of-act", focus=NamedNode(item.iri)), "judgement")
    graph.prefetch(graph.describe(judgements).values())
    return {
        "passages": found,
        "about_it": acts.about(item.iri),
        "disputes": _incoming(item, "sv:involves"),
        "judgements": [graph.node(iri) for iri in judgements],
    }


def _actor(item: Node) -> _Context | None:
    focus = NamedNode(item.iri)
    tables = {
        "performed": graph.iris(graph.select("acts-by-agent", focus=focus), "act"),
        "received": graph.iris(graph.select("acts-towards", focus=focus), "act"),
        "held": graph.iris(graph.select("holdings-of-person", focus=focus), "holding"),
        "holders": graph.iris(graph.select("holdings-in-organization", focus=focus), "holding"),
    }
    graph.prefetch(graph.describe(iri for found in tables.values() for iri in found).values())
    nodes = {name: [graph.node(iri) for iri in found] for name, found in tables.items()}
    return {**nodes, "told": passages.told_by(item.iri)}


def _document(item: Node) -> _Context | None:
    return {"passages": passages.of_document(item.iri), "attached": text_of_document(item) is not None}


def _dispute(item: Node) -> _Context | None:
    return {"sides": acts.dispute_sides(item.iri)}


def _instrument(item: Node) -> _Context | None:
    return {"acts": _nodes("acts-on-instrument", item, "act")}


def _matter(item: Node) -> _Context | None:
    return {"acts": _nodes("acts-of-matter", item, "act")}


def _mention(item: Node) -> _Context | None:
    passage = passages.one(item.iri)
    return {"passage": passage} if passage else None


def _proposition(item: Node) -> _Context | None:
    putting = _incoming(item, "sv:content")
    graph.prefetch(graph.describe(putting).values())
    return {"acts": [graph.node(iri) for iri in putting], "about_it": acts.about(item.iri)}


def _incoming(item: Node, curie: str) -> list[str]:
    rows = graph.select("incoming", focus=NamedNode(item.iri))
    return [graph.text_of(row["subject"]) for row in rows if graph.text_of(row["property"]) == graph.full(curie)]


def _nodes(query: str, item: Node, variable: str) -> list[Node]:
    found = graph.describe(graph.iris(graph.select(query, focus=NamedNode(item.iri)), variable))
    graph.prefetch(found.values())
    return list(found.values())


_PAGES: dict[str, Callable[[Node], _Context | None]] = {
    "act": _act,
    "person": _actor,
    "state": _actor,
    "organization": _actor,
    "group": _actor,
    "document": _document,
    "dispute": _dispute,
    "treaty": _instrument,
    "matter": _matter,
    "mention": _mention,
    "proposition": _proposition,
}

_TEMPLATES = {"person": "actor", "state": "actor", "organization": "actor", "group": "actor", "treaty": "instrument"}
