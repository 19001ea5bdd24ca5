"""Runs a saved query, or a query from a file, and prints the answer.

Values of parameters are given as ``--NAME VALUE``. They are bound as RDF terms, never pasted into the text.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from ontology.errors import InputError, NotFoundError, ParameterError

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda query``."""
    parser.add_argument(
        "name", metavar="NAME|FILE.rq", nargs="?", help="a saved query or a file; none lists the saved ones"
    )
    parser.add_argument(
        "values", nargs=argparse.REMAINDER, metavar="--PARAMETER VALUE", help="values of its parameters"
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("--store", metavar="PATH|URL", help="default: the shipped graph")
    parser.add_argument("--timeout", type=float, default=60.0, metavar="SECONDS", help="default: 60")


def run(options: argparse.Namespace) -> int:
    """Prints the answer; without a name, the list of saved queries."""
    from queries.formats import render
    from queries.loading import load_queries, load_query
    from queries.running import run as run_query
    from servanda.dataset import open_location

    saved = load_queries()
    if options.name is None:
        for query in saved.values():
            print(f"{query.name:28} {query.question}")
        return 0
    values = _values(options)
    if options.name.endswith(".rq"):
        chosen = load_query(Path(options.name))
    elif options.name in saved:
        chosen = saved[options.name]
    else:
        raise NotFoundError(f"there is no saved query {options.name!r}; `servanda query` without a name lists them")
    answer = run_query(open_location(options.store), chosen, values, timeout=options.timeout)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    sys.stdout.write(render(answer, options.format, width=width))
    return 0


def _values(options: argparse.Namespace) -> dict[str, str]:
    """Reads ``--name value`` and ``--name=value``; the command's own options may stand among them."""
    values: dict[str, str] = {}
    words = list(options.values)
    while words:
        word = words.pop(0)
        if not word.startswith("--") or len(word) < 3:
            raise InputError(f"expected --PARAMETER VALUE after the name of the query, found {word!r}")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not words:
                raise ParameterError(f"--{name} needs a value", parameter=name)
            value = words.pop(0)
        if name == "format":
            if value not in FORMATS:
                raise ParameterError(f"--format is one of {', '.join(FORMATS)}, not {value!r}", parameter=name)
            options.format = value
        elif name == "store":
            options.store = value
        elif name == "timeout":
            try:
                options.timeout = float(value)
            except ValueError:
                raise ParameterError(f"--timeout is a number of seconds, not {value!r}", parameter=name) from None
        else:
            values[name] = value
    return values
