"""Propositions: what an act says, normalised, so that two wordings of one claim meet in one node.

A proposition's label is made of names and lemmas in a fixed order; the wording of the text is not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rdflib import URIRef

from ontology.namespaces import instance
from triples.consolidation.actors import Actors
from triples.consolidation.clauses import Clause, read_clause
from triples.consolidation.predicates import Predicates
from triples.language.analysis import Analysis, Word

Claim: TypeAlias = tuple[str | bool | None, ...]
"""A key that propositions of one claim share."""

_MOST_WORDS = 10
_SHORTEST = 4
"""Letters in a predicate that the lexicon does not know; shorter ones are mostly auxiliaries and parser's errors."""
_TRANSITIVE = frozenset({"threaten", "invade", "join", "sanction", "negotiate with"})
"""Concepts whose label takes its object without a preposition, whatever the wording had ("a threat *to*")."""
_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_ALLIANCE_WORDS = frozenset({"alliance", "bloc"})
_PRONOUNS = frozenset({"we", "i", "it", "he", "she", "they"})
_PROMISES = frozenset(
    ["promise", "pledge", "guarantee", "assurance", "commitment", "undertaking", "commit", "offer", "vow", "assure"]
)
_FUNCTION_WORDS = frozenset({"a", "an", "the", "this", "that", "these", "those", "such", "any", "some", "its", "their"})


@dataclass(frozen=True, kw_only=True)
class Proposition:
    """A normalised claim, known by its subject and its concept where the lexicon of predicates knows one.

    `reported` tells that the clause told of another act ("never *promised* not to …").
    """

    label: str
    affirmation: str
    """The label of the same claim when it is not negated."""
    predicate: str
    negated: bool
    concept: str | None = None
    subject: URIRef | None = None
    about: tuple[URIRef, ...] = ()
    topics: tuple[str, ...] = ()
    """Phrases by which the matters of the proposition are found: the label, and the concept as a noun."""
    promised: bool = False
    """Whether the clause speaks of a promise, whatever it says of it."""
    promiser: URIRef | None = None
    """Who is said to have made the promise that the clause speaks of."""
    reported: bool = False

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

    def claims(self, *, polar: bool = True) -> tuple[Claim, ...]:
        """Returns the keys under which the proposition is found by others of the same claim, see `same_claims`.

        Where `polar`, a claim and its negation have different keys.
        """
        polarity = self.negated if polar else None
        words: Claim = ("label", polarity, self.label)
        if self.concept is None:
            return (words,)
        objects = [str(actor) for actor in self.about if actor != self.subject]
        known: Claim = ("concept", polarity, self.concept, self.subject)
        return (words, (*known, "any"), *((*known, thing) for thing in objects or ["none"]))

    def same_claims(self, *, polar: bool = True) -> tuple[Claim, ...]:
        """Returns the keys to look under for propositions that match, or, unless `polar`, are of the same claim."""
        words, *known = self.claims(polar=polar)
        if not known:
            return (words,)
        every, *objects = known
        # Without an object of its own, it agrees with any object; with one, also with those that name none.
        return (words, every) if objects[0][-1] == "none" else (words, *objects, (*every[:-1], "none"))

    def affirmed(self) -> Proposition:
        """Returns the proposition without its negation."""
        return replace(self, negated=False, label=self.affirmation) if self.negated else self


