"""N-Quads: sorted, each quad once, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from ontology.errors import RDFSyntaxError
from ontology.namespaces import GRAPH, SV, document_graph, instance
from triples.serialisation import Quad, file_name, read_nquads, to_nquads, write_atomically

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30) | st.just('a\n"b"\\\r\t')
objects = st.one_of(
    texts.map(Literal),
    texts.map(lambda text: Literal(text, lang="en")),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
    st.integers(0, 9999).map(lambda n: Literal(str(n), datatype=XSD.nonNegativeInteger)),
    st.integers(0, 9).map(lambda n: instance("act", f"act {n}")),
)
quads = st.builds(
    Quad,
    st.integers(0, 9).map(lambda n: instance("act", f"subject {n}")),
    st.sampled_from([SV.agent, SV.date, SV.matter]),
    objects,
    st.sampled_from([GRAPH["acts"], GRAPH["authority"]]),
)


@given(st.lists(quads, max_size=12), st.randoms())
def test_order_and_repetition_do_not_matter(given_quads: list[Quad], random: object) -> None:
    shuffled = [*given_quads, *given_quads]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert to_nquads(shuffled) == to_nquads(given_quads)


@given(st.lists(quads, max_size=12))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, given_quads: list[Quad]) -> None:
    path = tmp_path_factory.mktemp("quads") / "some.nq"
    write_atomically(path, to_nquads(given_quads))
    assert to_nquads(read_nquads(path)) == path.read_bytes()


def test_lines_are_sorted_and_end_in_a_line_feed() -> None:
    lines = to_nquads(
        Quad(instance("act", name), SV.date, Literal("1990"), GRAPH["acts"]) for name in ("b", "a")
    ).splitlines(keepends=True)
    assert lines == sorted(lines)
    assert all(line.endswith(b" .\n") for line in lines)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("<http://a> <http://b> nonsense .", "broken.nq"),
        ("<http://a.example/> <http://b.example/> _:x <http://g.example/> .", "IRI or a literal"),
        ("<http://a.example/> <http://b.example/> <http://c.example/> .", "named graph"),
    ],
)
def test_a_malformed_line_names_the_file(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "broken.nq"
    path.write_text(line)
    with pytest.raises(RDFSyntaxError, match=says) as caught:
        list(read_nquads(path))
    assert "broken.nq" in str(caught.value)


def test_each_graph_has_its_file() -> None:
    names = [file_name(graph) for graph in (GRAPH["acts"], document_graph("report one"), URIRef(GRAPH["document/a"]))]
    assert names == ["acts.nq", "document-report-one.nq", "document-a.nq"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "acts.nq"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["acts.nq"]
