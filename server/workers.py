"""The pool of worker processes: it lends them to requests, watches their limits, and kills and replaces them."""

from __future__ import annotations

import itertools
import queue
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import LimitError, ServandaError, StoreError
from server.jobs import Job
from server.processes import KilledFromOutsideError, Worker
from server.streams import Stream

_TICK = 0.05
_IDLE_TICK = 0.5
_START = 30.0
_RETRY = 1.0

Deliver = Callable[[Worker | None], None]
"""What is called, from any thread, with a worker once one is free, or with None when the wait was too long."""

_numbers = itertools.count(1)
_prefix = secrets.token_hex(4)


class PoolClosedError(StoreError):
    """The pool takes no more queries: the service ends, or has gone on to the pool of another version."""


class Run:
    """A query that a worker is at: the pool watches its limits, and the operator sees it in the list."""

    __slots__ = ("cancelled", "deadline", "id", "job", "started", "worker")

    def __init__(self, worker: Worker, job: Job, cancelled: Callable[[], bool] | None = None) -> None:
        self.id = f"{_prefix}-{next(_numbers):x}"
        self.worker = worker
        self.job = job
        self.cancelled = cancelled
        self.started = time.monotonic()
        self.deadline = self.started + job.seconds


@dataclass(slots=True, eq=False)
class _Waiting:
    deliver: Deliver
    deadline: float


