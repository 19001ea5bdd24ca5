"""``python -m bench.service``: makes a graph, loads it into all servers that are there, and compares their speed."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.service.graphs import write_graph
from bench.service.measuring import Options, measure, prepare, say, until
from bench.service.peer import Places
from bench.service.peers import PEERS, USUAL
from bench.service.report import render
from bench.service.results import Results
from bench.service.workloads import mix, saved

_UNFINISHED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the comparison and prints its tables.

    Returns 1 when answers differ, 2 when there is nothing to compare, 3 when there was not enough time.
    """
    options = _parser().parse_args(arguments)
    places = Places(
        fuseki=options.fuseki_jar and options.fuseki_jar.absolute(),
        java=_absolute(options.java),
        virtuoso=_absolute(options.virtuoso),
        isql=_absolute(options.isql),
        rdflib_endpoint=_absolute(options.rdflib_endpoint),
        rdflib_seconds=options.rdflib_load,
    )
    with tempfile.TemporaryDirectory(prefix="servanda-bench-") as temporary:
        work = options.work or Path(temporary)
        return _run(options, places, work.resolve())


def _absolute(program: str) -> str:
    """Returns a path that holds in any directory, for servers start in their own; a plain name is looked up."""
    return str(Path(program).absolute()) if os.sep in program else program


def _run(options: argparse.Namespace, places: Places, work: Path) -> int:
    goes_on = until(options.minutes * 60 if options.minutes else None)
    work.mkdir(parents=True, exist_ok=True)
    file = work / f"graph-{options.triples}-{options.seed}.nq"
    marks = write_graph(file, options.triples, options.seed)
    say(f"{marks.triples:,} triples in {len(marks.documents):,} documents, {file.stat().st_size >> 20} MB of N-Quads")
    chosen = []
    for name in options.peers.split(","):
        peer = PEERS[name](work / f"{file.stem}-{name}", places)
        missing = peer.missing()
        if missing:
            say(f"{peer.name} is left out: {missing} is not there")
        else:
            chosen.append(peer)
    workloads = [*(mix(marks) if "mix" in options.sets else []), *(saved(marks) if "saved" in options.sets else [])]
    workloads = [workload for workload in workloads if any(each in workload.name for each in options.only.split(","))]
    clients = tuple(map(int, options.clients.split(",")))
    kept = options.results
    results = Results.read(kept) if kept and kept.is_file() else Results()
    try:
        ready = prepare(chosen, file, results, options.loads)
        if not ready or not (workloads or options.loads_only):
            return 2
        settings = Options(clients, options.seconds, options.rounds, options.limit, options.longest)
        whole = options.loads_only or measure(ready, workloads, settings, results, goes_on)
    finally:
        for peer in chosen:
            peer.stop()
        if kept:
            results.save(kept)
    if not whole:
        say("The time is over; the same command goes on from here.")
        return _UNFINISHED
    sys.stdout.write(
        f"{marks.triples:,} triples, seed {options.seed}; {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"{options.rounds} turns of {options.seconds:g} s.\n\n"
    )
    sys.stdout.write(render(results, clients))
    return 1 if any(not each.known for each in results.differences) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__)
    environment = os.environ.get
    parser.add_argument("--triples", type=int, default=1_000_000, help="size of the graph; default: 1000000")
    parser.add_argument("--seed", type=int, default=1, help="of the graph; default: 1")
    parser.add_argument("--peers", default=",".join(USUAL), help=f"servers, by commas, of {', '.join(PEERS)}")
    parser.add_argument("--sets", default="mix,saved", help="of queries, by commas; default: mix,saved")
    parser.add_argument("--only", default="", help="queries whose name has one of these in it, by commas")
    parser.add_argument("--clients", default="1,4,16", help="by commas; default: 1,4,16")
    parser.add_argument("--seconds", type=float, default=0.25, help="of a turn; default: 0.25")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each server; default: 3")
    parser.add_argument(
        "--limit", type=float, default=20.0, help="seconds after which an answer is given up; default: 20"
    )
    longest = "seconds of a turn with answers as long as the first; what would take longer is left out; default: 3"
    parser.add_argument("--longest", type=float, default=3.0, help=longest)
    parser.add_argument("--loads", type=int, default=1, help="how often each server loads; default: once")
    parser.add_argument("--loads-only", action="store_true", help="measure no queries")
    parser.add_argument("--minutes", type=float, help="after which no other query is begun; needs --results")
    parser.add_argument("--results", type=Path, help="a file of results: what it has is not measured again")
    parser.add_argument("--work", type=Path, help="where graphs and stores are kept; default: a temporary place")
    jar = environment("FUSEKI_JAR")
    parser.add_argument("--fuseki-jar", type=Path, default=Path(jar) if jar else None, help="or $FUSEKI_JAR")
    parser.add_argument("--java", default=environment("JAVA", "java"), help="Java 17 or newer, or $JAVA")
    parser.add_argument("--virtuoso", default="virtuoso-t", help="its server; default: virtuoso-t")
    parser.add_argument("--isql", default="isql-vt", help="its client, which loads; default: isql-vt")
    endpoint = environment("RDFLIB_ENDPOINT", "rdflib-endpoint")
    parser.add_argument("--rdflib-endpoint", default=endpoint, help="the command, or $RDFLIB_ENDPOINT")
    parser.add_argument("--rdflib-load", type=float, default=300.0, help="seconds in which it must have loaded")
    return parser


if __name__ == "__main__":
    sys.exit(main())
