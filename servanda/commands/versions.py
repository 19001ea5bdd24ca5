"""Lists the versions of a store, names, restores or prunes them."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda versions``."""
    parser.add_argument("--store", metavar="PATH", required=True, help="a store that no service writes to")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--restore", metavar="VERSION", help="make it the current one again")
    action.add_argument("--name", nargs=2, metavar=("NAME", "VERSION"), help="keep a version by a name")
    action.add_argument("--unname", metavar="NAME", help="take a name away")
    action.add_argument("--prune", type=int, metavar="N", help="keep the last N, the current and the named ones alone")


def run(options: argparse.Namespace) -> int:
    """Changes what is asked for, and prints the versions that are there then, the newest first."""
    from pathlib import Path

    from triples.store.history import find, records
    from triples.store.writing import Writer

    root = Path(options.store)
    records(root)  # tells of a place that is no store before anything is made there
    if options.restore or options.name or options.unname or options.prune is not None:
        with Writer(root) as writer:
            if options.restore:
                writer.restore(find(root, options.restore))
            elif options.name:
                name, version = options.name
                writer.name(name, find(root, version))
            elif options.unname:
                writer.unname(options.unname)
            else:
                writer.prune(max(options.prune, 1))
    for each in records(root):
        mark = "*" if each.current else " "
        print(f"{mark} {each.id}  {each.made or '':29}  {each.change or '':10}  {' '.join(each.names)}".rstrip())
    return 0
