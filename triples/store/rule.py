"""The rule of the union: while the default graph is the union of all, each triple lies in exactly one named graph.

Oxigraph's union does not remove duplicates, so a triple in two graphs would be counted twice (design, principle 9). A
write is checked by what it inserted, so the check takes as long as the change is large, however large the store is.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ontology.errors import InputError


class OneGraphError(InputError):
    """A write would put a triple into a second graph, or into none; carries the triple and the graphs."""

    def __init__(self, message: str, *, triple: str, graphs: tuple[str, ...]) -> None:
        super().__init__(message)
        self.triple = triple
        self.graphs = graphs


def check(engine: ox.Store, inserted: Iterable[ox.Quad], *ignored: ox.NamedNode) -> None:
    """Raises OneGraphError when one of the quads shares its triple with another graph of the store.

    What lies in the `ignored` graphs does not count, such as what was derived: it gives way to what is said.
    """
    for quad in inserted:
        graphs = {each.graph_name for each in engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)}
        graphs.difference_update(ignored)
        if len(graphs) > 1:
            raise _error(quad.triple, sorted(map(str, graphs)))


def check_default(engine: ox.Store) -> None:
    """Raises OneGraphError when a triple lies in no named graph."""
    for quad in engine.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        raise _error(quad.triple, [])


def _error(inserted: ox.Triple, graphs: list[str]) -> OneGraphError:
    triple = f"{inserted.subject} {inserted.predicate} {inserted.object}"
    names = tuple(name.strip("<>") for name in graphs)
    where = f"would lie in {len(names)} graphs, {' and '.join(graphs)}" if names else "would lie in no named graph"
    return OneGraphError(
        f"The triple {triple} {where}. The default graph of this service is the union of all, where each triple "
        "lies in exactly one named graph. Nothing was changed.",
        triple=triple,
        graphs=names,
    )
