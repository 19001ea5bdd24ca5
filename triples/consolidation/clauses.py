"""The reading of one reported clause: who is said to do what, and whether it is negated.

The input is the syntactic analysis of the document (Universal Dependencies) and the offsets of a clause; the output
is a `Clause`, which no longer holds any wording of the text but lemmas and the names of actors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from triples.consolidation.predicates import Predicate, Predicates

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

    subject: tuple[Token, ...]
    predicate: str
    concept: Predicate | None
    negated: bool
    modal: str | None
    object: tuple[Token, ...]
    link: str = ""
    """The preposition before the object."""
    phrase: tuple[Token, ...] = ()
    """The predicate's own modifiers and itself, where it is a noun."""
    copula: bool = False
    nominal: bool = False
    eastward: bool = False
    carried_by: tuple[str, ...] = ()
    carrier: tuple[Token, ...] = ()
    """The words for whoever is said to have done what the outermost introducing word says."""


def read_clause(analysis: Doc, start: int, end: int, predicates: Predicates) -> Clause | None:
    """Returns what the clause between two offsets says, or None where there is no word to go by."""
    span = analysis.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    head = _head(span, predicates)
    if head is None:
        return None
    return _Reading(span, predicates).descend(head)


def _head(span: Span, predicates: Predicates) -> Token | None:
    """Returns the word to start from: the highest one that says something the lexicon knows, else the root."""
    tops = [token for token in span if _is_word(token) and (token.head == token or token.head not in span)]
    tops = [token for token in tops if token.lower_ not in _PREFIXES] or [t for t in span if _is_word(t)]
    tops = [_participle(token, span, predicates) or token for token in tops]
    if not tops:
        return None

    def rank(token: Token) -> tuple[bool, bool, int]:
        known = (
            predicates.lookup(token.lemma_, noun=token.pos_ not in {"VERB", "AUX"}, beside=_beside(token)) is not None
        )
        shaping = predicates.halts(token.lemma_, _beside(token)) or predicates.carries(token.lemma_, _beside(token))
        return (not (known or shaping), token.pos_ not in {"VERB", "AUX"}, token.i)

    return min(tops, key=rank)


def _participle(token: Token, span: Span, predicates: Predicates) -> Token | None:
    """Returns the known verb that hangs on a noun as its participle ("states *joining* the union")."""
    for child in token.children:
        hangs = child.dep_ == "acl" and child.pos_ == "VERB" and child in span and not predicates.carries(token.lemma_)
        if hangs and predicates.lookup(child.lemma_, noun=False, beside=_beside(child)):
            return child
    return None


def _is_word(token: Token) -> bool:
    return not token.is_punct and not token.is_space and any(c.isalpha() for c in token.text)


def _beside(token: Token) -> frozenset[str]:
    """Returns the words that hang on a word, in the forms in which the lexicon may ask for them."""
    return frozenset(form for child in token.children for form in (child.lower_, child.lemma_.lower()))


