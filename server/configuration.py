"""How the service is set up: one frozen value that every part reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

_SHORTEST_TOKEN = 16


@dataclass(frozen=True, kw_only=True)
class ServiceConfig:
    """The settings of the service; docs/operations.md explains each.

    Raises ValueError when a limit is not positive or the default timeout is above the maximum.
    """

    store: str | Path
    """The directory of a store, or the http(s) URL of a SPARQL service."""
    host: str = "127.0.0.1"
    port: int = 7878
    """0 takes a free port."""
    workers: int = 2
    """Processes that answer queries: so many queries run at one time."""
    threads: int = 8
    """Threads of the web server: so many requests are served at one time, waiting ones included."""
    default_timeout: float = 30.0
    """Seconds that a query may take when it does not say."""
    maximum_timeout: float = 300.0
    """Seconds that a query may ask for by `timeout=`."""
    queue_timeout: float = 5.0
    """Seconds that a query waits for a free worker before the answer is 503."""
    queue_size: int = 64
    """Queries that may wait for a free worker; the next is answered by 503 at once."""
    memory_mb: int = 1024
    """Resident memory of a worker, in MB, above which its query is stopped."""
    maximum_rows: int = 1_000_000
    """Rows or triples of one answer, above which the query is stopped."""
    maximum_request_bytes: int = 1024 * 1024
    """Bytes of the body of a request."""
    maximum_connections: int = 2000
    """Connections at one time; beyond, the one that is idle longest makes room."""
    header_timeout: float = 15.0
    """Seconds in which the head of a request must come."""
    body_timeout: float = 60.0
    """Seconds in which the body of a request must come."""
    idle_timeout: float = 60.0
    """Seconds that a connection may stay without a request."""
    write_timeout: float = 60.0
    """Seconds in which a client must take what waits to be sent to it (up to 1 MB)."""
    shutdown_timeout: float = 30.0
    """Seconds that running requests have after SIGTERM."""
    reload_seconds: float = 2.0
    """Seconds between looks whether the store has a new current version; 0: only on SIGHUP."""
    slow_seconds: float = 5.0
    """Seconds from which a query is written to the log of slow ones; 0: none is."""
    operator_token: str | None = field(default=None, repr=False)
    """The secret of those who may see and stop running queries, at least 16 characters; without it nobody may."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed."""
    cache_bytes: int = 64 * 1024 * 1024
    """Bytes of answers kept in memory: half by query, half as whole responses by request; 0 keeps none."""
    max_age: int = 0
    """Seconds for which caches may use an answer without asking whether it still holds; 0: they always ask."""
    updates: bool = False
    """Whether SPARQL Update and Graph Store writes are taken, from who knows the token."""
    token: str | None = field(default=None, repr=False)
    """The secret of those who may write, at least 16 characters."""
    update_timeout: float = 60.0
    """Seconds that an update may take."""
    keep_versions: int = 20
    """Versions that an update leaves: the last ones, besides the current one and those that have a name."""
    default_graph: Literal["union", "strict"] = "union"
    """Whether queries see all graphs by default, or the unnamed one, as the standard has it."""
    public_url: str | None = None
    """The address that users see, when a proxy stands before the service; without it, that of the request."""

    @property
    def base_iri(self) -> str:
        """What relative IRIs in queries and updates are resolved against: the address of the SPARQL service."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{(self.public_url or f'http://{host}:{self.port}').rstrip('/')}/sparql"

    def __post_init__(self) -> None:
        positive = ["workers", "threads", "default_timeout", "queue_timeout", "memory_mb", "maximum_rows"]
        positive += ["update_timeout", "keep_versions"]
        for name in positive:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be positive.")
        if self.default_timeout > self.maximum_timeout:
            raise ValueError("default_timeout must not be above maximum_timeout.")
        if self.default_graph not in ("union", "strict"):
            raise ValueError("default_graph must be union or strict.")
        if self.updates and (self.token is None or len(self.token) < _SHORTEST_TOKEN):
            raise ValueError(f"updates need a token, which must have at least {_SHORTEST_TOKEN} characters.")
