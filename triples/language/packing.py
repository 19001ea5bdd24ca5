"""Analyses as bytes, so that the syntax of a document need not be found twice.

The form is JSON: sentences, each with its segment and its words as offsets, labels and the number of the head.
The text itself is not part of it.
"""

from __future__ import annotations

import json

from triples.language.analysis import Analysis, Sentence, Word
from triples.language.sentences import Segment


def pack(analysis: Analysis) -> bytes:
    """Returns an analysis, without its text, as bytes."""
    sentences = [
        [
            [s.segment.start, s.segment.end, s.segment.paragraph, s.segment.complete],
            [[w.start, w.end, w.pos, w.tag, w.dep, w.entity, w.lemma, w.head.index] for w in s.words],
        ]
        for s in analysis.sentences
    ]
    return json.dumps(sentences, separators=(",", ":")).encode()


def unpack(content: bytes, text: str) -> Analysis:
    """Returns the analysis of `text` that `pack` has put into bytes."""
    sentences: list[Sentence] = []
    for number, (segment, rows) in enumerate(json.loads(content)):
        sentence = Sentence(number, Segment(*segment))
        for index, (start, end, pos, tag, dep, entity, lemma, _) in enumerate(rows):
            seen = text[start:end]
            sentence.words.append(Word(index, start, end, seen, seen.lower(), sentence, pos, tag, dep, entity, lemma))
        for word, row in zip(sentence.words, rows, strict=True):
            word.head = sentence.words[row[-1]]
            if word.head is not word:
                word.head.children.append(word)
        sentences.append(sentence)
    return Analysis(text, sentences)
