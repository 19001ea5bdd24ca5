"""Answers of the saved queries as text that can be compared line by line, and where the expected ones are kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph

from queries.formats import render
from queries.model import Parameter, SavedQuery
from queries.running import run
from servanda.dataset import dataset_quads
from triples.build import SHIPPED
from triples.store import EmbeddedStore, Source, Store, memory_store

HERE = Path(__file__).resolve().parent
SMALL = HERE / "data" / "small.trig"
DOCUMENTATION = HERE.parent.parent / "docs" / "queries.md"
GOLDEN = HERE / "golden"
GOLDEN_SMALL = GOLDEN / "small"


def graph_is_built() -> bool:
    """Tells whether the shipped graph is there: the N-Quads of documents and of what follows from them."""
    return any(SHIPPED.glob("*.nq"))


def shipped_in_memory() -> EmbeddedStore:
    """Loads what a fresh installation serves: the shipped graph, the ontology, the saved queries."""
    data = pyoxigraph.serialize(dataset_quads(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert data is not None
    return memory_store([Source(data, pyoxigraph.RdfFormat.N_QUADS, None, "the shipped data set")])


def golden_file(folder: Path, query: SavedQuery) -> Path:
    """Returns where the expected answer to a query is kept: TSV, or N-Triples for CONSTRUCT."""
    return folder / f"{query.name}.{'nt' if query.form == 'construct' else 'tsv'}"


def answer(store: Store, query: SavedQuery) -> str:
    """Returns the answer to a query with its defaults, in the format of its golden file."""
    return render(run(store, query, {}), "nt" if query.form == "construct" else "tsv")


def catalogue(queries: Iterable[SavedQuery]) -> str:
    """Returns the catalogue of docs/queries.md: a table with a line for each query."""
    lines = ["| name | question | parameters |", "|---|---|---|"]
    for query in queries:
        parameters = ", ".join(_shown(parameter) for parameter in query.parameters)
        lines.append(f"| `{query.name}` | {query.question} | {parameters} |")
    return "\n".join(lines) + "\n"


def _shown(parameter: Parameter) -> str:
    return f"`{parameter.name}` ({parameter.type}{f', {parameter.default}' if parameter.default else ''})"
