"""The shipped data set: everything that lies in the graph of a fresh installation, and the store made from it.

The graphs come from their sources each time (ontology, authority, links, saved queries) or as N-Quads from
``triples/graph/`` (what was extracted from documents and what follows from it). The store in the user's cache is made
anew only when one of these has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import platformdirs
import pyoxigraph as ox

import triples
from ontology.files import ontology_files
from ontology.namespaces import GRAPH_ONTOLOGY
from queries.describing import describe
from queries.loading import load_queries
from triples.authority import authority_quads
from triples.linking import link_quads
from triples.store import EmbeddedStore, RemoteStore, create_store, memory_store, open_store
from triples.store.loading import Source

SHIPPED_GRAPH = Path(triples.__file__).parent / "graph"


def fixed_sources() -> Iterator[Source]:
    """Yields the graphs that do not depend on documents: ontology, authority, links, saved queries."""
    for path in ontology_files():
        yield Source(path, ox.RdfFormat.TURTLE, str(GRAPH_ONTOLOGY), path.name)
    yield _quads("authority", authority_quads())
    yield _quads("links", link_quads())
    yield _quads("queries", describe(load_queries().values()))


def dataset_sources(graph: Path = SHIPPED_GRAPH) -> Iterator[Source]:
    """Yields all that a store is made of: the fixed graphs, and the N-Quads files of a built graph."""
    yield from fixed_sources()
    for path in sorted(graph.glob("*.nq")):
        yield Source(path, ox.RdfFormat.N_QUADS, None, path.name)


def default_store() -> Path:
    """Returns the place of the shipped graph's store in the user's cache, and makes or renews it when it must.

    Raises StoreError when the cache can't be written.
    """
    root = Path(platformdirs.user_cache_dir("servanda")) / "store"
    create_store(root, dataset_sources())
    return root


def open_location(location: str | None) -> EmbeddedStore | RemoteStore:
    """Opens the store at a path or URL, or the shipped graph when none is given. Raises StoreError."""
    return open_store(location if location is not None else default_store())


def shipped_in_memory() -> EmbeddedStore:
    """Loads the shipped graph into memory: for checks that must not depend on a cache."""
    return memory_store(dataset_sources())


def _quads(name: str, quads: Iterable[ox.Quad]) -> Source:
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert data is not None
    return Source(data, ox.RdfFormat.N_QUADS, None, name)
