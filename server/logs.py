"""The log of slow queries: one JSON object a line.

(That of all requests is written where they end, in `server.front`.)
"""

from __future__ import annotations

import json
import logging
import time

from server.workers import Run

SLOW_LOG = logging.getLogger("servanda.slow")

_LONGEST_LOGGED = 4000


def log_slow(run: Run, seconds: float) -> None:
    """Writes a slow query to the log of such, as one JSON object."""
    entry = {
        "time": round(time.time(), 3),
        "id": run.id,
        "seconds": round(seconds, 3),
        "stopped": run.worker.killed_for,
        "version": run.job.version,
        "query": run.job.query[:_LONGEST_LOGGED],
    }
    SLOW_LOG.warning(json.dumps(entry))
