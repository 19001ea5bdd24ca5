"""Writes the golden files anew: ``python tests/queries/regenerate.py`` from the root of the repository.

Read the difference before it is committed: each changed line is a changed answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from queries.loading import load_queries
from tests.queries.answers import GOLDEN, GOLDEN_SMALL, SMALL, answer, golden_file, shipped_files
from triples.store import memory_store


def main() -> None:
    """Writes the answers over the small graph and, where it is built, over the shipped graph; drops what is stale."""
    _write(GOLDEN_SMALL, [SMALL])
    shipped = shipped_files()
    if shipped:
        _write(GOLDEN, shipped)
    print("The shipped graph is", f"in {len(shipped)} files." if shipped else "not built; its golden files stay.")


def _write(folder: Path, sources: Sequence[Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.*"):
        stale.unlink()
    store = memory_store(sources)
    for query in load_queries().values():
        golden_file(folder, query).write_text(answer(store, query), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
