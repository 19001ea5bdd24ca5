"""The documentation keeps pace: every command, route and saved query is told of, and the links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from queries.loading import load_queries
from servanda.commands import COMMANDS
from tests.conftest import REPOSITORY

DOCS = {
    path: path.read_text(encoding="utf-8") for path in [REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")]
}
ALL = "\n".join(DOCS.values())


def test_there_is_documentation() -> None:
    assert len(DOCS) > 6


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"servanda {command}" in ALL


@pytest.mark.parametrize("query", load_queries())
def test_every_saved_query_is_documented(query: str) -> None:
    assert f"`{query}`" in DOCS[REPOSITORY / "docs" / "queries.md"]


def test_every_route_is_documented(tmp_path: Path) -> None:
    from server.application import create_app
    from server.configuration import ServiceConfig
    from triples.store import create_store

    (tmp_path / "one.nt").write_text("<a:b> <a:c> <a:d> .\n", encoding="utf-8")
    create_store(tmp_path / "store", [tmp_path / "one.nt"])
    app = create_app(ServiceConfig(store=tmp_path / "store", workers=1))
    try:
        routes = {rule.rule for rule in app.url_map.iter_rules()} - {"/static/<path:filename>"}
    finally:
        app.extensions["servanda"].close()
    assert routes
    heads = {re.sub(r"<[^>]*>.*", "", route) for route in routes}
    assert sorted(head for head in heads if f"`{head.rstrip('/')}" not in ALL) == []


@pytest.mark.parametrize("dependency", ["dependencies", "dev"])
def test_every_dependency_has_its_reason(dependency: str) -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if dependency == "dependencies" else project["dependency-groups"]["dev"]
    reasons = DOCS[REPOSITORY / "docs" / "dependencies.md"]
    names = [re.split(r"[<>=\[]", line)[0] for line in lines]
    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_links_between_documents_lead_somewhere() -> None:
    found = 0
    for path, text in DOCS.items():
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            found += 1
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
    assert found > 5
