"""The servers that are measured: how each loads a file, starts, and is asked; what they need stands with each.

All answer over the union of the named graphs, keep data on disk (rdflib-endpoint, which cannot, in memory), and have
limits of time and rows so far away that nothing meets them. For the rest they run as they come.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PAGE = os.sysconf("SC_PAGE_SIZE")
_FAR = 3600


@dataclass(frozen=True, slots=True)
class Places:
    """Where programs are that are no part of the project; None or a name that is not there leaves their server out."""

    fuseki: Path | None = None
    java: str = "java"
    virtuoso: str = "virtuoso-t"
    isql: str = "isql-vt"
    rdflib_endpoint: str = "rdflib-endpoint"


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

    def start(self, seconds: float = 120) -> None:
        """Starts the server on a free port and waits until it answers a query; raises PeerError when it does not."""
        self.port = free_port()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True, env=self.environment()
            )
        until = time.monotonic() + seconds
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                tail = self._log.read_text(errors="replace")[-1500:]
                self.stop()
                raise PeerError(f"{self.name} does not serve: {tail}")
            time.sleep(0.1)

    def environment(self) -> Mapping[str, str]:
        """Returns the environment of the server."""
        return os.environ

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
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
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


class Servanda(Peer):
    """The service of this checkout, with `servanda serve`; two workers, as it comes."""

    name = "Servanda"

    def missing(self) -> str:
        """Returns what is not installed, or ""."""
        return ""

    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store."""
        code = "import sys; from triples.store import create_store; create_store(sys.argv[1], sys.argv[2:])"
        self.run(sys.executable, "-c", code, str(self.directory / "store"), str(file))

    def command(self) -> Sequence[str]:
        """Returns the command that serves the store."""
        far = {"timeout": _FAR, "maximum-timeout": _FAR, "queue-timeout": _FAR, "maximum-rows": 10**9}
        far |= {"memory-mb": 8192, "queue-size": 1000, "write-timeout": _FAR}
        flags = [each for name, value in far.items() for each in (f"--{name}", str(value))]
        where = ["--store", str(self.directory / "store"), "--port", str(self.port)]
        return [sys.executable, "-m", "servanda", "serve", *where, *flags]


class Oxigraph(Peer):
    """Oxigraph's own server, from the package `oxigraph`, which is among the tools of development."""

    name = "Oxigraph"
    path = "/query"

    def missing(self) -> str:
        """Returns what is not installed, or ""."""
        return "" if self._program() else "the command oxigraph"

    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store."""
        self.run(self._program(), "load", "--location", str(self.directory / "store"), "--file", str(file))

    def command(self) -> Sequence[str]:
        """Returns the command that serves the store."""
        where = ["--location", str(self.directory / "store"), "--bind", f"127.0.0.1:{self.port}"]
        return [self._program(), "serve-read-only", *where, "--union-default-graph"]

    def _program(self) -> str:
        beside = Path(sys.executable).with_name("oxigraph")
        return str(beside) if beside.exists() else shutil.which("oxigraph") or ""


class RdflibEndpoint(Peer):
    """rdflib-endpoint, from the package of that name: rdflib in memory, loaded at the start."""

    name = "rdflib-endpoint"
    path = "/"

    def __init__(self, directory: Path, places: Places) -> None:
        super().__init__(directory, places)
        self._file = Path()

    def missing(self) -> str:
        """Returns what is not installed, or ""."""
        return "" if shutil.which(self.places.rdflib_endpoint) else f"the command {self.places.rdflib_endpoint}"

    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store."""
        self._file = file

    def prepare(self, file: Path) -> None:
        """Loads; that is starting here."""
        super().prepare(file)
        begun = time.perf_counter()
        self.start(1800)
        self.stop()
        self.load_seconds = time.perf_counter() - begun

    def start(self, seconds: float = 1800) -> None:
        """Starts, with time to load."""
        super().start(max(seconds, 1800))

    def command(self) -> Sequence[str]:
        """Returns the command that serves the store."""
        program = shutil.which(self.places.rdflib_endpoint) or ""
        return [program, "serve", "--host", "127.0.0.1", "--port", str(self.port), str(self._file)]


