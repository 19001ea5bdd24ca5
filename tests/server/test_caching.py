"""What is kept is told apart by version, query, format and compression, and is never answered when it is old."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
import urllib.parse
from pathlib import Path

import pytest

from server.caching import ENTRY_BYTES, ByteCache
from server.compression import unpacked
from server.planning import examine, plan
from tests.server.conftest import ROWS, Server, serving, write_store
from tests.server.test_limits import until
from triples.store import create_store

QUERY = "SELECT ?s ?o WHERE { ?s <http://example.org/value> ?o } ORDER BY ?o"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def address(query: str, **parameters: str) -> str:
    return "/sparql?" + urllib.parse.urlencode({"query": query, **parameters})


def test_the_budget_is_kept_and_the_oldest_goes() -> None:
    cache: ByteCache[str] = ByteCache(8 * (ENTRY_BYTES + 100) + 1)
    for number in range(8):
        cache.put(number, str(number), 100)
    assert cache.get(0) == "0"
    cache.put(8, "8", 100)
    assert cache.get(1) is None
    assert cache.get(0) == "0"
    assert cache.bytes <= 8 * (ENTRY_BYTES + 100) + 1
    cache.put("large", "large", 101)
    assert cache.get("large") is None
    cache.put(0, "again", 100)
    assert (cache.get(0), len(cache)) == ("again", 8)
    cache.clear()
    assert (len(cache), cache.bytes) == (0, 0)


def test_a_cache_of_nothing_keeps_nothing() -> None:
    cache: ByteCache[str] = ByteCache(0)
    cache.put(1, "1", 0)
    assert cache.get(1) is None


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv"])
@pytest.mark.parametrize("encoding", ["", "gzip", "zstd"])
def test_a_repeated_query_has_the_same_answer_and_tag(server: Server, accept: str, encoding: str) -> None:
    seen = [server.ask(address(QUERY), Accept=accept, Accept_Encoding=encoding or "identity") for _ in range(4)]
    assert {(each.status, each.body, each.headers["etag"]) for each in seen} == {
        (200, seen[0].body, seen[0].headers["etag"])
    }
    assert seen[0].headers.get("content-encoding", "") == encoding
    assert "Accept-Encoding" in seen[0].headers["vary"]
    plain = unpacked(seen[0].body, encoding, 1 << 20)
    other = server.ask(address(QUERY), Accept=accept, Accept_Encoding="identity")
    assert plain == other.body
    assert (other.headers["etag"] == seen[0].headers["etag"]) == (not encoding)
    again = server.ask(
        address(QUERY), Accept=accept, Accept_Encoding=encoding or "identity", If_None_Match=seen[0].headers["etag"]
    )
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == seen[0].headers["etag"]


def test_the_same_bytes_are_answered_from_memory(server: Server) -> None:
    def kept() -> int:
        text = server.ask("/metrics").body.decode()
        return int(text.partition("\nservanda_kept_responses_total ")[2].split()[0])

    before = kept()
    answers = {server.query(COUNT + " #kept").body for _ in range(6)}
    assert len(answers) == 1
    assert kept() >= before + 3


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?x) {}", "SELECT (RAND() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"]
)
def test_what_changes_is_not_kept(server: Server, query: str) -> None:
    answers = [server.query(query) for _ in range(4)]
    assert len({each.body for each in answers}) > 1
    assert all(each.headers["cache-control"] == "no-store" and "etag" not in each.headers for each in answers)


def test_words_within_strings_and_names_do_not_matter() -> None:
    assert not examine("SELECT ?now WHERE { ?now ?uuid 'RAND() SERVICE' }")[1]
    assert examine("SELECT (now() AS ?x) {}")[1]
    assert examine("PREFIX select: <http://e/> # SELECT\nconstruct { ?s ?p ?o } {}")[0].form == "CONSTRUCT"
    assert examine("PREFIX insert: <http://e/> INSERT DATA {}")[0].is_update


def test_what_is_not_plain_has_no_plan() -> None:
    def planned(
        query_string: str, method: str = "GET", body: bytes = b"", media_type: str = "", accept: str = "*/*"
    ) -> bool:
        return (
            plan(
                method=method,
                query_string=query_string,
                media_type=media_type,
                body=body,
                accept=accept,
                accept_encoding=None,
                default_timeout=1.0,
                maximum_timeout=2.0,
            )
            is not None
        )

    assert planned("query=ASK{}")
    assert planned("query=ASK+%7B%7D&timeout=2&format=csv&default-graph-uri=http://e/")
    assert planned("", "POST", b"query=ASK{}", "application/x-www-form-urlencoded")
    assert planned("timeout=1", "QUERY", b"ASK {}", "application/sparql-query")
    for query_string in (
        "",
        "query=",
        "query=ASK{}&query=ASK{}",
        "query=ASK{}&timeout=3",
        "query=ASK{}&timeout=x",
        "query=ASK{}&format=docx",
        "query=ASK{}&other=1",
        "query=ASK{}&version=0001",
        "query=ASK{}&default-graph-uri=x",
        "query=%ff",
        "query=DROP+ALL",
        "query=ASK{SERVICE<http://e/>{}}",
        "update=ASK{}",
    ):
        assert not planned(query_string), query_string
    assert not planned("query=ASK{}", accept="text/html")
    assert not planned("query=ASK{}", accept="image/png")
    assert not planned("query=ASK{}", "DELETE")
    assert not planned("query=ASK{}", "POST", b"query=ASK{}", "application/x-www-form-urlencoded")
    assert not planned("", "POST", b"ASK {}", "text/plain")


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_queries_in_the_body(server: Server, method: str) -> None:
    sent = {"Content_Type": "application/sparql-query", "Accept": "text/csv"}
    answers = [server.ask("/sparql", method, body=QUERY, **sent) for _ in range(3)]
    assert {each.status for each in answers} == {200}
    assert answers[0].body.count(b"\n") == ROWS + 1
    assert answers[0].body == answers[2].body
    wrong = server.ask("/sparql", method, body="SELECT", **sent)
    assert wrong.status == 400
    update = {"Content_Type": "application/sparql-update"}
    assert server.ask("/sparql", method, body="DROP ALL", **update).status == (400 if method == "QUERY" else 403)


def test_head_has_the_headers_and_no_body(server: Server) -> None:
    got = server.ask(address(QUERY), Accept="text/csv")
    for _ in range(3):
        head = server.ask(address(QUERY), "HEAD", Accept="text/csv")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["etag"] == got.headers["etag"]
        assert head.headers["content-length"] == str(len(got.body))


def test_pages_of_other_sites_may_read(server: Server) -> None:
    preflight = server.ask("/sparql", "OPTIONS", Origin="http://e", Access_Control_Request_Method="QUERY")
    assert "QUERY" in preflight.headers["access-control-allow-methods"]
    answer = server.query(COUNT)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Servanda-Truncated" in answer.headers["access-control-expose-headers"]


def test_a_cut_answer_that_had_begun_says_so_in_a_trailer(store_root: Path) -> None:
    query = "SELECT * WHERE { ?a ?p ?x . ?b ?q ?y }"
    with serving(store_root, maximum_rows=20_000) as server:
        headers = "Host: x\r\nAccept: text/csv\r\nTE: trailers\r\nConnection: close, TE\r\n"
        request = f"GET {address(query)} HTTP/1.1\r\n{headers}\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
            client.sendall(request.encode())
            got = b"".join(iter(lambda: client.recv(1 << 16), b""))
        head, _, rest = got.partition(b"\r\n\r\n")
        assert b"Trailer: Servanda-Truncated" in head
        assert b"Servanda-Row-Limit: 20000" in head
        assert rest.endswith(b"0\r\nServanda-Truncated: rows=20000\r\n\r\n")
        # TE that Connection does not name may come from behind a proxy, which may drop trailers.
        for more in ({}, {"TE": "trailers"}, {"TE": "trailers;q=1", "Connection": "close"}):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("GET", address(query), headers={"Accept": "text/csv", **more})
            response = connection.getresponse()
            assert response.getheader("Servanda-Row-Limit") == "20000"
            with pytest.raises(http.client.IncompleteRead):
                response.read()
            connection.close()


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/html;q=0.1, text/csv"])
def test_a_cut_answer_says_so_in_a_header_where_the_limit_is_low(store_root: Path, accept: str) -> None:
    query = "SELECT ?a ?b WHERE { ?a ?p ?x . ?b ?q ?y }"
    with serving(store_root, maximum_rows=5000) as server:
        answer = server.query(query, accept)
        assert len(answer.body) > 4 * 65536
        assert answer.headers["servanda-truncated"] == "rows=5000"
        whole = server.query(f"{query} LIMIT 5000", accept)
        assert "servanda-truncated" not in whole.headers
        assert "servanda-row-limit" not in whole.headers, "its end was known when it began"


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "identity"])
def test_large_answers_come_whole(server: Server, encoding: str) -> None:
    query = "SELECT ?s ?x ?y WHERE { ?s <http://example.org/value> ?x . ?t <http://example.org/name> ?y } LIMIT 20000"
    for _ in range(2):
        answer = server.ask(address(query), Accept="text/tab-separated-values", Accept_Encoding=encoding)
        body = unpacked(answer.body, answer.headers.get("content-encoding", ""), 1 << 26)
        assert body.count(b"\n") == 20001


@pytest.fixture
def own_store(tmp_path: Path) -> Path:
    return write_store(tmp_path)


def change(store: Path, number: int) -> str:
    more = store.parent / "more.nq"
    more.write_text(
        "".join(f"<http://e/{n}> <http://e/p> <http://e/o> <http://e/g{number}> .\n" for n in range(number))
    )
    return create_store(store, [more])


def test_a_new_version_is_served_and_nothing_old_is_answered(own_store: Path) -> None:
    with serving(own_store, reload_seconds=0.0) as server:
        tags = set()
        for number in (3, 5, 7):
            version = change(own_store, number)
            os.kill(server.process.pid, signal.SIGHUP)
            until(lambda version=version: server.ask("/health").json()["version"] == version)  # type: ignore[misc]
            for _ in range(4):
                answer = server.query(COUNT)
                assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(number)
                tags.add(answer.headers["etag"])
        assert len(tags) == 3


def test_gzip_by_flask_and_by_the_lane_are_the_same(server: Server) -> None:
    plain = server.ask(address(QUERY), Accept="text/csv", Accept_Encoding="gzip")
    by_flask = server.ask(address(QUERY, unknown="x"), Accept="text/csv", Accept_Encoding="gzip")
    assert gzip.decompress(plain.body) == gzip.decompress(by_flask.body)
    assert plain.headers["etag"] == by_flask.headers["etag"]
