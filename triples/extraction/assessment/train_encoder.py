"""Tunes the encoder: ``python -m triples.extraction.assessment.train_encoder BASE OUT HELD_OUT SET [-- SET …]``.

`BASE` is a directory with a pretrained BERT in the format of the ``transformers`` library, and its ``vocab.txt``. `OUT`
is the directory that the encoder, its weights of features and its vocabulary are written to, `HELD_OUT` a file for
what encoders say of the documents that they were not trained on, which ``train.py`` needs. Each `SET` is what
``train.py`` takes.

Needs ``torch``, ``transformers`` and ``onnxscript``, which Servanda itself does without. The result depends on the
versions of these and on the processor in the last digits.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import BertModel

from triples.extraction.assessment.encoder import ENCODER, FEATURES, KINDS, Encoder, Reading, readings
from triples.extraction.assessment.scores import OUTCOMES, FeatureScores, store
from triples.extraction.assessment.train import Example, fold_of, frequent_names, read_groups
from triples.extraction.assessment.wordpieces import VOCABULARY, Wordpieces

LAYERS = 6
"""Layers of the pretrained encoder that are kept, from below: half of them, for half of the time and of the size."""
FREQUENT = 16_000
"""BERT's vocabulary stands in the order of frequency: whole words beyond this place are read in pieces."""
FOLDS = 4
EPOCHS = 3
BATCH = 16
RATE = 1e-4
FEATURE_RATE = 2e-3
HEAD_RATE = 1e-3
WARM_UP = 0.1
SMOOTHING = 0.1
_SEED = 20220111
_COMPARED = 40
_DROPOUT = 0.2


@dataclass(frozen=True)
class Lesson:
    """A sentence with the features and the outcome of each of its candidates, as numbers."""

    reading: Reading
    features: list[list[int]]
    outcomes: NDArray[np.int64]


class Reader(nn.Module):
    """A BERT, and two layers that look at the pieces of the cue and of the span of each candidate.

    Shapes: `pieces`, `segments` (sentences, pieces); `cues`, `spans` (sentences, candidates, pieces); `kinds`
    (sentences, candidates). Returns scores of shape (sentences, candidates, outcomes).
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        size = bert.config.hidden_size
        self.bert = bert
        self.kinds = nn.Embedding(KINDS, 32)
        self.hidden = nn.Linear(3 * size + 32, size)
        self.scores = nn.Linear(size, len(OUTCOMES))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, pieces: Tensor, segments: Tensor, cues: Tensor, spans: Tensor, kinds: Tensor) -> Tensor:
        """See the class."""
        states = self.bert(input_ids=pieces, token_type_ids=segments, attention_mask=(pieces != 0).long())[0]
        whole = states[:, :1].expand(-1, cues.shape[1], -1)
        seen = torch.cat([cues @ states, spans @ states, whole, self.kinds(kinds)], dim=-1)
        scores: Tensor = self.scores(self.dropout(torch.nn.functional.gelu(self.hidden(self.dropout(seen)))))
        return scores


class Model(nn.Module):
    """The reader, and weights of features beside it; `features` are 0 or 1, (sentences, candidates, features)."""

    def __init__(self, bert: BertModel, features: int) -> None:
        super().__init__()
        self.reader = Reader(bert)
        self.features = nn.Linear(features, len(OUTCOMES), bias=False)
        self.dropout = nn.Dropout(_DROPOUT)
        nn.init.zeros_(self.features.weight)

    def forward(self, read: Sequence[Tensor], features: Tensor) -> Tensor:
        """Returns scores of shape (sentences, candidates, outcomes)."""
        scores: Tensor = self.reader(*read) + self.features(self.dropout(features))
        return scores


def kept_pieces(pieces: Sequence[str]) -> list[int]:
    """Returns which pieces of BERT's vocabulary are kept: frequent words, all that go on within one, all characters."""
    return [
        number
        for number, piece in enumerate(pieces)
        if not piece.startswith("[unused") and (number < FREQUENT or piece.startswith("##") or len(piece) == 1)
    ]


