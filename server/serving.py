"""Serving the application with waitress: one process with threads, so that the pool of workers exists once."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable

from flask import Flask
from waitress.server import create_server

from ontology.errors import ServandaError
from server.application import create_app
from server.configuration import ServiceConfig
from server.pages.texts import TextSource

_LONGEST_HEADERS = 64 * 1024
_MOST_CONNECTIONS = 400
_IDLE_SECONDS = 60


def serve(
    config: ServiceConfig, *, texts: TextSource | None = None, ready: Callable[[str], None] | None = None
) -> None:
    """Serves until SIGINT or SIGTERM; `ready` is called with the address once requests are answered.

    Without `ready` the address is printed. Raises StoreError when the store cannot be served, and ServandaError when
    the port is in use or may not be taken.
    """
    listener = _listen(config)
    try:
        app = create_app(config, texts=texts)
    except ServandaError:
        listener.close()
        raise
    try:
        _run(app, config, listener, ready or _announce)
    finally:
        app.extensions["servanda"].close()
        listener.close()


def _run(app: Flask, config: ServiceConfig, listener: socket.socket, ready: Callable[[str], None]) -> None:
    server = create_server(
        app,
        sockets=[listener],
        threads=config.threads,
        ident=None,
        max_request_body_size=config.maximum_request_bytes,
        max_request_header_size=_LONGEST_HEADERS,
        connection_limit=_MOST_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        # With one request of look-ahead waitress notices that a client went away while its query still runs.
        channel_request_lookahead=1,
        clear_untrusted_proxy_headers=True,
        asyncore_use_poll=True,
    )

    # Waiting requests are this service's normal way to bound its load; waitress would warn of each.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    def stop(*_: object) -> None:
        raise SystemExit(0)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
    host, port = listener.getsockname()[:2]
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    try:
        server.run()
    finally:
        server.close()


def _listen(config: ServiceConfig) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            config.host, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServandaError(f"{config.host} is no address to listen on: {error.strerror}.") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise ServandaError(
            f"Port {config.port} on {config.host} cannot be taken ({error.strerror}); choose another with --port."
        ) from error
    return listener


def _announce(url: str) -> None:
    logging.getLogger("servanda").info("serving at %s", url)
    sys.stdout.write(f"Servanda is ready at {url}\n")
    sys.stdout.flush()
