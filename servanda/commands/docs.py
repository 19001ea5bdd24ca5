"""Prints the table of saved queries and their parameters, as Markdown."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds no argument: the command takes none."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Prints one row a saved query: name, question, parameters."""
    del options
    from queries.loading import load_queries

    print("| query | question | parameters |\n|---|---|---|")
    for query in load_queries().values():
        parameters = ", ".join(f"`{each.name}`" for each in query.parameters)
        print(f"| `{query.name}` | {query.question} | {parameters} |")
    return 0
