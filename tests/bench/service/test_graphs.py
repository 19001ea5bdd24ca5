"""Made graphs: of the size asked for, the same every time, each triple in one named graph, and skewed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from bench.service.graphs import SMALLEST, Maker, write_graph
from bench.service.workloads import mix, saved
from ontology.namespaces import GRAPH, GRAPH_ACTS, GRAPH_INFERRED, GRAPH_ONTOLOGY, OA, SV

SIZE = 30_000


@pytest.fixture(scope="module")
def text() -> str:
    return "".join(Maker(SIZE, seed=7).blocks())


class Line(NamedTuple):
    """A quad in the notation of N-Quads."""

    subject: str
    predicate: str
    object: str
    graph: str


@pytest.fixture(scope="module")
def quads(text: str) -> list[Line]:
    parsed = ox.parse(text, ox.RdfFormat.N_QUADS)
    return [Line(str(each.subject), str(each.predicate), str(each.object), str(each.graph_name)) for each in parsed]


def _in_brackets(iri: str) -> str:
    return f"<{iri}>"


def _objects(quads: list[Line], predicate: str) -> Counter[str]:
    return Counter(quad.object for quad in quads if quad.predicate == _in_brackets(predicate))


@pytest.mark.parametrize("size", [SMALLEST, 60_000, 200_000])
def test_a_graph_has_the_size_that_was_asked_for(size: int) -> None:
    maker = Maker(size)
    lines = sum(block.count("\n") for block in maker.blocks())
    assert lines == maker.landmarks.triples
    assert abs(lines - size) < 2_000


def test_a_size_below_the_smallest_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Maker(SMALLEST - 1)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(text: str) -> None:
    assert "".join(Maker(SIZE, seed=7).blocks()) == text
    assert "".join(Maker(SIZE, seed=8).blocks()) != text


def test_every_triple_is_in_one_named_graph_and_there_once(quads: list[Line]) -> None:
    assert quads
    assert len({quad[:3] for quad in quads}) == len(quads)
    assert all(quad.graph.startswith(f"<{GRAPH}") for quad in quads)


def test_there_are_no_blank_nodes(quads: list[Line]) -> None:
    assert not any(term.startswith("_:") for quad in quads for term in quad)


def test_the_terms_are_those_of_the_ontology(quads: list[Line]) -> None:
    defined = {quad.subject for quad in quads if quad.graph == _in_brackets(GRAPH_ONTOLOGY)}
    used = {term for quad in quads for term in (quad.predicate, quad.object) if term.startswith(f"<{SV}")}
    assert used
    assert used - {_in_brackets(SV)} <= defined


def test_what_is_inferred_is_in_its_graph_alone(quads: list[Line]) -> None:
    for name in ("status", "contentOf", "disputes", "disputedBy", "deniedBy", "involves", "negationOf"):
        graphs = {quad.graph for quad in quads if quad.predicate == _in_brackets(SV[name])}
        assert graphs == {_in_brackets(GRAPH_INFERRED)}, name


def test_actors_and_publishers_are_skewed(quads: list[Line]) -> None:
    for predicate in (SV["agent"], SV["toldBy"]):
        ranked = [times for _, times in _objects(quads, predicate).most_common()]
        assert ranked[0] > 8 * ranked[len(ranked) // 2]


def test_acts_are_told_of_several_times_and_judged_to_be_one(quads: list[Line]) -> None:
    passages = _objects(quads, OA["hasBody"])
    judgements = sum(_objects(quads, SV["judgedAct"]).values())
    assert max(passages.values()) > 5
    assert judgements == sum(passages.values()) - len(passages)


def test_every_act_has_a_passage_and_a_status(quads: list[Line]) -> None:
    of_agents = [quad for quad in quads if quad.predicate == _in_brackets(SV["agent"])]
    with_status = [quad.subject for quad in quads if quad.predicate == _in_brackets(SV["status"])]
    acts = {quad.subject for quad in of_agents}
    assert acts == _objects(quads, OA["hasBody"]).keys() == set(with_status)
    assert len(with_status) == len(acts)
    assert {quad.graph for quad in of_agents} == {_in_brackets(GRAPH_ACTS)}


def test_a_written_graph_is_used_again(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    first = write_graph(file, SMALLEST)
    changed = file.stat().st_mtime_ns
    assert write_graph(file, SMALLEST) == first
    assert file.stat().st_mtime_ns == changed


def test_queries_of_the_bench_find_something(text: str) -> None:
    maker = Maker(SIZE, seed=7)
    assert sum(1 for _ in maker.blocks())
    store = ox.Store()
    store.bulk_load(text, ox.RdfFormat.N_QUADS)
    workloads = [each for each in [*mix(maker.landmarks), *saved(maker.landmarks)] if "phrases" not in each.name]
    assert len(workloads) > 50
    empty = []
    for workload in workloads:
        answer = store.query(workload.query(0), use_default_graph_as_union=True)
        if not (bool(answer) if isinstance(answer, ox.QueryBoolean) else any(True for _ in answer)):
            empty.append(workload.name)
    # The acts of the first numbers need not be related to others.
    assert set(empty) <= {"path: what an act is related to"}


def test_numbers_make_queries_unlike_each_other() -> None:
    maker = Maker(SMALLEST)
    assert sum(1 for _ in maker.blocks())
    for workload in mix(maker.landmarks):
        assert len({workload.query(number) for number in range(500)}) == 500
