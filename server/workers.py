"""The pool of worker processes: it lends them to requests, watches their limits, and kills and replaces them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ontology.errors import LimitError, QueryError, ServandaError, StoreError
from ontology.namespaces import PREFIXES
from server import frames
from triples.store.syntax import query_error

_TICK = 0.05
_IDLE_TICK = 0.5
_START = 30.0
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from server.worker import main; main(sys.argv[2], sys.argv[3])"


@dataclass(frozen=True, kw_only=True)
class Job:
    """A query with its limits, ready for a worker."""

    query: str
    media_type: str
    seconds: float
    rows: int
    union: bool = True
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """The default and the named graphs that the request asks for, in place of the union and of FROM."""

    def to_json(self) -> bytes:
        """Returns the job as a worker reads it."""
        return json.dumps(self.__dict__).encode()


class KilledFromOutsideError(LimitError):
    """A worker was killed, and not by this service."""


class Worker:
    """One worker process, and the two pipes to it."""

    def __init__(self, directory: Path, memory_mb: int) -> None:
        settings = json.dumps({"memory_mb": memory_mb, "prefixes": PREFIXES})
        packages = str(Path(__file__).resolve().parent.parent)
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-P", "-c", _BOOT, packages, str(directory), settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise StoreError("A worker process has no pipes.")
        self._requests = self.process.stdin
        self._answers = self.process.stdout
        self._frames = frames.FrameReader(self._answers.fileno())
        self.killed_for: str | None = None
        self.count: int | None = None

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self.process.pid

    def await_ready(self) -> None:
        """Waits until the worker has opened the store, which it does once; raises StoreError when it cannot."""
        if self.count is not None:
            return
        kind, payload = self.read()
        told = json.loads(payload)
        if kind != frames.READY:
            raise StoreError(told["message"])
        self.count = int(told["count"])

    def ask(self, job: Job) -> None:
        """Sends a job; raises EOFError when the process is gone."""
        try:
            frames.write_all(self._requests.fileno(), frames.frame(frames.QUERY, job.to_json()))
        except OSError as error:
            raise EOFError("the worker is gone") from error

    def read(self) -> tuple[bytes, bytes]:
        """Returns the next frame; raises EOFError when the process is gone."""
        return self._frames.read()

    def resident_mb(self) -> int:
        """Returns the resident memory in MB; 0 where the system does not tell."""
        try:
            statm = Path(f"/proc/{self.pid}/statm").read_bytes()
        except OSError:
            return 0
        return int(statm.split()[1]) * _PAGE >> 20

    def kill(self, reason: str | None = None) -> None:
        """Kills the process at once; `reason` is the limit it met."""
        if self.killed_for is None:
            self.killed_for = reason
        self.process.kill()

    def close(self) -> int:
        """Takes leave of a process that is dead or idle, and returns its exit status."""
        self._requests.close()
        try:
            status = self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self._answers.close()
        return status


class Stream:
    """The answer of a worker as an iterator of bytes.

    Closing it early kills the worker: no query outlives its request.
    """

    def __init__(self, pool: WorkerPool, worker: Worker, job: Job, cancelled: Callable[[], bool] | None) -> None:
        self._pool = pool
        self._job = job
        self.worker = worker
        self.cancelled = cancelled
        self.deadline = time.monotonic() + job.seconds
        self._first: bytes | None = None
        self._done = False
        self.rows: int | None = None

    def start(self) -> None:
        """Waits for the first piece, so that errors come before any byte of the answer has been sent."""
        first = self._next()
        if first is None:
            self._first = b""
            return
        self._first = first
        if len(first) < 1 << 15:
            # A short piece is the last one: its end comes in the same write. The worker is free before the answer is
            # sent, however slow the client is.
            second = self._next()
            if second is not None:
                self._first += second

    @property
    def finished(self) -> bool:
        """Tells whether all pieces but the first, if that is not taken yet, have been handed out."""
        return self._done

    def __iter__(self) -> Iterator[bytes]:
        """Returns itself."""
        return self

    def __next__(self) -> bytes:
        """Returns the next piece; raises LimitError or StoreError when the answer breaks off."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        piece = None if self._done else self._next()
        if piece is None:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Ends the answer here; a worker that is still at it is killed."""
        if not self._done:
            self.worker.kill()
            self._finish(broken=True)

    def __enter__(self) -> Stream:
        """Returns itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the answer."""
        self.close()

    def _next(self) -> bytes | None:
        if self._done:
            return None
        try:
            self.worker.await_ready()
            kind, payload = self.worker.read()
        except EOFError:
            raise self._death() from None
        except StoreError:
            self._finish(broken=True)
            raise
        if kind == frames.DATA:
            return payload
        told = json.loads(payload)
        self._finish(broken=False)
        if kind == frames.END:
            self.rows = told["rows"]
            return None
        raise self._failure(told["error"], told["message"])

    def _finish(self, *, broken: bool) -> None:
        self._done = True
        self._pool.give_back(self, broken=broken)

    def _failure(self, kind: str, message: str) -> ServandaError:
        if kind == "syntax":
            return query_error(SyntaxError(message), self._job.query)
        if kind == "rows":
            return LimitError(
                f"The answer has more than {self._job.rows} rows; add a LIMIT, or ask for it in parts.", limit="rows"
            )
        if kind == "memory":
            return self._memory_error()
        return StoreError(f"The query failed in the store: {message}")

    def _death(self) -> ServandaError:
        reason = self.worker.killed_for
        self._finish(broken=True)
        status = self.worker.process.returncode
        if reason == "cancelled":
            return LimitError("The query was stopped because its client went away.", limit="time")
        if reason == "time" or status == -signal.SIGALRM:
            return LimitError(
                f"The query took longer than {self._job.seconds:g} seconds and was stopped.", limit="time"
            )
        if reason == "memory" or status == -signal.SIGABRT:
            return self._memory_error()
        if status == -signal.SIGSEGV:
            return QueryError("The query is nested too deeply for the engine.")
        if status == -signal.SIGKILL:
            return KilledFromOutsideError(
                "The system stopped the query, most likely for want of memory.", limit="memory"
            )
        return StoreError(f"The worker process ended unexpectedly (status {status}).")

    def _memory_error(self) -> LimitError:
        return LimitError(
            f"The query needed more than {self._pool.memory_mb} MB of memory and was stopped.", limit="memory"
        )


class WorkerPool:
    """A fixed number of worker processes on one version of a store.

    All processes are started by one thread of the pool, which lives as long as the pool: Linux kills a child when the
    thread that started it ends (`server.sandbox.die_with_parent`).
    """

    def __init__(self, directory: Path, *, size: int, memory_mb: int, queue_timeout: float) -> None:
        self._directory = directory
        self._queue_timeout = queue_timeout
        self.memory_mb = memory_mb
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._wanted: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._running: set[Stream] = set()
        self._workers: set[Worker] = set()
        self._mutex = threading.Lock()
        self._closed = False
        self._watch = threading.Thread(target=self._watch_limits, name="servanda-watch", daemon=True)
        for _ in range(size):
            self._wanted.put(True)
        self._watch.start()
        self.count = self._count_when_ready(size)

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

    def _try(self, job: Job, cancelled: Callable[[], bool] | None) -> Stream:
        worker = self._borrow()
        stream = Stream(self, worker, job, cancelled)
        with self._mutex:
            self._running.add(stream)
        try:
            worker.await_ready()
            worker.ask(job)
        except (EOFError, StoreError):
            worker.kill()  # the next read tells what it died of
        stream.start()
        return stream

    def give_back(self, stream: Stream, *, broken: bool) -> None:
        """Takes a worker back after its answer; a broken one is buried and replaced."""
        with self._mutex:
            self._running.discard(stream)
        worker = stream.worker
        if broken or worker.killed_for is not None:
            self._bury(worker)
            self._wanted.put(True)
        else:
            self._idle.put(worker)

    def pids(self) -> list[int]:
        """Returns the ids of the worker processes."""
        with self._mutex:
            return sorted(worker.pid for worker in self._workers)

    def close(self) -> None:
        """Stops all workers, also those that are at a query, and waits for their end."""
        self._closed = True
        self._wanted.put(False)
        self._watch.join()
        with self._mutex:
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.kill()
            worker.process.wait()
        while not self._idle.empty():
            # The pipes of workers that were at a query belong to the threads that still read from them.
            self._idle.get_nowait().close()

    def _borrow(self) -> Worker:
        if self._closed:
            raise StoreError("The service is shutting down.")
        while True:
            try:
                worker = self._idle.get(timeout=self._queue_timeout)
            except queue.Empty:
                raise LimitError(
                    f"All workers were busy for {self._queue_timeout:g} seconds; try again in a moment.", limit="queue"
                ) from None
            if worker.process.poll() is None:
                return worker
            # It died while idle (a stray signal, the system short of memory): nobody need notice.
            self._bury(worker)
            self._wanted.put(True)

    def _count_when_ready(self, size: int) -> int:
        workers = [self._idle.get(timeout=_START) for _ in range(size)]
        try:
            for worker in workers:
                worker.await_ready()
        except EOFError as error:
            self.close()
            raise StoreError("A worker process ended while it started; see its message above.") from error
        except StoreError:
            self.close()
            raise
        for worker in workers:
            self._idle.put(worker)
        return workers[0].count or 0

    def _bury(self, worker: Worker) -> None:
        with self._mutex:
            self._workers.discard(worker)
        worker.kill()
        worker.close()

    def _watch_limits(self) -> None:
        while not self._closed:
            with self._mutex:
                running = list(self._running)
            for stream in running:
                self._check(stream)
            try:
                wanted = self._wanted.get(timeout=_TICK if running else _IDLE_TICK)
            except queue.Empty:
                continue
            if wanted and not self._closed:
                worker = Worker(self._directory, self.memory_mb)
                with self._mutex:
                    self._workers.add(worker)
                self._idle.put(worker)

    def _check(self, stream: Stream) -> None:
        with self._mutex:
            if stream not in self._running:
                return  # its worker may be at the next query by now
            if time.monotonic() > stream.deadline:
                stream.worker.kill("time")
            elif stream.worker.resident_mb() > self.memory_mb:
                stream.worker.kill("memory")
            elif stream.cancelled is not None and stream.cancelled():
                stream.worker.kill("cancelled")
