"""Writes the whole graph in an RDF format to standard output."""

from __future__ import annotations

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda export``."""
    parser.add_argument("--format", choices=["trig", "nq", "ttl", "jsonld"], default="trig", help="default: trig")
    parser.add_argument("--store", metavar="PATH|URL", help="default: the shipped graph")


def run(options: argparse.Namespace) -> int:
    """Streams the graph; Turtle, which knows no named graphs, gets the union of all."""
    import pyoxigraph as ox

    from servanda.dataset import open_location

    formats = {
        "trig": ox.RdfFormat.TRIG,
        "nq": ox.RdfFormat.N_QUADS,
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    for block in open_location(options.store).export(formats[options.format]):
        sys.stdout.buffer.write(block)
    return 0
