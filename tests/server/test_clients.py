"""Clients that others wrote work unchanged."""

from __future__ import annotations

from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from ontology.errors import QueryError
from tests.server.conftest import ROWS, TRIPLES, Server
from triples.store import Solutions, open_store

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def wrapper(server: Server, query: str, format: str, method: str = GET) -> Any:
    client = SPARQLWrapper(server.url + "sparql")
    client.setQuery(query)
    client.setReturnFormat(format)
    client.setMethod(method)
    return client.query().convert()


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_selects(server: Server, method: str) -> None:
    rows = wrapper(server, COUNT, JSON, method)["results"]["bindings"]
    assert [int(row["n"]["value"]) for row in rows] == [TRIPLES]
    assert b"<" not in wrapper(server, COUNT, CSV, method)
    assert wrapper(server, COUNT, XML, method).getElementsByTagName("result").length == 1


def test_sparqlwrapper_asks(server: Server) -> None:
    assert wrapper(server, "ASK { ?s ?p ?o }", JSON)["boolean"] is True


# SPARQLWrapper builds its graphs from a class that rdflib is about to drop.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("format", [TURTLE, RDFXML, JSONLD])
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s <http://example.org/value> ?o }", "DESCRIBE ?s { ?s ?p 7 }"])
def test_sparqlwrapper_constructs_and_describes(server: Server, format: str, query: str) -> None:
    answer = wrapper(server, query, format)
    graph = answer if isinstance(answer, rdflib.Graph) else rdflib.Graph().parse(data=answer, format=format)
    assert len(graph) == (ROWS if query.startswith("CONSTRUCT") else 2)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(server: Server, method: str) -> None:
    store = SPARQLStore(server.url + "sparql", method=method)
    graph = rdflib.Graph(store)
    counted: Any = list(graph.query(COUNT))
    assert [int(row[0]) for row in counted] == [TRIPLES]
    value = rdflib.URIRef("http://example.org/value")
    assert len(set(graph.subject_objects(value))) == ROWS
    assert len(graph) == TRIPLES


def test_our_own_remote_store(server: Server) -> None:
    store = open_store(server.url + "sparql")
    answer = store.query(COUNT)
    assert isinstance(answer, Solutions)
    assert store.count() == TRIPLES
    with pytest.raises(QueryError, match="malformed"):
        store.query("SELECT * {")
