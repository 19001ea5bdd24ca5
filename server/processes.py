"""One worker process as the service sees it: two pipes, a process id, and what it died of."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ontology.errors import LimitError, QueryError, ServandaError, StoreError
from ontology.namespaces import GRAPH_ENTAILED, PREFIXES
from server import frames
from server.jobs import Job
from triples.store.syntax import query_error

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_PIPE_SIZE = 1 << 20
_MALLOC = "glibc.malloc.tcache_max=65536:glibc.malloc.tcache_count=64"
"""Settings of glibc's allocator, of which others take no notice: the engine asks again and again for blocks above 1 kB,
which the allocator by itself keeps at hand for no thread. An aggregate took 0.8 of the time with them, in equal memory.
"""
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from server.worker import main; main(sys.argv[2], sys.argv[3])"


class KilledFromOutsideError(LimitError):
    """A worker was killed, and not by this service."""


class Worker:
    """One worker process, and the two pipes to it."""

    def __init__(self, directory: Path, memory_mb: int, *, relay: int | None = None, base: str | None = None) -> None:
        settings = json.dumps(
            {
                "memory_mb": memory_mb,
                "prefixes": PREFIXES,
                "relay": relay,
                "base": base,
                "entailed": str(GRAPH_ENTAILED),
            }
        )
        packages = str(Path(__file__).resolve().parent.parent)
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-P", "-c", _BOOT, packages, str(directory), settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={"GLIBC_TUNABLES": _MALLOC} | os.environ,
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise StoreError("A worker process has no pipes.")
        self._requests = self.process.stdin
        self._answers = self.process.stdout
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            # A large answer then takes fewer changes between the two processes; where the system's bound on pipes is
            # lower, its usual size does.
            with suppress(OSError):
                fcntl.fcntl(self._answers.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
        self.frames = frames.FrameReader(self._answers.fileno())
        self.killed_for: str | None = None
        self.count: int | None = None
        self.network_refused = False

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self.process.pid

    @property
    def answers(self) -> int:
        """The descriptor of the pipe on which answers come."""
        return self._answers.fileno()

    def await_ready(self) -> None:
        """Waits until the worker has opened the store, which it does once; raises StoreError when it cannot."""
        if self.count is not None:
            return
        kind, payload = self.frames.read()
        told = json.loads(payload)
        if kind != frames.READY:
            raise StoreError(told["message"])
        self.count = int(told["count"])
        self.network_refused = bool(told["network_refused"])

    def ask(self, job: Job) -> None:
        """Sends a job; raises EOFError when the process is gone."""
        try:
            frames.write_all(self._requests.fileno(), frames.frame(frames.QUERY, job.pack()))
        except OSError as error:
            raise EOFError("the worker is gone") from error

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


def failure(job: Job, kind: str, message: str, memory_mb: int) -> ServandaError:
    """Returns the error that a worker tells of."""
    if kind == "syntax":
        return query_error(SyntaxError(message), job.query)
    if kind == "memory":
        return _memory_error(memory_mb)
    return StoreError(f"The query failed in the store: {message}")


def death(job: Job, reason: str | None, status: int | None, memory_mb: int) -> ServandaError:
    """Returns the error that the end of a worker is to its query, by why it was killed or by its exit status."""
    if reason == "cancelled":
        return LimitError("The query was stopped because its client went away.", limit="cancelled")
    if reason == "operator":
        return LimitError("The query was stopped by the operator.", limit="cancelled")
    if reason == "time" or status == -signal.SIGALRM:
        return LimitError(f"The query took longer than {job.seconds:g} seconds and was stopped.", limit="time")
    if reason == "memory" or status == -signal.SIGABRT:
        return _memory_error(memory_mb)
    if status == -signal.SIGSEGV:
        return QueryError("The query is nested too deeply for the engine.")
    if status == -signal.SIGKILL:
        return KilledFromOutsideError("The system stopped the query, most likely for want of memory.", limit="memory")
    return StoreError(f"The worker process ended unexpectedly (status {status}).")


def _memory_error(memory_mb: int) -> LimitError:
    return LimitError(f"The query needed more than {memory_mb} MB of memory and was stopped.", limit="memory")
