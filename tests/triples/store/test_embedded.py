from __future__ import annotations

import fcntl
import gzip
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.errors import LimitError, NotFoundError, QueryError, RDFSyntaxError, StoreError
from triples.store import Solutions, Source, Triples, create_store, memory_store, open_store
from triples.store.embedded import open_embedded
from triples.store.loading import format_of
from triples.store.versions import point_to, version_ids

TURTLE = "@prefix e: <http://example.org/> .\ne:a e:p 1 , 2 .\n"
INSERT = "INSERT DATA { GRAPH <http://example.org/h> { <http://example.org/b> <http://example.org/p> 3 } }"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?o"


@pytest.fixture
def turtle(tmp_path: Path) -> Source:
    path = tmp_path / "data.ttl"
    path.write_text(TURTLE)
    return Source(path, ox.RdfFormat.TURTLE, "http://example.org/g", str(path))


@pytest.fixture
def root(tmp_path: Path, turtle: Source) -> Path:
    create_store(tmp_path / "store", [turtle])
    return tmp_path / "store"


def test_a_new_store_answers_over_the_union_of_its_graphs(root: Path) -> None:
    store = open_store(root)
    answer = store.query(ALL)
    assert isinstance(answer, Solutions)
    assert answer.variables == ("s", "p", "o")
    assert [row[2] for row in answer.rows] == [ox.Literal(1), ox.Literal(2)]
    assert store.query("ASK { ?s ?p 2 }") is True
    described = store.query("DESCRIBE <http://example.org/a>")
    assert isinstance(described, Triples)
    assert len(described) == store.count() == 2


def test_from_replaces_the_union(root: Path) -> None:
    store = open_store(root)
    assert store.query("ASK FROM <http://example.org/g> { ?s ?p ?o }") is True
    assert store.query("ASK FROM <http://example.org/none> { ?s ?p ?o }") is False


def test_the_same_sources_give_the_same_version_and_are_loaded_once(tmp_path: Path, turtle: Source) -> None:
    first = create_store(tmp_path / "one", [turtle])
    assert create_store(tmp_path / "one", [turtle]) == first
    assert create_store(tmp_path / "two", [turtle]) == first
    assert version_ids(tmp_path / "one") == [first]


def test_an_update_is_a_new_version_and_readers_keep_theirs(root: Path) -> None:
    reader = open_store(root)
    writer = open_store(root, read_only=False)
    writer.update(INSERT)
    assert (reader.count(), writer.count(), open_store(root).count()) == (2, 3, 3)
    assert writer.version != reader.version
    assert open_embedded(root, version=reader.version).count() == 2
    assert sorted(path.name for path in (root / "versions").iterdir()) == [reader.version, writer.version]


def test_a_reader_cannot_write(root: Path) -> None:
    with pytest.raises(StoreError, match="reading only"):
        open_store(root).update(INSERT)


def test_an_update_that_does_not_parse_changes_nothing(root: Path) -> None:
    writer = open_store(root, read_only=False)
    before = writer.version
    for update in ("INSERT DATA {", "LOAD <http://127.0.0.1/x>", "INSERT { ?s ?p 1 } WHERE { SERVICE <http://x/> {} }"):
        with pytest.raises(QueryError):
            writer.update(update)
    assert open_store(root).version == before
    assert version_ids(root) == [before]


def test_a_writer_that_has_fallen_behind_is_told(root: Path) -> None:
    slow, quick = open_store(root, read_only=False), open_store(root, read_only=False)
    quick.update(INSERT)
    with pytest.raises(StoreError, match="moved on"):
        slow.update(INSERT)


def test_a_missing_store_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="servanda build"):
        open_store(tmp_path / "nowhere")


def test_a_folder_that_is_no_store_is_neither_opened_nor_overwritten(tmp_path: Path, turtle: Source) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    with pytest.raises(StoreError, match="not a store"):
        open_store(tmp_path / "mine")
    with pytest.raises(StoreError, match="no store"):
        create_store(tmp_path / "mine", [turtle])
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def _cut_file(root: Path) -> None:
    for path in (root / "versions" / version_ids(root)[-1]).glob("*.sst"):
        content = path.read_bytes()
        path.unlink()  # the file is linked from where it was written; the link must not be damaged
        path.write_bytes(content[:10])


def _lose_file(root: Path) -> None:
    next((root / "versions" / version_ids(root)[-1]).glob("CURRENT")).unlink()


def _lose_pointer(root: Path) -> None:
    (root / "current").unlink()


def _wrong_pointer(root: Path) -> None:
    (root / "current").write_text("../../etc\n")


def _binary_pointer(root: Path) -> None:
    (root / "current").write_bytes(b"\xff\xfe")


