"""Finds the mentions of diplomatic acts in documents and prints them.

The default format is JSON lines: one mention a line, with the fields that docs/extraction.md lists.
"""

from __future__ import annotations

import argparse
import sys

from servanda.inputs import Inputs, add_arguments, source


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda extract``."""
    parser.add_argument(
        "files", nargs="+", type=source, metavar="FILE|DIR|URL", help="documents, directories of them, or addresses"
    )
    parser.add_argument("--format", choices=["jsonl", "table", "trig"], default="jsonl", help="default: jsonl")
    parser.add_argument("--pipeline", metavar="NAME", help="another spaCy pipeline than the one shipped")
    parser.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="processes that work side by side; default: 1"
    )
    add_arguments(parser)


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, from 1 to 256")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Prints the mentions of each document as soon as it has been read; the exit code is 2 where one could not be."""
    from triples.extraction import extract_all
    from triples.language.pipeline import load_pipeline

    nlp = load_pipeline(options.pipeline)
    inputs = Inputs(options)
    documents = inputs.documents(options.files)
    if options.format == "trig":
        import pyoxigraph as ox

        from ontology.namespaces import PREFIXES
        from triples.build import build

        nquads = b"".join(build(documents, nlp=nlp, min_confidence=options.min_confidence).files.values())
        trig = ox.serialize(ox.parse(nquads, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.TRIG, prefixes=PREFIXES)
        sys.stdout.buffer.write(trig or b"")
        return inputs.exit_code
    for found in extract_all(documents, nlp, jobs=options.jobs):
        for mention in found.mentions:
            if mention.confidence < options.min_confidence:
                continue
            if options.format == "jsonl":
                print(mention.to_json())
            else:
                place = f"{mention.doc}:{mention.start}-{mention.end}"
                agent = ", ".join(mention.agent) or "-"
                print(f"{place:24} {mention.type:15} {mention.stance:9} {agent:32.32} {mention.cue or ''}")
    return inputs.exit_code
