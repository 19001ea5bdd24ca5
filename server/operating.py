"""What an operator asks: whether the service is well, what it counts, what runs now, and that a query be stopped."""

from __future__ import annotations

import time

from flask import Blueprint, Response, jsonify, request

from ontology.errors import NotFoundError
from server.responses import service
from server.tokens import demand

blueprint = Blueprint("operating", __name__)

_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/health")
def health() -> Response:
    """Tells that the service answers queries, of which version of the data, and how many triples that has."""
    found = service()
    found.ask("ASK { }")
    response = jsonify(status="ok", version=found.version, triples=found.count(), workers=len(found.worker_pids))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """Gives what the service counts, for Prometheus."""
    return Response(service().metrics.text(), content_type=_METRICS_TYPE, headers={"Cache-Control": "no-store"})


@blueprint.get("/queries/running")
def running() -> Response:
    """Lists the queries that are being answered, to the operator."""
    _demand_operator()
    now = time.monotonic()
    response = jsonify(
        waiting=service().waiting,
        running=[
            {
                "id": run.id,
                "query": run.job.query,
                "version": run.job.version,
                "seconds": round(now - run.started, 3),
                "limit": run.job.seconds,
                "memory_mb": run.worker.resident_mb(),
            }
            for run in sorted(service().runs(), key=lambda each: each.started)
        ],
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.delete("/queries/running/<id>")
def stop(id: str) -> Response:
    """Stops a query, for the operator."""
    _demand_operator()
    if not service().stop(id):
        raise NotFoundError(f"No query {id!r} is running; it may have ended by itself.")
    return Response(status=204)


def _demand_operator() -> None:
    demand(request.headers.get("Authorization"), service().config.operator_token, "The list of running queries")
