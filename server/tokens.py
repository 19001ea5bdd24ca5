"""Bearer tokens (RFC 6750): the secrets of those who may do more than read."""

from __future__ import annotations

import hmac

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

SHORTEST = 16
"""Characters that a token must have."""


def demand(authorization: str | None, token: str | None, what: str) -> None:
    """Returns when `Authorization` holds the token, compared in constant time.

    Raises Forbidden when no token is set, for then `what` is off; Unauthorized when the token is missing or wrong.
    """
    if token is None:
        raise Forbidden(f"{what} is off here: no token is set for it.")
    scheme, _, given = (authorization or "").partition(" ")
    given = given.strip()
    right = hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())
    if scheme.lower() != "bearer" or not right:
        why = "That token is not the right one." if given else f"{what} needs a bearer token."
        raise Unauthorized(why, www_authenticate=WWWAuthenticate("bearer", {"realm": "servanda"}))
