"""The examples of deploy/ name what there is: settings, flags, variables, paths."""

from __future__ import annotations

import argparse
import configparser
import re

from server.configuration import ServiceConfig
from server.settings import CONFIG, add_arguments, all_settings, load, variable
from tests.conftest import REPOSITORY

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
