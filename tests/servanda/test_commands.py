"""The command line, as a user meets it: real processes, real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = """The Foreign Ministry of Norland gave its word

OSLO, March 3, 2021 - Norway promised Sweden on Tuesday that it would not close the border.

Swedish officials denied that any such promise had been made.
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def servanda(*arguments: str | Path, cache: Path, at: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "servanda", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=at,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        timeout=120,
    )


def assert_one_line_and_code_2(result: subprocess.CompletedProcess[str], *told: str) -> None:
    assert result.returncode == 2, result.stderr
    assert len(result.stderr.splitlines()) == 1, result.stderr
    for words in told:
        assert words in result.stderr


def test_version(cache: Path) -> None:
    result = servanda("--version", cache=cache)
    assert result.returncode == 0
    assert result.stdout.startswith("servanda ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "COMMAND"),
        (("no-such-command",), "no-such-command"),
        (("query", "no-such-query"), "no-such-query"),
        (("query", "acts-by-agent", "--colour", "red"), "colour"),
        (("query", "people-in-post", "--date", "yesterday-ish"), "date"),
        (("query", "disputed-assurances", "--format", "yaml"), "yaml"),
        (("query", "missing.rq"), "missing.rq"),
        (("extract", "missing.txt"), "missing.txt"),
        (("stats", "--store", "missing-store"), "missing-store"),
        (("validate", "missing.ttl"), "missing.ttl"),
        (("build", "missing.txt"), "missing.txt"),
        (("build", "--out", "graph"), "no documents are named"),
        (("link", "--offline", "Nobody of this name"), "Nobody of this name"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments: tuple[str, ...], told: str, cache: Path, tmp_path: Path) -> None:
    assert_one_line_and_code_2(servanda(*arguments, cache=cache, at=tmp_path), told)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 20),
        (
            "german.txt",
            "Die Regierung hat gestern erklärt, dass sie den Vertrag nicht unterzeichnen werde. ".encode() * 9,
        ),
        ("large.txt", b"word " * 10_000_001),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, content: bytes, cache: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert_one_line_and_code_2(servanda("extract", tmp_path / name, cache=cache), name)


def test_malformed_rdf_is_told_with_its_line(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a:b> <a:c> <a:d> .\n<a:b> <a:c> .\n", encoding="utf-8")
    assert_one_line_and_code_2(servanda("validate", tmp_path / "bad.ttl", cache=cache), "bad.ttl", "2")


def test_extract_prints_the_contract(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "norway.txt").write_text(TEXT, encoding="utf-8")
    result = servanda("extract", tmp_path / "norway.txt", cache=cache)
    assert result.returncode == 0, result.stderr
    mentions = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"Assurance", "Denial"} <= {mention["type"] for mention in mentions}
    fields = "doc start end type agent for addressee content date source stance mode instrument act gloss"
    for mention in mentions:
        assert list(mention) == [*fields.split(), "confidence", "cue", "rule"]
        assert mention["doc"] == "norway"
        assert 0 <= mention["start"] < mention["end"] <= len(TEXT)


def test_a_built_graph_answers_queries_and_holds(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "norway.txt").write_text(TEXT, encoding="utf-8")
    built = servanda("build", tmp_path / "norway.txt", "--out", "graph", "--store", "store", cache=cache, at=tmp_path)
    assert built.returncode == 0, built.stderr
    result = servanda(
        "query", "acts-by-agent", "--agent", "Norway", "--store", "store", "--format", "csv", cache=cache, at=tmp_path
    )
    assert result.returncode == 0, result.stderr
    assert "Assurance" in result.stdout
    checked = servanda("validate", "graph", cache=cache, at=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_build_without_documents_makes_the_store_of_the_shipped_graph(cache: Path) -> None:
    result = servanda("build", cache=cache)
    assert result.returncode == 0, result.stderr
    assert str(cache) in result.stderr


def test_links_are_found_by_any_name(cache: Path) -> None:
    result = servanda("link", "--offline", "NATO", cache=cache)
    assert result.returncode == 0, result.stderr
    assert "wikidata:Q7184" in result.stdout


def test_the_shipped_graph_holds(cache: Path) -> None:
    result = servanda("validate", "--format", "json", cache=cache)
    assert result.returncode == 0, result.stdout
    assert json.loads(result.stdout)


def test_stats_and_export_tell_of_the_same_triples(cache: Path) -> None:
    count = servanda("stats", cache=cache).stdout.splitlines()[-1]
    exported = servanda("export", "--format", "nq", cache=cache).stdout
    assert f"{len(exported.splitlines())} triples" in count
