"""Entailment: what follows from a store's triples by RDFS or OWL 2 RL, kept in one graph of its own.

The rules are data, one SPARQL update each (`triples/store/rules`). They run over a copy in memory until nothing new
comes, and what was not said already goes into ``graph/entailed``; the difference to what is there is written, not the
whole. Two kinds of consequences are left out, since SPARQL's entailment regimes do not let variables stand for them:
those of literals as subjects, and relations of class expressions (blank nodes) among each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDFS

from ontology.errors import LimitError
from ontology.namespaces import GRAPH_ENTAILED

REGIMES = {"rdfs": ("rdfs",), "owl-rl": ("owl-rl",)}
"""The regimes by name, with the files of their rules."""

ENTAILED = ox.NamedNode(str(GRAPH_ENTAILED))

_RULES = Path(__file__).parent / "rules"
_MOST_ROUNDS = 100
_PARAGRAPH = re.compile(r"\n\s*\n")
_OF_NAMED_SUBJECTS = frozenset(
    ox.NamedNode(str(each))
    for each in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty, OWL.disjointWith)
)
_OF_NAMED_OBJECTS = frozenset(ox.NamedNode(str(each)) for each in (RDFS.domain, RDFS.range))


@cache
def rules(name: str) -> tuple[str, ...]:
    """Returns the rules of a file as SPARQL updates."""
    text = (_RULES / f"{name}.ru").read_text(encoding="utf-8")
    head, *paragraphs = _PARAGRAPH.split(text.strip())
    prologue = "\n".join(line for line in head.splitlines() if line.startswith("PREFIX"))
    return tuple(f"{prologue}\n{each}" for each in paragraphs)


def closure(triples: Iterable[ox.Triple], regime: str) -> set[ox.Triple]:
    """Returns what follows from the triples and is not among them.

    Raises LimitError when it does not end, which with these rules no data can bring about.
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    said = {quad.triple for quad in store}
    size = -1
    for _ in range(_MOST_ROUNDS):
        if len(store) == size:
            return {quad.triple for quad in store if _may_be_bound(quad)} - said
        size = len(store)
        for name in REGIMES[regime]:
            for rule in rules(name):
                store.update(rule)
    raise LimitError(f"The entailment by {regime} did not end.", limit="time")


def entail(engine: ox.Store, regime: str | None, *, strict: bool) -> bool:
    """Brings ``graph/entailed`` up to date, and tells whether it changed; None as a regime removes it.

    With `strict` it holds what follows from the default graph, without what follows from the union of the others.
    """
    held = {quad.triple for quad in engine.quads_for_pattern(None, None, None, ENTAILED)}
    wanted: set[ox.Triple] = set()
    if regime is not None:
        source = engine.quads_for_pattern(None, None, None, ox.DefaultGraph() if strict else None)
        wanted = closure((quad.triple for quad in source if quad.graph_name != ENTAILED), regime)
    for triple in held - wanted:
        engine.remove(ox.Quad(triple.subject, triple.predicate, triple.object, ENTAILED))
    engine.extend(ox.Quad(each.subject, each.predicate, each.object, ENTAILED) for each in wanted - held)
    if not wanted:
        engine.remove_graph(ENTAILED)
    return held != wanted


def _may_be_bound(quad: ox.Quad) -> bool:
    if quad.predicate in _OF_NAMED_SUBJECTS:
        return not isinstance(quad.subject, ox.BlankNode)
    return quad.predicate not in _OF_NAMED_OBJECTS or not isinstance(quad.object, ox.BlankNode)
