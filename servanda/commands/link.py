"""Finds Wikidata items for names of the authority, and records those that the user accepts."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda link``."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="names of actors or treaties of the authority")
    parser.add_argument("--offline", action="store_true", help="ask no one: print the links there are")
    parser.add_argument("--endpoint", metavar="URL", help="another SPARQL service in Wikidata's model")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS", help="default: 30")


def run(options: argparse.Namespace) -> int:
    """Asks for candidates name by name; without names, or offline, prints the table of links."""
    from triples.linking import session

    return session.run(options.names, offline=options.offline, endpoint=options.endpoint, timeout=options.timeout)
