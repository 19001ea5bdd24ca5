"""The SPARQL Protocol over loopback HTTP."""

from __future__ import annotations

import csv
import gzip
import io
import urllib.parse

import pyoxigraph as ox
import pytest

from tests.server.conftest import FIXED_TRIPLES, ROWS, TRIPLES, Server

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NUMBERS = "SELECT ?s ?name WHERE { ?s <http://example.org/name> ?name }"
RESULT_TYPES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
GRAPH_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
FORM = "application/x-www-form-urlencoded"


def form(**values: str) -> str:
    return urllib.parse.urlencode(values)


def count_of(server: Server, sparql: str, **parameters: str) -> int:
    answer = server.query(sparql, **parameters)
    assert answer.status == 200, answer.body
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("accept", RESULT_TYPES)
def test_rows_in_the_format_that_is_asked_for(server: Server, accept: str) -> None:
    answer = server.query(NUMBERS, accept)
    assert (answer.status, answer.media_type) == (200, accept)
    solutions = ox.parse_query_results(answer.body, RESULT_TYPES[accept])
    assert isinstance(solutions, ox.QuerySolutions)
    assert len(list(solutions)) == ROWS


def test_rows_in_csv(server: Server) -> None:
    answer = server.query(NUMBERS, "text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
    assert rows[0] == ["s", "name"]
    assert len(rows) == ROWS + 1


@pytest.mark.parametrize("accept", RESULT_TYPES)
def test_yes_or_no(server: Server, accept: str) -> None:
    if "separated" in accept:
        pytest.skip("the standard defines no such answer")
    answer = server.query("ASK { ?s ?p ?o }", accept)
    assert bool(ox.parse_query_results(answer.body, RESULT_TYPES[accept])) is True


@pytest.mark.parametrize("accept", GRAPH_TYPES)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://example.org/n7>"])
def test_triples_in_the_format_that_is_asked_for(server: Server, accept: str, query: str) -> None:
    answer = server.query(query, accept)
    assert (answer.status, answer.media_type) == (200, accept)
    triples = list(ox.parse(answer.body, GRAPH_TYPES[accept]))
    assert len(triples) == (TRIPLES if "CONSTRUCT" in query else 2)


def test_the_same_query_gives_the_same_bytes(server: Server) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/servanda/graph/acts> { ?s ?p ?o } }"
    answers = {server.query(query, "text/turtle").body for _ in range(6)}
    assert len(answers) == 1
    assert answers.pop().startswith(b"@prefix dcterms:")


def test_counts_over_the_default_graph_are_exact(server: Server) -> None:
    assert count_of(server, COUNT) == TRIPLES
    assert count_of(server, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }") == TRIPLES
    assert server.ask("/health").json()["triples"] == TRIPLES


def test_the_dataset_of_the_query_and_of_the_request(server: Server) -> None:
    numbers = "http://example.org/numbers"
    assert count_of(server, f"SELECT (COUNT(*) AS ?n) FROM <{numbers}> WHERE {{ ?s ?p ?o }}") == 2 * ROWS
    assert count_of(server, COUNT, **{"default-graph-uri": numbers}) == 2 * ROWS
    assert count_of(server, COUNT, **{"named-graph-uri": numbers}) == 0
    named = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert count_of(server, named, **{"named-graph-uri": numbers}) == 2 * ROWS
    assert count_of(server, named, **{"default-graph-uri": numbers}) == 0
    # The request prevails over the query (SPARQL 1.1 Protocol, section 2.1.4).
    other = f"SELECT (COUNT(*) AS ?n) FROM <{numbers}> WHERE {{ ?s ?p ?o }}"
    acts = "https://w3id.org/servanda/graph/acts"
    assert 0 < count_of(server, other, **{"default-graph-uri": acts}) < FIXED_TRIPLES
    assert server.query(COUNT, **{"default-graph-uri": "numbers"}).status == 400


def test_post_as_a_form_and_directly(server: Server) -> None:
    as_form = server.ask("/sparql", "POST", body=form(query=COUNT), Content_Type=FORM)
    direct = server.ask("/sparql", "POST", body=COUNT, Content_Type="application/sparql-query; charset=utf-8")
    narrowed = server.ask(
        "/sparql?" + form(**{"default-graph-uri": "http://example.org/numbers"}),
        "POST",
        body=COUNT,
        Content_Type="application/sparql-query",
    )
    values = [int(each.json()["results"]["bindings"][0]["n"]["value"]) for each in (as_form, direct, narrowed)]
    assert values == [TRIPLES, TRIPLES, 2 * ROWS]


