"""LOAD: the documents that an update names, fetched for the writer, which has no network of its own."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pyoxigraph as ox

from ontology.errors import QueryError, RemoteError
from server.service import QueryService, ServiceRefusedError
from triples.store.loading import SUFFIXES
from triples.store.operations import operations

_ACCEPT = "text/turtle, application/n-triples, application/rdf+xml;q=0.9, application/ld+json;q=0.8"


def documents(service: QueryService, update: str, base: str) -> dict[str, tuple[str, bytes]]:
    """Returns media type and body of each document that LOAD names; what LOAD SILENT cannot have is left out.

    Raises QueryError when the update does not parse, ServiceRefusedError for a host that is not allowed, RemoteError
    when a document cannot be had.
    """
    found: dict[str, tuple[str, bytes]] = {}
    for part in operations(update):
        if part.form != "LOAD" or part.source is None:
            continue
        iri = part.resolve(part.source, base)
        if iri is None or iri.value in found:
            continue
        with suppress(*((QueryError, RemoteError) if part.silent else ())):
            media_type, body = _fetched(service, iri.value)
            found[iri.value] = (_format(media_type, iri.value).media_type, body)
    return found


def _fetched(service: QueryService, url: str) -> tuple[str, bytes]:
    if service.relay is None:
        raise ServiceRefusedError("LOAD is off: this service reads no documents from elsewhere.")
    status, kind, body = service.relay.fetch(url, None, _ACCEPT)
    if status != HTTPStatus.OK:
        raise RemoteError(f"{urlsplit(url).hostname} answered LOAD with status {status}.")
    return kind.partition(";")[0].strip().lower(), body


def _format(media_type: str, url: str) -> ox.RdfFormat:
    found = ox.RdfFormat.from_media_type(media_type) or SUFFIXES.get(PurePosixPath(urlsplit(url).path).suffix)
    if found is None:
        raise RemoteError(f"What LOAD found is no RDF that is known here, but {media_type or 'of no type'}.")
    return found
