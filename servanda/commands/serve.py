"""Serves the graph: the SPARQL service, linked data and pages."""

from __future__ import annotations

import argparse

from ontology.errors import InputError


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


def run(options: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from servanda.dataset import default_store, texts_directory
    from server.configuration import ServiceConfig
    from server.serving import serve
    from triples.passages import PassageSource

    try:
        config = ServiceConfig(
            store=options.store or default_store(),
            host=options.host,
            port=options.port,
            workers=options.workers,
            default_timeout=options.timeout,
            public_url=options.public_url,
        )
    except ValueError as error:
        raise InputError(str(error)) from error
    serve(config, texts=PassageSource(texts_directory()))
    return 0
