"""Answers of the saved queries as text that can be compared line by line, and where the expected ones are kept."""

from __future__ import annotations

from pathlib import Path

from queries.formats import render
from queries.model import SavedQuery
from queries.running import run
from triples.store import Store

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SMALL = HERE / "data" / "small.trig"
GOLDEN = HERE / "golden"
GOLDEN_SMALL = GOLDEN / "small"


def shipped_files() -> list[Path]:
    """Returns the files of the shipped graph; none before it is built."""
    folder = REPOSITORY / "triples" / "graph"
    return sorted(path for path in folder.rglob("*.nq*") if path.name.endswith((".nq", ".nq.gz")))


def golden_file(folder: Path, query: SavedQuery) -> Path:
    """Returns where the expected answer to a query is kept: TSV, or N-Triples for CONSTRUCT."""
    return folder / f"{query.name}.{'nt' if query.form == 'construct' else 'tsv'}"


def answer(store: Store, query: SavedQuery) -> str:
    """Returns the answer to a query with its defaults, in the format of its golden file."""
    return render(run(store, query, {}), "nt" if query.form == "construct" else "tsv")
