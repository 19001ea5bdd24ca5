"""The servers that are measured: how each loads a file, starts, and is asked; what they need stands with each.

All answer over the union of the named graphs, keep data on disk (rdflib-endpoint, which cannot, in memory), and have
limits of time and rows so far away that nothing meets them. For the rest they run as they come.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.service.peer import Peer, Places, free_port

_FAR = 3600


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


class OptimizedOxigraph(Oxigraph):
    """The same on a store that `oxigraph optimize` has put in order, as it advises where much is read."""

    name = "Oxigraph, optimized"

    def load(self, file: Path) -> None:
        """Loads N-Quads into an empty store, and puts it in order."""
        super().load(file)
        self.run(self._program(), "optimize", "--location", str(self.directory / "store"))


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
        """Loads; that is starting here, and it stays up."""
        super().prepare(file)
        begun = time.perf_counter()
        self.start()
        self.load_seconds = time.perf_counter() - begun

    def loaded(self, file: Path) -> bool:
        """Tells that each start loads again."""
        self._file = file
        return True

    def start(self, seconds: float = 0) -> None:
        """Starts, with time to load, unless it is up."""
        if self._process is None:
            super().start(max(seconds, self.places.rdflib_seconds))

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
    "oxigraph-optimized": OptimizedOxigraph,
    "rdflib-endpoint": RdflibEndpoint,
    "fuseki": Fuseki,
    "virtuoso": Virtuoso,
}
"""The servers by the names that the command knows."""

USUAL = tuple(name for name in PEERS if name != "oxigraph-optimized")
"""Those that are measured unless told."""


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
