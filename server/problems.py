"""Errors as answers: one function makes the body of every error (RFC 9457), and one place maps errors to statuses."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from ontology.errors import (
    InputError,
    LimitError,
    NotFoundError,
    ParameterError,
    QueryError,
    RemoteError,
    ServandaError,
    StoreError,
)
from server.negotiation import HTML, PROBLEM, negotiate
from server.pages import render_error
from server.service import ServiceRefusedError, UpdatesRefusedError

_RETRY_SECONDS = "2"


def problem(
    status: int, detail: str, *, title: str | None = None, headers: dict[str, str] | None = None, **members: Any
) -> Response:
    """Returns an error as problem details in JSON, or as a page where the client prefers HTML.

    `members` are further members of the JSON object, for example the line of a syntax error; None leaves one out.
    """
    name = title or HTTPStatus(status).phrase
    if negotiate(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        response = Response(render_error(status, name, detail), status, mimetype=HTML.media_type)
    else:
        body = {"type": "about:blank", "title": name, "status": status, "detail": detail}
        body |= {key: value for key, value in members.items() if value is not None}
        response = Response(json.dumps(body, ensure_ascii=False) + "\n", status, mimetype=PROBLEM.media_type)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    response.headers.update(headers or {})
    return response


def from_error(error: ServandaError) -> Response:
    """Returns the problem that an error of Servanda is to the client."""
    detail = str(error)
    match error:
        case ServiceRefusedError() | UpdatesRefusedError():
            return problem(403, detail)
        case QueryError():
            return problem(400, detail, title="Malformed query", line=error.line, column=error.column)
        case ParameterError():
            return problem(400, detail, title="Bad parameter", parameter=error.parameter)
        case InputError():
            return problem(400, detail)
        case NotFoundError():
            return problem(404, detail)
        case LimitError(limit="time"):
            return problem(504, detail, title="Time limit", limit="time")
        case LimitError(limit="queue"):
            return problem(503, detail, title="Busy", limit="queue", headers={"Retry-After": _RETRY_SECONDS})
        case LimitError():
            return problem(503, detail, title=f"{error.limit.capitalize()} limit", limit=error.limit)
        case RemoteError():
            return problem(502, detail)
        case StoreError():
            # The message may hold a path of this machine: it is for the operator, not for the client.
            current_app.logger.error("%s", detail)
            return problem(503, "The store cannot answer; the operator's log says why.", title="Store unavailable")
        case _:
            raise error


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
