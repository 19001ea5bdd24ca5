"""How the service is set up: one frozen value that every part reads.

What a setting means is told once, beside its default; `server.settings` makes flags, variables and the file of it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

_SHORTEST_TOKEN = 16
_POSITIVE = (
    "workers",
    "threads",
    "default_timeout",
    "queue_timeout",
    "memory_mb",
    "maximum_rows",
    "maximum_request_bytes",
    "maximum_connections",
    "header_timeout",
    "body_timeout",
    "idle_timeout",
    "write_timeout",
    "update_timeout",
    "keep_versions",
    "service_timeout",
)
_NOT_NEGATIVE = ("port", "queue_size", "shutdown_timeout", "reload_seconds", "slow_seconds", "cache_bytes", "max_age")


def setting(
    default: Any, group: str, text: str, *, flag: str | None = None, secret: bool = False, unit: str = ""
) -> Any:
    """Returns a field with its default, its group in the help, what it means, its flag if not its name, and its unit.

    A secret has no flag, for everybody on a machine can read those, but one for the file that holds it.
    """
    about = {"group": group, "text": text, "flag": flag, "secret": secret, "unit": unit}
    return field(default=default, repr=not secret, metadata=about)


@dataclass(frozen=True, kw_only=True)
class ServiceConfig:
    """The settings of the service; docs/operations.md lists each.

    Raises ValueError when a value cannot be, for example a limit that is not positive.
    """

    store: str | Path = field(
        metadata={"group": "what and where", "text": "a store, or the URL of a SPARQL service", "unit": "PATH|URL"}
    )
    host: str = setting("127.0.0.1", "what and where", "where to listen; this is what only this machine reaches")
    port: int = setting(7878, "what and where", "the port; 0 takes a free one")
    public_url: str | None = setting(
        None, "what and where", "the address that users see; without it, that of the request", unit="URL"
    )
    trusted_proxies: tuple[str, ...] = setting(
        (),
        "what and where",
        "a proxy whose X-Forwarded-For, -Proto, -Host and -Prefix are believed; may be given several times",
        flag="--trusted-proxy",
        unit="ADDRESS|NETWORK",
    )

    workers: int = setting(2, "queries", "processes that answer queries: so many run at one time")
    threads: int = setting(8, "queries", "threads for pages and whatever is no plain query")
    default_timeout: float = setting(30.0, "queries", "of a query that names none", flag="--timeout", unit="SECONDS")
    maximum_timeout: float = setting(300.0, "queries", "that a query may ask for by timeout=", unit="SECONDS")
    memory_mb: int = setting(1024, "queries", "of a worker, above which its query is stopped", unit="MB")
    maximum_rows: int = setting(1_000_000, "queries", "rows or triples, at which an answer is cut", unit="ROWS")
    queue_timeout: float = setting(5.0, "queries", "that a query waits for a worker before 503", unit="SECONDS")
    queue_size: int = setting(64, "queries", "queries that may wait; the next is answered by 503 at once")
    default_graph: Literal["union", "strict"] = setting(
        "union", "queries", "what queries see by default: all graphs, or as the standard has it the unnamed one"
    )
    entailment: Literal["none", "rdfs", "owl-rl"] = setting(
        "none", "queries", "keep what follows from the data, by the rules of RDFS or of OWL 2 RL, in graph/entailed"
    )

    allow_service: tuple[str, ...] = setting(
        (), "other services", "a host that SERVICE may ask; may be given several times", unit="HOST"
    )
    service_timeout: float = setting(20.0, "other services", "that another service may take", unit="SECONDS")
    allow_loopback: bool = setting(
        False, "other services", "let SERVICE reach this machine; for tests, never for the open internet"
    )

    cache_bytes: int = setting(64 << 20, "caching", "of answers kept in memory; 0 keeps none", unit="BYTES")
    max_age: int = setting(
        0, "caching", "for which caches may use an answer without asking; 0: they always ask", unit="SECONDS"
    )

    maximum_request_bytes: int = setting(1 << 20, "connections", "of the body of a request", unit="BYTES")
    maximum_connections: int = setting(
        2000, "connections", "at one time; beyond, the one that is idle longest makes room"
    )
    header_timeout: float = setting(15.0, "connections", "in which the head of a request must come", unit="SECONDS")
    body_timeout: float = setting(60.0, "connections", "in which the body of a request must come", unit="SECONDS")
    idle_timeout: float = setting(60.0, "connections", "that a connection may be without request", unit="SECONDS")
    write_timeout: float = setting(
        60.0, "connections", "in which a client must take what waits to be sent to it", unit="SECONDS"
    )

    updates: bool = setting(False, "writing", "take updates from who knows the token; needs --store or --temporary")
    token: str | None = setting(None, "writing", "the secret of those who may write", secret=True)
    update_timeout: float = setting(60.0, "writing", "that an update may take", unit="SECONDS")
    keep_versions: int = setting(20, "writing", "versions that an update leaves, besides those with a name")

    operator_token: str | None = setting(
        None, "operating", "the secret of those who may see and stop running queries", secret=True
    )
    access_log: str | None = setting(None, "operating", "where to log requests as JSON lines; - is stderr", unit="FILE")
    slow_seconds: float = setting(
        5.0, "operating", "from which a query is written to the log of slow ones; 0: none", unit="SECONDS"
    )
    shutdown_timeout: float = setting(30.0, "operating", "for running requests after SIGTERM", unit="SECONDS")
    reload_seconds: float = setting(
        2.0, "operating", "between looks for a new version of the store; 0: only on SIGHUP", unit="SECONDS"
    )

    @property
    def regime(self) -> str | None:
        """The regime of entailment by its name, or None."""
        return None if self.entailment == "none" else self.entailment

    @property
    def base_iri(self) -> str:
        """What relative IRIs in queries and updates are resolved against: the address of the SPARQL service."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{(self.public_url or f'http://{host}:{self.port}').rstrip('/')}/sparql"

    def __post_init__(self) -> None:
        for name in _POSITIVE:
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be positive.")
        for name in _NOT_NEGATIVE:
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must not be negative.")
        if self.default_timeout > self.maximum_timeout:
            raise ValueError("default_timeout must not be above maximum_timeout.")
        if self.default_graph not in ("union", "strict"):
            raise ValueError("default_graph must be union or strict.")
        for each in self.trusted_proxies:
            try:
                ipaddress.ip_network(each, strict=False)
            except ValueError:
                raise ValueError(f"trusted_proxies must be addresses or networks, which {each!r} is not.") from None
        for name in ("token", "operator_token"):
            secret = getattr(self, name)
            if secret is not None and len(secret) < _SHORTEST_TOKEN:
                raise ValueError(f"{name} must have at least {_SHORTEST_TOKEN} characters.")
        if self.updates and self.token is None:
            raise ValueError(f"updates need a token, which must have at least {_SHORTEST_TOKEN} characters.")