class Fuseki(Peer):
    """Apache Jena Fuseki with TDB2: `jena-fuseki-server` as one jar, which also holds the loader, and Java 17."""

    name = "Fuseki"
    path = "/bench/sparql"

    def missing(self) -> str:
        """Returns what is not installed, or ""."""
        if self.places.fuseki is None or not self.places.fuseki.is_file():
            return "the jar of jena-fuseki-server (--fuseki-jar)"
        return "" if shutil.which(self.places.java) else f"the command {self.places.java}"

    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store."""
        store = str(self.directory / "store")
        self.run(self.places.java, "-cp", str(self.places.fuseki), "tdb2.tdbloader", "--loc", store, str(file))

    def command(self) -> Sequence[str]:
        """Returns the command that serves the store."""
        (self.directory / "config.ttl").write_text(_FUSEKI.format(store=self.directory / "store"), encoding="utf-8")
        server = ["--port", str(self.port), "--localhost", "--config", str(self.directory / "config.ttl")]
        return [self.places.java, "-Xmx4G", "-jar", str(self.places.fuseki), *server]


class Virtuoso(Peer):
    """Virtuoso, open-source edition, with buffers for 2 GB."""

    name = "Virtuoso"

    def missing(self) -> str:
        """Returns what is not installed, or ""."""
        programs = (self.places.virtuoso, self.places.isql)
        return " and ".join(f"the command {each}" for each in programs if not shutil.which(each))

    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store."""
        self.port = free_port()
        self._configure(file.parent)
        super().start(120)
        try:
            load = f"ld_dir('{file.parent}', '{file.name}', ''); rdf_loader_run(); checkpoint;"
            self.run(self.places.isql, str(self._sql), "dba", "dba", "VERBOSE=OFF", f"EXEC={load}")
        finally:
            self.stop()

    def command(self) -> Sequence[str]:
        """Returns the command that serves the store."""
        self._configure(self.directory)
        return [self.places.virtuoso, "+foreground", "+configfile", str(self.directory / "virtuoso.ini")]

    def _configure(self, data: Path) -> None:
        self._sql = free_port()
        text = _VIRTUOSO.format(directory=self.directory, data=data, sql=self._sql, http=self.port)
        (self.directory / "virtuoso.ini").write_text(text, encoding="utf-8")


PEERS: dict[str, type[Peer]] = {
    "servanda": Servanda,
    "oxigraph": Oxigraph,
    "rdflib-endpoint": RdflibEndpoint,
    "fuseki": Fuseki,
    "virtuoso": Virtuoso,
}
"""The servers by the names that the command knows."""


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


_FUSEKI = """\
PREFIX : <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
:service a fuseki:Service ;
    fuseki:name "bench" ;
    fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ;
    fuseki:dataset :data .
:data a tdb2:DatasetTDB2 ; tdb2:location "{store}" ; tdb2:unionDefaultGraph true .
"""

_VIRTUOSO = """\
[Database]
DatabaseFile = {directory}/virtuoso.db
ErrorLogFile = {directory}/virtuoso.log
LockFile = {directory}/virtuoso.lck
TransactionFile = {directory}/virtuoso.trx
xa_persistent_file = {directory}/virtuoso.pxa
MaxCheckpointRemap = 62500
[TempDatabase]
DatabaseFile = {directory}/temp.db
TransactionFile = {directory}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 40
CheckpointInterval = 0
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxQueryMem = 2G
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2
ResultSetMaxRows = 100000000
MaxQueryCostEstimationTime = 0
DirsAllowed = ., {data}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {directory}
ServerThreads = 40
MaxClientConnections = 40
KeepAliveTimeout = 60
MaxKeepAlives = 40
[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""
