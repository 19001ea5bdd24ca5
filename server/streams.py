"""The answer of a worker as an iterator of bytes, for a thread that may wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from ontology.errors import RemoteError, ServandaError
from server import frames
from server.jobs import Ending
from server.processes import death, failure

if TYPE_CHECKING:
    from server.workers import Run, WorkerPool


class Stream:
    """The answer of a worker as an iterator of bytes.

    Closing it early kills the worker: no query outlives its request.
    """

    def __init__(self, pool: WorkerPool, run: Run) -> None:
        self._pool = pool
        self._run = run
        self._worker = run.worker
        self._first: bytes | None = None
        self._done = False
        self.ending: Ending | None = None

    def start(self) -> None:
        """Waits for the first piece, so that errors come before any byte of the answer has been sent."""
        self._first = self._next() or b""

    @property
    def id(self) -> str:
        """The id by which the operator can stop the query."""
        return self._run.id

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
            self._worker.kill()
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
            kind, payload = self._worker.frames.read()
        except EOFError:
            raise self._death() from None
        if kind == frames.DATA:
            return payload
        last = payload if kind == frames.LAST else None
        if last is not None:
            # The end comes in the same write. The worker is free before the answer is sent, however slow the client.
            kind, payload = self._worker.frames.read()
        self._finish(broken=False)
        if kind == frames.END:
            self.ending = Ending.unpack(payload)
            return last
        told = json.loads(payload)
        if told["error"] == "engine" and self._pool.federated:
            raise RemoteError("A service that the query asks did not answer, or not with results of SPARQL.")
        raise failure(self._run.job, told["error"], told["message"], self._pool.memory_mb)

    def _finish(self, *, broken: bool) -> None:
        self._done = True
        self._pool.end(self._run, broken=broken)

    def _death(self) -> ServandaError:
        self._worker.process.kill()
        status = self._worker.process.wait()
        self._finish(broken=True)
        return death(self._run.job, self._worker.killed_for, status, self._pool.memory_mb)