def load_base(base: Path, kept: Sequence[int]) -> BertModel:
    """Returns the lower layers of a pretrained BERT, with the embeddings of the pieces that are kept."""
    bert: BertModel = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")
    bert.encoder.layer = bert.encoder.layer[:LAYERS]
    bert.config.num_hidden_layers = LAYERS
    rows = bert.embeddings.word_embeddings.weight.data[list(kept)]
    bert.embeddings.word_embeddings = nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0)
    bert.config.vocab_size = len(kept)
    return bert


class Trainer:
    """What all trainings share: the base, its vocabulary, and which features are learned."""

    def __init__(self, base: Path, out: Path, examples: Sequence[Example]) -> None:
        pieces = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self._base = base
        self._kept = kept_pieces(pieces)
        vocabulary = out / VOCABULARY
        vocabulary.write_text("".join(f"{pieces[k]}\n" for k in self._kept), encoding="utf-8")
        self._wordpieces = Wordpieces(vocabulary)
        names = frequent_names([features for e in examples for features in e.found.features])
        self._index = {name: i for i, name in enumerate(sorted(names))}

    def lessons(self, example: Example) -> list[Lesson]:
        """Returns the sentences of a document that hold a candidate."""
        found = example.found
        numbers = [[self._index[name] for name in names if name in self._index] for names in found.features]
        outcomes = np.array([OUTCOMES.index(label) for label in example.labels], np.int64)
        return [
            Lesson(reading, [numbers[place] for place in reading.places], outcomes[reading.places])
            for reading in readings(found.analysis, found.drafts, self._wordpieces)
        ]

    def train(self, examples: Sequence[Example], name: str) -> Model:
        """Tunes an encoder with a new head on documents, in batches of about equal length, with a fixed seed."""
        torch.manual_seed(_SEED)
        dice = random.Random(_SEED)  # noqa: S311 - order of training, no secrets
        lessons = [lesson for e in examples for lesson in self.lessons(e)]
        model = Model(load_base(self._base, self._kept), len(self._index)).train()
        bert, features = list(model.reader.bert.parameters()), list(model.features.parameters())
        others = {id(p) for p in (*bert, *features)}
        groups = [
            {"params": bert, "lr": RATE, "weight_decay": 0.01},
            {"params": features, "lr": FEATURE_RATE, "weight_decay": 0.1},
            {"params": [p for p in model.parameters() if id(p) not in others], "lr": HEAD_RATE, "weight_decay": 0.01},
        ]
        optimizer = torch.optim.AdamW(groups)
        steps = EPOCHS * -(-len(lessons) // BATCH)
        warm = max(1, round(WARM_UP * steps))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
        )
        for epoch in range(EPOCHS):
            losses: list[float] = []
            for batch in _batches(lessons, dice):
                scores = model(_inputs(batch), self._multi_hot(batch))
                loss = nn.functional.cross_entropy(
                    scores.flatten(0, 1), _outcomes(batch).flatten(), ignore_index=-1, label_smoothing=SMOOTHING
                )
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                losses.append(float(loss.detach()))
            print(f"{name}, pass {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.3f}", flush=True)
        return model.eval()

    @torch.inference_mode()
    def scores(self, model: Model, example: Example) -> NDArray[np.float32]:
        """Returns the scores of the candidates of a document, shape (candidates, outcomes)."""
        found = np.zeros((len(example.labels), len(OUTCOMES)), np.float32)
        for lesson in self.lessons(example):
            found[lesson.reading.places] = model(_inputs([lesson]), self._multi_hot([lesson]))[0].numpy()
        return found

    def write(self, model: Model, lesson: Lesson, out: Path) -> None:
        """Writes a model: the reader as ONNX, traced with a sentence, and the weights of the features."""
        export(model.reader, lesson, out / ENCODER)
        weights = model.features.weight.detach().numpy().T.astype(np.float32)
        store(FeatureScores(self._index, weights).to_json(), out / FEATURES)

    def _multi_hot(self, batch: Sequence[Lesson]) -> Tensor:
        many = max(len(b.outcomes) for b in batch)
        found = torch.zeros(len(batch), many, len(self._index))
        for i, lesson in enumerate(batch):
            for j, numbers in enumerate(lesson.features):
                found[i, j, numbers] = 1.0
        return found


