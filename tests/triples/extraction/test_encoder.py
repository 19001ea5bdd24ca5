"""The encoder: how words become pieces, what it is given of a sentence, and what it gives back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from triples.extraction import extract
from triples.extraction.assessment.encoder import MODEL, load_encoder, readings
from triples.extraction.assessment.scores import OUTCOMES
from triples.extraction.assessment.wordpieces import VOCABULARY, Wordpieces
from triples.extraction.extract import Candidacy, candidates
from triples.model import Document

TEXT = "Lima rejected the demand. The minister promised to sign the treaty and denied that talks were held."


@pytest.fixture(scope="module")
def wordpieces() -> Wordpieces:
    return Wordpieces(MODEL / VOCABULARY)


def found_in(text: str, nlp: Language) -> Candidacy:
    return candidates(Document(slug="test", text=text, masked=text, digest="0"), nlp)


def test_words_are_cut_longest_piece_first(tmp_path: Path) -> None:
    vocabulary = tmp_path / "vocabulary.txt"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "de", "deny", "##ny", "##ing", "u", "s", ".", "cafe"]
    vocabulary.write_text("\n".join(pieces) + "\n", encoding="utf-8")
    cut = Wordpieces(vocabulary).cut(["Denying", "U.S.", "café", "§", "", "de" * 40])
    assert [[pieces[n] for n in word] for word in cut] == [
        ["deny", "##ing"],
        ["u", ".", "s", "."],
        ["cafe"],
        ["[UNK]"],
        [],
        ["[UNK]"],
    ]


def test_the_vocabulary_knows_english(wordpieces: Wordpieces) -> None:
    pieces = (MODEL / VOCABULARY).read_text(encoding="utf-8").splitlines()
    assert len(pieces) == len(set(pieces))
    cut = wordpieces.cut(
        ["The", "ministers", "of", "Kyrgyzstan", "and", "Tajikistan", "denied", "“everything”", "–", "again"]
    )
    assert all(wordpieces.unknown not in word for word in cut)
    assert len(cut[0]) == len(cut[1]) == 1


def test_a_reading_shows_cue_and_span_of_each_candidate(nlp: Language, wordpieces: Wordpieces) -> None:
    found = found_in(TEXT, nlp)
    pieces = (MODEL / VOCABULARY).read_text(encoding="utf-8").splitlines()
    seen: list[int] = []
    for reading in readings(found.analysis, found.drafts, wordpieces):
        seen += reading.places
        assert reading.cues.shape == reading.spans.shape == (len(reading.places), len(reading.pieces))
        for row, place in enumerate(reading.places):
            draft = found.drafts[place]
            cue = "".join(pieces[n].removeprefix("##") for n in reading.pieces[reading.cues[row] > 0])
            assert cue == draft.cue.lower
            span = "".join(pieces[n].removeprefix("##") for n in reading.pieces[reading.spans[row] > 0])
            assert span == TEXT[slice(*draft.span)].lower().replace(" ", "")
            assert np.isclose(reading.cues[row].sum(), 1.0)
            assert np.isclose(reading.spans[row].sum(), 1.0)
    assert sorted(seen) == list(range(len(found.drafts)))


def test_a_sentence_without_end_is_read_in_part(nlp: Language, wordpieces: Wordpieces) -> None:
    found = found_in("Lima rejected the demand " + "of the ministers and their deputies " * 60, nlp)
    assert found.drafts
    for reading in readings(found.analysis, found.drafts, wordpieces):
        assert len(reading.pieces) <= 200


def test_probabilities_sum_to_one_and_do_not_depend_on_what_follows(nlp: Language) -> None:
    encoder = load_encoder()
    assert encoder is not None
    alone, longer = (found_in(text, nlp) for text in (TEXT, f"{TEXT}\n\nOslo accused Riga of spying. Riga denied it."))
    first = encoder.log_probabilities(alone.analysis, alone.drafts, alone.features)
    assert first.shape == (len(alone.drafts), len(OUTCOMES))
    assert np.allclose(np.exp(first).sum(axis=1), 1.0)
    kept = [i for i, draft in enumerate(longer.drafts) if draft.cue.end <= len(TEXT)]
    assert np.array_equal(encoder.log_probabilities(longer.analysis, longer.drafts, longer.features)[kept], first)


def test_a_text_without_candidates_is_no_trouble(nlp: Language) -> None:
    document = Document(slug="test", text="Rain fell.", masked="Rain fell.", digest="0")
    assert extract(document, nlp).mentions == []
