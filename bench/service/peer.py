"""What the servers that are measured have in common: a directory, a process, its port, memory and processor time."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PAGE = os.sysconf("SC_PAGE_SIZE")
_LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Places:
    """Where programs are that are no part of the project; None or a name that is not there leaves their server out."""

    fuseki: Path | None = None
    java: str = "java"
    virtuoso: str = "virtuoso-t"
    isql: str = "isql-vt"
    rdflib_endpoint: str = "rdflib-endpoint"
    rdflib_seconds: float = 300.0
    """In which rdflib-endpoint must have loaded."""


class PeerError(Exception):
    """A server that did not load or start."""


class Peer(ABC):
    """A server on a directory of its own."""

    name: str
    path = "/sparql"

    def __init__(self, directory: Path, places: Places) -> None:
        self.directory = directory
        self.places = places
        self.port = 0
        self.load_seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._log = directory / "log"
        self._mark = directory / _LOADED

    @abstractmethod
    def missing(self) -> str:
        """Returns what is not installed, or ""."""

    @abstractmethod
    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store, and returns when they are on disk."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Returns the command that serves the store on `port`, in the foreground."""

    def prepare(self, file: Path) -> None:
        """Loads, and notes the seconds from the start of the loader to its end; raises PeerError."""
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        begun = time.perf_counter()
        self.load(file)
        self.load_seconds = time.perf_counter() - begun
        self._mark.write_text(file.name, encoding="utf-8")

    def loaded(self, file: Path) -> bool:
        """Tells whether the store holds this file, from an earlier run that kept it."""
        return self._mark.is_file() and self._mark.read_text(encoding="utf-8") == file.name

    def forget(self) -> None:
        """Lets the store be made again by the next `prepare`."""
        self._mark.unlink(missing_ok=True)

    def start(self, seconds: float = 120) -> None:
        """Starts the server on a free port and waits until it answers a query; raises PeerError when it does not."""
        self.port = free_port()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), cwd=self.directory, stdout=log, stderr=log, start_new_session=True,
                env=self.environment(),
            )  # fmt: skip
        until = time.monotonic() + seconds
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                tail = self._log.read_text(errors="replace")[-1500:]
                self.stop()
                raise PeerError(f"{self.name} does not serve: {tail}")
            time.sleep(0.1)

    def environment(self) -> Mapping[str, str]:
        """Returns the environment of the server, in which this checkout can be imported."""
        return os.environ | {"PYTHONPATH": str(ROOT)}

    def stop(self) -> None:
        """Ends the server and what it started."""
        if self._process is None:
            return
        for number, patience in ((signal.SIGTERM, 20), (signal.SIGKILL, 20)):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(patience)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._process = None

    def memory(self) -> int:
        """Returns the resident bytes of the server and its children; pages that they share count for each."""
        return sum(map(_resident, _family(self._process.pid))) if self._process is not None else 0

    def cpu(self) -> float:
        """Returns the seconds of processor time that the server and its living children have used."""
        return sum(map(_cpu, _family(self._process.pid))) if self._process is not None else 0.0

    def size(self) -> int:
        """Returns the bytes of the store on disk."""
        return sum(path.stat().st_blocks * 512 for path in self.directory.rglob("*") if path.is_file())

    def run(self, *command: str) -> None:
        """Runs a step of loading; raises PeerError when it fails."""
        done = subprocess.run(
            command, cwd=self.directory, env=self.environment(), capture_output=True, check=False
        )  # fmt: skip
        if done.returncode:
            tail = (done.stdout + done.stderr).decode(errors="replace")[-1500:]
            raise PeerError(f"{self.name} does not load: {tail}")

    def _answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}{self.path}?query=ASK%20%7B%7D"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    """Returns a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    found, at = [pid], 0
    while at < len(found):
        try:
            for task in Path(f"/proc/{found[at]}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            # A process that ended meanwhile has no children to count.
            pass
        at += 1
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
