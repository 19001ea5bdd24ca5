"""The logs of requests and of slow queries: one JSON object a line."""

from __future__ import annotations

import json
import logging
import time
from logging.handlers import WatchedFileHandler

from ontology.errors import ServandaError
from server.workers import Run

ACCESS_LOG = logging.getLogger("servanda.access")
SLOW_LOG = logging.getLogger("servanda.slow")

_LONGEST_QUERY = 4000
_LONGEST_PATH = 500


def open_access_log(place: str | None) -> None:
    """Has requests logged to a file, which may be moved away while the service runs, or with "-" to standard error.

    Raises ServandaError when the file cannot be written.
    """
    if place is None:
        return
    try:
        handler = logging.StreamHandler() if place == "-" else WatchedFileHandler(place, encoding="utf-8")
    except OSError as error:
        raise ServandaError(f"The log of requests cannot be written to {place}: {error.strerror}.") from error
    handler.setFormatter(logging.Formatter("%(message)s"))
    ACCESS_LOG.addHandler(handler)
    ACCESS_LOG.setLevel(logging.INFO)
    ACCESS_LOG.propagate = False


def log_request(
    *,
    method: str,
    path: str,
    status: int,
    media_type: str,
    size: int,
    seconds: float,
    kept: str | None = None,
    query: str | None = None,
) -> None:
    """Writes a request to the log.

    Of its address the path alone: the rest may hold what its user does not want in a log, and headers hold secrets.
    """
    entry: dict[str, object] = {
        "time": round(time.time(), 3),
        "method": method[:20],
        "path": path[:_LONGEST_PATH],
        "status": status,
        "type": media_type,
        "bytes": size,
        "ms": round(1000 * seconds, 2),
    }
    if kept is not None:
        entry["kept"] = kept
    if query is not None:
        entry["query"] = query
    ACCESS_LOG.info(json.dumps(entry))


def log_slow(run: Run, seconds: float) -> None:
    """Writes a slow query to the log of such."""
    entry = {
        "time": round(time.time(), 3),
        "id": run.id,
        "seconds": round(seconds, 3),
        "stopped": run.worker.killed_for,
        "version": run.job.version,
        "query": run.job.query[:_LONGEST_QUERY],
    }
    SLOW_LOG.warning(json.dumps(entry))
