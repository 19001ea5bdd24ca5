"""Checks that the ontology and a graph hold: literals, consistency, shapes, graphs, links.

Exit code 0 when everything holds, 1 when something does not or could not be told.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda validate``."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE|DIR",
        help="RDF files, or a built graph; default: the shipped graph",
    )
    parser.add_argument("--format", choices=["text", "json", "ttl"], default="text", help="default: text")
    parser.add_argument("--seconds", type=float, default=120.0, help="bound on the reasoner; default: 120")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="bound on the reasoner; default: 2048")


def run(options: argparse.Namespace) -> int:
    """Prints the report and returns 0 when everything holds, else 1."""
    from ontology.findings import Report
    from ontology.validation import validate
    from servanda.checking import validate_dataset

    bounds = {"seconds": options.seconds, "memory_mb": options.memory}
    if not options.files:
        report = validate_dataset(**bounds)
    elif len(options.files) == 1 and options.files[0].is_dir():
        report = validate_dataset(options.files[0], **bounds)
    else:
        report = validate(options.files, **bounds)
    writers = {"text": Report.to_text, "json": Report.to_json, "ttl": Report.to_ttl}
    sys.stdout.write(writers[options.format](report).rstrip("\n") + "\n")
    return 0 if report.holds else 1
