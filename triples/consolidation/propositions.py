"""Propositions: what an act says, normalised, so that two wordings of one claim meet in one node.

A proposition's label is made of names and lemmas in a fixed order; the wording of the text is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef
from spacy.tokens import Doc, Token

from ontology.namespaces import instance
from triples.consolidation.actors import Actors
from triples.consolidation.clauses import Clause, read_clause
from triples.consolidation.predicates import Predicates

_MOST_WORDS = 10
_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_ALLIANCE_WORDS = frozenset({"alliance", "bloc", "block", "organization", "organisation", "it"})
_FUNCTION_WORDS = frozenset({"a", "an", "the", "this", "that", "these", "those", "such", "any", "some", "its", "their"})


@dataclass(frozen=True, kw_only=True)
class Proposition:
    """A normalised claim; `concept` is the predicate when the lexicon of predicates knows it, and with `subject` the key.

    `reported` tells that the clause told of another act ("never *promised* not to …"), and `report_negated` that
    this telling was negated.
    """

    label: str
    predicate: str
    negated: bool
    concept: str | None = None
    subject: URIRef | None = None
    about: tuple[URIRef, ...] = ()
    words: frozenset[str] = frozenset()
    reported: bool = False
    report_negated: bool = False

    @property
    def iri(self) -> URIRef:
        """The IRI of the proposition, from its label."""
        return instance("proposition", self.label)

    def matches(self, other: Proposition) -> bool:
        """Tells whether both say the same, as far as concept, subject and polarity go."""
        return self.negated == other.negated and self.same_claim(other)

    def same_claim(self, other: Proposition) -> bool:
        """Tells whether both are about the same claim, affirmed or negated."""
        if self.label == other.label:
            return True
        if self.concept is None or self.concept != other.concept:
            return False
        if self.subject != other.subject:
            return False
        # "Ukraine will join NATO" and "Ukraine will join the EU" share subject and concept, and differ in the object.
        objects = set(self.about) - {self.subject}, set(other.about) - {other.subject}
        return not (objects[0] and objects[1]) or bool(objects[0] & objects[1])

    def affirmed(self) -> Proposition:
        """Returns the proposition without its negation."""
        if not self.negated:
            return self
        return replace(self, negated=False, label=_without_not(self.label))


def _without_not(label: str) -> str:
    return label.replace(" does not ", " ", 1).replace(" not ", " ", 1)


class PropositionMaker:
    """Makes propositions from the clauses of one document."""

    def __init__(self, analysis: Doc, actors: Actors, predicates: Predicates) -> None:
        self._analysis = analysis
        self._actors = actors
        self.predicates = predicates
        self._alliance = self._only_alliance()

    def _only_alliance(self) -> URIRef | None:
        """Returns the alliance that the document names, if it names one alone."""
        found = {
            actor
            for token in self._analysis
            if token.text[:1].isupper() and len(token.text) > 2
            if (actor := self._actors.resolve(token.text)) is not None and self._actors.is_alliance(actor)
        }
        return found.pop() if len(found) == 1 else None

    def make(self, start: int, end: int, *, speaker: URIRef | None, future: bool) -> Proposition | None:
        """Returns the proposition of the clause between two offsets, or None where it says nothing readable.

        `speaker` is who commits itself where the clause has no subject of its own ("promised *not to expand*");
        `future` tells that the clause speaks of what is to be done.
        """
        clause = read_clause(self._analysis, start, end, self.predicates)
        if clause is None:
            return None
        subject, subject_words = self._subject(clause, speaker)
        label = self._label(clause, subject, subject_words, future=future)
        about = self._about(clause, subject)
        return Proposition(
            label=label,
            predicate=clause.concept.concept if clause.concept else clause.predicate,
            negated=clause.negated,
            concept=clause.concept.concept if clause.concept else None,
            subject=subject,
            about=about,
            words=frozenset(token.lemma_.lower() for token in clause.object) | {clause.predicate},
            reported=bool(clause.carried_by),
            report_negated=clause.carried_negated,
        )

    def _subject(self, clause: Clause, speaker: URIRef | None) -> tuple[URIRef | None, str]:
        named = self._actor(clause.subject)
        wants_alliance = clause.concept is not None and clause.concept.subject == "alliance"
        words = {token.lower_ for token in clause.subject}
        if wants_alliance and (named is None or not self._actors.is_alliance(named)):
            speaks_for_itself = not clause.subject and speaker is not None and self._actors.is_alliance(speaker)
            if speaks_for_itself:
                named = speaker
            elif not clause.subject or words & _ALLIANCE_WORDS or named is not None:
                named = self._alliance or named
        elif named is None and words & (_ALLIANCE_WORDS - {"it"}):
            named = self._alliance
        elif named is None and not clause.subject and not clause.nominal:
            named = speaker
        if named is None and words <= {"we", "i", "it", "he", "she", "they"} and words:
            named = speaker
        if named is not None:
            return named, self._actors.short(named)
        return None, _words(clause.subject)

    def _actor(self, tokens: Sequence[Token]) -> URIRef | None:
        """Returns the actor named by a phrase: the whole of it, or the longest part that the authority knows."""
        kept = [token for token in tokens if token.lower_ not in _FUNCTION_WORDS and token.dep_ != "case"]
        for length in range(len(kept), 0, -1):
            for first in range(len(kept) - length + 1):
                part = kept[first : first + length]
                if not part[0].text[:1].isupper():
                    continue
                actor = self._actors.resolve(" ".join(token.text for token in part))
                if actor is not None:
                    return actor
        return None

    def _about(self, clause: Clause, subject: URIRef | None) -> tuple[URIRef, ...]:
        named = {subject, self._actor(clause.object)}
        return tuple(sorted(actor for actor in named if actor is not None))

    def _label(self, clause: Clause, subject: URIRef | None, subject_words: str, *, future: bool) -> str:
        eastward = clause.concept is not None and clause.concept.concept == "expand" and clause.eastward
        verb = clause.concept.concept if clause.concept else clause.predicate
        complement = "eastward" if eastward else self._complement(clause, subject)
        if clause.nominal and clause.concept is None:
            words = [subject_words, verb, complement] if subject_words else [verb, complement]
            phrase = " ".join(word for word in words if word)
            return _cut(f"not {phrase}" if clause.negated else phrase)
        modal = "will" if future or clause.concept is not None and clause.nominal else clause.modal
        predicate = _predicate(verb, copula=clause.copula, negated=clause.negated, modal=modal)
        parts = [subject_words or "someone", predicate, complement]
        return _cut(" ".join(part for part in parts if part))

    def _complement(self, clause: Clause, subject: URIRef | None) -> str:
        if clause.concept is not None and clause.concept.concept == "expand":
            return ""
        actor = self._actor(clause.object)
        if actor is not None and actor != subject:
            lead = clause.object[0].lower_ if clause.object and clause.object[0].dep_ == "case" else ""
            return f"{lead} {self._actors.short(actor)}".strip()
        return _words(clause.object)


def _predicate(verb: str, *, copula: bool, negated: bool, modal: str | None) -> str:
    if copula:
        verb = f"be {verb}"
    if modal is not None:
        return f"{modal} not {verb}" if negated else f"{modal} {verb}"
    first, _, rest = verb.partition(" ")
    if negated and first == "be":
        return f"is not {rest}".strip()
    if negated:
        return f"does not {verb}"
    return f"{_third_person(first)} {rest}".strip()


def _third_person(lemma: str) -> str:
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("y") and lemma[-2:-1] not in set("aeiou"):
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _words(tokens: Sequence[Token]) -> str:
    kept = [token for token in tokens if token.lower_ not in _FUNCTION_WORDS]
    return " ".join(token.text if token.pos_ == "PROPN" else token.lemma_.lower() for token in kept[:6])


def _cut(label: str) -> str:
    words = label.split()[:_MOST_WORDS]
    while words and words[-1] in {"of", "to", "and", "in", "on", "for", "with", "from", "or", "by"}:
        words.pop()
    return " ".join(words)
