"""Builds a graph from documents: reads, extracts, consolidates, infers, and writes it atomically.

A run that is interrupted or killed loses nothing: the same command goes on where it was, and gives the same graph.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from ontology.errors import InputError
from servanda.inputs import Inputs, add_arguments, source, tell


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda build``."""
    parser.add_argument(
        "files", nargs="*", type=source, metavar="FILE|DIR|URL", help="documents; none: the shipped graph"
    )
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="texts of documents in the graph, for pages to show passages in place",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where the graph of the documents goes; default: servanda-graph"
    )
    parser.add_argument("--store", type=Path, metavar="PATH", help="also load it into this store, as a new version")
    parser.add_argument("--pipeline", metavar="NAME", help="another spaCy pipeline than the one shipped")
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="where results are kept between runs; default: the user's cache"
    )
    add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Builds the graph and says what is in it; the exit code is 2 where a document could not be read."""
    from servanda.dataset import default_store, load_dataset, texts_directory
    from triples.build import SHIPPED
    from triples.passages import attach_texts

    if options.out is not None and not options.files:
        raise InputError(
            "--out is where a graph of documents goes, and no documents are named; expected FILE, DIR or URL."
        )
    inputs = Inputs(options)
    graph = SHIPPED
    if options.files:
        options.out = graph = options.out or Path("servanda-graph")
        if not _write(options, inputs):
            return 2
    elif options.documents is None and options.store is None:
        print(f"the shipped graph is in {default_store()}", file=sys.stderr)
    if options.documents is not None:
        number = attach_texts(inputs.documents([options.documents]), texts_directory())
        print(f"{number} texts attached; pages show their passages in place", file=sys.stderr)
    if options.store is not None:
        version = load_dataset(options.store, graph)
        print(f"version {version} in {options.store}", file=sys.stderr)
    return inputs.exit_code


def _write(options: argparse.Namespace, inputs: Inputs) -> bool:
    """Writes the graph of the documents that could be read, and returns whether there were any."""
    from servanda.dataset import work_directory
    from triples.build import build
    from triples.language.pipeline import load_pipeline
    from triples.work import Work

    nlp = load_pipeline(options.pipeline)
    place: Path = options.work or work_directory()
    work = Work(place, nlp)
    pages = place / "pages"
    try:
        documents = inputs.documents(options.files, near_duplicates=True, kept_pages=pages)
        files = build(documents, nlp=nlp, work=work, min_confidence=options.min_confidence)
    except KeyboardInterrupt:
        tell(f"interrupted; what was done of {inputs.read} documents is kept: the same command goes on from there")
        raise
    if not inputs.read:
        return False
    files.write(options.out)
    work.forget_others()
    shutil.rmtree(pages, ignore_errors=True)
    reused = f", {inputs.read - work.done} of them extracted before" if work.done < inputs.read else ""
    missing = f"; {inputs.failed} could not be read (see above)" if inputs.failed else ""
    print(f"{inputs.read} documents{reused}{missing}; the graph is in {options.out}", file=sys.stderr)
    return True
