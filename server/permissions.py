"""Who may write, and how a change is answered."""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from server.responses import service
from server.service import UpdatesRefusedError
from server.updates import Updates
from triples.store.writing import Change


def updates() -> Updates:
    """Returns the writer, for a request that may write.

    Raises UpdatesRefusedError when updates are off, and Unauthorized when the request does not carry the token.
    """
    found, token = service().updates, service().config.token
    if found is None or token is None:
        raise UpdatesRefusedError("Updates are off: this service answers queries only.")
    check_token(token)
    return found


def check_token(token: str) -> None:
    """Raises Unauthorized (401) unless the request carries the token as a bearer token (RFC 6750)."""
    given = request.authorization
    challenge = {"realm": "servanda"}
    if given is None or given.type != "bearer" or not given.token:
        raise Unauthorized("This needs the token: Authorization: Bearer …", www_authenticate=_challenge(challenge))
    # Digests have one length, so that the comparison tells not even that of the token.
    digests = (hashlib.sha256(each.encode("utf-8", "surrogatepass")).digest() for each in (given.token, token))
    if not hmac.compare_digest(*digests):
        raise Unauthorized(
            "This is not the token.", www_authenticate=_challenge(challenge | {"error": "invalid_token"})
        )


def changed(change: Change, *, location: str | None = None) -> Response:
    """Returns the answer to a change: 201 when a graph was made, else 204, with the version that came of it."""
    response = Response(status=201 if change.created else 204)
    response.headers["Servanda-Version"] = change.version
    response.headers["Cache-Control"] = "no-store"
    if location is not None:
        response.headers["Location"] = location
    return response


def _challenge(parameters: dict[str, str]) -> WWWAuthenticate:
    return WWWAuthenticate("bearer", dict(parameters))
