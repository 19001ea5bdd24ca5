"""Words with their syntax, and offsets that stay true to the document.

The parser sees each sentence alone, without emphasis marks and scare quotes, and headlines without their capitals; the
words keep the offsets of the document's own text. Labels are those of Universal Dependencies
(https://universaldependencies.org/u/dep/).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from triples.language.sentences import Segment, split_sentences
from triples.language.words import words as word_set


@dataclass(slots=True, eq=False)
class Word:
    """A word of a sentence; `head` is itself at the root."""

    index: int
    start: int
    end: int
    text: str
    lower: str
    sentence: Sentence
    pos: str = ""
    tag: str = ""
    dep: str = ""
    entity: str = ""
    lemma: str = ""
    head: Word = field(init=False)
    children: list[Word] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"{self.text}/{self.pos}/{self.dep}"

    @property
    def is_name(self) -> bool:
        """Whether the word is written with a capital letter."""
        return self.text[:1].isupper()

    def child(self, *labels: str) -> Word | None:
        """Returns the first child with one of these labels (a label counts with its subtypes)."""
        for label in labels:
            for word in self.children:
                if word.dep == label or word.dep.startswith(label + ":"):
                    return word
        return None

    def all(self, *labels: str) -> list[Word]:
        """Returns the children with one of these labels or their subtypes."""
        return [w for w in self.children if any(w.dep == x or w.dep.startswith(x + ":") for x in labels)]

    def subtree(self) -> list[Word]:
        """Returns the word and all that hangs from it, in the order of the text."""
        found, stack = [], [self]
        while stack:
            word = stack.pop()
            found.append(word)
            stack.extend(word.children)
        return sorted(found, key=lambda w: w.index)

    def ancestors(self) -> Iterator[Word]:
        """Yields the heads upwards, the nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence, headline or caption with its words."""

    index: int
    segment: Segment
    words: list[Word] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The offset of its first character."""
        return self.segment.start

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.segment.end


@dataclass(slots=True, eq=False)
class Analysis:
    """A text with its sentences."""

    text: str
    sentences: list[Sentence]

    def paragraphs(self) -> list[tuple[int, int]]:
        """Returns the spans of the paragraphs."""
        spans: dict[int, tuple[int, int]] = {}
        for s in self.sentences:
            first = spans.get(s.segment.paragraph, (s.start, s.end))[0]
            spans[s.segment.paragraph] = (first, s.end)
        return list(spans.values())

    def words_between(self, start: int, end: int) -> list[Word]:
        """Returns the words that have a character between two offsets, in the order of the text."""
        found: list[Word] = []
        for i in range(max(0, bisect_right(self.sentences, start, key=_start) - 1), len(self.sentences)):
            sentence = self.sentences[i]
            if sentence.start >= end:
                break
            found += [word for word in sentence.words if word.start < end and word.end > start]
        return found


def _start(sentence: Sentence) -> int:
    return sentence.start


_QUOTE_MARKS = frozenset(['"', "“", "”", "„", "‟", "«", "»", "‘", "’", "'", "''", "``"])
_PROPER_LABELS = {
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "auxpass": "aux:pass",
    "pobj": "nmod",
    "relcl": "acl:relcl",
    "agent": "obl:agent",
}


