"""Who is said to say what: an attribution, and the utterance of one sentence that it governs."""

from __future__ import annotations

from dataclasses import dataclass, field

from triples.extraction.actor import Actor
from triples.extraction.quotes import Quote
from triples.extraction.vocabulary import Match
from triples.language.analysis import Sentence, Word


@dataclass(slots=True, eq=False)
class Attribution:
    """A reporting verb with its speaker: "X said", "according to X"."""

    verb: Word
    speakers: tuple[Actor, ...]
    match: Match | None
    content: Word | None = None
    addressees: tuple[Actor, ...] = ()

    @property
    def factive(self) -> bool:
        """Whether the reporting word vouches for what is reported."""
        return self.match is not None and self.match.entry.factive

    @property
    def closes_from(self) -> int | None:
        """Where a reporting clause begins, with its comma, that ends a sentence: ", | a minister said"; else None."""
        subject = self.verb.child("nsubj")
        if self.content is None or self.content.index > self.verb.index or subject is None:
            return None
        words = self.verb.sentence.words
        first = min(w.index for w in subject.subtree() if w.dep != "punct")
        last = max(w.index for w in self.verb.subtree() if w.index >= self.verb.index)
        if first == 0 or words[first - 1].text != "," or any(w.dep != "punct" for w in words[last + 1 :]):
            return None
        return words[first - 1].start


@dataclass(slots=True, eq=False)
class Utterance:
    """What somebody says in one sentence: the words, their main predicate, and who is said to say them."""

    sentence: Sentence
    words: list[Word]
    head: Word
    speakers: tuple[Actor, ...]
    attribution: Attribution | None
    quote: Quote | None
    span: tuple[int, int]
    extra: list[Word] = field(default_factory=list)
