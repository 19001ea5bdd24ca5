"""The writer: all or nothing, versions, names, pruning."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.errors import InputError, NotFoundError, QueryError, RDFSyntaxError, StoreError
from triples.store import create_store, open_store
from triples.store.history import find, names, prune, records
from triples.store.rule import OneGraphError
from triples.store.versions import current_id, version_ids
from triples.store.writing import Using, Writer

ONE = "INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data.nq").write_text('<http://e/s> <http://e/p> "a" <http://e/g> .\n')
    create_store(tmp_path / "store", [tmp_path / "data.nq"])
    return tmp_path / "store"


def test_a_change_that_fails_leaves_the_version_and_the_writer_as_they_were(root: Path) -> None:
    first = current_id(root)
    with Writer(root) as writer:
        for text, error in (
            (f"{ONE} ; CREATE GRAPH <http://e/g>", InputError),
            (f"{ONE} ; INSERT DATA {{ <http://e/s> <http://e/p> 2 }}", OneGraphError),
            (f"{ONE} ; nonsense", QueryError),
            (f"{ONE} ; LOAD <http://e/doc>", QueryError),
        ):
            with pytest.raises(error):
                writer.update(text)
            assert current_id(root) == first
        with pytest.raises(RDFSyntaxError, match="line 1"):
            writer.put("http://e/g", [(b"<a", ox.RdfFormat.TURTLE)], base="http://e/", add=True)
        writer.update(ONE)
    assert open_store(root).count() == 2, "nothing of the failed changes came along"


def test_documents_for_load(root: Path) -> None:
    documents = {
        "http://e/doc": (b"<> <p> 1 .", ox.RdfFormat.TURTLE),
        "http://e/bad": (b"<", ox.RdfFormat.TURTLE),
    }
    with Writer(root) as writer:
        writer.update("LOAD <http://e/doc> INTO GRAPH <http://e/loaded>", documents=documents)
        writer.update(
            "LOAD SILENT <http://e/bad> INTO GRAPH <http://e/x> ; LOAD SILENT <http://e/none>", documents=documents
        )
        with pytest.raises(RDFSyntaxError):
            writer.update("LOAD <http://e/bad> INTO GRAPH <http://e/x>", documents=documents)
        with pytest.raises(OneGraphError):
            writer.update("LOAD <http://e/doc> INTO GRAPH <http://e/again>", documents=documents)
        with pytest.raises(OneGraphError):
            writer.update("LOAD <http://e/doc>", documents=documents)
    assert open_store(root).query("ASK { GRAPH <http://e/loaded> { <http://e/doc> <http://e/p> 1 } }") is True


@pytest.mark.parametrize("strict", [True, False])
def test_declarations_may_stand_before_every_operation(root: Path, strict: bool) -> None:
    second = "PREFIX e: <http://e/> INSERT DATA { GRAPH e:g { e:s e:p 2 } }"
    text = f"{ONE} ; {second} ; PREFIX e: <http://f/> CLEAR GRAPH e:x"
    with Writer(root, strict=strict) as writer:
        with pytest.raises(InputError, match="http://f/x"):
            writer.update(text)
        writer.update(text.replace("CLEAR", "CLEAR SILENT"))
    assert open_store(root).count() == 3


def test_graphs_that_are_no_iris(root: Path) -> None:
    with Writer(root, strict=True) as writer:
        with pytest.raises(InputError):
            writer.update("CLEAR ALL", using=Using(default=("no iri",)))
        with pytest.raises(InputError):
            writer.put("no iri", [], base="http://e/", add=False)


def test_one_writer_at_a_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triples.store.writing._PATIENCE", 0.0)
    with Writer(root), pytest.raises(StoreError, match="locked"):
        Writer(root)
    Writer(root).close()


def test_what_a_killed_writer_left_is_removed(root: Path) -> None:
    leftover = root / "versions" / ".new-0123456789ab-1"
    leftover.mkdir()
    (leftover / "file").touch()
    with Writer(root) as writer:
        assert not leftover.exists()
        writer.update(ONE)
    assert len(list((root / "versions").iterdir())) == 2


def test_versions_share_their_files(root: Path) -> None:
    with Writer(root) as writer:
        writer.update(ONE)
    first, second = (
        {file.stat().st_ino for file in (root / "versions" / each).glob("*.sst")} for each in version_ids(root)
    )
    assert first & second


def test_records_tell_where_versions_come_from(root: Path) -> None:
    with Writer(root) as writer:
        first = current_id(root)
        second = writer.update(ONE).version
        writer.restore(first)
        third = writer.delete("http://e/g").version
    told = {each.id: each for each in records(root)}
    assert [told[each].parent for each in (first, second, third)] == [None, first, first]
    assert [told[each].change for each in (first, second, third)] == ["build", "update", "delete"]
    assert [each.id for each in records(root)] == [third, second, first]
    assert [each.current for each in records(root)] == [True, False, False]


def test_restoring_what_is_not_there(root: Path) -> None:
    with Writer(root) as writer, pytest.raises(NotFoundError):
        writer.restore("0009-000000000000")


def test_pruning_keeps_what_is_named_used_current_or_fresh(root: Path) -> None:
    with Writer(root) as writer:
        made = [writer.update(ONE.replace("1 }", f"{n} }}")).version for n in range(8)]
        writer.name("kept", made[1])
        writer.restore(made[2])
        assert writer.prune(2, used=[made[3]], grace=3600) == []
        gone = writer.prune(2, used=[made[3]])
    assert version_ids(root) == [made[1], made[2], made[3], made[6], made[7]]
    assert made[0] in gone
    assert names(root) == {"kept": made[1]}
    assert find(root, "kept") == made[1]
    # Time heals: what was followed by another long ago goes, whatever the grace.
    long_ago = time.time() - 7200
    for each in version_ids(root):
        os.utime(root / "versions" / each, (long_ago, long_ago))
    assert prune(root, 1, grace=3600) == [made[3], made[6]]


def test_names_that_cannot_be(root: Path) -> None:
    with Writer(root) as writer:
        for name in ("", "../x", ".hidden", "x.new", "a b", current_id(root), "x" * 65):
            with pytest.raises(InputError):
                writer.name(name, current_id(root))
        with pytest.raises(NotFoundError):
            writer.name("fine", "0009-000000000000")
        with pytest.raises(NotFoundError):
            writer.unname("never")
        assert writer.name("fine", current_id(root)).created
        assert not writer.name("fine", current_id(root)).created
        writer.unname("fine")
    assert names(root) == {}