def analyse(
    text: str,
    nlp: Language,
    *,
    knows: Callable[[str], bool] = lambda _: False,
    stand_in: Callable[[str], str | None] = lambda _: None,
) -> Analysis:
    """Analyses a text sentence by sentence.

    `knows` tells whether a word in lower case is an ordinary word; it decides which capitals of a headline are names.
    `stand_in` gives for the name of a place or people a better known one of the same kind, which the parser sees in
    its place: a small model tags "Ankara accused" right only when it has met the name.
    """
    plain = re.sub(r"\*\*|__|[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", lambda m: " " * len(m[0]), text)
    segments = split_sentences(plain)
    common = frozenset(re.findall(r"(?<![.!?:\"“] )(?<!^)\b[a-z]{3,}\b", plain))
    names = frozenset(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", plain))
    sentences = [Sentence(i, s) for i, s in enumerate(segments)]
    docs: list[Doc] = []
    for sentence in sentences:
        _tokenise(sentence, plain, nlp)
        words = [w.text for w in sentence.words]
        if _is_title(words, sentence.segment.complete):
            words = [_untitled(w, i, common, knows) for i, w in enumerate(words)]
        words = _with_stand_ins(words, common, knows, stand_in, names)
        docs.append(_document(words, sentence.words, nlp))
    for sentence, doc in zip(sentences, nlp.pipe(docs, batch_size=64), strict=True):
        _annotate(sentence, doc)
    return Analysis(text, sentences)


def _tokenise(sentence: Sentence, text: str, nlp: Language) -> None:
    piece = text[sentence.start : sentence.end]
    for token in nlp.tokenizer(piece):
        if token.is_space or not token.text.strip():
            continue
        start = sentence.start + token.idx
        if token.text in _QUOTE_MARKS and not _encloses_speech(text, start, start + len(token.text), sentence):
            continue
        sentence.words.append(
            Word(len(sentence.words), start, start + len(token.text), token.text, token.lower_, sentence)
        )


def _encloses_speech(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Whether a quotation mark sets off whole speech; the marks of single words only disturb the parser."""
    if start <= sentence.start + 1 or end >= sentence.end - 2:
        return True
    before = text[max(0, start - 2) : start].strip()
    return before[-1:] in (",", ":", ".", "?", "!", "…")


def _document(words: Sequence[str], originals: Sequence[Word], nlp: Language) -> Doc:
    spaces = [
        originals[i].end < originals[i + 1].start if i + 1 < len(originals) else False for i in range(len(originals))
    ]
    starts: list[bool | int | None] = [i == 0 for i in range(len(originals))]
    return Doc(nlp.vocab, words=list(words), spaces=spaces, sent_starts=starts)


def _is_title(words: Sequence[str], complete: bool) -> bool:
    long = [w for w in words if len(w) > 3 and w[:1].isalpha()]
    upper = sum(w[:1].isupper() for w in long)
    return not complete and len(long) >= 3 and upper >= 0.75 * len(long)


def _untitled(word: str, index: int, common: frozenset[str], knows: Callable[[str], bool]) -> str:
    lower = word.lower()
    if index == 0 or not word[:1].isupper():
        return word
    if word.isupper() and len(word) > 1 and not (lower in common or knows(lower)):
        return word if len(word) <= 5 else word.title()
    return lower if lower in common or knows(lower) else word


def _with_stand_ins(
    words: Sequence[str],
    common: frozenset[str],
    knows: Callable[[str], bool],
    stand_in: Callable[[str], str | None],
    names: frozenset[str],
) -> list[str]:
    """Replaces names that a small model cannot know by names that it does."""
    out: list[str] = []
    for i, word in enumerate(words):
        known = stand_in(word)
        if known is not None:
            out.append(known)
        elif (i > 0 or word in names) and _is_unknown_name(word, i, common, knows):
            goes_on = i + 1 < len(words) and _is_unknown_name(words[i + 1], i + 1, common, knows)
            follows = i > 0 and out[-1] in _PERSON
            out.append(_PERSON[0] if goes_on and not follows else _PERSON[1])
        else:
            out.append(word)
    return out


_PERSON = ("John", "Smith")


def _is_unknown_name(word: str, index: int, common: frozenset[str], knows: Callable[[str], bool]) -> bool:
    if not (word[:1].isupper() and word[1:].islower() and len(word) > 2 and word.isalpha()):
        return False
    lower = word.lower()
    return not (
        lower in common or knows(lower) or lower in _CAPITALISED or (index == 0 and lower.endswith(("ing", "ed", "ly")))
    )


_CAPITALISED = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december prime foreign minister president secretary state deputy
    council union treaty agreement charter european united nations states north south east west korea
    general security international house office ministry department mr mrs ms dr when while after before
    although since during under despite however earlier later last both each many some most few all only
    even also according speaking asked these those such other others another nobody nothing everyone anyone
    someone among along without within here similar frankly underlining hence once twice
    """
)


def _annotate(sentence: Sentence, doc: Doc) -> None:
    for word, token in zip(sentence.words, doc, strict=True):
        word.pos = token.pos_
        word.tag = token.tag_
        word.dep = _PROPER_LABELS.get(token.dep_, token.dep_)
        word.entity = token.ent_type_
        # Where the parser saw another word in its place, the lemma of that one says nothing.
        word.lemma = token.lemma_ if token.lower_ == word.lower else word.text
        word.head = sentence.words[token.head.i]
        if word.head is not word:
            word.head.children.append(word)
