"""Entailment as a mode of the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.conftest import serving
from tests.server.test_updates import TOKEN, count, make_store, rows, update

ENTAILED = "https://w3id.org/servanda/graph/entailed"
SUB_CLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
SAID = f"<http://e/C> {SUB_CLASS} <http://e/D> . <http://e/a> a <http://e/C> ."
INSTANCES = "SELECT ?s { ?s a <http://e/D> }"


@pytest.mark.parametrize("regime", ["rdfs", "owl-rl"])
def test_what_follows_is_seen_and_stands_apart(tmp_path: Path, regime: str) -> None:
    root = make_store(tmp_path)
    with serving(root, updates=True, token=TOKEN, entailment=regime) as server:
        assert update(server, f"INSERT DATA {{ GRAPH <http://e/g> {{ {SAID} }} }}").status == 204
        assert rows(server, INSTANCES) == [{"s": "http://e/a"}]
        assert rows(server, "SELECT ?g { GRAPH ?g { <http://e/a> a <http://e/D> } }") == [{"g": ENTAILED}]
        assert rows(server, INSTANCES, **{"default-graph-uri": "http://e/g"}) == []
        description = server.ask("/sparql", Accept="application/n-triples").body.decode()
        assert "sparql-service-description#defaultEntailmentRegime> <http://www.w3.org/ns/entailment/" in description
        assert update(server, "DELETE WHERE { GRAPH <http://e/g> { ?s a ?c } }").status == 204
        assert rows(server, INSTANCES) == []


def test_a_service_that_only_reads_entails_at_its_start(tmp_path: Path) -> None:
    root = make_store(tmp_path)
    with serving(root, updates=True, token=TOKEN) as server:
        assert update(server, f"INSERT DATA {{ GRAPH <http://e/g> {{ {SAID} }} }}").status == 204
    with serving(root, entailment="rdfs") as server:
        assert rows(server, INSTANCES) == [{"s": "http://e/a"}]
    # A writing service without the mode takes the graph away: it would grow old.
    with serving(root, updates=True, token=TOKEN) as server:
        assert rows(server, INSTANCES) == []
        assert count(server) == 4


def test_the_default_graph_of_strict_mode_is_read_with_what_follows(tmp_path: Path) -> None:
    settings = {"updates": True, "token": TOKEN, "default_graph": "strict", "entailment": "rdfs"}
    with serving(make_store(tmp_path), **settings) as server:
        assert update(server, f"INSERT DATA {{ {SAID} }}").status == 204
        assert rows(server, INSTANCES) == [{"s": "http://e/a"}]
        graphs = rows(server, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        assert graphs == [{"g": "http://e/g1"}, {"g": "http://e/g2"}]
        apart = rows(server, f"SELECT ?s FROM <{ENTAILED}> {{ ?s a <http://e/D> }}")
        assert apart == [{"s": "http://e/a"}]
