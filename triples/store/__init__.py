"""Where the triples lie: one protocol, an embedded store and a remote one."""

from __future__ import annotations

from pathlib import Path

from triples.store.embedded import EmbeddedStore, create_store, memory_store, open_embedded
from triples.store.loading import Source
from triples.store.protocol import Answer, Solutions, Store, Term, Triples
from triples.store.remote import RemoteStore

__all__ = [
    "Answer",
    "EmbeddedStore",
    "RemoteStore",
    "Solutions",
    "Source",
    "Store",
    "Term",
    "Triples",
    "create_store",
    "memory_store",
    "open_store",
]


def open_store(location: str | Path, *, read_only: bool = True) -> EmbeddedStore | RemoteStore:
    """Opens the store at a path, or the SPARQL service at an http(s) URL.

    Raises StoreError when the path holds no store or a damaged one. A remote service is not asked before the first
    query.
    """
    if isinstance(location, str) and location.startswith(("http://", "https://")):
        return RemoteStore(location, read_only=read_only)
    return open_embedded(location, read_only=read_only)
