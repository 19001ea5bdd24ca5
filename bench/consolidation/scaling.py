"""Measures how the time and memory of consolidation grow with the number of mentions.

    python bench/consolidation/scaling.py [1000 10000 100000]

Each number runs in a process of its own, several times; medians are printed, with the microseconds a mention.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3
STEPS = ("group", "acts", "relations", "describe")


def main() -> None:
    numbers = [int(text) for text in sys.argv[1:]] or [1000, 10_000, 100_000]
    print("| mentions | acts | relations | group s | acts s | relations s | describe s | µs a mention | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for number in numbers:
        runs = [_run_apart(number) for _ in range(RUNS)]
        seconds = {step: statistics.median(run[step] for run in runs) for step in STEPS}
        cells = [f"{seconds[step]:.2f}" for step in STEPS]
        each = sum(seconds.values()) / number * 1e6
        peak = statistics.median(run["peak"] for run in runs)
        row = [f"{number:,}", f"{runs[0]['acts made']:,.0f}", f"{runs[0]['relations found']:,.0f}", *cells]
        print(f"| {' | '.join(row)} | {each:.0f} | {peak:.0f} |", flush=True)


def _run_apart(number: int) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), "--once", str(number)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=_environment())
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def run_once(number: int) -> dict[str, float]:
    """Returns the processor seconds of each step, and the peak of memory in MB, for a number of mentions."""
    sys.path.insert(0, str(Path(__file__).parent))
    from rdflib import RDF, Graph, URIRef
    from tellings import make_tellings

    from ontology.namespaces import SV
    from triples.authority import authority_quads, load_authority
    from triples.consolidation.actors import Actors
    from triples.consolidation.acts import ActMaker
    from triples.consolidation.description import describe_act
    from triples.consolidation.identity import group
    from triples.consolidation.instruments import Instruments
    from triples.consolidation.relations import Relations
    from triples.serialisation import from_oxigraph

    known, graph = load_authority(), Graph()
    for quad in authority_quads(known):
        graph.add(from_oxigraph(quad).triple)
    states = sorted(node for node in graph.subjects(RDF.type, SV.State) if isinstance(node, URIRef))[:60]
    tellings = make_tellings(number, states)
    actors, instruments = Actors(known, graph), Instruments(known, graph)
    times = [time.process_time()]
    clusters = group(tellings, actors)
    times.append(time.process_time())
    acts = ActMaker(actors, instruments).make_all(clusters)
    times.append(time.process_time())
    relations = Relations(acts, actors).find()
    times.append(time.process_time())
    for act in acts:
        for _ in describe_act(act):
            pass
    times.append(time.process_time())
    return {
        **{step: after - before for step, before, after in zip(STEPS, times, times[1:], strict=False)},
        "acts made": len(acts),
        "relations found": len(relations),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(run_once(int(sys.argv[2]))))
    else:
        main()
