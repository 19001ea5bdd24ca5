"""Builds a graph from documents: reads, extracts, consolidates, infers, and writes it atomically."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda build``."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE|DIR", help="documents; none: the shipped graph")
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="texts of documents in the graph, for pages to show passages in place",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("servanda-graph"), help="where the graph goes; default: servanda-graph"
    )
    parser.add_argument("--store", type=Path, metavar="PATH", help="also load it into this store, as a new version")
    parser.add_argument("--pipeline", metavar="NAME", help="another spaCy pipeline than the one shipped")


def run(options: argparse.Namespace) -> int:
    """Builds the graph and says what is in it."""
    from servanda.dataset import default_store, load_dataset, texts_directory
    from triples.build import SHIPPED, write_graph
    from triples.passages import attach_texts
    from triples.reading import read_documents

    graph = SHIPPED
    if options.files:
        from triples.language.pipeline import load_pipeline

        documents = list(read_documents(options.files))
        graph = options.out
        write_graph(documents, graph, nlp=load_pipeline(options.pipeline))
        print(f"{len(documents)} documents; the graph is in {graph}", file=sys.stderr)
    elif options.documents is None and options.store is None:
        print(f"the shipped graph is in {default_store()}", file=sys.stderr)
    if options.documents is not None:
        number = attach_texts(read_documents([options.documents]), texts_directory())
        print(f"{number} texts attached; pages show their passages in place", file=sys.stderr)
    if options.store is not None:
        version = load_dataset(options.store, graph)
        print(f"version {version} in {options.store}", file=sys.stderr)
    return 0
