"""A store that is somebody else's SPARQL 1.1 service (Fuseki, Virtuoso, GraphDB, QLever, …), asked by SPARQLWrapper."""

from __future__ import annotations

import hashlib
import urllib.error
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from SPARQLWrapper import POST, SPARQLExceptions, SPARQLWrapper

from ontology.errors import LimitError, QueryError, RemoteError, StoreError
from triples.store import loading
from triples.store.protocol import Answer, Solutions, Triples
from triples.store.syntax import traits

_TIMEOUT = 60.0
_LARGEST = 512 * 1024 * 1024
_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"


class RemoteStore:
    """A SPARQL service behind a URL.

    `update_url` is where updates go; unless given, to the same URL. What the default graph is, is the service's to
    say: it should be the union of the named graphs.
    """

    def __init__(
        self, url: str, *, update_url: str | None = None, read_only: bool = True, timeout: float = _TIMEOUT
    ) -> None:
        self._url = url
        self._update_url = update_url or url
        self._read_only = read_only
        self._timeout = timeout

    @property
    def url(self) -> str:
        """The address of the service."""
        return self._url

    @property
    def version(self) -> str:
        """Names the service; a remote service does not tell the state of its data, so answers must not be cached."""
        return f"remote-{hashlib.sha256(self._url.encode()).hexdigest()[:12]}"

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Asks the service; raises QueryError when it calls the query malformed, LimitError, or RemoteError."""
        form = traits(sparql).form
        body, media_type = self.fetch(sparql, _RESULTS if form in {"SELECT", "ASK"} else _GRAPHS, timeout=timeout)
        parsed = self._parse(body, media_type, rows=form in {"SELECT", "ASK"})
        if isinstance(parsed, str):
            raise RemoteError(f"{self._url} answered with malformed {media_type}: {parsed}")
        return parsed

    def _parse(self, body: bytes, media_type: str, *, rows: bool) -> Answer | str:
        """Returns the answer, or what is wrong with it.

        The engine's results must not outlive their thread, and the traceback of a parse error keeps them alive: so
        the error ends here, and only its message leaves.
        """
        try:
            if not rows:
                graphs = ox.RdfFormat.from_media_type(media_type)
                if graphs is None:
                    raise RemoteError(f"{self._url} answered with {media_type}, which is no format of RDF.")
                return Triples(tuple(quad.triple for quad in ox.parse(body, graphs)))
            results = ox.QueryResultsFormat.from_media_type(media_type)
            if results is None:
                raise RemoteError(f"{self._url} answered with {media_type}, which is no format of results.")
            answer = ox.parse_query_results(body, results)
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            names = tuple(variable.value for variable in answer.variables)
            return Solutions(names, tuple(tuple(row) for row in answer))
        except (SyntaxError, ValueError) as error:
            return str(error)

    def fetch(self, sparql: str, accept: str, *, timeout: float | None = None) -> tuple[bytes, str]:
        """Asks the service and returns the body of its answer, undecoded, and its media type."""
        request = self._request(self._url, timeout)
        request.setMethod(POST)
        request.setQuery(sparql)
        request.setOnlyConneg(True)
        request.addCustomHttpHeader("Accept", accept)
        answer = self._send(request)
        # SPARQLWrapper hands out the response of urllib; its headers keep the media type and its parameters.
        media_type = str(answer.info().get("content-type", "")).partition(";")[0].strip()
        return self._body(answer), media_type

    def update(self, sparql: str) -> None:
        """Sends an update; raises StoreError when this store was opened for reading only, or RemoteError."""
        if self._read_only:
            raise StoreError(f"{self._url} was opened for reading only.")
        request = self._request(self._update_url, None)
        request.setMethod(POST)
        request.setQuery(sparql)
        request.queryType = "INSERT"
        self._body(self._send(request))

    def load(self, source: str | Path | bytes, format: ox.RdfFormat | None = None, graph: str | None = None) -> None:
        """Adds RDF by INSERT DATA, 5,000 quads a request; raises RDFSyntaxError before the first when malformed."""
        parsed = ox.Store()
        loading.load_into(parsed, loading.source(source, format, graph))
        batch: list[str] = []
        for quad in parsed:
            statement = f"{quad.subject} {quad.predicate} {quad.object} ."
            named = isinstance(quad.graph_name, ox.NamedNode | ox.BlankNode)
            batch.append(f"GRAPH {quad.graph_name} {{ {statement} }}" if named else statement)
            if len(batch) == 5000:
                self.update("INSERT DATA {\n" + "\n".join(batch) + "\n}")
                batch.clear()
        if batch:
            self.update("INSERT DATA {\n" + "\n".join(batch) + "\n}")

    def export(self, format: ox.RdfFormat) -> Iterator[bytes]:
        """Yields the whole data set, fetched by two queries; meant for data sets that fit into memory."""
        triples = self.query("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        if not isinstance(triples, Solutions):
            raise RemoteError(f"{self._url} did not answer a SELECT query with rows.")
        quads = (ox.Quad(*row) for row in triples.rows)  # type: ignore[arg-type]
        items = quads if format.supports_datasets else (quad.triple for quad in quads)
        yield ox.serialize(items, format=format) or b""

    def count(self) -> int:
        """Returns the number of quads in named graphs."""
        answer = self.query("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
        if isinstance(answer, Solutions) and answer.rows and isinstance(answer.rows[0][0], ox.Literal):
            return int(answer.rows[0][0].value)
        raise RemoteError(f"{self._url} did not answer a COUNT query.")

    def _request(self, url: str, timeout: float | None) -> Any:
        request = SPARQLWrapper(url, agent=_agent())
        request.setTimeout(max(1, round(self._timeout if timeout is None else timeout)))
        return request

    def _send(self, request: Any) -> Any:
        try:
            return request.query().response
        except SPARQLExceptions.QueryBadFormed as error:
            detail = " ".join(str(error).split())[:500]
            raise QueryError(f"{self._url} calls the query malformed: {detail}") from error
        except SPARQLExceptions.SPARQLWrapperException as error:
            raise RemoteError(f"{self._url} refused: {' '.join(str(error).split())[:500]}") from error
        except urllib.error.HTTPError as error:
            raise RemoteError(f"{self._url} answered with status {error.code} {error.reason}.") from error
        except TimeoutError as error:
            raise LimitError(f"{self._url} did not answer in time.", limit="time") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise LimitError(f"{self._url} did not answer in time.", limit="time") from error
            raise RemoteError(f"{self._url} cannot be reached: {error.reason}.") from error
        except OSError as error:
            raise RemoteError(f"{self._url} broke off: {error}.") from error

    def _body(self, answer: Any) -> bytes:
        try:
            with answer:
                body: bytes = answer.read(_LARGEST + 1)
        except TimeoutError as error:
            raise LimitError(f"{self._url} did not finish in time.", limit="time") from error
        except OSError as error:
            raise RemoteError(f"{self._url} broke off: {error}.") from error
        if len(body) > _LARGEST:
            raise RemoteError(f"{self._url} sent more than {_LARGEST >> 20} MB.")
        return body


def _agent() -> str:
    try:
        return f"servanda/{version('servanda')} (https://w3id.org/servanda)"
    except PackageNotFoundError:  # a checkout that is on the path, but not installed
        return "servanda (https://w3id.org/servanda)"
