"""The reading of one reported clause: who is said to do what, and whether it is negated.

The input is the syntactic analysis of the document (Universal Dependencies) and the offsets of a clause; the output
is a `Clause`, which no longer holds any wording of the text but lemmas and the names of actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from triples.consolidation.predicates import Predicate, Predicates
from triples.language.analysis import Analysis, Word

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
_COMPLEMENTS = ("ccomp", "xcomp", "acl", "acl:relcl", "obj", "advcl", "obl", "nmod", "appos")
_NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "none", "nobody", "neither", "nor", "without"})
_MODALS = {"will": "will", "would": "will", "shall": "will", "should": "should", "must": "must", "can": "can"}
_MODALS |= {"could": "can", "may": "may", "might": "may", "'ll": "will", "ll": "will", "’ll": "will"}
_PREFIXES = frozenset({"non", "non-"})
_DEEPEST = 6


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What a clause says, in lemmas: the subject's words, the predicate, the polarity, the object's words.

    `concept` is None where the lexicon of predicates does not know the word. `carried_by` lists the lemmas of the
    words that introduce the clause ("promise", "to …"), outermost first.
    """

    subject: tuple[Word, ...]
    predicate: str
    concept: Predicate | None
    negated: bool
    modal: str | None
    object: tuple[Word, ...]
    link: str = ""
    """The preposition before the object."""
    phrase: tuple[Word, ...] = ()
    """The predicate's own modifiers and itself, where it is a noun."""
    copula: bool = False
    nominal: bool = False
    eastward: bool = False
    carried_by: tuple[str, ...] = ()
    carrier: tuple[Word, ...] = ()
    """The words for whoever is said to have done what the outermost introducing word says."""


def read_clause(analysis: Analysis, start: int, end: int, predicates: Predicates) -> Clause | None:
    """Returns what the clause between two offsets says, or None where there is no word to go by."""
    span = analysis.words_between(start, end)
    head = _head(span, predicates)
    if head is None:
        return None
    return _Reading(span, predicates).descend(head)


def _head(span: Sequence[Word], predicates: Predicates) -> Word | None:
    """Returns the word to start from: the highest one that says something the lexicon knows, else the root."""
    tops = [word for word in span if _is_word(word) and (word.head is word or word.head not in span)]
    tops = [word for word in tops if word.lower not in _PREFIXES] or [t for t in span if _is_word(t)]
    tops = [_participle(word, span, predicates) or word for word in tops]
    if not tops:
        return None

    def rank(word: Word) -> tuple[bool, bool, int]:
        known = predicates.lookup(word.lemma, noun=word.pos not in {"VERB", "AUX"}, beside=_beside(word)) is not None
        shaping = predicates.halts(word.lemma, _beside(word)) or predicates.carries(word.lemma, _beside(word))
        return (not (known or shaping), word.pos not in {"VERB", "AUX"}, word.start)

    return min(tops, key=rank)


def _participle(word: Word, span: Sequence[Word], predicates: Predicates) -> Word | None:
    """Returns the known verb that hangs on a noun as its participle ("states *joining* the union")."""
    for child in word.children:
        hangs = child.dep == "acl" and child.pos == "VERB" and child in span and not predicates.carries(word.lemma)
        if hangs and predicates.lookup(child.lemma, noun=False, beside=_beside(child)):
            return child
    return None


def _is_word(word: Word) -> bool:
    return any(c.isalpha() for c in word.text)


def _beside(word: Word) -> frozenset[str]:
    """Returns the words that hang on a word, in the forms in which the lexicon may ask for them."""
    return frozenset(form for child in word.children for form in (child.lower, child.lemma.lower()))


