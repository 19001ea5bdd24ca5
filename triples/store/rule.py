"""The rule of the union: while the default graph is the union of all, each triple lies in exactly one named graph.

Oxigraph's union does not remove duplicates, so a triple in two graphs would be counted twice (design, principle 9). A
write is checked by what it inserted where that can be told before, by the graphs that it wrote to where those are
named, and otherwise by the whole store.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ontology.errors import InputError

_IN = "VALUES ?g { %s } GRAPH %s { ?s ?p ?o }"


class OneGraphError(InputError):
    """A write would put a triple into a second graph, or into none; carries the triple and the graphs."""

    def __init__(self, message: str, *, triple: str, graphs: tuple[str, ...]) -> None:
        super().__init__(message)
        self.triple = triple
        self.graphs = graphs


def check_quads(engine: ox.Store, inserted: Iterable[ox.Quad], derived: ox.NamedNode) -> None:
    """Raises OneGraphError when one of the quads shares its triple with another graph of the store.

    What lies in the `derived` graph does not count: it gives way to what is said.
    """
    for quad in inserted:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            continue  # the blank nodes of data are new in the store
        graphs = {each.graph_name for each in engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)}
        graphs.discard(derived)
        if len(graphs) > 1:
            raise _error(quad.triple, sorted(map(str, graphs)))


def check_graphs(engine: ox.Store, graphs: Iterable[ox.NamedNode] | None, derived: ox.NamedNode) -> None:
    """Raises OneGraphError when a triple of these graphs lies in another one too; None means all graphs."""
    second = f"GRAPH ?h {{ ?s ?p ?o }} FILTER (?g != ?h && ?g != {derived} && ?h != {derived})"
    first = ["GRAPH ?g { ?s ?p ?o }"] if graphs is None else [_IN % (name, name) for name in graphs]
    queries = [f"SELECT ?s ?p ?o ?g ?h WHERE {{ {each} {second} }} LIMIT 1" for each in first]
    for query in queries:
        answer = engine.query(query)
        if not isinstance(answer, ox.QuerySolutions):
            continue
        for row in answer:
            triple = f"{row['s']} {row['p']} {row['o']}"
            raise _told(triple, sorted((str(row["g"]), str(row["h"]))))


def check_default(engine: ox.Store) -> None:
    """Raises OneGraphError when a triple lies in no named graph."""
    for quad in engine.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        raise _error(quad.triple, [])


def _error(triple: ox.Triple, graphs: list[str]) -> OneGraphError:
    return _told(f"{triple.subject} {triple.predicate} {triple.object}", graphs)


def _told(triple: str, graphs: list[str]) -> OneGraphError:
    names = tuple(name.strip("<>") for name in graphs)
    where = f"would lie in {len(names)} graphs, {' and '.join(graphs)}" if names else "would lie in no named graph"
    return OneGraphError(
        f"The triple {triple} {where}. The default graph of this service is the union of all, where each triple "
        "lies in exactly one named graph. Nothing was changed.",
        triple=triple,
        graphs=names,
    )
