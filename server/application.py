"""The application: it puts the parts of the service together, and adds what every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request

from server import operating, problems, resources, saved_queries, sparql
from server.configuration import ServiceConfig
from server.graph_store import blueprint as graph_store
from server.headers import ALWAYS, PREFLIGHT
from server.pages import blueprint as pages
from server.pages.texts import EXTENSION as TEXTS
from server.pages.texts import TextSource
from server.service import QueryService
from server.versions import blueprint as versions


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
    others = (graph_store, versions, pages)
    for blueprint in (operating.blueprint, sparql.blueprint, resources.blueprint, saved_queries.blueprint, *others):
        app.register_blueprint(blueprint)
    problems.register(app)
    app.after_request(_finish)
    app.extensions["servanda"] = QueryService(config)
    if texts is not None:
        app.extensions[TEXTS] = texts
    return app


def _finish(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
    return response
