"""The one way by which the routes and the pages of the service ask the store."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from ontology.errors import LimitError, NotFoundError, ParameterError, QueryError, ServandaError, StoreError
from server.caching import ByteCache, CachedAnswer
from server.configuration import ServiceConfig
from server.federation import Relay, ServiceRefusedError
from server.jobs import Ending, Graphs, Job
from server.logs import log_slow
from server.metrics import Metrics
from server.updates import Updates
from server.workers import Run, WorkerPool
from triples.store import Answer, RemoteStore, Solutions, Triples, open_store
from triples.store.history import find
from triples.store.syntax import QUERY_FORMS, QueryTraits, traits
from triples.store.versions import current_id, version_path
from triples.store.writing import Writer

_JSON = "application/sparql-results+json"
_N_TRIPLES = "application/n-triples"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

Dataset = Graphs
"""The IRIs of the default graphs and of the named graphs that a request asks for."""


class Body(Protocol):
    """The body of an answer: an iterator of bytes that can be closed before its end."""

    @property
    def id(self) -> str | None:
        """The id by which the operator can stop the query."""
        ...

    @property
    def ending(self) -> Ending | None:
        """What is known of the answer once it has ended."""
        ...

    @property
    def finished(self) -> bool:
        """Tells whether the worker has sent all; then the first piece is the only one."""
        ...

    def __iter__(self) -> Iterator[bytes]:
        """Returns itself."""
        ...

    def __next__(self) -> bytes:
        """Returns the next piece."""
        ...

    def close(self) -> None:
        """Ends the answer here."""
        ...


class QueryService:
    """Answers queries within limits, on the worker pool of an embedded store or by a remote service.

    It has the `query` and `version` of `triples.store.Store`, so what asks a store can ask the service.
    """

    def __init__(self, config: ServiceConfig) -> None:
        self.config = config
        self._remote: RemoteStore | None = None
        self._served: Served | None = None
        self._relay: Relay | None = None
        self._federated: WorkerPool | None = None
        self.updates: Updates | None = None
        self._counts: dict[str, int] = {}
        self._entailed = config.default_graph == "strict" and config.regime is not None
        self._reloading = threading.Lock()
        self.results: ByteCache[CachedAnswer] = ByteCache(config.cache_bytes // 2)
        self.metrics = Metrics()
        self.metrics.watch(
            answers=self.results,
            running_queries=lambda: len(self.runs()),
            waiting_queries=lambda: self.waiting,
            workers=lambda: len(self.worker_pids),
        )
        store = open_store(config.store)
        self._version = store.version
        if isinstance(store, RemoteStore):
            if config.updates:
                raise StoreError("Updates need a store on disk; a service in front of another only reads.")
            self._remote = store
            return
        directory = store.location
        if directory is None:
            raise ValueError("the service needs a store on disk")
        del store  # the workers open it themselves; a second view of it here would only cost memory
        if config.regime is not None and not config.updates:
            with Writer(directory.parents[1], strict=config.default_graph == "strict", regime=config.regime) as writer:
                writer.refresh()
            directory = version_path(directory.parents[1])
        self._served = self._serve(directory)
        self._counts[directory.name] = self._served.pool.count
        try:
            if config.updates:
                self.updates = Updates(config, self.reload, self._used)
                self.reload()
        except ServandaError:
            self._served.pool.close()
            raise

    @property
    def relay(self) -> Relay | None:
        """The way to other services, where the operator allows any."""
        return self._relay

    @property
    def version(self) -> str:
        """Names the state of the data that is served."""
        return self._served.version if self._served else self._version

    @property
    def served(self) -> Served | None:
        """The version that is served with the pool of its workers; None for a remote store."""
        return self._served

    def reload(self) -> str:
        """Goes over to the current version of the store and returns its id; what runs ends on the old one.

        Raises StoreError when the new version cannot be served; then the old one stays.
        """
        with self._reloading:
            old = self._served
            if old is None:
                return self._version
            root = Path(self.config.store)
            now = current_id(root)
            if now != old.version:
                # The workers open it with the next query; what they are at ends on the old one.
                for pool in self._pools():
                    pool.directory = version_path(root, now)
                self._served = Served(now, old.pool)
            return now

    def runs(self) -> list[Run]:
        """Returns the queries that are being answered."""
        return [run for pool in self._pools() for run in pool.runs()]

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._served.pool.waiting if self._served else 0

    def stop(self, id: str) -> bool:
        """Kills a query that is being answered; tells whether there was one with this id."""
        return any(pool.stop(id) for pool in self._pools())

    @property
    def cacheable(self) -> bool:
        """Tells whether equal versions mean equal answers; a remote service does not promise it."""
        return self._remote is None

    @property
    def worker_pids(self) -> list[int]:
        """The ids of the worker processes; none for a remote store."""
        return self._served.pool.pids() if self._served else []

    def count(self) -> int:
        """Returns the number of quads; it is counted once a version."""
        served = self._served
        if served is None:
            return self._remote.count() if self._remote else 0
        if served.version not in self._counts:
            body = served.pool.run(
                Job(
                    query=_COUNT,
                    media_type=_JSON,
                    seconds=self.config.maximum_timeout,
                    rows=1,
                    union=False,
                    version=served.version,
                )
            )
            answer = _parse(b"".join(body), rows=True)
            if not isinstance(answer, Solutions) or not isinstance(count := answer.rows[0][0], ox.Literal):
                raise StoreError("The store did not answer with a count.")
            self._counts = {served.version: int(count.value)}
        return self._counts[served.version]

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answers a query with terms; raises QueryError, LimitError, StoreError or RemoteError."""
        if self._remote is not None:
            self._check(sparql)
            return self._remote.query(sparql, timeout=self._seconds(timeout))
        found = self._check(sparql)
        rows = found.form in {"SELECT", "ASK"}
        body = self.stream(sparql, _JSON if rows else _N_TRIPLES, timeout=timeout)
        data = b"".join(body)
        try:
            return _parse(data, rows=rows)
        except MemoryError as error:
            raise LimitError("The answer holds a value of more than 16 MB.", limit="memory") from error

    def select(self, sparql: str, *, timeout: float | None = None) -> Solutions:
        """Answers a SELECT query; raises QueryError for another form."""
        answer = self.query(sparql, timeout=timeout)
        if not isinstance(answer, Solutions):
            raise QueryError("A SELECT query was expected.")
        return answer

    def ask(self, sparql: str, *, timeout: float | None = None) -> bool:
        """Answers an ASK query; raises QueryError for another form."""
        answer = self.query(sparql, timeout=timeout)
        if not isinstance(answer, bool):
            raise QueryError("An ASK query was expected.")
        return answer

    def construct(self, sparql: str, *, timeout: float | None = None) -> Triples:
        """Answers a CONSTRUCT or DESCRIBE query; raises QueryError for another form."""
        answer = self.query(sparql, timeout=timeout)
        if not isinstance(answer, Triples):
            raise QueryError("A CONSTRUCT or DESCRIBE query was expected.")
        return answer

    def stream(
        self,
        sparql: str,
        media_type: str,
        *,
        timeout: float | None = None,
        dataset: Dataset | None = None,
        cancelled: Callable[[], bool] | None = None,
        version: str | None = None,
    ) -> Body:
        """Returns the serialised answer, once its first piece is there, as pieces of some 64 kB.

        Whoever takes it must close it. `dataset` replaces the union of all graphs and what FROM says; `cancelled` is
        asked many times a second whether nobody waits any more; `version` names another version than the current one
        (see `known_version`). Raises what `query` raises; LimitError may also come
        while iterating, and then the answer is not whole.
        """
        found = self._check(sparql)
        seconds = self._seconds(timeout)
        if self._remote is not None:
            if dataset is not None:
                raise QueryError("This service passes queries on, and takes no default-graph-uri; write FROM instead.")
            body, answered = self._remote.fetch(sparql, media_type, timeout=seconds)
            if answered != media_type:
                raise QueryError(f"{self._remote.url} does not answer with {media_type}, but with {answered}.")
            return _Whole([body])
        served = self._served
        if served is None:
            raise ValueError("the service is closed")
        if found.uses_service and self._relay is not None and self._federated is not None:
            sparql = self._relay.rewrite(sparql)
            job = self.job(found, sparql, media_type, seconds, dataset, version or served.version)
            return self._federated.run(job, cancelled=cancelled)
        job = self.job(found, sparql, media_type, seconds, dataset, version or served.version)
        return served.pool.run(job, cancelled=cancelled)

    def known_version(self, version: str) -> str:
        """Returns the id of a version that is there and can be asked; raises NotFoundError."""
        if self._remote is not None:
            raise NotFoundError("A service in front of another has no versions.")
        return find(Path(self.config.store), version)

    def job(
        self,
        found: QueryTraits,
        sparql: str,
        media_type: str,
        seconds: float,
        dataset: Dataset | None,
        version: str,
    ) -> Job:
        """Returns a query with the limits of this service, ready for a worker."""
        return Job(
            query=sparql,
            media_type=media_type,
            seconds=seconds,
            rows=self.config.maximum_rows,
            union=self.config.default_graph == "union" and not found.names_dataset,
            entailed=self._entailed and not found.names_dataset,
            graphs=dataset,
            version=version,
        )

    def close(self) -> None:
        """Stops the writer, after the change that it is at, and the workers."""
        if self.updates is not None:
            self.updates.close()
        if self._federated is not None:
            self._federated.close()
        if self._relay is not None:
            self._relay.close()
        if self._served is not None:
            self._served.pool.close()

    def _pools(self) -> list[WorkerPool]:
        plain = self._served.pool if self._served else None
        return [pool for pool in (plain, self._federated) if pool is not None]

    def _used(self) -> set[str]:
        return {run.job.version for run in self.runs()}

    def _serve(self, directory: Path) -> Served:
        if self.config.allow_service:
            seconds, loopback = self.config.service_timeout, self.config.allow_loopback
            self._relay = Relay(self.config.allow_service, seconds=seconds, allow_loopback=loopback)
            self._federated = self._new_pool(directory, 1, self._relay.port)
        return Served(directory.name, self._new_pool(directory, self.config.workers))

    def _new_pool(self, directory: Path, size: int, relay: int | None = None) -> WorkerPool:
        config = self.config
        return WorkerPool(
            directory,
            size=size,
            relay=relay,
            memory_mb=config.memory_mb,
            queue_timeout=config.queue_timeout,
            queue_size=config.queue_size,
            base=config.base_iri,
            ended=self._ended,
        )

    def _ended(self, run: Run) -> None:
        seconds = time.monotonic() - run.started
        self.metrics.count_query(seconds, run.worker.killed_for)
        if 0 < self.config.slow_seconds <= seconds:
            log_slow(run, seconds)

    def _check(self, sparql: str) -> QueryTraits:
        found = traits(sparql)
        if found.uses_service and self._federated is None:
            raise ServiceRefusedError("SERVICE is off: queries reach no other services from here.")
        if found.is_update:
            raise UpdatesRefusedError(f"{found.form} is an update; updates are off, and a query was expected.")
        if found.form not in QUERY_FORMS and not sparql.strip():
            raise QueryError("The query is empty.", line=1, column=1)
        return found

    def _seconds(self, timeout: float | None) -> float:
        if timeout is None:
            return self.config.default_timeout
        if timeout > self.config.maximum_timeout:
            raise ParameterError(
                f"timeout may be {self.config.maximum_timeout:g} seconds at most.", parameter="timeout"
            )
        return timeout


def _parse(data: bytes, *, rows: bool) -> Answer:
    if not rows:
        return Triples(tuple(quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES)))
    answer = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    names = tuple(variable.value for variable in answer.variables)
    return Solutions(names, tuple(tuple(row) for row in answer))


class Served(NamedTuple):
    """A version of the data with the workers that answer from it."""

    version: str
    pool: WorkerPool


class UpdatesRefusedError(QueryError):
    """An update came where updates are off."""


class _Whole:
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.id: str | None = None
        self.ending: Ending | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    @property
    def finished(self) -> bool:
        return True

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        self._pieces = iter(())


__all__ = ["Body", "Dataset", "QueryService", "Served", "ServiceRefusedError", "UpdatesRefusedError"]
