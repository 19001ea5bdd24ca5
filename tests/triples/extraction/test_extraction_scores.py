"""The measured quality on the annotated texts does not fall below what docs/extraction.md says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from spacy.language import Language

from triples.extraction import extract
from triples.reading import read_document


def typed_f1(shared: Path, folder: str, gold: list[Path], nlp: Language, out: Path) -> float:
    documents = sorted((shared / "acts" / folder).glob("*.txt"))
    assert documents
    system, joined = out / "system.jsonl", out / "gold.jsonl"
    mentions = [m for path in documents for m in extract(read_document(path), nlp).mentions]
    system.write_text("".join(m.to_json() + "\n" for m in mentions), encoding="utf-8")
    joined.write_text("".join(path.read_text(encoding="utf-8") for path in gold), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, shared / "acts" / "score.py", joined, system, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(json.loads(run.stdout)["mention"][2])


def test_the_five_documents(shared: Path, nlp: Language, tmp_path: Path) -> None:
    gold = [shared / "acts" / "gold.jsonl"]
    assert typed_f1(shared, "documents", gold, nlp, tmp_path) >= 0.72


def test_the_written_texts(shared: Path, nlp: Language, tmp_path: Path) -> None:
    gold = [shared / "acts" / f"written-{i}.jsonl" for i in (1, 2)]
    assert typed_f1(shared, "written", gold, nlp, tmp_path) >= 0.63
