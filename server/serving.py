"""Serving: one process with one event loop in front, a few threads for Flask, and the workers behind.

So the pool of workers exists once, and with it the bound on what runs at one time.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from flask import Flask

from ontology.errors import ServandaError
from server.application import create_app
from server.configuration import ServiceConfig
from server.connections import Connection
from server.front import Front
from server.logs import open_access_log
from server.pages.texts import TextSource
from server.service import QueryService

_LOG = logging.getLogger("servanda")
_BACKLOG = 1024
_SPARE_FILES = 200


def serve(
    config: ServiceConfig, *, texts: TextSource | None = None, ready: Callable[[str], None] | None = None
) -> None:
    """Serves until SIGINT or SIGTERM, and then until what was asked by then is answered.

    `ready` is called with the address once requests are answered; without it the address is printed. Raises StoreError
    when the store cannot be served, and ServandaError when the port is in use or may not be taken.
    """
    with _listen(config) as listener:
        open_access_log(config.access_log)
        _allow_files(config.maximum_connections)
        app = create_app(config, texts=texts)
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(_run(app, config, listener, ready or _announce))
        finally:
            app.extensions["servanda"].close()


async def _run(app: Flask, config: ServiceConfig, listener: socket.socket, ready: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    front = Front(app, loop)
    stopped, reload = asyncio.Event(), asyncio.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        loop.add_signal_handler(signal.SIGHUP, reload.set)
    host, port = listener.getsockname()[:2]
    server = await loop.create_server(lambda: Connection(front), sock=listener, backlog=_BACKLOG)
    following = loop.create_task(_follow(front.service, reload, config.reload_seconds))
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    await stopped.wait()
    # New connections go to whoever listens next on this port; those that are here get their answers.
    server.close()
    following.cancel()
    await front.drain(config.shutdown_timeout)


async def _follow(service: QueryService, reload: asyncio.Event, seconds: float) -> None:
    """Goes over to a new current version of the store, looking every so many seconds (0: never) and on SIGHUP."""
    loop = asyncio.get_running_loop()
    failed = ""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(reload.wait(), seconds or None)
        reload.clear()
        before = service.version
        try:
            version = await loop.run_in_executor(None, service.reload)
        except ServandaError as error:
            if str(error) != failed:
                failed = str(error)
                _LOG.error("The service stays on version %s: %s", before, error)
            continue
        failed = ""
        if version != before:
            service.metrics.reloads += 1
            _LOG.info("now serving version %s", version)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if importlib.util.find_spec("uvloop") is None:
        return None
    import uvloop

    return uvloop.new_event_loop


def _allow_files(connections: int) -> None:
    """Raises the number of open files as far as the system lets a process do it, if the connections need it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (bound, hard))
        if bound < wanted:
            _LOG.warning("Only %d files may be open; with %d connections some may be refused.", bound, connections)


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
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ServandaError(
            f"Port {config.port} on {config.host} cannot be taken ({error.strerror}); choose another with --port."
        ) from error
    listener.setblocking(False)
    return listener


def _announce(url: str) -> None:
    _LOG.info("serving at %s", url)
    sys.stdout.write(f"Servanda is ready at {url}\n")
    sys.stdout.flush()