@pytest.mark.parametrize("damage", [_cut_file, _lose_file, _lose_pointer, _wrong_pointer, _binary_pointer])
def test_a_damaged_store_says_so_and_an_older_version_can_be_restored(
    root: Path, damage: Callable[[Path], None]
) -> None:
    open_store(root, read_only=False).update(INSERT)
    older = version_ids(root)[0]
    damage(root)
    with pytest.raises(StoreError, match="damaged") as caught:
        open_store(root)
    assert str(root) in str(caught.value)
    assert older in str(caught.value)
    point_to(root, older)
    assert open_store(root).count() == 2


def test_a_second_writer_is_refused_while_the_first_writes(root: Path, turtle: Source) -> None:
    before = open_store(root).version
    with (root / "lock").open("w") as lock:
        lock.write("4711\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match=r"locked.*4711"):
            create_store(root, [turtle, Source(b"", ox.RdfFormat.TURTLE)])
        with pytest.raises(StoreError, match="locked"):
            open_store(root, read_only=False).update(INSERT)
    assert open_store(root).version == before


def test_an_unknown_version_is_not_found(root: Path) -> None:
    with pytest.raises(NotFoundError, match="0009"):
        open_embedded(root, version="0009-000000000000")


SAMPLES: dict[str, str] = {
    "a.nq": '<http://e/a> <http://e/p> "1" <http://e/g> .\n',
    "a.nt": '<http://e/a> <http://e/p> "1" .\n',
    "a.ttl": '<http://e/a> <http://e/p> "1" .\n',
    "a.trig": '<http://e/g> { <http://e/a> <http://e/p> "1" }\n',
    "a.jsonld": '{"@id": "http://e/a", "http://e/p": "1"}',
    "a.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        '<rdf:Description rdf:about="http://e/a"><e:p>1</e:p></rdf:Description></rdf:RDF>'
    ),
}
BROKEN: dict[str, tuple[str, str]] = {
    "b.nq": ('<http://e/a> <http://e/p> "1" <http://e/g> .\n<http://e/a> <a b> "1" .\n', "line 2"),
    "b.ttl": ("@prefix e: <http://e/> .\n\ne:a e:p ;\n", "line 3, column 9"),
    "b.trig": ("<http://e/g> {\n <http://e/a> }", "line 2"),
    "b.jsonld": ('{"@id": "http://e/a",\n "http://e/p": }', "line 2"),
    "b.rdf": ("<rdf:RDF", "b.rdf"),
}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_format_loads_plain_and_zipped(tmp_path: Path, name: str, zipped: bool) -> None:
    path = tmp_path / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(SAMPLES[name].encode()) if zipped else SAMPLES[name].encode())
    store = memory_store([path])
    assert store.query('ASK { <http://e/a> <http://e/p> "1" }') is True
    assert store.count() == 1


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("zipped", [False, True])
def test_malformed_rdf_names_file_and_line_and_publishes_nothing(
    tmp_path: Path, root: Path, name: str, zipped: bool
) -> None:
    before = open_store(root).version
    text, place = BROKEN[name]
    path = tmp_path / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
    with pytest.raises(RDFSyntaxError, match=place) as caught:
        create_store(root, [path])
    assert path.name in str(caught.value)
    assert open_store(root).version == before
    assert version_ids(root) == [before]
    assert not list((root / "versions").glob(".new-*"))


def test_damaged_gzip_is_malformed(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress(SAMPLES["a.nt"].encode() * 1000)[:-20])
    with pytest.raises(RDFSyntaxError, match="gzip"):
        memory_store([path])


def test_unknown_suffixes_and_missing_files_are_store_errors(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="known are"):
        format_of(tmp_path / "a.docx")
    with pytest.raises(StoreError, match="cannot be read"):
        memory_store([tmp_path / "missing.ttl"])


def test_loading_malformed_rdf_into_memory_keeps_what_was_there() -> None:
    store = memory_store([Source(TURTLE.encode(), ox.RdfFormat.TURTLE)])
    with pytest.raises(RDFSyntaxError, match="line 2"):
        store.load(b"<http://e/x> <http://e/p> 1 .\n<http://e/x> ; .", ox.RdfFormat.TURTLE)
    assert store.count() == 2


@pytest.mark.parametrize("format", [ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML])
def test_what_is_exported_can_be_loaded_again(root: Path, format: ox.RdfFormat) -> None:
    data = b"".join(open_store(root).export(format))
    again = memory_store([Source(data, format, "http://example.org/g")])
    assert again.query(ALL) == open_store(root).query(ALL)


def test_the_time_limit_holds_between_rows() -> None:
    store = memory_store()
    values = " ".join(str(number) for number in range(300))
    with pytest.raises(LimitError) as caught:
        store.query(f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}", timeout=0.0)
    assert caught.value.limit == "time"
