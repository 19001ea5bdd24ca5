"""Answers of the saved queries as text that can be compared line by line, and where the expected ones are kept."""

from __future__ import annotations

from pathlib import Path

from queries.formats import render
from queries.model import SavedQuery
from queries.running import run
from servanda.dataset import SHIPPED_GRAPH
from triples.store import Store

HERE = Path(__file__).resolve().parent
SMALL = HERE / "data" / "small.trig"
GOLDEN = HERE / "golden"
GOLDEN_SMALL = GOLDEN / "small"


def graph_is_built() -> bool:
    """Tells whether the shipped graph is there: the N-Quads of documents and of what follows from them."""
    return any(SHIPPED_GRAPH.glob("*.nq"))


def golden_file(folder: Path, query: SavedQuery) -> Path:
    """Returns where the expected answer to a query is kept: TSV, or N-Triples for CONSTRUCT."""
    return folder / f"{query.name}.{'nt' if query.form == 'construct' else 'tsv'}"


def answer(store: Store, query: SavedQuery) -> str:
    """Returns the answer to a query with its defaults, in the format of its golden file."""
    return render(run(store, query, {}), "nt" if query.form == "construct" else "tsv")
