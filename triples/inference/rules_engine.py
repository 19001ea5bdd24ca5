"""The rules (rules/*.rq) and their run to a fixpoint over the union of all graphs.

A rule is a SPARQL CONSTRUCT with a head that says what it derives, why, and whether it is repeated. Repeated rules run
together until none adds a triple; the others, which look at what is absent, then run once in the order of their
numbers. Nothing is derived that some graph already holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph
from rdflib import Graph, Literal, URIRef

from ontology.errors import QueryError
from ontology.namespaces import GRAPH_INFERRED, GRAPH_ONTOLOGY
from triples.inference.disputes import find_disputes
from triples.serialisation import Quad, from_oxigraph, to_oxigraph

_HEAD = re.compile(r"^#\+ (\w+): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A rule of inference: its number and name, what its head says, and its query."""

    name: str
    derives: str
    repeated: bool
    query: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """Returns the rules in the order of their numbers.

    Raises `QueryError` for a rule whose head lacks ``derives`` or ``repeat``.
    """
    found: list[Rule] = []
    directory = files(__package__) / "rules"
    for entry in sorted(directory.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".rq"):
            continue
        text = entry.read_text(encoding="utf-8")
        head = dict(_HEAD.findall(text))
        if not {"derives", "repeat"} <= head.keys():
            raise QueryError(f"{entry.name}: the head needs the lines '#+ derives:' and '#+ repeat:'")
        found.append(Rule(entry.name.removesuffix(".rq"), head["derives"], head["repeat"] == "yes", text))
    return tuple(found)


def infer(quads: Iterable[Quad], ontology: Graph) -> list[Quad]:
    """Returns what follows from the quads and the ontology, sorted, as quads of ``graph/inferred``.

    Quads of that graph in the input are passed over, so that inferring anew gives the same.
    """
    stated = [quad for quad in quads if quad.graph != GRAPH_INFERRED]
    run = _Run(stated, ontology)
    repeated = [rule for rule in load_rules() if rule.repeated]
    growing = True
    while growing:
        growing = sum(run.apply(rule) for rule in repeated) > 0
    for rule in load_rules():
        if not rule.repeated:
            run.apply(rule)
    run.add(find_disputes([*stated, *run.added]))
    return sorted(run.added)


class _Run:
    def __init__(self, stated: Iterable[Quad], ontology: Graph) -> None:
        self.added: list[Quad] = []
        self._store = pyoxigraph.Store()
        self._store.bulk_extend(to_oxigraph(quad) for quad in {*stated, *_named(ontology)})
        self._known = {(q.subject, q.predicate, q.object) for q in self._store}

    def apply(self, rule: Rule) -> bool:
        """Adds what a rule derives anew; tells whether that is anything."""
        derived = self._store.query(rule.query, use_default_graph_as_union=True)
        if not isinstance(derived, pyoxigraph.QueryTriples):
            raise QueryError(f"{rule.name}: a rule must be a CONSTRUCT query")
        graph = pyoxigraph.NamedNode(GRAPH_INFERRED)
        # The answers are read before anything is added, since they are drawn from the store that grows.
        triples = [pyoxigraph.Quad(t.subject, t.predicate, t.object, graph) for t in derived]
        return self.add(from_oxigraph(quad) for quad in triples)

    def add(self, quads: Iterable[Quad]) -> bool:
        """Adds quads whose triples no graph holds; tells whether there are any."""
        fresh = []
        for quad in quads:
            native = to_oxigraph(quad)
            key = (native.subject, native.predicate, native.object)
            if key not in self._known:
                self._known.add(key)
                self._store.add(native)
                fresh.append(quad)
        self.added += fresh
        return bool(fresh)


def _named(ontology: Graph) -> Iterable[Quad]:
    """Yields the triples of the ontology between named things; the rules use no others."""
    for subject, predicate, value in ontology:
        if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and isinstance(value, URIRef | Literal):
            yield Quad(subject, predicate, value, GRAPH_ONTOLOGY)
