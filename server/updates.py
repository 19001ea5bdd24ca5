"""Writing to the store: who may, one change at a time, by a process that can be stopped."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ontology.errors import LimitError, ServandaError, StoreError
from server import frames
from server.changes import Order, unpack_change, unpack_error
from server.configuration import ServiceConfig
from triples.store.writing import Change

_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from server.writer import main; main(sys.argv[2], sys.argv[3])"
_START = 30.0
_GRACE = 5.0
_FAREWELL = 5.0


class Updates:
    """The writer of the service: one thread that hands orders to one process, in the order of their coming.

    The process is started by that thread, which lives as long as the service: Linux kills a child when the thread that
    started it ends. `published` is called after every change, before it is acknowledged; `used` tells from which
    versions queries are being answered, so that these are kept.
    """

    def __init__(
        self, config: ServiceConfig, published: Callable[[], object], used: Callable[[], Collection[str]]
    ) -> None:
        self._config = config
        self._published = published
        self._used = used
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: frames.FrameReader | None = None
        self._one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="servanda-writer")
        try:
            self._one.submit(self._start).result()
        except ServandaError:
            self.close()
            raise

    @property
    def pid(self) -> int | None:
        """The id of the writer process."""
        return self._process.pid if self._process else None

    def carry_out(self, order: Order) -> Change:
        """Does what an order says and returns what came of it, once it is on disk and queries see it.

        Raises LimitError (limit "queue") when others write for too long, LimitError (limit "time"), and what
        `triples.store.writing.Writer` raises; then nothing was changed, except that an update that was stopped in
        its very last moment may still have been made.
        """
        future: Future[Change] = self._one.submit(self._do, order)
        try:
            return future.result(timeout=self._config.queue_timeout)
        except FutureTimeoutError:
            if future.cancel():
                raise LimitError("Others are writing; try again in a moment.", limit="queue") from None
            return future.result()

    def close(self) -> None:
        """Ends the writer, after the change that it is at."""
        self._one.submit(self._leave)
        self._one.shutdown(wait=True)

    def _do(self, order: Order) -> Change:
        if self._process is None or self._process.poll() is not None:
            self._start()
        process, reader = self._process, self._frames
        if process is None or reader is None or process.stdin is None:
            raise StoreError("There is no writer process.")
        try:
            frames.write_all(
                process.stdin.fileno(), frames.frame(frames.QUERY, replace(order, used=tuple(self._used())).pack())
            )
            kind, payload = self._read(self._config.update_timeout)
        except OSError:
            self._end()
            raise StoreError("The writer process ended unexpectedly; the change may or may not be made.") from None
        finally:
            self._published()
        if kind == frames.ERROR:
            raise unpack_error(payload)
        return unpack_change(payload)

    def _start(self) -> None:
        self._end()
        config = self._config
        settings = json.dumps(
            {
                "strict": config.default_graph == "strict",
                "keep": config.keep_versions,
                "grace": config.queue_timeout + _GRACE,
                "memory_mb": config.memory_mb,
                "entailment": config.regime,
            }
        )
        packages = str(Path(__file__).resolve().parent.parent)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-P", "-c", _BOOT, packages, str(Path(config.store).absolute()), settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        if process.stdout is None:
            raise StoreError("The writer process has no pipe.")
        self._process = process
        self._frames = frames.FrameReader(process.stdout.fileno())
        try:
            kind, payload = self._read(_START)
        except OSError:
            self._end()
            raise StoreError("The writer process ended while it started; see its message above.") from None
        if kind == frames.ERROR:
            self._end()
            raise unpack_error(payload)

    def _read(self, seconds: float) -> tuple[bytes, bytes]:
        """Returns the next frame; raises LimitError after so many seconds, ConnectionError when the process ended."""
        process, reader = self._process, self._frames
        if process is None or reader is None or process.stdout is None:
            raise ConnectionError
        deadline = time.monotonic() + seconds
        poll = select.poll()
        poll.register(process.stdout.fileno(), select.POLLIN)
        while (found := reader.take()) is None:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(1000 * left):
                self._end()
                raise LimitError(f"The update took longer than {seconds:g} seconds and was stopped.", limit="time")
            try:
                reader.fill()
            except EOFError as error:
                raise ConnectionError from error
        return found

    def _leave(self) -> None:
        """Lets the process end by itself, which removes its copy of the store."""
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=_FAREWELL)
        self._end()

    def _end(self) -> None:
        process, self._process, self._frames = self._process, None, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
