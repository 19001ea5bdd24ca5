"""The short way of a plain query: from the event loop to a worker and back, without Flask and without a thread.

It does what `server.responses.query_response` does for Flask, in the same order and with the same parts: the entity
tag, the kept answers, the pool with its limits, compression, and headers.
"""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING

from ontology.errors import LimitError, ServandaError, StoreError
from server import frames, planning
from server.caching import CachedAnswer
from server.compression import SMALLEST, Compressor, compressed, compressor
from server.details import of_error, of_status
from server.headers import QUERY_ID, ROW_LIMIT, TRUNCATED, caching
from server.jobs import Ending
from server.planning import Plan, matches
from server.processes import KilledFromOutsideError, Worker, death, failure
from server.replies import Reply
from server.requests import Request
from server.service import Served

if TYPE_CHECKING:
    from server.front import Front
    from server.workers import Run

_LOG = logging.getLogger("servanda")
_PATH = planning.PATH.encode()


class Lane:
    """Takes plain queries from the front."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def offer(self, request: Request, reply: Reply) -> bool:
        """Answers a request if it is a plain query; tells whether it is."""
        front = self._front
        served = front.service.served
        if served is None or request.raw_path != _PATH:
            return False
        plan = planning.plan(
            method=request.method,
            query_string=request.query_string,
            media_type=(request.header(b"content-type") or "").partition(";")[0].strip().lower(),
            body=request.body,
            accept=request.header(b"accept"),
            accept_encoding=request.header(b"accept-encoding"),
            default_timeout=front.config.default_timeout,
            maximum_timeout=front.config.maximum_timeout,
        )
        if plan is None:
            return False
        tag = plan.tag(served.version)
        if tag is not None:
            given = request.header(b"if-none-match")
            if given is not None and matches(given, tag):
                reply.whole(304, caching(tag, front.config.max_age), b"")
                return True
            kept = front.service.results.get(plan.key(served.version))
            if kept is not None:
                _send_kept(front, reply, plan, served, tag, kept)
                return True
        _Errand(front, reply, plan, served, tag).begin()
        return True


class _Errand:
    """One plain query on its way; everything but `_delivered` happens in the thread of the event loop."""

    def __init__(self, front: Front, reply: Reply, plan: Plan, served: Served, tag: str | None) -> None:
        self._front = front
        self._reply = reply
        self._plan = plan
        self._served = served
        self._tag = tag
        self._thread = threading.get_ident()
        self._worker: Worker | None = None
        self._run: Run | None = None
        self._squeeze: Compressor | None = None
        self._last: bytes | None = None
        self._kept: list[bytes] | None = None
        self._kept_size = 0
        self._reading = False
        self._busy = False
        self._retried = False

    def begin(self) -> None:
        """Asks for a worker."""
        self._reply.connection.when_gone = self._gone
        try:
            self._served.pool.acquire(self._delivered)
        except (LimitError, StoreError) as error:
            self._fail(error)

    # A worker comes

    def _delivered(self, worker: Worker | None) -> None:
        if threading.get_ident() == self._thread:
            self._start(worker)
        else:
            self._front.loop.call_soon_threadsafe(self._start, worker)

    def _start(self, worker: Worker | None) -> None:
        pool = self._served.pool
        if worker is None:
            if not self._reply.gone:
                self._fail(pool.busy())
            return
        if self._reply.gone:
            pool.put_back(worker)
            return
        plan = self._plan
        job = self._front.service.job(
            plan.traits, plan.sparql, plan.format.engine, plan.seconds, plan.dataset, self._served.version
        )
        self._worker = worker
        self._run = run = pool.begin(worker, job)
        self._reply.query_id = run.id
        self._read(True)

    def _read(self, wanted: bool) -> None:
        worker = self._worker
        if worker is None or wanted == self._reading:
            return
        self._reading = wanted
        if wanted:
            self._front.loop.add_reader(worker.answers, self._readable)
        else:
            self._front.loop.remove_reader(worker.answers)

    # Its answer comes

    def _readable(self) -> None:
        worker = self._worker
        if worker is None:
            return
        try:
            worker.frames.fill()
        except EOFError:
            self._read(False)
            self._front.loop.run_in_executor(None, self._wait_for_death, worker)
            return
        self._take_frames(worker)

    def _take_frames(self, worker: Worker) -> None:
        while not self._busy:
            frame = worker.frames.take()
            if frame is None:
                break
            kind, payload = frame
            if kind == frames.DATA:
                self._piece(payload)
                if self._worker is None:
                    return
            elif kind == frames.LAST:
                self._last = payload
            elif kind == frames.END:
                self._end(Ending.unpack(payload))
                return
            else:
                told = json.loads(payload)
                run = self._give_back()
                if run is not None:
                    self._fail(failure(run.job, told["error"], told["message"], self._served.pool.memory_mb))
                return
        self._read(not self._busy and not self._reply.connection.paused)

    def _piece(self, payload: bytes) -> None:
        """Sends a piece of an answer that is not whole yet, the first with the headers before it."""
        reply = self._reply
        if not reply.begun:
            encoding = self._plan.encoding
            headers = [*self._headers(encoding), (ROW_LIMIT, str(self._front.config.maximum_rows))]
            if reply.takes_trailers:
                headers.append(("Trailer", TRUNCATED))
            reply.start(200, headers)
            if reply.request.method == "HEAD":
                self._give_back(broken=True)
                reply.end()
                return
            reply.connection.when_writable = self._writable
            self._squeeze = compressor(encoding) if encoding else None
            self._kept = [] if self._tag is not None else None
        if self._squeeze is None:
            self._send(payload)
        else:
            # A large piece takes milliseconds to compress: a thread does it, and the loop serves others meanwhile.
            self._busy = True
            self._front.loop.run_in_executor(None, self._compress, self._squeeze, payload)

    def _compress(self, squeeze: Compressor, payload: bytes) -> None:
        self._front.loop.call_soon_threadsafe(self._compressed, squeeze.compress(payload))

    def _compressed(self, data: bytes) -> None:
        self._busy = False
        if self._worker is not None:
            self._send(data)
            self._take_frames(self._worker)

    def _send(self, data: bytes) -> None:
        self._reply.write(data)
        if self._kept is not None:
            self._kept_size += len(data)
            self._kept.append(data)
            if self._kept_size > self._front.service.results.largest:
                self._kept = None

    def _writable(self) -> None:
        if self._worker is not None and not self._reply.gone:
            self._take_frames(self._worker)

    # It ends

    def _end(self, ending: Ending) -> None:
        run, last = self._give_back(), self._last or b""
        reply = self._reply
        if run is None or reply.gone:
            return
        if not reply.begun:
            self._whole(last, ending)
            return
        if self._squeeze is not None:
            last = self._squeeze.compress(last) + self._squeeze.flush()
        self._send(last)
        if ending.truncated:
            self._front.metrics.truncated += 1
            if not reply.takes_trailers:
                _LOG.warning("An answer met the row limit after it had begun, and was broken off: %s", run.id)
                reply.abort()
                return
            reply.end([(TRUNCATED, f"rows={ending.rows}")])
            return
        if self._kept is not None:
            self._keep(CachedAnswer(b"".join(self._kept), self._plan.encoding))
        reply.end()

    def _whole(self, body: bytes, ending: Ending) -> None:
        encoding = self._plan.encoding if len(body) >= SMALLEST else ""
        if encoding:
            body = compressed(body, encoding)
        headers = self._headers(encoding)
        rows = ending.rows if ending.truncated else None
        if rows is not None:
            self._front.metrics.truncated += 1
            headers.append((TRUNCATED, f"rows={rows}"))
        if self._tag is not None:
            self._keep(CachedAnswer(body, encoding, rows))
        self._reply.whole(200, headers, body)

    def _keep(self, answer: CachedAnswer) -> None:
        key = self._plan.key(self._served.version)
        self._front.service.results.put(key, answer, len(answer.body) + len(self._plan.sparql))

    def _headers(self, encoding: str) -> list[tuple[str, str]]:
        return _headers(self._front, self._plan, self._tag, encoding, self._reply.query_id)

    def _give_back(self, *, broken: bool = False) -> Run | None:
        """Lets go of the worker, once."""
        run, self._run = self._run, None
        self._read(False)
        self._worker = None
        if run is not None:
            if broken:
                run.worker.kill()
            self._served.pool.end(run, broken=broken)
        return run

    def _gone(self) -> None:
        """Kills the query of a client that went away."""
        if self._run is not None:
            self._run.worker.kill("cancelled")
            self._give_back(broken=True)

    def _wait_for_death(self, worker: Worker) -> None:
        worker.process.kill()
        status = worker.process.wait()
        self._front.loop.call_soon_threadsafe(self._died, status)

    def _died(self, status: int) -> None:
        reason = self._worker.killed_for if self._worker is not None else None
        run = self._give_back(broken=True)
        if run is None:
            return
        error = death(run.job, reason, status, self._served.pool.memory_mb)
        if isinstance(error, KilledFromOutsideError) and not self._retried and not self._reply.begun:
            # A worker that was idle may have died of something that has nothing to do with this query.
            self._retried = True
            self.begin()
            return
        self._fail(error)

    def _fail(self, error: ServandaError) -> None:
        reply = self._reply
        if reply.gone:
            return
        if isinstance(error, StoreError):
            _LOG.error("%s", error)
        if reply.begun:
            reply.abort()
            return
        found = of_error(error) or of_status(500, "The service failed; the error is in its log.")
        headers = [("Content-Type", found.media_type), ("Cache-Control", "no-store"), ("Vary", "Accept")]
        if reply.query_id is not None:
            headers.append((QUERY_ID, reply.query_id))
        reply.whole(found.status, [*headers, *found.headers.items()], found.body())


def _send_kept(front: Front, reply: Reply, plan: Plan, served: Served, tag: str, kept: CachedAnswer) -> None:
    headers = _headers(front, plan, tag, kept.encoding, None)
    if kept.truncated_at is not None:
        headers.append((TRUNCATED, f"rows={kept.truncated_at}"))
    reply.cached = True
    reply.whole(200, headers, kept.body, keep_for=served)


def _headers(front: Front, plan: Plan, tag: str | None, encoding: str, query: str | None) -> list[tuple[str, str]]:
    headers = [("Content-Type", plan.format.content_type), *caching(tag, front.config.max_age)]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    if query is not None:
        headers.append((QUERY_ID, query))
    return headers
