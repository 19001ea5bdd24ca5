"""Settings come from flags, the environment and a file, in this order; every one is shown and documented."""

from __future__ import annotations

import argparse
from dataclasses import Field
from pathlib import Path
from typing import Any

import pytest

from ontology.errors import InputError
from server.configuration import ServiceConfig
from server.settings import add_arguments, all_settings, flag, load, variable
from tests.conftest import REPOSITORY

SETTINGS = all_settings()


def settings(arguments: str = "", environ: dict[str, str] | None = None) -> ServiceConfig:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return load(parser.parse_args(arguments.split()), environ or {})


@pytest.mark.parametrize("each", SETTINGS, ids=lambda each: each.name)
def test_every_setting_is_shown_and_documented(each: Field[Any]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert flag(each) in parser.format_help()
    documentation = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"| `{each.name}` | `{flag(each)}` |" in documentation


def test_the_first_that_says_something_wins(tmp_path: Path) -> None:
    file = tmp_path / "servanda.toml"
    file.write_text("port = 1\nworkers = 3\nthreads = 5\ntrusted_proxies = ['10.0.0.0/8']\ntimeout_is = 1\n")
    with pytest.raises(InputError, match="timeout_is"):
        settings(f"--config {file}")
    file.write_text("port = 1\nworkers = 3\nthreads = 5\ntrusted_proxies = ['10.0.0.0/8']\n")
    found = settings("--port 7", {"SERVANDA_CONFIG": str(file), "SERVANDA_PORT": "2", "SERVANDA_WORKERS": "4"})
    assert (found.port, found.workers, found.threads) == (7, 4, 5)
    assert found.trusted_proxies == ("10.0.0.0/8",)
    assert found.default_timeout == 30.0


def test_lists_and_switches() -> None:
    found = settings("--allow-service a.example --allow-service b.example", {"SERVANDA_ALLOW_LOOPBACK": "yes"})
    assert found.allow_service == ("a.example", "b.example")
    assert found.allow_loopback
    assert settings("", {"SERVANDA_ALLOW_SERVICE": "a.example, b.example"}).allow_service == found.allow_service
    assert not settings("--no-allow-loopback", {"SERVANDA_ALLOW_LOOPBACK": "1"}).allow_loopback


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("port = 'x'", "port"),
        ("port = true", "port"),
        ("updates = 1", "updates"),
        ("trusted_proxies = '10.0.0.1'", "trusted_proxies"),
        ("trusted_proxies = ['proxy']", "proxy"),
        ("workers = 0", "workers"),
        ("default_graph = 'all'", "default_graph"),
        ("operator_token = 'short'", "operator_token"),
        ("= 1", "read"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, line: str, why: str) -> None:
    file = tmp_path / "servanda.toml"
    file.write_text(line)
    with pytest.raises(InputError, match=why):
        settings(f"--config {file}")


@pytest.mark.parametrize(("name", "value"), [("PORT", "x"), ("UPDATES", "perhaps"), ("SLOW_SECONDS", "soon")])
def test_variables_that_cannot_be_are_told(name: str, value: str) -> None:
    with pytest.raises(InputError, match=f"SERVANDA_{name}"):
        settings("", {f"SERVANDA_{name}": value})


def test_secrets_come_from_files_and_are_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("0123456789abcdef\n")
    found = settings(f"--operator-token-file {file}")
    assert found.operator_token == "0123456789abcdef"
    assert "0123456789abcdef" not in repr(found)
    with pytest.raises(InputError, match="nowhere"):
        settings(f"--token-file {tmp_path / 'nowhere'}")
    secrets = [each for each in SETTINGS if each.metadata.get("secret")]
    assert len(secrets) == 2
    assert settings("", {variable(each): "x" * 16 for each in secrets}).token == "x" * 16
