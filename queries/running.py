"""Runs a saved query on a store."""

from __future__ import annotations

from collections.abc import Mapping

from queries.binding import bind
from queries.model import SavedQuery
from queries.naming import resolve_names
from triples.store.protocol import Solutions, Store, Triples


def run(
    store: Store, query: SavedQuery, values: Mapping[str, str], *, timeout: float | None = None
) -> Solutions | bool | Triples:
    """Returns the answer of `store` to a saved query with `values` bound: solutions, a boolean or triples.

    Names are looked up in the store first, so that ``{"agent": "James Baker"}`` is as good as the IRI. `timeout` is
    in seconds. Raises `ParameterError` for values that don't fit, and what the store raises.
    """
    return store.query(bind(query, resolve_names(store, query, values, timeout=timeout)), timeout=timeout)
