"""A server whose limits are met soon, and what shows that it is well."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.conftest import TRIPLES, Server, serving

LIMITS = {"default_timeout": 2.0, "maximum_timeout": 3.0, "memory_mb": 200, "maximum_rows": 1000}
QUICK = {"header_timeout": 2.0, "body_timeout": 3.0, "idle_timeout": 4.0, "write_timeout": 4.0}


@pytest.fixture(scope="session")
def target(store_root: Path) -> Iterator[Server]:
    """A server with short limits."""
    with serving(store_root, maximum_request_bytes=64 * 1024, queue_timeout=20.0, **LIMITS, **QUICK) as running:
        yield running


@pytest.fixture(scope="session")
def is_well() -> Callable[[Server], None]:
    """Returns what fails unless a server answers a query that nobody asked before."""
    fresh = itertools.count()

    def check(server: Server) -> None:
        query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } #"
        answer = server.query(f"{query}{next(fresh)}")
        until = time.monotonic() + 30.0
        while answer.status == 503 and answer.json()["limit"] == "queue" and time.monotonic() < until:
            # The line is full: that is told at once, with the time to come back.
            time.sleep(0.05 * int(answer.headers["retry-after"]))
            answer = server.query(f"{query}{next(fresh)}")
        assert answer.status == 200
        assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) == TRIPLES

    return check
