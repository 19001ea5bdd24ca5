"""The shipped data set: everything that lies in the graph of a fresh installation, and the store made from it.

The graph that was built from documents lies in ``triples/graph/``; the ontology and the saved queries come from their
sources each time. The store in the user's cache is made anew only when one of these has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pyoxigraph as ox

from queries.describing import describe
from queries.loading import load_queries
from triples.build import SHIPPED, dataset
from triples.store import EmbeddedStore, RemoteStore, create_store, memory_store, open_store
from triples.store.loading import Source


def dataset_quads(graph: Path = SHIPPED) -> Iterator[ox.Quad]:
    """Yields all that a store is made of: the built graph in a directory, the ontology, the saved queries."""
    yield from dataset(graph)
    yield from describe(load_queries().values())


def load_dataset(root: Path, graph: Path = SHIPPED) -> str:
    """Loads the complete data set into a store as a new version, unless it is there; returns the version's id.

    Raises NotFoundError where no graph was built, RDFSyntaxError for a malformed file of it, StoreError.
    """
    return create_store(root, [_source(graph)])


def shipped_in_memory() -> EmbeddedStore:
    """Loads the shipped graph into memory: for whom the user's cache is not the place."""
    return memory_store([_source(SHIPPED)])


def default_store() -> Path:
    """Returns the place of the shipped graph's store in the user's cache, and makes or renews it when it must.

    Raises StoreError when the cache can't be written.
    """
    root = Path(platformdirs.user_cache_dir("servanda")) / "store"
    load_dataset(root)
    return root


def work_directory() -> Path:
    """Returns where results of extraction are kept between runs, in the user's cache."""
    return Path(platformdirs.user_cache_dir("servanda")) / "work"


def texts_directory() -> Path:
    """Returns where the texts that a user has attached lie: in the user's data, never in the graph."""
    return Path(platformdirs.user_data_dir("servanda")) / "texts"


def open_location(location: str | None) -> EmbeddedStore | RemoteStore:
    """Opens the store at a path or URL, or the shipped graph when none is given. Raises StoreError."""
    return open_store(location if location is not None else default_store())


def _source(graph: Path) -> Source:
    lines = sorted(f"{quad} .\n" for quad in dataset_quads(graph))
    return Source("".join(lines).encode(), ox.RdfFormat.N_QUADS, None, str(graph))
