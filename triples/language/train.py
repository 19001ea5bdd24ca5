"""Trains the linguistic pipeline from open treebanks: ``python -m triples.language.train TREEBANK OUT``.

`TREEBANK` is a directory with the splits of EWT and of the open genres of GUM (CoNLL-U) and of UNER-EWT (IOB2),
gzipped, under the names listed in `SPLITS`. Everything that matters to the result is in ``config.cfg`` and in
``treebank.py``, with fixed seeds. Two cores need about 45 minutes and 3 GB.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.tokens import DocBin
from spacy.training import Corpus

from triples.language.treebank import convert

CONFIG = Path(__file__).with_name("config.cfg")

SPLITS = {
    "train": (("ewt-train.conllu.gz", "uner-ewt-train.iob2.gz"), ("gum-open-train.conllu.gz", None)),
    "dev": (("ewt-dev.conllu.gz", "uner-ewt-dev.iob2.gz"), ("gum-open-dev.conllu.gz", None)),
    "ewt-test": (("ewt-test.conllu.gz", "uner-ewt-test.iob2.gz"),),
    "gum-test": (("gum-open-test.conllu.gz", None),),
}
SCORES = ("token_acc", "tag_acc", "pos_acc", "lemma_acc", "dep_uas", "dep_las", "ents_f", "sents_f")
NOT_SHIPPED = ("ents_per_type", "dep_las_per_type", "morph_per_feat")


def convert_splits(treebank: Path, work: Path) -> None:
    """Writes one ``.spacy`` file a split into `work`; raises FileNotFoundError that names a missing treebank file."""
    for split, parts in SPLITS.items():
        merged: DocBin | None = None
        for conllu, uner in parts:
            docs = convert(treebank / conllu, uner=treebank / uner if uner else None, vary=split == "train")
            if merged is None:
                merged = docs
            else:
                merged.merge(docs)
        assert merged is not None
        merged.to_disk(work / f"{split}.spacy")


def evaluate(model: Path, split: Path) -> dict[str, float]:
    """Returns the scores of a trained pipeline on one split, as fractions of one, with the learned sentence starts."""
    nlp = spacy.load(model)
    scores = nlp.evaluate(list(Corpus(split)(nlp)))
    return {name: round(float(scores[name]), 4) for name in SCORES if scores.get(name) is not None}


def ship(model: Path, out: Path, work: Path) -> None:
    """Writes the pipeline to `out`, without training state, and its held-out scores to ``scores.json`` beside it."""
    nlp = spacy.load(model)
    for key in NOT_SHIPPED:
        nlp.meta.get("performance", {}).pop(key, None)
    nlp.meta.update(
        name="servanda",
        version="0.1.0",
        description="English: tagger, morphology, lemmas, Universal Dependencies, names",
        license="CC BY-SA 4.0",
        author="The Servanda authors",
    )
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out, exclude=["vectors"])
    held_out = {split: evaluate(model, work / f"{split}.spacy") for split in ("ewt-test", "gum-test")}
    (out / "scores.json").write_text(json.dumps(held_out, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Runs conversion, training and evaluation; `arguments` are the treebank directory and the target directory."""
    treebank, out = (Path(argument) for argument in arguments)
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        convert_splits(treebank, work)
        train(
            CONFIG,
            work / "out",
            overrides={"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")},
        )
        ship(work / "out" / "model-best", out, work)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