class _Reading:
    """The walk from the head of a clause down to the predicate that the clause is about."""

    def __init__(self, span: Span, predicates: Predicates) -> None:
        self._span = span
        self._predicates = predicates

    def descend(self, head: Token) -> Clause:
        reversed_, carried = False, list[str]()
        inherited: tuple[Token, ...] = ()
        carrier: tuple[Token, ...] = ()
        token = head
        for _ in range(_DEEPEST):
            below = self._below(token)
            if below is None or self._lookup(token) is not None:
                break
            own = self._subject(token)
            if self._predicates.halts(token.lemma_, _beside(token)):
                # "not to end the enlargement" turns the reversal round again.
                reversed_ = reversed_ != (not self._negated(token))
                inherited = own or inherited
            elif self._predicates.carries(token.lemma_, _beside(token)):
                carried.append(token.lemma_.lower())
                inherited = own or inherited
                carrier = carrier or own
            else:
                break
            token = below
        clause = self._clause(token)
        subject = clause.subject or inherited
        return replace(
            clause,
            subject=subject,
            negated=clause.negated != reversed_,
            carried_by=tuple(carried),
            carrier=carrier,
        )

    def _lookup(self, token: Token) -> Predicate | None:
        # A word of the span may be mistagged in a headline: the other part of speech is tried second.
        is_verb = token.pos_ in {"VERB", "AUX"}
        for noun in (not is_verb, is_verb):
            found = self._predicates.lookup(token.lemma_, noun=noun, beside=_beside(token))
            if found is not None:
                return found
        return None

    def _below(self, token: Token) -> Token | None:
        inside = [child for child in token.children if child in self._span and _is_word(child)]
        for relation in _COMPLEMENTS:
            for child in inside:
                if child.dep_ == relation and child.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}:
                    if self._lookup(child) or child.pos_ in {"VERB", "AUX"}:
                        return child
                    if relation in {"obj", "nmod", "obl"} and self._reaches(child):
                        return child
        return None

    def _reaches(self, token: Token) -> bool:
        shaping = self._predicates.halts(token.lemma_, _beside(token)) or self._predicates.carries(
            token.lemma_, _beside(token)
        )
        return shaping or any(self._lookup(child) for child in token.children if child in self._span)

    def _clause(self, token: Token) -> Clause:
        concept = self._lookup(token)
        nominal = token.pos_ in {"NOUN", "PROPN"} and not any(c.dep_ == "cop" for c in token.children)
        negated = self._negated(token) != bool(concept and concept.negative)
        return Clause(
            subject=self._subject(token) if not nominal or concept else self._possessor(token),
            predicate=token.lemma_.lower() if token.pos_ != "PROPN" else token.text,
            concept=concept,
            negated=negated,
            modal=self._modal(token),
            object=self._object(token),
            link=self._link(token),
            phrase=tuple(t for t in sorted(_members(token, depth=1), key=lambda t: t.i) if t in self._span),
            copula=any(child.dep_ == "cop" for child in token.children),
            nominal=nominal,
            eastward=any(form.startswith("east") for t in self._span for form in (t.lower_,)),
        )

    def _negated(self, token: Token) -> bool:
        inside = [child for child in token.children if child in self._span]
        near = [child for child in inside if child.lower_ in _NEGATORS and child.i < token.i]
        # "non-expansion": the prefix may be a token of its own.
        near += [left for left in token.doc[max(0, token.i - 2) : token.i] if left.lower_ in _PREFIXES]
        # "no one suggests that", "no member will": the negation stands at the subject or the object.
        for child in inside:
            if child.dep_ in _SUBJECTS | {"obj"}:
                near += [
                    c for c in child.subtree if c.lower_ in {"no", "neither", "none"} and c.head in (child, c.head)
                ]
                near += [child] if child.lower_ in {"none", "nobody", "nothing"} else []
        return bool(near)

    def _subject(self, token: Token) -> tuple[Token, ...]:
        for child in token.children:
            if child.dep_ in _SUBJECTS and child in self._span:
                return _phrase(child)
        if token.dep_ == "acl" and token.head in self._span and token.lower_.endswith("ing"):
            return _phrase(token.head)
        return self._possessor(token) if token.pos_ in {"NOUN", "PROPN"} else ()

    def _possessor(self, token: Token) -> tuple[Token, ...]:
        inside = [child for child in token.children if child in self._span]
        for relation in ("nmod:poss", "compound", "nmod", "amod"):
            for child in inside:
                of = relation != "nmod" or any(c.lower_ == "of" for c in child.children)
                named = relation not in {"amod", "compound"} or child.text[:1].isupper()
                if child.dep_ == relation and of and named and child.lower_ not in _PREFIXES:
                    return _phrase(child)
        return ()

    def _modal(self, token: Token) -> str | None:
        for child in token.children:
            if child.dep_.startswith("aux") and child.lower_ in _MODALS:
                return _MODALS[child.lower_]
        return None

    def _object(self, token: Token) -> tuple[Token, ...]:
        found = self._object_head(token)
        return () if found is None else _phrase(found)

    def _link(self, token: Token) -> str:
        found = self._object_head(token)
        cases = [] if found is None else [child.lower_ for child in found.children if child.dep_ in {"case", "mark"}]
        return cases[0] if cases and cases[0] != "that" else ""

    def _object_head(self, token: Token) -> Token | None:
        inside = [child for child in token.children if child in self._span]
        for relation in ("obj", "xcomp", "obl", "nmod", "ccomp", "advmod"):
            for child in inside:
                if child.dep_ == relation and child.i > token.i and _is_word(child):
                    return child
        return None


def _phrase(head: Token) -> tuple[Token, ...]:
    """Returns the words of a short noun phrase: the head, its modifiers, what *and* or *of* joins to it."""
    return tuple(sorted(_members(head, depth=0), key=lambda token: token.i))


def _members(head: Token, *, depth: int) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ in {"amod", "compound", "flat", "nummod", "nmod:poss", "nmod:desc"} and _is_word(child):
            yield from _members(child, depth=depth + 1)
        elif depth == 0 and child.dep_ in {"conj", "nmod"} and child.i > head.i and child.i - head.i <= 4:
            yield from (c for c in child.children if c.dep_ in {"case", "cc"})
            yield from _members(child, depth=depth + 1)