def _batches(lessons: Sequence[Lesson], dice: random.Random) -> Iterator[list[Lesson]]:
    """Yields batches of sentences of about equal length, the batches in random order."""
    order = sorted(lessons, key=lambda lesson: len(lesson.reading.pieces) + dice.random() * 8)
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    dice.shuffle(batches)
    yield from batches


def _inputs(batch: Sequence[Lesson]) -> list[Tensor]:
    """Returns what the reader takes for some sentences, padded."""
    long = max(len(b.reading.pieces) for b in batch)
    many = max(len(b.outcomes) for b in batch)
    pieces, segments = (torch.zeros(len(batch), long, dtype=torch.long) for _ in range(2))
    cues, spans = (torch.zeros(len(batch), many, long) for _ in range(2))
    kinds = torch.zeros(len(batch), many, dtype=torch.long)
    for i, lesson in enumerate(batch):
        n, c = len(lesson.reading.pieces), len(lesson.outcomes)
        pieces[i, :n] = torch.from_numpy(lesson.reading.pieces)
        segments[i, :n] = torch.from_numpy(lesson.reading.segments)
        cues[i, :c, :n] = torch.from_numpy(lesson.reading.cues)
        spans[i, :c, :n] = torch.from_numpy(lesson.reading.spans)
        kinds[i, :c] = torch.from_numpy(lesson.reading.kinds)
    return [pieces, segments, cues, spans, kinds]


def _outcomes(batch: Sequence[Lesson]) -> Tensor:
    """Returns the outcomes of the candidates of some sentences, padded with -1."""
    found = torch.full((len(batch), max(len(b.outcomes) for b in batch)), -1)
    for i, lesson in enumerate(batch):
        found[i, : len(lesson.outcomes)] = torch.from_numpy(lesson.outcomes)
    return found


def export(reader: Reader, lesson: Lesson, path: Path) -> None:
    """Writes a reader as ONNX with weights of eight bits; `lesson` is a sentence to trace it with."""
    inputs = _inputs([lesson])
    names = ["pieces", "segments", "cues", "spans", "kinds"]
    long, many = torch.export.Dim("long", min=3, max=512), torch.export.Dim("many", min=1, max=4096)
    shapes = ({1: long}, {1: long}, {1: many, 2: long}, {1: many, 2: long}, {1: many})
    whole = path.with_suffix(".whole.onnx")
    torch.onnx.export(
        reader, tuple(inputs), whole, input_names=names, output_names=["scores"], dynamic_shapes=shapes, dynamo=True,
        external_data=False,
    )  # fmt: skip
    quantize_dynamic(whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    stored = onnx.load(path)
    stored.doc_string = ""
    for node in stored.graph.node:
        # Where in PyTorch each node comes from: a megabyte of paths of the machine it was made on.
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(stored, path)
    whole.unlink()


def main(arguments: list[str]) -> int:
    """Trains on all sets, and once for each fold without it; see the module's description for the arguments."""
    base, out, held_out = (Path(a) for a in arguments[:3])
    torch.set_num_threads(2)
    out.mkdir(parents=True, exist_ok=True)
    examples = list(read_groups(arguments[3:]))
    trainer = Trainer(base, out, examples)
    unseen: dict[str, NDArray[np.float32]] = {}
    for fold in range(FOLDS):
        seen = [e for e in examples if fold_of(e.document, FOLDS) != fold]
        model = trainer.train(seen, f"fold {fold + 1} of {FOLDS}")
        for example in examples:
            if fold_of(example.document, FOLDS) == fold:
                unseen[example.document.slug] = trainer.scores(model, example)
        np.savez_compressed(held_out, **unseen)  # type: ignore[arg-type]
    lesson = next(lesson for e in examples for lesson in trainer.lessons(e) if len(lesson.outcomes) > 1)
    model = trainer.train(examples, "all")
    trainer.write(model, lesson, out)
    encoder = Encoder(out)
    pairs = [
        (
            trainer.scores(model, e).argmax(axis=1),
            encoder.log_probabilities(e.found.analysis, e.found.drafts, e.found.features).argmax(axis=1),
        )
        for e in examples[:_COMPARED]
    ]
    same = np.mean(np.concatenate([one == other for one, other in pairs]))
    print(f"in eight bits the same outcome for {same:.3f} of the candidates of {len(pairs)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
