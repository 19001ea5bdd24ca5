"""Starting: what stands in the way is told in one line, and before anything is served."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ontology.errors import ServandaError, StoreError
from server.configuration import ServiceConfig
from server.serving import serve
from tests.server.conftest import Server, serving


def test_a_port_in_use(store_root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServandaError, match=f"Port {port}.*--port") as caught:
            serve(ServiceConfig(store=store_root, port=port))
    assert "\n" not in str(caught.value)


def test_a_host_that_is_none(store_root: Path) -> None:
    with pytest.raises(ServandaError, match="no address"):
        serve(ServiceConfig(store=store_root, host="no host", port=0))


def test_a_missing_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="servanda build"):
        serve(ServiceConfig(store=tmp_path / "nowhere", port=0))


@pytest.mark.parametrize(
    "settings", [{"workers": 0}, {"memory_mb": -1}, {"default_timeout": 10.0, "maximum_timeout": 5.0}]
)
def test_settings_that_cannot_be(settings: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        ServiceConfig(store="store", **settings)  # type: ignore[arg-type]


def test_the_default_is_to_listen_on_loopback_alone() -> None:
    assert ServiceConfig(store="store").host == "127.0.0.1"


def test_a_service_in_front_of_another(server: Server) -> None:
    with serving(server.url + "sparql") as front:
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        answer = front.query(query)
        assert (answer.status, answer.body) == (200, server.query(query).body)
        assert "etag" not in answer.headers
        assert front.query("SELECT * {").status == 400
        assert front.ask("/health").json()["workers"] == 0


def test_a_front_tells_when_the_other_is_away() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    with serving(away) as front:
        assert front.query("ASK {}").status == 502
