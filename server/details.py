"""What an error is to a client, without any web framework: a status, and problem details (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

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
from server.negotiation import PROBLEM
from server.service import ServiceRefusedError, UpdatesRefusedError
from triples.store.rule import OneGraphError

_RETRY_SECONDS = "2"
_LIMITS = {"time": (504, "Time limit"), "queue": (503, "Busy"), "cancelled": (503, "Stopped")}


@dataclass(frozen=True)
class Problem:
    """An error as it is answered; `members` are further members of the JSON object."""

    status: int
    detail: str
    title: str
    members: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """The media type of `body`."""
        return PROBLEM.media_type

    def body(self) -> bytes:
        """Returns the problem as JSON; members that are None are left out."""
        whole: dict[str, object] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        whole |= {key: value for key, value in self.members.items() if value is not None}
        return (json.dumps(whole, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def of_status(status: int, detail: str, *, title: str | None = None, **members: object) -> Problem:
    """Returns the problem that a status is; its title is that of HTTP unless told."""
    return Problem(status, detail, title or HTTPStatus(status).phrase, members)


def of_error(error: ServandaError) -> Problem | None:
    """Returns the problem that an error of Servanda is to the client; None when it is a fault of ours.

    A StoreError's message may hold a path of this machine: it is for the log, and not in the problem.
    """
    detail = str(error)
    match error:
        case ServiceRefusedError() | UpdatesRefusedError():
            return of_status(403, detail)
        case QueryError():
            return of_status(400, detail, title="Malformed query", line=error.line, column=error.column)
        case ParameterError():
            return of_status(400, detail, title="Bad parameter", parameter=error.parameter)
        case OneGraphError():
            given = {"triple": error.triple or None, "graphs": list(error.graphs) or None}
            return of_status(409, detail, title="One graph for each triple", **given)
        case InputError():
            return of_status(400, detail)
        case NotFoundError():
            return of_status(404, detail)
        case LimitError():
            status, title = _LIMITS.get(error.limit, (503, f"{error.limit.capitalize()} limit"))
            headers = {"Retry-After": _RETRY_SECONDS} if error.limit == "queue" else {}
            return Problem(status, detail, title, {"limit": error.limit}, headers)
        case RemoteError():
            return of_status(502, detail)
        case StoreError():
            return of_status(503, "The store cannot answer; the operator's log says why.", title="Store unavailable")
        case _:
            return None
