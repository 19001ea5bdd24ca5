"""The application: it puts the parts of the service together, and adds what every answer carries."""

from __future__ import annotations

import json
import logging
import time

from flask import Flask, Response, g, jsonify, request

from server import problems, resources, saved_queries, sparql
from server.configuration import ServiceConfig
from server.headers import ALWAYS, PREFLIGHT
from server.pages import blueprint as pages
from server.pages.texts import EXTENSION as TEXTS
from server.pages.texts import TextSource
from server.responses import service
from server.service import QueryService

ACCESS_LOG = logging.getLogger("servanda.access")


def create_app(config: ServiceConfig, *, texts: TextSource | None = None) -> Flask:
    """Makes the application, with its workers started and ready.

    `texts` knows the documents' texts, where the user has them. Raises StoreError when the store cannot be served.
    The query service is ``app.extensions["servanda"]``; whoever made the application must close it at the end.
    """
    app = Flask("server", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = config.maximum_request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = config.maximum_request_bytes
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.strict_slashes = False
    for blueprint in (sparql.blueprint, resources.blueprint, saved_queries.blueprint, pages):
        app.register_blueprint(blueprint)
    problems.register(app)
    app.before_request(_start_clock)
    app.after_request(_finish)
    app.add_url_rule("/health", view_func=health)
    app.extensions["servanda"] = QueryService(config)
    if texts is not None:
        app.extensions[TEXTS] = texts
    return app


def health() -> Response:
    """Tells that the service answers queries, of which version of the data, and how many triples that has."""
    found = service()
    found.ask("ASK { }")
    response = jsonify(status="ok", version=found.version, triples=found.count(), workers=len(found.worker_pids))
    response.headers["Cache-Control"] = "no-store"
    return response


def _start_clock() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
    if ACCESS_LOG.isEnabledFor(logging.INFO):
        # The path alone: an address may hold what its user does not want in a log.
        entry = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "type": response.mimetype,
            "ms": round(1000 * (time.perf_counter() - g.get("started", time.perf_counter())), 2),
        }
        ACCESS_LOG.info(json.dumps(entry))
    return response
