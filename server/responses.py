"""Making HTTP responses of streamed answers: entity tags, compression, and what a client may cache."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox
from flask import Response, current_app, request
from werkzeug.exceptions import NotAcceptable

from ontology.errors import LimitError, ParameterError
from ontology.namespaces import PREFIXES
from server.negotiation import Format, accepts_gzip, by_name, negotiate
from server.serialising import PREFIXED, with_sorted_prefixes
from server.service import Body, Dataset, QueryService
from triples.store.syntax import tokens

_SMALLEST_ZIPPED = 860
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID"})


def service() -> QueryService:
    """Returns the query service of the application that handles this request."""
    found: QueryService = current_app.extensions["servanda"]
    return found


def chosen_format(formats: Sequence[Format]) -> Format:
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
    zipped = accepts_gzip(request.headers.get("Accept-Encoding"))
    version = chosen_version()
    tag = _tag(asked, version, sparql, format, dataset, zipped)
    timeout = chosen_timeout()
    if tag is not None and tag in request.if_none_match:
        return _with_caching(Response(status=304), tag)
    body = asked.stream(
        sparql, format.engine, timeout=timeout, dataset=dataset, cancelled=_cancelled(), version=version
    )
    response = _with_caching(streamed(body, format, zipped=zipped), tag)
    if body.id is not None:
        response.headers["Servanda-Query-Id"] = body.id
    if body.ending is not None and body.ending.truncated:
        response.headers["Servanda-Truncated"] = f"rows={body.ending.rows}"
    return response


def streamed(body: Body, format: Format, *, zipped: bool) -> Response:
    """Returns a response that sends the pieces of a body, in gzip where the client takes it and it pays."""
    first = next(iter(body), b"")
    if request.method == "HEAD":
        body.close()
        return Response(status=200, content_type=format.content_type)
    if not body.finished:
        pieces: Iterator[bytes] = _Pieces(first, body, zipped=zipped)
        response = Response(pieces, content_type=format.content_type)
    elif zipped and len(first) >= _SMALLEST_ZIPPED:
        response = Response(_gzip(first), content_type=format.content_type)
    else:
        return Response(first, content_type=format.content_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
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

    def __init__(self, first: bytes, body: Body, *, zipped: bool) -> None:
        self._body = body
        self._zip = zlib.compressobj(5, zlib.DEFLATED, 31) if zipped else None
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


def _gzip(data: bytes) -> bytes:
    squeeze = zlib.compressobj(5, zlib.DEFLATED, 31)
    return squeeze.compress(data) + squeeze.flush()


def _tag(
    asked: QueryService, version: str, sparql: str, format: Format, dataset: Dataset | None, zipped: bool
) -> str | None:
    if not asked.cacheable or any(kind == "word" and text.upper() in _CHANGING for kind, text in tokens(sparql)):
        return None
    key = "\n".join([sparql, format.media_type, repr(dataset)])
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{version}.{digest}{'.gzip' if zipped else ''}"


def _with_caching(response: Response, tag: str | None) -> Response:
    response.headers["Vary"] = "Accept, Accept-Encoding"
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.set_etag(tag)
        response.headers["Cache-Control"] = "no-cache"
    return response


def _cancelled() -> Callable[[], bool] | None:
    """Returns the web server's own way to tell that the client went away, where it has one (waitress does)."""
    found: Callable[[], bool] | None = request.environ.get("waitress.client_disconnected")
    return found
