"""``python -m bench.service``: makes a graph, loads it into all servers that are there, and compares their speed."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.service.graphs import write_graph
from bench.service.measuring import Options, Results, measure, prepare, say
from bench.service.peers import PEERS, Places
from bench.service.report import busiest, render
from bench.service.workloads import mix, saved


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the comparison and prints its tables; returns 1 when answers differ, 2 when there is nothing to compare."""
    options = _parser().parse_args(arguments)
    places = Places(options.fuseki_jar, options.java, options.virtuoso, options.isql, options.rdflib_endpoint)
    with tempfile.TemporaryDirectory(prefix="servanda-bench-") as temporary:
        work = options.work or Path(temporary)
        return _run(options, places, work)


def _run(options: argparse.Namespace, places: Places, work: Path) -> int:
    work.mkdir(parents=True, exist_ok=True)
    file = work.resolve() / f"graph-{options.triples}-{options.seed}.nq"
    marks = write_graph(file, options.triples, options.seed)
    say(f"{marks.triples:,} triples in {len(marks.documents):,} documents, {file.stat().st_size >> 20} MB of N-Quads")
    chosen = []
    for name in options.peers.split(","):
        peer = PEERS[name](work.resolve() / name, places)
        missing = peer.missing()
        if missing:
            say(f"{peer.name} is left out: {missing} is not there")
        else:
            chosen.append(peer)
    workloads = [*(mix(marks) if "mix" in options.sets else []), *(saved(marks) if "saved" in options.sets else [])]
    workloads = [workload for workload in workloads if options.only in workload.name]
    clients = tuple(map(int, options.clients.split(",")))
    results = Results()
    try:
        ready = prepare(chosen, file, results)
        if not ready or not workloads:
            return 2
        measure(ready, workloads, Options(clients, options.seconds, options.rounds, options.limit), results)
    finally:
        for peer in chosen:
            peer.stop()
            if options.work is not None:
                shutil.rmtree(peer.directory, ignore_errors=True)
    once, again = busiest(results, repeated=False), busiest(results, repeated=True)
    sys.stdout.write(
        f"{marks.triples:,} triples, seed {options.seed}; {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"{options.rounds} turns of {options.seconds:g} s; the client was at work for at most {once:.0%} of a turn, "
        f"{again:.0%} with repeated queries; load of the machine at the end {os.getloadavg()[0]:.1f}\n\n"
    )
    sys.stdout.write(render(results, clients))
    return 1 if any(not each.known for each in results.differences) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__)
    environment = os.environ.get
    parser.add_argument("--triples", type=int, default=1_000_000, help="size of the graph; default: 1000000")
    parser.add_argument("--seed", type=int, default=1, help="of the graph; default: 1")
    parser.add_argument("--peers", default=",".join(PEERS), help=f"servers, by commas; default: {','.join(PEERS)}")
    parser.add_argument("--sets", default="mix,saved", help="of queries, by commas; default: mix,saved")
    parser.add_argument("--only", default="", help="queries whose name has this in it")
    parser.add_argument("--clients", default="1,4,16", help="by commas; default: 1,4,16")
    parser.add_argument("--seconds", type=float, default=1.0, help="of a turn; default: 1")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each server; default: 3")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which an answer is given up")
    parser.add_argument("--work", type=Path, help="where graphs are kept between runs; default: a temporary place")
    jar = environment("FUSEKI_JAR")
    parser.add_argument("--fuseki-jar", type=Path, default=Path(jar) if jar else None, help="or $FUSEKI_JAR")
    parser.add_argument("--java", default=environment("JAVA", "java"), help="Java 17 or newer, or $JAVA")
    parser.add_argument("--virtuoso", default="virtuoso-t", help="its server; default: virtuoso-t")
    parser.add_argument("--isql", default="isql-vt", help="its client, which loads; default: isql-vt")
    endpoint = environment("RDFLIB_ENDPOINT", "rdflib-endpoint")
    parser.add_argument("--rdflib-endpoint", default=endpoint, help="the command, or $RDFLIB_ENDPOINT")
    return parser


if __name__ == "__main__":
    sys.exit(main())