class PropositionMaker:
    """Makes propositions from the clauses of one document."""

    def __init__(self, analysis: Analysis, actors: Actors, predicates: Predicates) -> None:
        self._analysis = analysis
        self._actors = actors
        self.predicates = predicates
        self._alliance = self._only_alliance()

    def _only_alliance(self) -> URIRef | None:
        """Returns the alliance that "the alliance" means: the one that the document names far more than any other."""
        named = Counter(
            actor
            for sentence in self._analysis.sentences
            for word in sentence.words
            if word.text[:1].isupper() and len(word.text) > 2
            if (actor := self._actors.resolve(word.text)) is not None and self._actors.is_alliance(actor)
        )
        ranked = sorted(named.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return ranked[0][0]

    def make(
        self, start: int, end: int, *, doer: URIRef | None, speaker: URIRef | None, future: bool
    ) -> Proposition | None:
        """Returns the proposition of the clause between two offsets, or None where it says nothing readable.

        `doer` is the subject of a clause that has none of its own ("promised *not to expand*"), `speaker` is whom "we"
        and "it" mean; `future` tells that the clause speaks of what is to be done.
        """
        clause = read_clause(self._analysis, start, end, self.predicates)
        if clause is None or (clause.concept is None and len(clause.predicate) < _SHORTEST):
            return None
        subject, subject_words = self._subject(clause, doer, speaker)
        label = self._label(clause, subject, subject_words, future=future)
        affirmation = self._label(replace(clause, negated=False), subject, subject_words, future=future)
        about = self._about(clause, subject)
        return Proposition(
            label=label,
            affirmation=affirmation,
            predicate=clause.concept.concept if clause.concept else clause.predicate,
            negated=clause.negated,
            concept=clause.concept.concept if clause.concept else None,
            subject=subject,
            about=about,
            topics=(label, *self._topics(clause, subject_words)),
            promiser=self._actor(clause.carrier),
            promised=bool(_PROMISES & set(clause.carried_by)),
            reported=bool(clause.carried_by),
        )

    def _topics(self, clause: Clause, subject_words: str) -> list[str]:
        if clause.concept is None:
            return []
        return [f"{subject_words} {noun}" for noun in self.predicates.nouns(clause.concept.concept)]

    def _subject(self, clause: Clause, doer: URIRef | None, speaker: URIRef | None) -> tuple[URIRef | None, str]:
        named = self._named_subject(clause, doer, speaker)
        if named is not None:
            return named, self._actors.short(named)
        return None, _words(clause.subject)

    def _named_subject(self, clause: Clause, doer: URIRef | None, speaker: URIRef | None) -> URIRef | None:
        words = {word.lower for word in clause.subject}
        named = self._actor(clause.subject)
        if clause.concept is not None and clause.concept.subject == "alliance":
            if named is None and not words and doer is not None and self._actors.is_alliance(doer):
                return doer
            # Only alliances expand in this lexicon: "the US-led bloc", "their expansion", "promised not to expand".
            return named if named is not None and self._actors.is_alliance(named) else self._alliance or named
        if named is not None:
            return named
        if words & _ALLIANCE_WORDS:
            return self._alliance
        if not words:
            return None if clause.nominal else doer
        return speaker if words <= _PRONOUNS else None

    def _actor(self, words: Sequence[Word]) -> URIRef | None:
        found = self._named(words)
        return found[0] if found else None

    def _named(self, words: Sequence[Word]) -> tuple[URIRef, Sequence[Word]] | None:
        """Returns the actor named by a phrase, by the whole of it or the longest part that is a name, and that part."""
        kept = [word for word in words if word.lower not in _FUNCTION_WORDS]
        for length in range(len(kept), 0, -1):
            for first in range(len(kept) - length + 1):
                part = kept[first : first + length]
                if not part[0].text[:1].isupper():
                    continue
                actor = self._actors.resolve(" ".join(word.text for word in part))
                if actor is not None:
                    return actor, part
        return None

    def _about(self, clause: Clause, subject: URIRef | None) -> tuple[URIRef, ...]:
        named = {subject, self._actor(clause.object)}
        return tuple(sorted(actor for actor in named if actor is not None))

    def _label(self, clause: Clause, subject: URIRef | None, subject_words: str, *, future: bool) -> str:
        eastward = clause.concept is not None and clause.concept.concept == "expand" and clause.eastward
        verb = clause.concept.concept if clause.concept else clause.predicate
        complement = "eastward" if eastward else self._complement(clause, subject)
        if clause.nominal and clause.concept is None:
            phrase = _words([word for word in clause.phrase if word not in clause.subject])
            if subject_words and subject_words not in phrase:
                phrase = f"{phrase} of {subject_words}"
            elif complement:
                phrase = f"{phrase} {complement}"
            return _cut(f"not {phrase}" if clause.negated else phrase)
        if clause.link and complement.startswith(f"{clause.link} "):
            # "negotiate with" has its object already: "negotiate on missiles".
            verb = verb.removesuffix(" with")
        unborn = future or bool(clause.carried_by) or (clause.concept is not None and clause.nominal)
        if subject_words:
            modal = "will" if unborn else clause.modal
            predicate = _predicate(verb, copula=clause.copula, negated=clause.negated, modal=modal)
        else:
            # Nobody is named: "to abandon the policy".
            predicate = f"{'not ' if clause.negated else ''}to {'be ' if clause.copula else ''}{verb}"
        return _cut(" ".join(part for part in (subject_words, predicate, complement) if part))

    def _complement(self, clause: Clause, subject: URIRef | None) -> str:
        if clause.concept is not None and clause.concept.concept == "expand":
            return ""
        named = self._named(clause.object)
        if named is not None and named[0] != subject:
            actor, part = named
            cases = [child.lower for word in part for child in word.children if child.dep == "case"]
            link = cases[0] if cases and cases[0] not in {"'s", "’s", "'", "’"} else clause.link
            if clause.concept is not None and clause.concept.concept in _TRANSITIVE:
                link = ""
            return f"{link} {self._actors.short(actor)}".strip()
        return f"{clause.link} {_words(clause.object)}".strip() if clause.object else ""


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


def _words(words: Sequence[Word]) -> str:
    kept = [word for word in words if word.lower not in _FUNCTION_WORDS]
    return " ".join(word.text if word.pos == "PROPN" else word.lemma.lower() for word in kept[:6])


def _cut(label: str) -> str:
    words = label.split()[:_MOST_WORDS]
    while words and words[-1] in {"of", "to", "and", "in", "on", "for", "with", "from", "or", "by"}:
        words.pop()
    return " ".join(words)
