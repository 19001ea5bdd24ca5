"""Writes the golden files and the catalogue in docs/queries.md anew.

Run ``python tests/queries/regenerate.py`` from the root of the repository.

Read the difference before it is committed: each changed line is a changed answer.
"""

from __future__ import annotations

from pathlib import Path

from queries.loading import load_queries
from tests.queries.answers import (
    DOCUMENTATION,
    GOLDEN,
    GOLDEN_SMALL,
    SMALL,
    answer,
    catalogue,
    golden_file,
    graph_is_built,
    shipped_in_memory,
)
from triples.store import Store, memory_store


def main() -> None:
    """Writes the answers over the small graph and, where it is built, over the shipped graph; drops what is stale."""
    _document()
    _write(GOLDEN_SMALL, memory_store([SMALL]))
    if graph_is_built():
        _write(GOLDEN, shipped_in_memory())
    else:
        print("The shipped graph is not built; its golden files stay.")


def _document() -> None:
    before, begin, rest = DOCUMENTATION.read_text(encoding="utf-8").partition("<!-- catalogue -->\n")
    _, end, after = rest.partition("<!-- /catalogue -->\n")
    text = before + begin + catalogue(load_queries().values()) + end + after
    DOCUMENTATION.write_text(text, encoding="utf-8", newline="\n")


def _write(folder: Path, store: Store) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.*"):
        stale.unlink()
    for query in load_queries().values():
        golden_file(folder, query).write_text(answer(store, query), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
