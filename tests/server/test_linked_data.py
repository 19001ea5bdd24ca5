"""Dereferencing, descriptions and the API of saved queries."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from queries.loading import load_queries
from tests.server.conftest import ROWS, TRIPLES, Server
from tests.server.test_sparql_protocol import GRAPH_TYPES

ACT = "https://w3id.org/servanda/id/act/assurance/baker-expansion-1990"
MENTION = "https://w3id.org/servanda/id/mention/seed/assurance-10-40"
PERSON = "https://w3id.org/servanda/id/person/james-baker"
OA = "http://www.w3.org/ns/oa#"


def path_of(iri: str) -> str:
    return iri.removeprefix("https://w3id.org/servanda")


@pytest.mark.parametrize("accept", GRAPH_TYPES)
def test_an_act_comes_with_its_mentions_and_their_places(server: Server, accept: str) -> None:
    answer = server.ask(path_of(ACT), Accept=accept)
    assert (answer.status, answer.media_type) == (200, accept)
    found = {(q.subject.value, q.predicate.value, q.object.value) for q in ox.parse(answer.body, GRAPH_TYPES[accept])}
    assert (ACT, "https://w3id.org/servanda/ontology#agent", PERSON) in found
    assert (MENTION, OA + "hasBody", ACT) in found
    assert (MENTION + "/target", OA + "hasSource", "https://w3id.org/servanda/id/document/seed") in found
    assert (MENTION + "/position", OA + "start", "10") in found


def test_a_person_comes_with_what_points_to_them(server: Server) -> None:
    answer = server.ask(path_of(PERSON), Accept="text/turtle")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    assert list(graph.subjects(None, rdflib.URIRef(PERSON))) == [rdflib.URIRef(ACT)]
    assert answer.headers["vary"].startswith("Accept")


def test_a_thing_has_a_page_for_readers(server: Server) -> None:
    answer = server.ask(path_of(ACT), Accept="text/html")
    assert (answer.status, answer.media_type) == (200, "text/html")
    assert b"James Baker assures that NATO will not expand" in answer.body


def test_a_thing_in_a_format_that_nobody_has_is_406(server: Server) -> None:
    assert server.ask(path_of(ACT), Accept="image/png").status == 406


@pytest.mark.parametrize("path", ["/graph/acts", "/graph-store?graph=https%3A%2F%2Fw3id.org%2Fservanda%2Fgraph%2Facts"])
def test_a_graph_can_be_fetched(server: Server, path: str) -> None:
    answer = server.ask(path, Accept="application/n-triples")
    assert answer.status == 200
    assert len(list(ox.parse(answer.body, ox.RdfFormat.N_TRIPLES))) == 4
    whole = server.ask("/graph-store?default", Accept="application/n-triples")
    assert len(list(ox.parse(whole.body, ox.RdfFormat.N_TRIPLES))) == TRIPLES


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/rdf+xml"])
def test_the_ontology(server: Server, accept: str) -> None:
    answer = server.ask("/ontology", Accept=accept)
    assert (answer.status, answer.media_type) == (200, accept)
    assert b"Assurance" in answer.body


def test_the_service_describes_itself(server: Server) -> None:
    answer = server.ask("/sparql", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    described = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(server.url + "sparql")
    assert (endpoint, described.feature, described.UnionDefaultGraph) in graph
    assert (endpoint, described.endpoint, endpoint) in graph
    names = set(graph.objects(None, described.name))
    assert rdflib.URIRef("http://example.org/numbers") in names
    assert len(names) == 4


def test_the_data_set_is_described_with_exact_figures(server: Server) -> None:
    answer = server.ask("/void")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    void = rdflib.VOID
    dataset = rdflib.URIRef(server.url + "void#dataset")
    assert [int(str(n)) for n in graph.objects(dataset, void.triples)] == [TRIPLES]
    value = rdflib.URIRef("http://example.org/value")
    [part] = graph.subjects(void.property, value)
    assert [int(str(n)) for n in graph.objects(part, void.triples)] == [ROWS]
    assert (dataset, void.sparqlEndpoint, rdflib.URIRef(server.url + "sparql")) in graph


def test_the_well_known_address_leads_to_the_description(server: Server) -> None:
    answer = server.ask("/.well-known/void")
    assert (answer.status, answer.headers["location"]) == (303, "/void")


def test_health(server: Server) -> None:
    answer = server.ask("/health")
    assert answer.json()["status"] == "ok"
    assert answer.json()["workers"] == 2
    assert answer.json()["version"].startswith("0001-")


def test_the_list_of_saved_queries(server: Server) -> None:
    listed = {entry["name"]: entry for entry in server.ask("/api/queries").json()}
    assert set(listed) == set(load_queries())
    assert listed
    assert all(entry["url"] == f"{server.url}api/queries/{name}" for name, entry in listed.items())


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_every_saved_query_answers(server: Server, name: str) -> None:
    query = load_queries()[name]
    given = "&".join(f"{p.name}={EXAMPLES[p.type]}" for p in query.parameters if p.required)
    rows = query.form in {"select", "ask"}
    accept = "application/sparql-results+json" if rows else "text/turtle"
    answer = server.ask(f"/api/queries/{name}?{given}", Accept=accept)
    assert (answer.status, answer.media_type) == (200, accept), answer.body


EXAMPLES = {
    "iri": "https%3A%2F%2Fw3id.org%2Fservanda%2Fid%2Fperson%2Fjames-baker",
    "string": "open",
    "lang-string": "open",
    "date": "1990-02-09",
    "integer": "1",
    "decimal": "0.5",
    "boolean": "true",
}


def test_an_unknown_parameter_is_named(server: Server) -> None:
    answer = server.ask("/api/queries/disputed-assurances?colour=red")
    assert answer.status == 400
    assert answer.json()["parameter"] == "colour"
    assert server.ask("/api/queries/disputed-assurances", Accept="image/png").status == 406
