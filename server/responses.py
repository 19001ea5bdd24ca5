"""Making HTTP responses of streamed answers: entity tags, compression, and what a client may cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox
from flask import Response, current_app, request
from werkzeug.exceptions import NotAcceptable

from ontology.errors import LimitError, ParameterError
from ontology.namespaces import PREFIXES
from server.caching import CachedAnswer
from server.compression import SMALLEST, compressed, compressor
from server.headers import QUERY_ID, ROW_LIMIT, TRUNCATED, caching
from server.negotiation import Format, by_name, chosen_encoding, negotiate
from server.planning import entity_tag, examine
from server.serialising import PREFIXED, with_sorted_prefixes
from server.service import Body, Dataset, QueryService


def service() -> QueryService:
    """Returns the query service of the application that handles this request."""
    found: QueryService = current_app.extensions["servanda"]
    return found


def chosen_format(formats: tuple[Format, ...]) -> Format:
    """Returns the format that ``format=`` or Accept asks for; raises NotAcceptable, or ParameterError."""
    named = request.values.get("format") or request.values.get("output")
    if named:
        found = by_name(named, formats)
        if found is None:
            names = ", ".join(dict.fromkeys(each.name for each in formats))
            raise ParameterError(f"format {named!r} is not one of {names}.", parameter="format")
        return found
    found = negotiate(request.headers.get("Accept"), formats)
    if found is None:
        types = ", ".join(each.media_type for each in formats)
        raise NotAcceptable(f"Nothing that Accept names can be sent here; there is {types}.")
    return found


def chosen_timeout() -> float | None:
    """Returns the seconds of ``timeout=``, or None; raises ParameterError when it is no positive number."""
    given = request.values.get("timeout")
    if given is None or not given.strip():
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ParameterError(f"timeout {given!r} is not a positive number of seconds.", parameter="timeout")
    return seconds


def chosen_version() -> str:
    """Returns the version of ``version=``, or the current one; raises NotFoundError when there is none of that id."""
    given = request.args.get("version")
    return service().version if given is None else service().known_version(given)


def query_response(sparql: str, format: Format, *, dataset: Dataset | None = None) -> Response:
    """Runs a query and returns its answer as a response, or 304 when the client has it already."""
    asked = service()
    encoding = chosen_encoding(request.headers.get("Accept-Encoding"))
    version = chosen_version()
    changing = not asked.cacheable or examine(sparql)[1]
    tag = None if changing else entity_tag(version, sparql, format, dataset, encoding)
    timeout = chosen_timeout()
    if tag is not None:
        # Whoever keeps whole answers by their request may keep this one as long as the version is served, unless it
        # was asked of a version by its name, which may go to another.
        if request.args.get("version", version) == version:
            request.environ["servanda.version"] = version
        if tag in request.if_none_match:
            return _with_caching(Response(status=304), tag)
    key = (version, sparql, format.media_type, dataset, encoding)
    kept = asked.results.get(key) if tag is not None else None
    if kept is not None:
        return _with_caching(_kept_response(kept, format), tag)
    body = asked.stream(
        sparql, format.engine, timeout=timeout, dataset=dataset, cancelled=_cancelled(), version=version
    )
    response = _with_caching(streamed(body, format, encoding=encoding), tag)
    if body.id is not None:
        response.headers[QUERY_ID] = body.id
    truncated = body.ending is not None and body.ending.truncated
    if truncated and body.ending is not None:
        response.headers[TRUNCATED] = f"rows={body.ending.rows}"
    if tag is not None and request.method != "HEAD" and isinstance(response.response, list):
        data = response.get_data()
        answer = CachedAnswer(
            data, response.headers.get("Content-Encoding", ""), body.ending.rows if truncated and body.ending else None
        )
        asked.results.put(key, answer, len(data) + len(sparql))
    return response


def streamed(body: Body, format: Format, *, encoding: str) -> Response:
    """Returns a response that sends the pieces of a body, compressed where the client takes it and it pays."""
    first = next(iter(body), b"")
    if request.method == "HEAD":
        body.close()
        return Response(status=200, content_type=format.content_type)
    if not body.finished:
        pieces: Iterator[bytes] = _Pieces(first, body, encoding=encoding)
        response = Response(pieces, content_type=format.content_type)
        response.headers[ROW_LIMIT] = str(service().config.maximum_rows)
    elif encoding and len(first) >= SMALLEST:
        response = Response(compressed(first, encoding), content_type=format.content_type)
    else:
        return Response(first, content_type=format.content_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def triples_response(triples: Sequence[ox.Triple], format: Format) -> Response:
    """Returns triples that are at hand as a response."""
    engine = ox.RdfFormat.from_media_type(format.engine)
    if engine in PREFIXED:
        data = with_sorted_prefixes(ox.serialize(triples, format=engine, prefixes=PREFIXES) or b"")
    else:
        data = ox.serialize(triples, format=engine) or b""
    return Response(data, content_type=format.content_type, headers={"Vary": "Accept"})


class _Pieces:
    """The pieces of a body for the web server, which closes it when the client is gone."""

    def __init__(self, first: bytes, body: Body, *, encoding: str) -> None:
        self._body = body
        self._zip = compressor(encoding) if encoding else None
        self._pending: bytes | None = first

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        while True:
            piece, self._pending = self._pending, None
            if piece is None:
                piece = next(self._body, None)
            if piece is None:
                if self._body.ending is not None and self._body.ending.truncated:
                    # The status has been sent: only a connection that breaks off tells every client.
                    raise LimitError(f"The answer has more than {self._body.ending.rows} rows.", limit="rows")
                last = self._zip.flush() if self._zip else b""
                self._zip = None
                if last:
                    return last
                raise StopIteration
            out = self._zip.compress(piece) if self._zip else piece
            if out:
                return out

    def close(self) -> None:
        self._body.close()


def _kept_response(kept: CachedAnswer, format: Format) -> Response:
    response = Response(kept.body, content_type=format.content_type)
    if kept.encoding:
        response.headers["Content-Encoding"] = kept.encoding
    if kept.truncated_at is not None:
        response.headers[TRUNCATED] = f"rows={kept.truncated_at}"
    return response


def _with_caching(response: Response, tag: str | None) -> Response:
    for name, value in caching(tag, service().config.max_age):
        response.headers[name] = value
    return response


def _cancelled() -> Callable[[], bool] | None:
    """Returns the web server's own way to tell that the client went away, where it has one (ours and waitress do)."""
    own: Callable[[], bool] | None = request.environ.get("servanda.client_disconnected")
    return own or request.environ.get("waitress.client_disconnected")
