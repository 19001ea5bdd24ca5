"""Large files of lines are loaded in parts, and nothing tells that they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.errors import RDFSyntaxError
from triples.store import create_store, open_store, parts
from triples.store.loading import source

LINES = [f"<http://e/s{number}> <http://e/p> <http://e/o{number % 7}> <http://e/g> .\n" for number in range(2000)]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALLEST", 1000)
    monkeypatch.setattr("os.cpu_count", lambda: 3)


def _file(tmp_path: Path, lines: list[str]) -> Path:
    path = tmp_path / "graph.nq"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_parts_end_where_lines_end(tmp_path: Path) -> None:
    path = _file(tmp_path, LINES)
    places = parts._places(source(path))
    assert len(places) == 4
    data = path.read_bytes()
    assert all(data[place - 1 : place] == b"\n" for place in places[1:])


def test_all_parts_are_loaded(tmp_path: Path) -> None:
    create_store(tmp_path / "store", [_file(tmp_path, LINES)])
    assert open_store(tmp_path / "store").count() == len(LINES)


def test_a_file_with_blank_nodes_is_loaded_as_a_whole(tmp_path: Path) -> None:
    lines = [*LINES, "_:b <http://e/p> _:b <http://e/g> .\n"]
    assert parts._places(source(_file(tmp_path, lines))) == []


@pytest.mark.parametrize("at", [0, 1000, 1999])
def test_an_error_names_its_line_in_the_file(tmp_path: Path, at: int) -> None:
    path = _file(tmp_path, [*LINES[:at], "<http://e/s> nonsense .\n", *LINES[at:]])
    with pytest.raises(RDFSyntaxError, match=f"line {at + 1}, column"):
        create_store(tmp_path / "store", [path])
