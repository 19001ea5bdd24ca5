"""A small site: the pages over a real store with one node of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from server.pages import blueprint, render_error, render_ontology, render_resource
from server.pages.graph import EXTENSION
from triples.store import memory_store

SAMPLE = Path(__file__).parent / "sample.trig"
ROOT = "https://w3id.org/servanda/"


@pytest.fixture
def site() -> Flask:
    app = Flask("server", root_path=str(Path(__file__).parents[3] / "server"))
    app.extensions[EXTENSION] = memory_store([SAMPLE])
    app.register_blueprint(blueprint)

    @app.get("/id/<path:path>")
    def instance(path: str) -> str:
        return render_resource(f"{ROOT}id/{path}") or abort(404)

    @app.get("/ontology")
    def ontology() -> str:
        return render_ontology()

    @app.errorhandler(404)
    def missing(error: Exception) -> tuple[str, int]:
        return render_error(404, "Not found", str(error)), 404

    return app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()
