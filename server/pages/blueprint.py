"""The blueprint of the pages, with what every template may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from pyoxigraph import Literal, NamedNode

from ontology.namespaces import PREFIXES
from queries.terms import contract
from server.pages import acts, graph, links, wording
from server.pages.graph import Node
from triples.store.protocol import Term

blueprint = Blueprint("pages", __name__, template_folder="../templates")


_PLAIN = {"en", "xsd:string", "xsd:integer", "xsd:nonNegativeInteger", "xsd:decimal", "xsd:boolean", "xsd:date"}
"""Languages and datatypes that a table does not spell out: the reader sees them."""


def holding_in_words(iri: str, *, exact: bool = False) -> str:
    """Returns a post holding as "post (from–until)", with the years alone unless `exact`."""
    holding = graph.node(iri)
    post = holding.first("sv:post")
    name = graph.label(post) if post else holding.label
    since, until = holding.first("sv:holdsFrom"), holding.first("sv:holdsUntil")
    if not exact:
        since, until = since and since[:4], until and until[:4]
    period = wording.date_in_words(f"{since or '..'}/{until or '..'}") if since or until else ""
    return f"{name} ({period})" if period else name


def term_view(term: Term) -> dict[str, str | None]:
    """Returns what a template shows of a term: its text, where it links, its language or datatype."""
    if isinstance(term, NamedNode):
        return {"text": graph.label(term.value), "href": links.address_of(term.value), "note": None, "iri": term.value}
    if isinstance(term, Literal):
        note = term.language or contract(term.datatype.value)
        return {"text": term.value, "href": None, "note": None if note in _PLAIN else note, "iri": None}
    return {"text": str(term), "href": None, "note": None, "iri": None}


def date_of(item: Node) -> str:
    """Returns the date of an act, a document or an instrument in words; "" where it has none."""
    return wording.date_in_words(item.first("sv:date"))


_ACTOR_KINDS = {
    "Person": "Person",
    "FormerState": "Former state",
    "State": "State",
    "InternationalOrganization": "International organization",
    "GovernmentBody": "Government body",
    "MediaOrganization": "Media organization",
    "OtherOrganization": "Organization",
    "Organization": "Organization",
    "Group": "Group",
}
_INSTRUMENT_KINDS = {
    "DraftInstrument": "Draft instrument",
    "PoliticalDocument": "Political document",
    "Treaty": "Treaty",
    "Instrument": "Instrument",
}


def actor_kind(item: Node) -> str:
    """Returns the most specific kind of an actor in words."""
    return _first_kind(item, _ACTOR_KINDS) or "Actor"


def instrument_kind(item: Node) -> str:
    """Returns the most specific kind of an instrument in words."""
    return _first_kind(item, _INSTRUMENT_KINDS) or "Instrument"


def _first_kind(item: Node, kinds: dict[str, str]) -> str | None:
    names = {wording.local_name(iri) for iri in item.types}
    return next((words for name, words in kinds.items() if name in names), None)


def kind_in_words(item: Node) -> str:
    """Returns the kind of any node: its first class, in words."""
    names = [graph.readable(iri) for iri in item.types]
    ours = [graph.spaced(wording.local_name(iri)) for iri in item.types if wording.local_name(iri) != iri]
    return next(iter(ours or names), "Node")


_GLOBALS: dict[str, Any] = {
    "about": acts.about,
    "act_kind": acts.kind,
    "act_relations": acts.relations,
    "actor_kind": actor_kind,
    "cards": acts.cards,
    "contract": contract,
    "date_of": date_of,
    "describe": graph.describe,
    "holding_in_words": holding_in_words,
    "href": links.address_of,
    "instrument_kind": instrument_kind,
    "kind_in_words": kind_in_words,
    "label": graph.label,
    "local_name": wording.local_name,
    "node": graph.node,
    "prefixes": PREFIXES,
    "spaced": graph.spaced,
    "term_view": term_view,
    "text_of": graph.text_of,
    "statuses": wording.STATUSES,
}


@blueprint.record
def _register_wording(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(_GLOBALS)
    state.app.jinja_env.filters.update(date_words=wording.date_in_words, counted=wording.count_of)
    state.app.jinja_env.trim_blocks = True
    state.app.jinja_env.lstrip_blocks = True
