"""Annotated sets: what is wrong with a line is told with its place, and texts are found by the names of documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ontology.errors import InputError
from triples.evaluation.annotated import documents_of, read_mentions

GOOD: dict[str, Any] = {
    **{"doc": "one", "start": 0, "end": 10, "type": "Denial", "stance": "asserted", "mode": "reported"},
    **{"agent": ["A"], "content": [2, 5], "date": None},
}


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_blank_lines_and_fields_left_out_are_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", GOOD)
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (mention,) = read_mentions(path)
    assert (mention.content, mention.addressee, mention.instrument) == ((2, 5), (), None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"doc": ""}, "'doc'"),
        ({"start": "0"}, "'start' and 'end'"),
        ({"start": True}, "'start' and 'end'"),
        ({"end": 0}, "'start' and 'end'"),
        ({"type": "Gossip"}, "'type' to be one of Statement"),
        ({"stance": None}, "'stance'"),
        ({"mode": "sung"}, "'mode'"),
        ({"agent": "A"}, "'agent' to be a list"),
        ({"source": [1]}, "'source' to be a list"),
        ({"date": 1990}, "'date' to be text"),
        ({"content": [5, 2]}, "'content'"),
        ({"content": [5]}, "'content'"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = write(tmp_path / "gold.jsonl", GOOD, GOOD | change)
    with pytest.raises(InputError, match="line 2") as caught:
        read_mentions(path)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[]", '"a"', "17"])
def test_what_is_no_object_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: expected a JSON object"):
        read_mentions(path)


def test_files_that_are_missing_empty_or_binary_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_mentions(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="holds no mentions"):
        read_mentions(write(tmp_path / "empty.jsonl"))
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_mentions(tmp_path / "binary.jsonl")


def test_only_annotated_documents_are_read(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"This is the text of {name}, and it is in English.", encoding="utf-8")
    mentions = read_mentions(write(tmp_path / "gold.jsonl", GOOD))
    assert [d.slug for d in documents_of(mentions, [tmp_path])] == ["one"]


def test_a_missing_or_other_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("This is the text of one, and it is in English.", encoding="utf-8")
    with pytest.raises(InputError, match="No text of three"):
        list(documents_of(read_mentions(write(tmp_path / "a.jsonl", GOOD | {"doc": "three"})), [tmp_path]))
    with pytest.raises(InputError, match="the text that was annotated"):
        list(documents_of(read_mentions(write(tmp_path / "b.jsonl", GOOD | {"end": 999})), [tmp_path]))
