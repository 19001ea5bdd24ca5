"""How fast extraction is beside the bare spaCy pipeline, and whether its memory stays flat.

    python bench/extraction/throughput.py speed [--runs 5] [TEXTS]   tokens and documents a second, one process
    python bench/extraction/throughput.py jobs [--runs 3]            one process and as many as there are cores
    python bench/extraction/throughput.py stream [1000 10000 …]      seconds and resident memory along a stream
    python bench/extraction/throughput.py build [100 500 2000]       the whole graph of so many short texts

TEXTS is a directory of texts of one's own, which are measured beside the made ones. Figures are medians of runs that
take turns; processor time is told where other work may share the machine, wall time where processes are compared.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
# One thread a process: the linear algebra would otherwise start as many as there are cores, in each process.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from spacy.language import Language  # noqa: E402  (the path is set above)
from texts import LONG, SHORT, make_document  # noqa: E402

from triples.build import build  # noqa: E402
from triples.extraction import extract, extract_all  # noqa: E402
from triples.language.pipeline import load_pipeline  # noqa: E402
from triples.model import Document  # noqa: E402
from triples.reading import read_documents  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "jobs", "stream", "build"])
    parser.add_argument("rest", nargs="*", help="a directory of texts, or numbers of documents")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_intermixed_args()
    nlp = load_pipeline()
    if options.what == "speed":
        measure_speed(nlp, options.runs, [Path(name) for name in options.rest])
    elif options.what == "jobs":
        measure_jobs(nlp, options.runs)
    elif options.what == "stream":
        measure_streams(nlp, [int(number) for number in options.rest] or [1000, 10_000])
    else:
        measure_builds(nlp, [int(number) for number in options.rest] or [100, 500, 2000])


def measure_speed(nlp: Language, runs: int, directories: Sequence[Path]) -> None:
    corpora = {
        "short made texts": [make_document(i, sentences=SHORT) for i in range(200)],
        "long made texts": [make_document(i, sentences=LONG) for i in range(30)],
        **{directory.name: list(read_documents([directory])) for directory in directories},
    }
    print("| texts | documents | tokens | bare tokens/s | extraction tokens/s | documents/s | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name, documents in corpora.items():
        tokens = sum(len(nlp.tokenizer(d.masked)) for d in documents)
        bare, ours = _in_turns(
            [lambda d=documents: _bare(d, nlp), lambda d=documents: [extract(one, nlp) for one in d]], runs
        )
        ratios = [b / o for b, o in zip(bare, ours, strict=True)]
        low, high = min(ratios), max(ratios)
        each = statistics.median(ours)
        print(
            f"| {name} | {len(documents)} | {tokens:,} | {tokens / statistics.median(bare):,.0f} "
            f"| {tokens / each:,.0f} | {len(documents) / each:.1f} "
            f"| {statistics.median(ratios):.2f} ({low:.2f} to {high:.2f}) |",
            flush=True,
        )
    print(f"\npeak of resident memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _bare(documents: Sequence[Document], nlp: Language) -> int:
    return sum(len(doc) for doc in nlp.pipe(document.masked for document in documents))


def _in_turns(candidates: Sequence[Callable[[], object]], runs: int) -> list[list[float]]:
    """Returns the processor seconds of each candidate in each run, after one run that is not counted."""
    seconds: list[list[float]] = [[] for _ in candidates]
    for run in range(runs + 1):
        for candidate, times in zip(candidates, seconds, strict=True):
            before = time.process_time()
            candidate()
            if run:
                times.append(time.process_time() - before)
    return seconds


def measure_jobs(nlp: Language, runs: int) -> None:
    documents = [make_document(i, sentences=LONG) for i in range(200)]
    tokens = sum(len(nlp.tokenizer(d.masked)) for d in documents)
    cores = os.cpu_count() or 1
    candidates: dict[str, Callable[[], object]] = {
        "bare pipeline, 1 process": lambda: _bare(documents, nlp),
        f"bare pipeline, {cores} processes": lambda: sum(
            len(doc) for doc in nlp.pipe((d.masked for d in documents), n_process=cores, batch_size=16)
        ),
        "extraction, 1 process": lambda: list(extract_all(documents, nlp)),
        f"extraction, {cores} processes": lambda: list(extract_all(documents, nlp, jobs=cores)),
    }
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in candidates}
    for _ in range(runs):
        for name, candidate in candidates.items():
            wall, processor = time.perf_counter(), _processor_seconds()
            candidate()
            results[name].append((time.perf_counter() - wall, _processor_seconds() - processor))
    print(f"{len(documents)} documents, {tokens:,} tokens; load average {os.getloadavg()[0]:.1f} on {cores} cores\n")
    print("| candidate | wall s | documents/s | tokens/s | processor s |")
    print("|---|---|---|---|---|")
    for name, times in results.items():
        wall, processor = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"| {name} | {wall:.1f} | {len(documents) / wall:.1f} | {tokens / wall:,.0f} | {processor:.1f} |")
    for who, label in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "the largest of the others")):
        print(f"peak of resident memory of {label}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MB")


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_streams(nlp: Language, lengths: Sequence[int]) -> None:
    """Prints resident memory and time along one stream, at each of the lengths."""
    print("| documents | mentions | processor s | ms a document | resident MB |")
    print("|---|---|---|---|---|")
    started, mentions = time.process_time(), 0
    for number, found in enumerate(extract_all(_stream(max(lengths)), nlp), start=1):
        mentions += len(found.mentions)
        if number in lengths or number == 100:
            seconds = time.process_time() - started
            print(
                f"| {number:,} | {mentions:,} | {seconds:.0f} | {seconds / number * 1000:.1f} | {_resident():.0f} |",
                flush=True,
            )


def measure_builds(nlp: Language, sizes: Sequence[int]) -> None:
    """Prints time, quads and peak memory of builds, the smallest first, since the peak is that of the process."""
    print("| documents | quads | processor s | ms a document | peak MB |")
    print("|---|---|---|---|---|")
    for size in sorted(sizes):
        started = time.process_time()
        quads = sum(content.count(b"\n") for content in build(_stream(size), nlp=nlp).files.values())
        seconds = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {size:,} | {quads:,} | {seconds:.1f} | {seconds / size * 1000:.1f} | {peak:.0f} |", flush=True)


def _stream(length: int) -> Iterator[Document]:
    return (make_document(number, sentences=SHORT) for number in range(length))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
