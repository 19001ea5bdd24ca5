"""Errors as answers of the application: `server.details` says what they are, here they become responses."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from ontology.errors import ServandaError, StoreError
from server.details import Problem, of_error, of_status
from server.negotiation import HTML, PROBLEM, negotiate
from server.pages import render_error


def problem(
    status: int, detail: str, *, title: str | None = None, headers: dict[str, str] | None = None, **members: object
) -> Response:
    """Returns an error as problem details in JSON, or as a page where the client prefers HTML.

    `members` are further members of the JSON object, for example the line of a syntax error; None leaves one out.
    """
    return _response(of_status(status, detail, title=title, **members), headers or {})


def from_error(error: ServandaError) -> Response:
    """Returns the problem that an error of Servanda is to the client."""
    found = of_error(error)
    if found is None:
        raise error
    if isinstance(error, StoreError) and found.status == HTTPStatus.SERVICE_UNAVAILABLE:
        current_app.logger.error("%s", error)
    return _response(found, found.headers)


def register(app: Flask) -> None:
    """Makes every error of an application answer with a problem."""

    @app.errorhandler(ServandaError)
    def on_servanda_error(error: ServandaError) -> Response:
        return from_error(error)

    @app.errorhandler(HTTPException)
    def on_http_error(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400:
            return error
        kept = ("Allow", "Retry-After", "WWW-Authenticate")
        given = error.get_response().headers
        headers = {name: given[name] for name in kept if name in given}
        return problem(status, error.description or HTTPStatus(status).phrase, headers=headers)

    @app.errorhandler(Exception)
    def on_our_fault(error: Exception) -> Response:
        app.logger.error("An error of ours at %s %s", request.method, request.path, exc_info=error)
        return problem(500, "The service failed; the error is in its log.")


def _response(found: Problem, headers: dict[str, str]) -> Response:
    if negotiate(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        page = render_error(found.status, found.title, found.detail)
        response = Response(page, found.status, mimetype=HTML.media_type)
    else:
        response = Response(found.body(), found.status, mimetype=found.media_type)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    response.headers.update(headers)
    return response
