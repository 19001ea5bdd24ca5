"""Prints how much of what is in the graph."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda stats``."""
    parser.add_argument("--store", metavar="PATH|URL", help="default: the shipped graph")


def run(options: argparse.Namespace) -> int:
    """Prints the answer to the saved query ``data-set-statistics`` and the version of the store."""
    from queries.formats import render
    from queries.loading import load_queries
    from queries.running import run as run_query
    from servanda.dataset import open_location

    store = open_location(options.store)
    print(render(run_query(store, load_queries()["data-set-statistics"], {}), "table"), end="")
    print(f"version {store.version}, {store.count()} triples")
    return 0
