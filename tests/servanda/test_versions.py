"""``servanda versions`` on a store of three versions."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from ontology.errors import NotFoundError, StoreError
from servanda.commands import versions
from triples.store import create_store
from triples.store.versions import version_ids
from triples.store.writing import Writer


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data.nq").write_text("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n")
    create_store(tmp_path / "store", [tmp_path / "data.nq"])
    with Writer(tmp_path / "store") as writer:
        for n in range(2):
            writer.update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <http://e/s> <http://e/p> {n} }} }}")
    return tmp_path / "store"


def listed(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> list[str]:
    parser = argparse.ArgumentParser()
    versions.configure(parser)
    assert versions.run(parser.parse_args(["--store", str(root), *arguments])) == 0
    return capsys.readouterr().out.splitlines()


def test_versions_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = version_ids(root)
    lines = listed(capsys, root)
    assert [line[2:].split()[0] for line in lines] == [third, second, first]
    assert [line[0] for line in lines] == ["*", " ", " "]
    assert listed(capsys, root, "--name", "kept", first)[-1].endswith("kept")
    assert listed(capsys, root, "--restore", "kept")[-1].startswith(f"* {first}")
    assert len(listed(capsys, root, "--prune", "1")) == 2
    assert version_ids(root) == [first, third]
    assert not listed(capsys, root, "--unname", "kept")[-1].endswith("kept")


def test_what_is_not_there(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotFoundError):
        listed(capsys, root, "--restore", "0009-000000000000")
    with pytest.raises(StoreError):
        listed(capsys, tmp_path / "nowhere", "--prune", "1")
    assert not (tmp_path / "nowhere").exists()
