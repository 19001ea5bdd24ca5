"""The examples of deploy/ name what there is: settings, flags, variables, paths."""

from __future__ import annotations

import argparse
import configparser
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.configuration import ServiceConfig
from server.settings import CONFIG, add_arguments, all_settings, load, variable
from tests.conftest import REPOSITORY
from tests.server.conftest import Server, serving
from tests.server.test_limits import until

DEPLOY = REPOSITORY / "deploy"


def test_every_file_is_told_of() -> None:
    files = {path.name for path in DEPLOY.iterdir()} - {"README.md"}
    assert len(files) > 3
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(files) if f"`{name}`" not in readme] == []


def test_the_settings_are_settings() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    config = load(parser.parse_args(["--config", str(DEPLOY / "servanda.toml")]), {})
    assert config.trusted_proxies == ("127.0.0.1",)


def test_the_unit_parses_and_leaves_time_to_end() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "servanda.service", encoding="utf-8")
    assert float(unit["Service"]["TimeoutStopSec"]) > ServiceConfig(store="store").shutdown_timeout
    assert "servanda serve --config" in unit["Service"]["ExecStart"]
    # Without a home, a service that makes up its user starts only where these are told.
    assert {"XDG_CACHE_HOME", "XDG_DATA_HOME"} <= set(re.findall(r"(\w+)=", unit["Service"]["Environment"]))


def test_variables_are_those_of_settings() -> None:
    known = {variable(each) for each in all_settings()} | {CONFIG}
    used = set()
    for name in ("servanda.service", "Containerfile"):
        used |= set(re.findall(r"SERVANDA_[A-Z_]+", (DEPLOY / name).read_text(encoding="utf-8")))
    assert used
    assert used <= known


def test_the_proxy_waits_longer_than_any_query() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    waits = re.search(r"proxy_read_timeout (\d+)s", text)
    assert waits is not None
    assert int(waits.group(1)) > ServiceConfig(store="store").maximum_timeout


def test_the_proxy_replaces_all_that_the_service_believes() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"proxy_set_header (X-Forwarded-\w+)", text)) == {
        "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix",
    }  # fmt: skip


@contextmanager
def proxied(program: str, server: Server, directory: Path) -> Iterator[Server]:
    """Runs nginx with the shipped part in front of a server."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    part = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("127.0.0.1:7878", f"127.0.0.1:{server.port}")
    (directory / "part.conf").write_text(part)
    places = " ".join(
        f"{each}_temp_path {directory}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (directory / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {directory}/pid; error_log {directory}/log; events {{}} "
        f"http {{ access_log off; {places} server {{ listen 127.0.0.1:{port}; include {directory}/part.conf; }} }}"
    )
    with subprocess.Popen([program, "-c", str(directory / "nginx.conf"), "-e", str(directory / "log")]) as process:
        try:
            until(lambda: reachable(port))
            yield Server(f"http://127.0.0.1:{port}/", server.process)
        finally:
            process.send_signal(signal.SIGTERM)


def reachable(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def test_the_proxy_in_nginx(store_root: Path, tmp_path: Path) -> None:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    with (
        serving(store_root, trusted_proxies=["127.0.0.1"], maximum_rows=20_000) as server,
        proxied(program, server, tmp_path) as front,
    ):
        forged = {f"X_Forwarded_{name}": "/evil" for name in ("For", "Proto", "Host", "Prefix")}
        told = front.ask("/sparql", Accept="text/turtle", **forged)
        assert told.status == 200
        assert b"evil" not in told.body
        assert told.headers["server"] == "nginx"
        assert front.ask("/metrics").status == 403
        assert front.ask("/queries/running").status == 403
        query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
        whole = front.query(f"{query} LIMIT 20000", "text/csv")
        assert whole.headers["transfer-encoding"] == "chunked"
        assert whole.body.count(b"\r\n") == 20_001
        with pytest.raises(http.client.IncompleteRead):
            front.query(query, "text/csv")
