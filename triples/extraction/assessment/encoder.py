"""Reads each sentence with a small pretrained encoder and says what each candidate in it looks like.

The encoder is a BERT of a few layers, tuned by ``train_encoder.py`` on annotated texts, together with weights for the
named features of each candidate, so that it learns what those do not say; it is stored as ONNX in eight bits. It sees
words, names included, where the regression sees what the lexicon and the syntax say of them; ``assessor.py`` joins the
two. Each sentence is read alone, behind the end of the one before it, so that what is found in it does not depend on
what is read with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from triples.extraction.assessment.scores import FeatureScores, log_shares, read_stored
from triples.extraction.assessment.wordpieces import VOCABULARY, Wordpieces
from triples.extraction.drafts import CLASSES, Draft
from triples.language.analysis import Analysis, Sentence

MODEL = Path(__file__).with_name("model")
ENCODER, FEATURES = "encoder.onnx", "features.json.gz"

KINDS = 2 * len(CLASSES)
"""How many kinds of candidates the encoder is told of: the type that the rules give, strong or weak."""

_SLOW = ["SkipLayerNormFusion"]
"""Left out: what the runtime makes of addition and normalisation in one takes a third of the time of the whole."""
_LONGEST = 160
"""Pieces of a sentence that are read; what comes after them is left to the linear model's judgement."""
_BEFORE = 16
"""Pieces of the sentence before that are read with each sentence."""


@dataclass(frozen=True)
class Reading:
    """A sentence as the encoder is given it, with its candidates.

    `pieces` and `segments`, shape (pieces,), are the numbers of the pieces and whether each is of the sentence itself;
    `cues` and `spans`, shape (candidates, pieces), the share of each piece in the cue and in the span of a candidate;
    `kinds` what the rules say of each; `places` where its candidates stand in the list they were taken from.
    """

    pieces: NDArray[np.int64]
    segments: NDArray[np.int64]
    cues: NDArray[np.float32]
    spans: NDArray[np.float32]
    kinds: NDArray[np.int64]
    places: list[int]


class Encoder:
    """The trained encoder, on one thread."""

    def __init__(self, directory: Path = MODEL) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            (directory / ENCODER).read_bytes(),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOW,
        )
        self._wordpieces = Wordpieces(directory / VOCABULARY)
        self._features = FeatureScores.from_json(read_stored(directory / FEATURES))

    def log_probabilities(
        self, analysis: Analysis, drafts: Sequence[Draft], features: Sequence[Sequence[str]]
    ) -> NDArray[np.float64]:
        """Returns the logarithm of the probability of each outcome for each draft, shape (drafts, outcomes).

        `features` are the names of those that hold of each draft.
        """
        found = self._features(features)
        for reading in readings(analysis, drafts, self._wordpieces):
            (scores,) = self._session.run(
                None,
                {
                    "pieces": reading.pieces[None],
                    "segments": reading.segments[None],
                    "cues": reading.cues[None],
                    "spans": reading.spans[None],
                    "kinds": reading.kinds[None],
                },
            )
            found[reading.places] += scores[0].astype(np.float64)
        return log_shares(found)


def readings(analysis: Analysis, drafts: Sequence[Draft], wordpieces: Wordpieces) -> Iterator[Reading]:
    """Yields each sentence that holds the cue of a draft, with the drafts whose cues it holds."""
    by_sentence: dict[int, list[int]] = {}
    for place, draft in enumerate(drafts):
        by_sentence.setdefault(draft.cue.sentence.index, []).append(place)
    for index, places in by_sentence.items():
        yield _reading(analysis.sentences, index, [drafts[p] for p in places], places, wordpieces)


def _reading(
    sentences: Sequence[Sentence], index: int, drafts: Sequence[Draft], places: list[int], wordpieces: Wordpieces
) -> Reading:
    before: list[int] = []
    if index:
        earlier = wordpieces.cut([w.text for w in sentences[index - 1].words])
        before = [p for pieces in earlier for p in pieces][-_BEFORE:]
    pieces = [wordpieces.first, *before, wordpieces.separator]
    own = len(pieces)
    words = sentences[index].words
    owners: list[int] = []
    for number, cut in enumerate(wordpieces.cut([w.text for w in words])):
        pieces += cut
        owners += [number] * len(cut)
    del pieces[own + _LONGEST :], owners[_LONGEST:]
    pieces.append(wordpieces.separator)
    cues = np.zeros((len(drafts), len(pieces)), np.float32)
    spans = np.zeros_like(cues)
    for row, draft in enumerate(drafts):
        for at, owner in enumerate(owners, start=own):
            word = words[owner]
            cues[row, at] = word is draft.cue
            spans[row, at] = word.start < draft.span[1] and word.end > draft.span[0]
    for shares in (cues, spans):
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
    segments = np.zeros(len(pieces), np.int64)
    segments[own:] = 1
    kinds = [2 * CLASSES.index(d.type) + d.weak for d in drafts]
    return Reading(np.array(pieces, np.int64), segments, cues, spans, np.array(kinds, np.int64), places)


@cache
def load_encoder() -> Encoder | None:
    """Returns the encoder that comes with the package, read once; None where the package was made without it."""
    return Encoder() if (MODEL / ENCODER).exists() else None
