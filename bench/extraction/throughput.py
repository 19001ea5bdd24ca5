"""How fast extraction is beside the bare spaCy pipeline, and whether memory stays flat: ``python -m bench.extraction.throughput``.

Prints medians over rounds of documents a second for the bare pipeline (`nlp.pipe` over the same texts) and for
extraction, their ratio in the same round, and the resident memory along a stream of short documents.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from bench.extraction.texts import LONG, SHORT, make_document
from triples.extraction import extract_all
from triples.language.pipeline import load_pipeline
from triples.model import Document


def _documents(first: int, count: int, sentences: int) -> Iterator[Document]:
    return (make_document(number, sentences=sentences) for number in range(first, first + count))


def _resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _round(nlp: Language, documents: list[Document]) -> tuple[float, float, int]:
    """Seconds of the bare pipeline and of extraction on the same texts, and the number of tokens."""
    begin = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(d.text for d in documents))
    bare = time.perf_counter() - begin
    begin = time.perf_counter()
    for _ in extract_all(documents, nlp):
        pass
    return bare, time.perf_counter() - begin, tokens


def main() -> None:
    """Measures and prints; see the module's description."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=60, help="documents in a round; default: 60")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--stream", type=int, default=10_000, help="short documents in the stream; default: 10,000")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; default: all cores")
    options = parser.parse_args()
    nlp = load_pipeline()
    print("| texts | tokens/s bare | tokens/s extraction | ratio |\n|---|--:|--:|--:|")
    for name, sentences in (("short", SHORT), ("long", LONG)):
        ratios, bares, ours = [], [], []
        for number in range(options.rounds + 1):
            bare, own, tokens = _round(nlp, list(_documents(number * options.documents, options.documents, sentences)))
            if number:
                ratios.append(bare / own)
                bares.append(tokens / bare)
                ours.append(tokens / own)
        middle = [statistics.median(each) for each in (bares, ours, ratios)]
        print(f"| {name} | {middle[0]:,.0f} | {middle[1]:,.0f} | {middle[2]:.2f} |", flush=True)
    print("\n| documents | seconds | resident MB |\n|--:|--:|--:|")
    marks = sorted({options.stream // 100, options.stream // 10, options.stream // 2, options.stream})
    begin = time.perf_counter()
    for number, _ in enumerate(extract_all(_documents(0, options.stream, SHORT), nlp), start=1):
        if number in marks:
            print(f"| {number:,} | {time.perf_counter() - begin:.0f} | {_resident():.0f} |", flush=True)
    if options.jobs > 1:
        begin = time.perf_counter()
        count = sum(1 for _ in extract_all(_documents(0, options.stream, SHORT), nlp, jobs=options.jobs))
        print(f"\n{options.jobs} processes: {count / (time.perf_counter() - begin):.1f} documents/s")


if __name__ == "__main__":
    main()
