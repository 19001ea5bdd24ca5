"""``servanda evaluate``, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servanda.__main__ import main

TEXT = "OSLO, March 3, 2021 - Norway promised Sweden on Tuesday that it would not close the border.\n"
PLACE = "<!-- servanda evaluate: begin -->\nold\n<!-- servanda evaluate: end -->\n"


@pytest.fixture
def annotated(tmp_path: Path) -> list[str]:
    """The arguments that name one annotated document."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(TEXT, encoding="utf-8")
    start = TEXT.index("Norway")
    row = {"doc": "one", "start": start, "end": len(TEXT) - 1, "type": "Assurance", "agent": ["Norway"]}
    row |= {"stance": "asserted", "mode": "reported", "addressee": ["Sweden"]}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return ["evaluate", "--gold", str(gold), "--documents", str(tmp_path / "texts")]


def test_figures_as_json(annotated: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*annotated, "--format", "json", "--errors"]) == 0
    figures = json.loads(capsys.readouterr().out)["mentions"]["all"]
    assert figures["typed"]["f1"]["value"] == 1
    assert figures["roles"]["agent"]["value"] == 1
    assert figures["errors"] == {"missed": [], "spurious": [], "wrong_type": []}


def test_sets_are_columns_and_errors_follow(annotated: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*annotated, "--set", "first=o*", "--set", "second=one", "--errors"]) == 0
    out = capsys.readouterr().out
    assert "first" in out.splitlines()[1]
    assert "errors in second:" in out


def test_the_tables_go_between_the_marks(annotated: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{PLACE}after\n", encoding="utf-8")
    for _ in range(2):
        assert main([*annotated, "--into", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!--")
    assert text.endswith("-->\nafter\n")
    assert "old" not in text
    assert text.count("| typed |") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Nothing to evaluate"),
        (["--gold", "x.jsonl"], "go together"),
        (["--documents", "x"], "Nothing to evaluate"),
        (["--gold", "x.jsonl", "--documents", "."], "x.jsonl does not exist"),
        (["--plover", "x.tsv"], "x.tsv does not exist"),
        (["--attribution", "x.jsonl"], "x.jsonl"),
        (["--plover", "x.tsv", "--into", "none.md"], "none.md cannot be read"),
    ],
)
def test_what_is_missing_is_told_on_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("more", "told"), [(["--set", "x"], "expected NAME=GLOB"), (["--set", "x=zzz*"], "No annotated document matches")]
)
def test_a_set_that_cannot_be_is_told(
    annotated: list[str], more: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*annotated, *more]) == 2
    assert told in capsys.readouterr().err


def test_a_page_without_marks_is_told(annotated: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks", encoding="utf-8")
    assert main([*annotated, "--into", str(page)]) == 2
    assert "has no place for the tables" in capsys.readouterr().err
