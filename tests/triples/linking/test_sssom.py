"""The table of links: what is shipped, what is refused, and that nothing is lost in writing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ontology.errors import InputError
from ontology.namespaces import GRAPH_LINKS, PREFIXES
from triples.authority import load_authority
from triples.linking import LINKS, MappingRow, MappingSet, append_mapping, link_quads, read_mappings, write_mappings

NORWAY = MappingRow(subject_id="id:state/norway", subject_label="Norway", object_id="wikidata:Q20")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "links.sssom.tsv"
    shutil.copyfile(LINKS, path)
    return path


def test_the_shipped_table_is_valid_sorted_and_exact() -> None:
    mappings = read_mappings()
    assert len(mappings.rows) > 200
    assert [row.subject_id for row in mappings.rows] == sorted(row.subject_id for row in mappings.rows)
    assert {row.predicate_id for row in mappings.rows} == {"skos:exactMatch"}
    assert {row.mapping_justification for row in mappings.rows} == {"semapv:ManualMappingCuration"}
    assert all(row.confidence is not None and row.confidence >= 0.9 for row in mappings.rows)
    assert mappings.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_links_start_from_known_subjects_under_their_names() -> None:
    authority = load_authority()
    names = {str(entity.iri): entity.name for entity in authority.entities.values()}
    mappings = read_mappings()
    for row in mappings.rows:
        assert names[mappings.expand(row.subject_id)] == row.subject_label


def test_nearly_all_members_of_the_united_nations_are_linked() -> None:
    linked = {quad.subject for quad in link_quads()}
    members = [state for state in load_authority().of_kind("State") if state.status == "member"]
    assert [state.name for state in members if NamedNode(str(state.iri)) not in linked] == []


def test_links_agree_with_the_verified_list(shared: Path) -> None:
    verified: set[str] = set()
    for line in (shared / "wikidata-ids.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        verified.add(line.split("\t")[1])
    assert len(verified) > 200
    assert {row.object_id.removeprefix("wikidata:") for row in read_mappings().rows} <= verified


def test_quads_of_links() -> None:
    quads = list(link_quads())
    assert len(quads) == len(set(quads)) == len(read_mappings().rows)
    assert {quad.graph_name for quad in quads} == {NamedNode(str(GRAPH_LINKS))}
    assert {quad.predicate.value for quad in quads} == {PREFIXES["skos"] + "exactMatch"}
    nato = "https://w3id.org/servanda/id/organization/north-atlantic-treaty-organization"
    assert [quad.object for quad in quads if quad.subject == NamedNode(nato)] == [NamedNode(PREFIXES["wd"] + "Q7184")]


def test_writing_what_was_read_changes_nothing(table: Path) -> None:
    before = table.read_bytes()
    write_mappings(read_mappings(table))
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("#mapping_set_id:", "#mapping_set_name:"), "the metadata lack mapping_set_id"),
        (("#license:", "#licence:"), "the metadata lack license"),
        (("#license:", "#license"), "the metadata must be"),
        (("subject_id\t", "subject\t"), "column subject: unknown"),
        (("\tobject_id\t", "\tcomment\t"), "column comment: given twice"),
        (("predicate_id\tobject_id", "object_id"), "column predicate_id: missing"),
        (("id:state/norway\tNorway", "id:state/norway"), "column comment: the row has 7 cells"),
        (("id:state/norway", "state/norway"), "column subject_id"),
        (("id:state/norway", "xy:state/norway"), "column subject_id"),
        (("wikidata:Q20\t", "wikidata:20\t"), "column object_id"),
        (("id:state/norway\tNorway\tskos:exactMatch", "id:state/norway\tNorway\tskos:sameAs"), "column predicate_id"),
        (("semapv:ManualMappingCuration", "skos:exactMatch"), "column mapping_justification"),
        (("semapv:ManualMappingCuration\t1\t", "semapv:ManualMappingCuration\t1.5\t"), "column confidence"),
        (("semapv:ManualMappingCuration\t1\t", "semapv:ManualMappingCuration\tsure\t"), "column confidence"),
        (("wikidata:Q20\t", "wikidata:Q34\t"), "is already the exact match of"),
        (("id:state/norway", "id:state/oman"), "column object_id"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(table: Path, change: tuple[str, str], told: str) -> None:
    text = table.read_text(encoding="utf-8")
    assert change[0] in text
    table.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_mappings(table)
    assert told in str(caught.value)
    assert str(table) in str(caught.value)


def test_a_table_that_is_missing_empty_or_no_text(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    with pytest.raises(InputError, match="no such table"):
        read_mappings(path)
    path.write_bytes(b"")
    with pytest.raises(InputError, match="lack"):
        read_mappings(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_mappings(path)


def test_a_link_is_added_in_its_place(table: Path) -> None:
    row = MappingRow(subject_id="id:organization/rt", subject_label="RT", object_id="wikidata:Q999000009", confidence=1)
    before = table.read_text(encoding="utf-8")
    mappings = append_mapping(row, path=table)
    assert row in mappings.rows
    after = table.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {"\t".join(row.cells())}
    assert set(before.splitlines()) <= set(after.splitlines())
    assert [path.name for path in table.parent.iterdir()] == [table.name]


def test_a_duplicate_and_a_conflict_are_refused_unless_forced(table: Path) -> None:
    before = table.read_bytes()
    with pytest.raises(InputError, match="already linked"):
        append_mapping(NORWAY, path=table)
    other = MappingRow(subject_id="id:state/norway", object_id="wikidata:Q999000009")
    with pytest.raises(InputError, match="already an exact match"):
        append_mapping(other, path=table)
    with pytest.raises(InputError, match="already the exact match of"):
        append_mapping(MappingRow(subject_id="id:state/niue", object_id="wikidata:Q20"), path=table)
    assert table.read_bytes() == before
    forced = append_mapping(other, path=table, force=True)
    assert forced.of_subject("id:state/norway") == [other]


def test_a_link_that_would_break_the_table_is_never_written(table: Path) -> None:
    before = table.read_bytes()
    with pytest.raises(InputError, match="tab or line break"):
        append_mapping(
            MappingRow(subject_id="id:state/niue", object_id="wikidata:Q999000009", comment="a\tb"), path=table
        )
    with pytest.raises(InputError):
        append_mapping(MappingRow(subject_id="id:state/niue", object_id="wikidata:nothing"), path=table)
    assert table.read_bytes() == before


def test_curies_expand_and_shorten() -> None:
    mappings = read_mappings()
    iri = "https://w3id.org/servanda/id/state/norway"
    assert mappings.expand("id:state/norway") == iri
    assert mappings.shorten(iri) == "id:state/norway"
    with pytest.raises(InputError):
        mappings.expand("nothing:here")
    with pytest.raises(InputError):
        mappings.shorten("https://example.org/")


CELL = st.text(st.characters(exclude_characters="\t", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30).map(
    str.strip
)


@given(label=CELL, comment=CELL, item=st.integers(1, 10**9), confidence=st.none() | st.sampled_from([0.0, 0.25, 1.0]))
def test_any_row_survives_writing_and_reading(
    tmp_path_factory: pytest.TempPathFactory, label: str, comment: str, item: int, confidence: float | None
) -> None:
    shipped = read_mappings()
    row = MappingRow(
        subject_id="id:person/somebody",
        subject_label=label,
        object_id=f"wikidata:Q{item}",
        confidence=confidence,
        comment=comment,
    )
    path = tmp_path_factory.mktemp("links") / "links.sssom.tsv"
    write_mappings(MappingSet(path=path, head=shipped.head, metadata=shipped.metadata, rows=[row]))
    assert read_mappings(path).rows == [row]
