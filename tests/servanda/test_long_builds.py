"""Builds that are interrupted, killed, or given documents that cannot be read: real processes, real files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

NUMBER = 24
STORY = """{title}

OSLO, March {day}, 2021 - Norway promised Sweden on Tuesday that it would not close the {place} border.

Swedish officials denied that any such promise about {place} had been made, and demanded an explanation. The ministry
rejected the demand of {day} March. It said that {place} was no matter for talks, and that it would never sign a treaty.
"""


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    directory = tmp_path / "stories"
    directory.mkdir()
    for number in range(1, NUMBER + 1):
        text = STORY.format(title=f"Norway gave its word, report {number}", day=number, place=f"Place{number}")
        (directory / f"story-{number:02}.txt").write_text(text, encoding="utf-8")
    return directory


def start(*arguments: str | Path, at: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "servanda", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=at,
        env={**os.environ, "XDG_CACHE_HOME": str(at / "cache")},
        # A shell starts what runs in the background with interrupts ignored, and so would be what the tests start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def finish(*arguments: str | Path, at: Path) -> tuple[int, str]:
    with start(*arguments, at=at) as process:
        _, told = process.communicate(timeout=300)
        return process.returncode, told


def kept(work: Path) -> list[Path]:
    return sorted(work.rglob("*.bin"))


def files_of(graph: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in graph.iterdir()}


def stop(process: subprocess.Popen[str], work: Path, *, at: int, by: signal.Signals) -> str:
    """Sends a signal as soon as so many results are kept, and returns what the process told."""
    while len(kept(work)) < at:
        assert process.poll() is None, process.communicate()
        try:
            process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
    process.send_signal(by)
    return process.communicate(timeout=60)[1]


def test_a_build_that_is_stopped_goes_on_where_it_was_and_gives_the_same_graph(stories: Path, tmp_path: Path) -> None:
    command = ("build", stories, "--out", "graph", "--work", "work")
    with start(*command, at=tmp_path) as process:
        stop(process, tmp_path / "work", at=3, by=signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
    after_kill = kept(tmp_path / "work")
    assert 3 <= len(after_kill) < NUMBER
    times = {path: path.stat().st_mtime_ns for path in after_kill}
    with start(*command, at=tmp_path) as process:
        told = stop(process, tmp_path / "work", at=len(after_kill) + 2, by=signal.SIGINT)
        assert process.returncode == 130
        assert "the same command goes on from there" in told
        assert "Traceback" not in told
    assert not (tmp_path / "graph").exists()
    before = len(kept(tmp_path / "work"))
    code, told = finish(*command, at=tmp_path)
    assert code == 0, told
    assert f"{NUMBER} documents, {before} of them extracted before" in told
    assert len(kept(tmp_path / "work")) == NUMBER
    assert {path: path.stat().st_mtime_ns for path in after_kill} == times
    code, told = finish("build", stories, "--out", "fresh", "--work", "other", at=tmp_path)
    assert code == 0, told
    assert files_of(tmp_path / "graph") == files_of(tmp_path / "fresh")
    assert len([name for name in files_of(tmp_path / "graph") if name.startswith("document-")]) == NUMBER


def test_a_document_that_cannot_be_read_does_not_lose_the_others(stories: Path, tmp_path: Path) -> None:
    for path in sorted(stories.iterdir())[2:]:
        path.unlink()
    (stories / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (stories / "worse.txt").write_bytes(b"\0\0\0")
    code, told = finish("build", stories, tmp_path / "missing.txt", "--out", "graph", at=tmp_path)
    lines = told.splitlines()
    assert code == 2
    assert [line.startswith("servanda: ") for line in lines] == [True] * 3 + [False]
    assert all(name in told for name in ("missing.txt", "bad.pdf", "worse.txt"))
    assert "2 documents; 3 could not be read" in lines[3]
    assert {"document-story-01.nq", "document-story-02.nq"} <= files_of(tmp_path / "graph").keys()
    code, told = finish("build", stories, "--out", "none", "--on-error", "stop", at=tmp_path)
    assert code == 2
    assert len(told.splitlines()) == 1
    assert not (tmp_path / "none").exists()


def test_extract_goes_on_too_and_fetches_nothing_private(stories: Path, tmp_path: Path) -> None:
    with start("extract", stories / "story-01.txt", "http://127.0.0.1:9/page", at=tmp_path) as process:
        out, told = process.communicate(timeout=120)
    assert process.returncode == 2
    assert '"doc": "story-01"' in out
    assert "no public address" in told
    assert len(told.splitlines()) == 1