class _Reading:
    """The walk from the head of a clause down to the predicate that the clause is about."""

    def __init__(self, span: Sequence[Word], predicates: Predicates) -> None:
        self._span = span
        self._predicates = predicates

    def descend(self, head: Word) -> Clause:
        reversed_, carried = False, list[str]()
        inherited: tuple[Word, ...] = ()
        carrier: tuple[Word, ...] = ()
        word = head
        for _ in range(_DEEPEST):
            below = self._below(word)
            if below is None or self._lookup(word) is not None:
                break
            own = self._subject(word)
            if self._predicates.halts(word.lemma, _beside(word)):
                # "not to end the enlargement" turns the reversal round again.
                reversed_ = reversed_ != (not self._negated(word))
                inherited = own or inherited
            elif self._predicates.carries(word.lemma, _beside(word)):
                carried.append(word.lemma.lower())
                inherited = own or inherited
                carrier = carrier or own
            else:
                break
            word = below
        clause = self._clause(word)
        subject = clause.subject or inherited
        return replace(
            clause,
            subject=subject,
            negated=clause.negated != reversed_,
            carried_by=tuple(carried),
            carrier=carrier,
        )

    def _lookup(self, word: Word) -> Predicate | None:
        # A word of the span may be mistagged in a headline: the other part of speech is tried second.
        is_verb = word.pos in {"VERB", "AUX"}
        for noun in (not is_verb, is_verb):
            found = self._predicates.lookup(word.lemma, noun=noun, beside=_beside(word))
            if found is not None:
                return found
        return None

    def _below(self, word: Word) -> Word | None:
        inside = [child for child in word.children if child in self._span and _is_word(child)]
        for relation in _COMPLEMENTS:
            for child in inside:
                if child.dep == relation and child.pos in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}:
                    if self._lookup(child) or child.pos in {"VERB", "AUX"}:
                        return child
                    if relation in {"obj", "nmod", "obl"} and self._reaches(child):
                        return child
        return None

    def _reaches(self, word: Word) -> bool:
        shaping = self._predicates.halts(word.lemma, _beside(word)) or self._predicates.carries(
            word.lemma, _beside(word)
        )
        return shaping or any(self._lookup(child) for child in word.children if child in self._span)

    def _clause(self, word: Word) -> Clause:
        concept = self._lookup(word)
        nominal = word.pos in {"NOUN", "PROPN"} and not any(c.dep == "cop" for c in word.children)
        negated = self._negated(word) != bool(concept and concept.negative)
        return Clause(
            subject=self._subject(word) if not nominal or concept else self._possessor(word),
            predicate=word.lemma.lower() if word.pos != "PROPN" else word.text,
            concept=concept,
            negated=negated,
            modal=self._modal(word),
            object=self._object(word),
            link=self._link(word),
            phrase=tuple(t for t in sorted(_members(word, depth=1), key=lambda t: t.start) if t in self._span),
            copula=any(child.dep == "cop" for child in word.children),
            nominal=nominal,
            eastward=any(form.startswith("east") for t in self._span for form in (t.lower,)),
        )

    def _negated(self, word: Word) -> bool:
        inside = [child for child in word.children if child in self._span]
        near = [child for child in inside if child.lower in _NEGATORS and child.index < word.index]
        # "non-expansion": the prefix may be a word of its own.
        near += [left for left in word.sentence.words[max(0, word.index - 2) : word.index] if left.lower in _PREFIXES]
        # "no one suggests that", "no member will": the negation stands at the subject or the object.
        for child in inside:
            if child.dep in _SUBJECTS | {"obj"}:
                near += [
                    c for c in child.subtree() if c.lower in {"no", "neither", "none"} and c.head in (child, c.head)
                ]
                near += [child] if child.lower in {"none", "nobody", "nothing"} else []
        return bool(near)

    def _subject(self, word: Word) -> tuple[Word, ...]:
        for child in word.children:
            if child.dep in _SUBJECTS and child in self._span:
                return _phrase(child)
        if word.dep == "acl" and word.head in self._span and word.lower.endswith("ing"):
            return _phrase(word.head)
        return self._possessor(word) if word.pos in {"NOUN", "PROPN"} else ()

    def _possessor(self, word: Word) -> tuple[Word, ...]:
        inside = [child for child in word.children if child in self._span]
        for relation in ("nmod:poss", "compound", "nmod", "amod"):
            for child in inside:
                of = relation != "nmod" or any(c.lower == "of" for c in child.children)
                named = relation not in {"amod", "compound"} or child.text[:1].isupper()
                if child.dep == relation and of and named and child.lower not in _PREFIXES:
                    return _phrase(child)
        return ()

    def _modal(self, word: Word) -> str | None:
        for child in word.children:
            if child.dep.startswith("aux") and child.lower in _MODALS:
                return _MODALS[child.lower]
        return None

    def _object(self, word: Word) -> tuple[Word, ...]:
        found = self._object_head(word)
        return () if found is None else _phrase(found)

    def _link(self, word: Word) -> str:
        found = self._object_head(word)
        cases = [] if found is None else [child.lower for child in found.children if child.dep in {"case", "mark"}]
        return cases[0] if cases and cases[0] != "that" else ""

    def _object_head(self, word: Word) -> Word | None:
        inside = [child for child in word.children if child in self._span]
        for relation in ("obj", "xcomp", "obl", "nmod", "ccomp", "advmod"):
            for child in inside:
                if child.dep == relation and child.index > word.index and _is_word(child):
                    return child
        return None


def _phrase(head: Word) -> tuple[Word, ...]:
    """Returns the words of a short noun phrase: the head, its modifiers, what *and* or *of* joins to it."""
    return tuple(sorted(_members(head, depth=0), key=lambda word: word.start))


def _members(head: Word, *, depth: int) -> Iterator[Word]:
    yield head
    for child in head.children:
        if child.dep in {"amod", "compound", "flat", "nummod", "nmod:poss", "nmod:desc"} and _is_word(child):
            yield from _members(child, depth=depth + 1)
        elif (
            depth == 0 and child.dep in {"conj", "nmod"} and child.index > head.index and child.index - head.index <= 4
        ):
            yield from (c for c in child.children if c.dep in {"case", "cc"})
            yield from _members(child, depth=depth + 1)
