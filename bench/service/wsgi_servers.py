"""Measures the application behind its own front, gunicorn and granian on one machine, and prints a table with ratios.

Usage: ``python bench/service/wsgi_servers.py [--seconds 4] [--clients 4] [--rounds 3]``, with gunicorn and granian
installed beside the project (they are not among its dependencies). Every server runs as one process with eight
threads, so that the pool of two query workers exists once; gunicorn and granian also run as two processes with one
query worker each. The clients are one process of threads with keep-alive connections over loopback.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pyoxigraph as ox  # noqa: E402 - the checkout goes on the path first

from triples.store import Source, create_store  # noqa: E402

_SUBJECTS = 50_000
_QUERIES = {
    "one subject": "SELECT ?p ?o WHERE { <http://e/s4711> ?p ?o }",
    "100 rows": "SELECT ?s ?n ?k WHERE { ?s <http://e/kind> <http://e/k7> ; <http://e/name> ?n . "
    "BIND(<http://e/k7> AS ?k) } LIMIT 100",
}
_APP = "from server.application import create_app; from server.configuration import ServiceConfig; "


def _data() -> bytes:
    lines = []
    for number in range(_SUBJECTS):
        subject = f"<http://e/s{number}>"
        lines += [
            f"{subject} <http://e/kind> <http://e/k{number % 50}> .",
            f'{subject} <http://e/name> "name {number}"@en .',
            f"{subject} <http://e/next> <http://e/s{(number * 7) % _SUBJECTS}> .",
        ]
    return "\n".join(lines).encode()


SERVERS = (
    "its own front (1 process)",
    "gunicorn gthread (1 process)",
    "gunicorn gthread (2 processes)",
    "granian (1 process)",
    "granian (2 processes)",
)


def _command(server: str, port: int) -> list[str]:
    module, processes = f"bench_app_{port}", "2" if "2" in server else "1"
    if server.startswith("its own"):
        return [sys.executable, "-c", f"from server.serving import serve; import {module}; serve({module}.config)"]
    if server.startswith("gunicorn"):
        options = ["--bind", f"127.0.0.1:{port}", "-k", "gthread", "--keep-alive", "60", "--threads", "8"]
        return [sys.executable, "-m", "gunicorn", *options, "--log-level", "error", "-w", processes, f"{module}:app()"]
    options = ["--interface", "wsgi", "--port", str(port), "--log-level", "error", "--blocking-threads", "8"]
    return [sys.executable, "-m", "granian", *options, "--workers", processes, "--factory", f"{module}:app"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, port: int, pool: int) -> Iterator[float]:
    module = (
        f"{_APP}\nconfig = ServiceConfig(store={str(folder / 'store')!r}, port={port}, workers={pool})\n"
        "def app(): return create_app(config)\n"
    )
    (folder / f"bench_app_{port}.py").write_text(module)
    environment = dict(os.environ, PYTHONPATH=f"{folder}:{ROOT}")
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            while True:
                try:
                    _Client(port, "/health").ask()
                    break
                except OSError:
                    if time.perf_counter() - started > 30:
                        raise
                    time.sleep(0.02)
            yield time.perf_counter() - started
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


class _Client:
    """One keep-alive connection that reads answers by their Content-Length."""

    def __init__(self, port: int, path: str) -> None:
        self._request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode()
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> bytes:
        self._socket.sendall(self._request)
        data = self._socket.recv(1 << 16)
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lowered = head.lower()
        if b" 200 " not in lowered[:20]:
            raise OSError(head[:200])
        length = int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return body

    def _more(self) -> bytes:
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise OSError("closed")
        return piece


def _load(port: int, path: str, clients: int, seconds: float) -> tuple[float, float, float]:
    """Returns requests per second, and the median and 99th percentile of the latency in milliseconds."""
    latencies: list[list[float]] = [[] for _ in range(clients)]
    until = time.perf_counter() + seconds

    def run(mine: list[float]) -> None:
        client = _Client(port, path)
        while (before := time.perf_counter()) < until:
            client.ask()
            mine.append(time.perf_counter() - before)

    threads = [threading.Thread(target=run, args=(mine,)) for mine in latencies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    merged = sorted(value for mine in latencies for value in mine)
    return len(merged) / seconds, 1000 * statistics.median(merged), 1000 * merged[int(len(merged) * 0.99)]


def main() -> None:
    """Runs all servers and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.clients} clients")
    rows: dict[str, dict[str, tuple[float, float, float]]] = {}
    answers: dict[str, set[bytes]] = {name: set() for name in _QUERIES}
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        create_store(folder / "store", [Source(_data(), ox.RdfFormat.N_TRIPLES, "http://e/g")])
        with ExitStack() as stack:
            ports = {}
            for server in SERVERS:
                ports[server] = port = _free_port()
                ready = stack.enter_context(_running(_command(server, port), folder, port, 1 if "2" in server else 2))
                rows[server] = {"ready": (ready, 0.0, 0.0)}
            for name, query in _QUERIES.items():
                path = "/sparql?query=" + quote(query)
                # The servers take turns, so that what else the machine does meets all of them alike.
                runs: dict[str, list[tuple[float, float, float]]] = {server: [] for server in SERVERS}
                for _ in range(options.rounds):
                    for server, port in ports.items():
                        answers[name].add(_Client(port, path).ask())
                        runs[server].append(_load(port, path, options.clients, options.seconds))
                for server, found in runs.items():
                    rows[server][name] = sorted(found)[len(found) // 2]
    _print(rows)
    for name, bodies in answers.items():
        if len(bodies) != 1:
            raise SystemExit(f"the servers answered {name!r} differently")


def _print(rows: dict[str, dict[str, tuple[float, float, float]]]) -> None:
    first = next(iter(rows.values()))
    columns = " | ".join(f"{name}: requests/s | median ms | p99 ms | ratio" for name in _QUERIES)
    print(f"| server | ready s | {columns} |")
    print("|---" * (2 + 4 * len(_QUERIES)) + "|")
    for server, measured in rows.items():
        cells = [f"{measured['ready'][0]:.2f}"]
        for name in _QUERIES:
            rate, median, worst = measured[name]
            cells += [f"{rate:,.0f}", f"{median:.2f}", f"{worst:.2f}", f"{rate / first[name][0]:.2f}"]
        print(f"| {server} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