BAD_REQUESTS = {
    "no query": ("/sparql", "POST", "", FORM, 400),
    "two queries": ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "GET", None, "", 400),
    "an empty query": ("/sparql?query=", "GET", None, "", 400),
    "malformed": ("/sparql?query=SELECT", "GET", None, "", 400),
    "query in address and body": ("/sparql?query=ASK%7B%7D", "POST", "ASK {}", "application/sparql-query", 400),
    "not UTF-8": ("/sparql", "POST", b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
    "a timeout that is no number": ("/sparql?query=ASK%7B%7D&timeout=soon", "GET", None, "", 400),
    "a timeout below zero": ("/sparql?query=ASK%7B%7D&timeout=-1", "GET", None, "", 400),
    "an endless timeout": ("/sparql?query=ASK%7B%7D&timeout=inf", "GET", None, "", 400),
    "a timeout above the maximum": ("/sparql?query=ASK%7B%7D&timeout=9999", "GET", None, "", 400),
    "an unknown format": ("/sparql?query=ASK%7B%7D&format=docx", "GET", None, "", 400),
    "an update by GET": ("/sparql?update=CLEAR%20ALL", "GET", None, "", 403),
    "an update as a form": ("/sparql", "POST", "update=CLEAR%20ALL", FORM, 403),
    "a direct update": ("/sparql", "POST", "CLEAR ALL", "application/sparql-update", 403),
    "an update as a query": ("/sparql?query=CLEAR%20ALL", "GET", None, "", 403),
    "another service": ("/sparql?query=ASK%7BSERVICE%20%3Chttp%3A%2F%2Fx%2F%3E%7B%7D%7D", "GET", None, "", 403),
    "a graph to write": ("/graph-store?default", "PUT", "<a> <b> <c> .", "text/turtle", 403),
    "another method": ("/sparql", "DELETE", None, "", 405),
    "another content type": ("/sparql", "POST", "ASK {}", "text/plain", 415),
    "no content type": ("/sparql", "POST", "ASK {}", "", 415),
    "no such page": ("/nowhere", "GET", None, "", 404),
    "no such thing": ("/id/act/none", "GET", None, "", 404),
    "a path that is no IRI": ("/id/act/%3Cscript%3E", "GET", None, "", 404),
    "no such graph": ("/graph/none", "GET", None, "", 404),
    "no such saved query": ("/api/queries/none", "GET", None, "", 404),
}


@pytest.mark.parametrize("case", BAD_REQUESTS)
def test_every_bad_request_is_a_problem(server: Server, case: str) -> None:
    path, method, body, content_type, status = BAD_REQUESTS[case]
    headers = {"Content_Type": content_type} if content_type else {}
    answer = server.ask(path, method, body=body, Accept="application/json, application/problem+json", **headers)
    assert (answer.status, answer.media_type) == (status, "application/problem+json"), answer.body
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_syntax_error_tells_line_and_column(server: Server) -> None:
    problem = server.query("SELECT * {\n ?s ?p ").json()
    assert (problem["line"], problem["column"]) == (2, 8)


def test_a_405_says_what_is_allowed(server: Server) -> None:
    assert "GET" in server.ask("/sparql", "DELETE").headers["allow"]


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "application/xhtml+xml"])
def test_what_cannot_be_sent_is_406(server: Server, accept: str) -> None:
    answer = server.query(COUNT, accept)
    assert answer.status == 406
    assert "text/csv" in answer.json()["detail"]


def test_a_browser_gets_pages(server: Server) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for path, status in [("/sparql", 200), ("/sparql?query=ASK%7B%7D", 200), ("/nowhere", 404)]:
        answer = server.ask(path, Accept=browser)
        assert (answer.status, answer.media_type) == (status, "text/html")
        assert answer.body.startswith(b"<!doctype html>")


def test_a_format_can_be_named_in_the_address(server: Server) -> None:
    assert server.query(COUNT, "image/png", format="csv").media_type == "text/csv"
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o }", format="jsonld").media_type == "application/ld+json"


def test_entity_tags(server: Server) -> None:
    first = server.query(COUNT)
    tag = first.headers["etag"]
    assert tag.startswith('"0001-')
    path = "/sparql?" + form(query=COUNT)
    again = server.ask(path, Accept="application/sparql-results+json", If_None_Match=tag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert server.ask(path, Accept="text/csv", If_None_Match=tag).status == 200
    assert server.query(COUNT + " ").headers["etag"] != tag
    assert first.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_changes_by_itself_is_not_cached(server: Server, function: str) -> None:
    answer = server.query(f"SELECT ({function} AS ?x) {{}}")
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_gzip(server: Server) -> None:
    path = "/sparql?" + form(query=NUMBERS)
    plain = server.ask(path, Accept="text/csv")
    zipped = server.ask(path, Accept="text/csv", Accept_Encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert gzip.decompress(zipped.body) == plain.body
    large = "SELECT * { ?a <http://example.org/value> ?b . ?c <http://example.org/value> ?d FILTER(?d < 20) }"
    streamed = server.ask("/sparql?" + form(query=large), Accept="text/csv", Accept_Encoding="gzip")
    assert gzip.decompress(streamed.body).count(b"\n") == 20 * ROWS + 1


def test_head_has_the_headers_and_no_body(server: Server) -> None:
    answer = server.ask("/sparql?" + form(query=COUNT), "HEAD", Accept="text/csv")
    assert (answer.status, answer.media_type, answer.body) == (200, "text/csv", b"")
    assert answer.headers["etag"]


def test_cross_origin_reads_are_allowed(server: Server) -> None:
    answer = server.ask("/sparql", "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert answer.status == 200
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_every_answer_is_guarded_and_tells_no_version(server: Server) -> None:
    for path in ("/", "/sparql", "/nowhere", "/health", "/static/servanda.css"):
        headers = server.ask(path).headers
        assert "server" not in headers
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_body_above_the_limit_is_413(strict_server: Server) -> None:
    body = "ASK { } #" + "x" * 5000
    for content_type, sent in (("application/sparql-query", body), (FORM, form(query=body))):
        answer = strict_server.ask("/sparql", "POST", body=sent, Content_Type=content_type)
        assert answer.status == 413


def test_a_labelled_blank_node_is_new_in_each_solution(server: Server) -> None:
    answer = server.query('SELECT (BNODE("l") AS ?a) (BNODE("l") AS ?b) (<urn:f>(1) AS ?c) { VALUES ?v { 1 2 } }')
    found = [(row["a"]["value"], row["b"]["value"]) for row in answer.json()["results"]["bindings"]]
    assert all(one == two for one, two in found)
    assert found[0] != found[1]
    assert "etag" not in answer.headers, "equal queries have unequal answers"
    wrong = server.query('SELECT (BNODE("l") AS ?a) {\n ?s ?p }')
    assert (wrong.status, wrong.json()["line"], wrong.json()["column"]) == (400, 2, 9)
