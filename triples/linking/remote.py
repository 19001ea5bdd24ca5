"""Asking a SPARQL service over HTTP with a time limit, and telling plainly what went wrong."""

from __future__ import annotations

import json
import math
import time
import urllib.parse
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple, Protocol
from urllib.error import HTTPError

from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from ontology.errors import InputError, RemoteError

_LONGEST_GET = 1500
"""Characters of a query that still go into an address; longer queries are posted."""
_LONGEST_WAIT = 60.0
"""Seconds that a service may ask to wait before it is asked again."""
_LARGEST_ANSWER = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_ASK_LATER = frozenset({429, 503})


class Binding(NamedTuple):
    """The value of a variable in a row: "uri", "literal" or "bnode", and its text."""

    type: str
    value: str


class _Response(Protocol):
    def read(self, amount: int) -> bytes: ...

    def close(self) -> None: ...


def user_agent() -> str:
    """Returns how Servanda presents itself, as Wikidata's User-Agent policy asks: name, version, and where to write."""
    try:
        release = version("servanda")
    except PackageNotFoundError:
        release = "0"
    return f"Servanda/{release} (https://w3id.org/servanda) SPARQLWrapper"


def ask(
    query: str, *, endpoint: str, timeout: float, wait: Callable[[float], None] = time.sleep
) -> list[Mapping[str, Binding]]:
    """Returns the rows of a SELECT query, after the SPARQL 1.1 Query Results JSON Format.

    Where the service answers 429 or 503 with Retry-After, that is respected, once.

    Raises InputError for an endpoint that is no http(s) address, RemoteError for everything that goes wrong there.
    """
    parts = urllib.parse.urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"“{endpoint}” is not the http(s) address of a SPARQL service")
    try:
        return _ask_once(query, endpoint, timeout)
    except HTTPError as error:
        seconds = _retry_after(error)
        error.close()
        if error.code not in _ASK_LATER or seconds is None:
            raise _refused(endpoint, error) from error
        if seconds > _LONGEST_WAIT:
            raise RemoteError(f"{endpoint} asks to wait {seconds:.0f} seconds; try again then") from error
    wait(seconds)
    try:
        return _ask_once(query, endpoint, timeout)
    except HTTPError as error:
        error.close()
        raise _refused(endpoint, error) from error


def _refused(endpoint: str, error: HTTPError) -> RemoteError:
    reason = f" {error.reason}" if error.reason else ""
    return RemoteError(f"{endpoint} answered {error.code}{reason}; try again later, or name another service")


def _retry_after(error: HTTPError) -> float | None:
    """Returns the seconds of a Retry-After header, which holds seconds or an HTTP date (RFC 9110, 10.2.3)."""
    header = error.headers.get("Retry-After")
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _ask_once(query: str, endpoint: str, timeout: float) -> list[Mapping[str, Binding]]:
    deadline = time.monotonic() + timeout
    wrapper = SPARQLWrapper(endpoint, agent=user_agent())
    wrapper.setTimeout(math.ceil(timeout))
    wrapper.setReturnFormat(JSON)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST if len(query) > _LONGEST_GET else GET)
    wrapper.setQuery(query)
    try:
        result = wrapper.query()
        content_type = str(result.info().get("content-type", ""))
        body = _read(result.response, endpoint, deadline)
    except HTTPError:
        raise
    except SPARQLWrapperException as error:
        raise RemoteError(f"{endpoint} refused the query: {_first_line(error)}") from error
    except TimeoutError as error:
        raise RemoteError(f"{endpoint} did not answer within {timeout:g} seconds") from error
    except (OSError, HTTPException) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise RemoteError(f"{endpoint} did not answer within {timeout:g} seconds") from error
        raise RemoteError(f"{endpoint} cannot be reached ({_first_line(error)}); is there a network?") from error
    if "json" not in content_type:
        raise RemoteError(f"{endpoint} answered with {content_type or 'no type'} where JSON was asked for")
    return _rows(body, endpoint)


def _read(response: _Response, endpoint: str, deadline: float) -> bytes:
    """Reads an answer; a service that trickles is given up at the deadline, as one that never answers."""
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := response.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if time.monotonic() > deadline:
                raise TimeoutError
            if size > _LARGEST_ANSWER:
                raise RemoteError(f"{endpoint} answered with more than {_LARGEST_ANSWER} bytes")
    finally:
        response.close()
    return b"".join(chunks)


def _rows(body: bytes, endpoint: str) -> list[Mapping[str, Binding]]:
    try:
        rows = json.loads(body)["results"]["bindings"]
        return [
            {variable: Binding(str(term["type"]), str(term["value"])) for variable, term in row.items()} for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RemoteError(f"{endpoint} answered with JSON that is not a SPARQL result") from error


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
