"""Serves the graph: the SPARQL service, linked data and pages."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ontology.errors import InputError

if TYPE_CHECKING:
    from server.configuration import ServiceConfig

TOKEN = "SERVANDA_TOKEN"  # noqa: S105 - the name of the variable
MEMORY = "/dev/shm"  # noqa: S108 - a directory of our own with a random name is made in it


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda serve``."""
    parser.add_argument("--store", metavar="PATH|URL", help="a store, or a SPARQL service; default: the shipped graph")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, which only this machine reaches")
    parser.add_argument("--port", type=int, default=7878, help="default: 7878; 0 takes a free one")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer queries; default: 2")
    parser.add_argument(
        "--timeout", type=float, default=30.0, metavar="SECONDS", help="of a query that names none; default: 30"
    )
    parser.add_argument("--public-url", metavar="URL", help="the address that users see behind a proxy")
    add_writing(parser)


def add_writing(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that say whether and how the store may be written to."""
    group = parser.add_argument_group("writing")
    group.add_argument("--updates", action="store_true", help="take updates from who knows the token; needs --store")
    group.add_argument(
        "--token-file", metavar="FILE", help=f"holds the token of 16 characters or more; default: ${TOKEN}"
    )
    group.add_argument("--temporary", action="store_true", help="serve an empty store that is gone at the end")
    group.add_argument(
        "--default-graph",
        choices=("union", "strict"),
        default="union",
        help="what queries see by default: all graphs, or as the standard has it the unnamed one; default: union",
    )
    group.add_argument("--keep-versions", type=int, default=20, metavar="N", help="of those not named; default: 20")


def run(options: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from servanda.dataset import default_store, texts_directory
    from server.serving import serve
    from triples.passages import PassageSource

    with ExitStack() as stack:
        store = _temporary(stack) if options.temporary else options.store
        if options.updates and store is None:
            raise InputError("Updates need a store of their own: --store PATH (see servanda build) or --temporary.")
        config = _config(options, store or default_store())
        serve(config, texts=PassageSource(texts_directory()))
    return 0


def _config(options: argparse.Namespace, store: str | Path) -> ServiceConfig:
    from server.configuration import ServiceConfig

    try:
        return ServiceConfig(
            store=store,
            host=options.host,
            port=options.port,
            workers=options.workers,
            default_timeout=options.timeout,
            public_url=options.public_url,
            updates=options.updates,
            token=_token(options.token_file) if options.updates else None,
            default_graph=options.default_graph,
            keep_versions=options.keep_versions,
        )
    except ValueError as error:
        raise InputError(str(error)) from error


def _token(file: str | None) -> str | None:
    if file is None:
        return os.environ.get(TOKEN)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The token cannot be read from {file}: {error}.") from error


def _temporary(stack: ExitStack) -> Path:
    """Makes an empty store, in memory where the system has a place for it, that goes with the stack."""
    from triples.store import create_store

    place = stack.enter_context(TemporaryDirectory(prefix="servanda-", dir=MEMORY if Path(MEMORY).is_dir() else None))
    root = Path(place) / "store"
    create_store(root, [])
    return root