class WorkerPool:
    """A fixed number of worker processes on one version of a store.

    All processes are started by one thread of the pool, which lives as long as the pool: Linux kills a child when the
    thread that started it ends (`server.sandbox.die_with_parent`). Who finds no free worker stands in one line, first
    come, first served, at most `queue_size` long and `queue_timeout` seconds.
    """

    def __init__(
        self,
        directory: Path,
        *,
        size: int,
        memory_mb: int,
        queue_timeout: float,
        queue_size: int = 64,
        relay: int | None = None,
        base: str | None = None,
        ended: Callable[[Run], None] | None = None,
    ) -> None:
        self.directory = directory
        self._relay = relay
        self._base = base
        self._ended = ended
        self._queue_timeout = queue_timeout
        self._queue_size = queue_size
        self.size = size
        self.memory_mb = memory_mb
        self._idle: list[Worker] = []
        self._line: deque[_Waiting] = deque()
        self._chores: queue.SimpleQueue[Worker | bool] = queue.SimpleQueue()
        self._arrivals: queue.SimpleQueue[ServandaError | None] = queue.SimpleQueue()
        self._runs: dict[str, Run] = {}
        self._workers: set[Worker] = set()
        self._mutex = threading.Lock()
        self._closed = False
        self._watch = threading.Thread(target=self._watch_limits, name="servanda-watch", daemon=True)
        for _ in range(size):
            self._chores.put(True)
        self._watch.start()
        self.count = self._count_when_ready()

    def run(self, job: Job, *, cancelled: Callable[[], bool] | None = None) -> Stream:
        """Runs a job on a free worker and returns its answer once the first piece is there.

        `cancelled` is asked many times a second whether the client went away. Raises LimitError (limit "queue") when
        all workers stay busy, QueryError, LimitError or StoreError when there is no answer.
        """
        try:
            return self._try(job, cancelled)
        except KilledFromOutsideError:
            # A worker that was idle may have died of something that has nothing to do with this query.
            return self._try(job, cancelled)

    def acquire(self, deliver: Deliver) -> None:
        """Lends a worker: `deliver` is called with it, at once when one is free; who takes it must `begin` a run.

        Raises LimitError (limit "queue") when too many wait already, PoolClosedError when the pool is closed.
        """
        with self._mutex:
            if self._closed:
                raise PoolClosedError("The service is shutting down.")
            worker = None
            while self._idle and worker is None:
                worker = self._idle.pop()
                if worker.process.poll() is not None:
                    # It died while idle (a stray signal, the system short of memory): nobody need notice.
                    self._chores.put(worker)
                    worker = None
            if worker is None:
                if len(self._line) >= self._queue_size:
                    raise self.busy()
                self._line.append(_Waiting(deliver, time.monotonic() + self._queue_timeout))
                return
        deliver(worker)

    def busy(self) -> LimitError:
        """Returns the error of those who wait in vain."""
        return LimitError(
            f"All workers were busy for {self._queue_timeout:g} seconds, or too many requests wait; "
            "try again in a moment.",
            limit="queue",
        )

    def begin(self, worker: Worker, job: Job, cancelled: Callable[[], bool] | None = None) -> Run:
        """Sends a job to a borrowed worker, and has its limits watched from here on."""
        run = Run(worker, job, cancelled)
        with self._mutex:
            self._runs[run.id] = run
        try:
            worker.ask(job)
        except EOFError:
            worker.kill()  # the next read tells what it died of
        return run

    def end(self, run: Run, *, broken: bool = False) -> None:
        """Takes a worker back after its answer; a broken one is buried and replaced."""
        with self._mutex:
            self._runs.pop(run.id, None)
        if self._ended is not None:
            self._ended(run)
        self.put_back(run.worker, broken=broken)

    def put_back(self, worker: Worker, *, broken: bool = False) -> None:
        """Takes a borrowed worker back, also one that was given no job."""
        if broken or worker.killed_for is not None:
            self._chores.put(worker)
        else:
            self._offer(worker)

    def runs(self) -> list[Run]:
        """Returns the queries that are being answered."""
        with self._mutex:
            return list(self._runs.values())

    def stop(self, id: str) -> bool:
        """Kills the query with an id, at the operator's will; tells whether there was one."""
        with self._mutex:
            run = self._runs.get(id)
            if run is not None:
                run.worker.kill("operator")
        return run is not None

    @property
    def federated(self) -> bool:
        """Tells whether its queries ask other services."""
        return self._relay is not None

    @property
    def waiting(self) -> int:
        """How many wait for a worker."""
        return len(self._line)

    def pids(self) -> list[int]:
        """Returns the ids of the worker processes."""
        with self._mutex:
            return sorted(worker.pid for worker in self._workers)

    def close(self) -> None:
        """Stops all workers, also those that are at a query, and waits for their end."""
        self._chores.put(False)
        self._watch.join()

    def _try(self, job: Job, cancelled: Callable[[], bool] | None) -> Stream:
        found: queue.SimpleQueue[Worker | None] = queue.SimpleQueue()
        self.acquire(found.put)
        worker = found.get()
        if worker is None:
            raise self.busy()
        stream = Stream(self, self.begin(worker, job, cancelled))
        stream.start()
        return stream

    def _offer(self, worker: Worker) -> None:
        with self._mutex:
            next_one = self._line.popleft() if self._line else None
            if next_one is None:
                self._idle.append(worker)
        if next_one is not None:
            next_one.deliver(worker)

    def _count_when_ready(self) -> int:
        for _ in range(self.size):
            try:
                error = self._arrivals.get(timeout=_START)
            except queue.Empty:
                error = StoreError("The worker processes did not start in time.")
            if error is not None:
                self.close()
                raise error
        with self._mutex:
            return self._idle[0].count or 0

    def _welcome(self, worker: Worker) -> None:
        """Waits, in a thread of its own, until a new worker has opened the store, and offers it."""
        try:
            worker.await_ready()
        except EOFError:
            self._arrivals.put(StoreError("A worker process ended while it started; see its message above."))
        except StoreError as error:
            self._arrivals.put(error)
        else:
            self._offer(worker)
            self._arrivals.put(None)
            return
        time.sleep(_RETRY)
        self._chores.put(worker)

    def _watch_limits(self) -> None:
        while True:
            with self._mutex:
                runs, waiting = list(self._runs.values()), bool(self._line)
            for run in runs:
                self._check(run)
            if waiting:
                self._dismiss()
            try:
                chore = self._chores.get(timeout=_TICK if runs or waiting else _IDLE_TICK)
            except queue.Empty:
                self._look_after_idle()
                continue
            if chore is False:
                break
            if isinstance(chore, Worker):
                self._bury(chore)
            fresh = Worker(self.directory, self.memory_mb, relay=self._relay, base=self._base)
            with self._mutex:
                self._workers.add(fresh)
            threading.Thread(target=self._welcome, args=(fresh,), name="servanda-welcome", daemon=True).start()
        self._stop_all()

    def _check(self, run: Run) -> None:
        with self._mutex:
            if run.id not in self._runs:
                return  # its worker may be at the next query by now
            if time.monotonic() > run.deadline:
                run.worker.kill("time")
            elif run.worker.resident_mb() > self.memory_mb:
                run.worker.kill("memory")
            elif run.cancelled is not None and run.cancelled():
                run.worker.kill("cancelled")

    def _dismiss(self) -> None:
        now = time.monotonic()
        with self._mutex:
            late = [each for each in self._line if each.deadline <= now]
            for each in late:
                self._line.remove(each)
        for each in late:
            each.deliver(None)

    def _look_after_idle(self) -> None:
        """Replaces workers that died while idle (a stray signal, the system short of memory): nobody need notice."""
        with self._mutex:
            dead = [worker for worker in self._idle if worker.process.poll() is not None]
            for worker in dead:
                self._idle.remove(worker)
        for worker in dead:
            self._chores.put(worker)

    def _bury(self, worker: Worker) -> None:
        with self._mutex:
            self._workers.discard(worker)
        worker.kill()
        worker.close()

    def _stop_all(self) -> None:
        with self._mutex:
            self._closed = True
            workers, self._workers = self._workers, set()
            idle, self._idle = self._idle, []
            line, self._line = list(self._line), deque()
        for each in line:
            each.deliver(None)
        for worker in workers:
            worker.kill()
            worker.process.wait()
        while not self._chores.empty():
            chore = self._chores.get()
            if isinstance(chore, Worker):
                idle.append(chore)
        for worker in idle:
            # The pipes of workers that were at a query belong to those who still read from them.
            worker.close()
