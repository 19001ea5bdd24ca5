"""Serves the graph: the SPARQL service, linked data and pages."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ontology.errors import InputError

if TYPE_CHECKING:
    from server.configuration import ServiceConfig

MEMORY = "/dev/shm"  # noqa: S108 - a directory of our own with a random name is made in it


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda serve``."""
    from server.settings import add_arguments

    parser.add_argument("--temporary", action="store_true", help="serve an empty store that is gone at the end")
    add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from servanda.dataset import texts_directory
    from server.serving import serve
    from triples.passages import PassageSource

    with ExitStack() as stack:
        serve(_config(options, stack), texts=PassageSource(texts_directory()))
    return 0


def _config(options: argparse.Namespace, stack: ExitStack) -> ServiceConfig:
    from servanda.dataset import default_store
    from server.settings import load

    fixed = {"store": _temporary(stack)} if options.temporary else {}
    config = load(options, os.environ, **fixed)
    if config.store:
        return config
    if config.updates:
        raise InputError("Updates need a store of their own: --store PATH (see servanda build) or --temporary.")
    return replace(config, store=default_store())


def _temporary(stack: ExitStack) -> Path:
    """Makes an empty store, in memory where the system has a place for it, that goes with the stack."""
    from triples.store import create_store

    place = stack.enter_context(TemporaryDirectory(prefix="servanda-", dir=MEMORY if Path(MEMORY).is_dir() else None))
    root = Path(place) / "store"
    create_store(root, [])
    return root
