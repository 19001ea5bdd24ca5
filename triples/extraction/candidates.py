"""Candidates beyond what the rules accept: cues of the lexicon that they passed over, and whatever an actor does.

The rules decide by syntax, and syntax is often misread; and no lexicon holds every way to tell of an act. What they
leave is offered, marked weak, to the assessment, which has learned how far each kind of cue can be trusted without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ontology.lexicon import Entry
from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.arguments import Arguments, noun_arguments, verb_arguments
from triples.extraction.drafts import Draft, act_type
from triples.extraction.nominals import phrase_of
from triples.extraction.syntax import clause_words, content_extent, extent, is_negated, is_verbal, subject_word
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Sentence, Word

_ROLES = frozenset({"act", "open", "light", "light-passive", "concession", "wrong", "implicative", "clue"})
_MAY_LACK_AGENTS = frozenset({"Assurance", "TreatyAct", "Meeting", "Proposal"})
"""Kinds of act that are told without saying whose they are: "an agreement signed in 1987"."""
_UNKNOWN = 0.1
"""How far a clause is trusted whose predicate the lexicon does not know."""
_REACH = 15
"""How many words before a cue its agent is looked for when syntax names none."""


class Candidates:
    """Finds the cues of one document that no draft rests on."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors) -> None:
        self._vocabulary = vocabulary
        self._actors = actors

    def find(self, sentence: Sentence, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Yields a weak draft for each cue of a sentence that `drafts` leave."""
        used = {d.cue for d in drafts} | {w for d in drafts for w in d.covers}
        for word in sentence.words:
            if word in used or self._actors.hit_at(word) is not None:
                continue
            draft = self._verb(word) if is_verbal(word) else None
            if draft is None and word.pos in ("NOUN", "PROPN", "VERB"):
                draft = self._noun(word)
            if draft is None:
                draft = self._predicate(word) or self._clause(word)
            if draft is not None:
                yield draft

    def _verb(self, verb: Word) -> Draft | None:
        words, at = verb.sentence.words, verb.index
        for match in (*self._vocabulary.verbs(words, at), *self._vocabulary.clues(words, at, "verb")):
            entry = match.entry
            kind = act_type(entry.denotes)
            if kind is None or entry.frame is None or entry.role not in _ROLES:
                continue
            if kind == "TreatyAct" and verb.child("ccomp") is not None:
                continue
            found = verb_arguments(verb, entry.frame, self._actors)
            span = extent(clause_words(verb.head if verb.dep.startswith("acl") else verb))
            draft = self._draft(kind, verb, entry, found, span, "weak-verb")
            if draft is not None:
                draft.negated = is_negated(verb)
            return draft
        return None

    def _noun(self, noun: Word) -> Draft | None:
        words, at = noun.sentence.words, noun.index
        for match in (*self._vocabulary.nouns(words, at), *self._vocabulary.clues(words, at, "noun")):
            entry = match.entry
            kind = act_type(entry.denotes)
            if kind is None or entry.frame is None or noun.dep in ("compound", "flat"):
                continue
            found = noun_arguments(noun, entry.frame, self._actors)
            return self._draft(kind, noun, entry, found, extent(phrase_of(noun)), "weak-noun")
        return None

    def _predicate(self, word: Word) -> Draft | None:
        for match in self._vocabulary.predicates(word.sentence.words, word.index):
            kind = act_type(match.entry.denotes)
            if kind is None:
                continue
            found = Arguments(agents=self._judges(word), content=word.child("nsubj"))
            return self._draft(kind, word, match.entry, found, extent(clause_words(word)), "weak-predicate")
        return None

    def _judges(self, word: Word) -> tuple[Actor, ...]:
        """Whoever calls something what a word says: "she called the report part of a false narrative"."""
        for verb in word.ancestors():
            if any(m.entry.role == "evaluation" for m in self._vocabulary.verbs(verb.sentence.words, verb.index)):
                subject = subject_word(verb)
                return self._actors.resolve(subject) if subject is not None else ()
        return ()

    def _clause(self, word: Word) -> Draft | None:
        """A clause whose subject acts for a state or organisation, whatever its predicate is."""
        if not (is_verbal(word) or word.child("cop")) or word.dep.startswith(("aux", "cop")):
            return None
        subject = subject_word(word)
        agents = tuple(a for a in self._actors.resolve(subject) if a.diplomatic) if subject is not None else ()
        if not agents:
            return None
        content = word.child("ccomp", "xcomp", "obj", "obl")
        return Draft(
            type="Statement",
            cue=word,
            rule="weak-clause",
            span=extent(clause_words(word)),
            agents=agents,
            content=content_extent(content) if content is not None else None,
            content_word=content,
            weight=_UNKNOWN,
            cue_text=word.text,
            weak=True,
        )

    def _draft(
        self, kind: str, cue: Word, entry: Entry, found: Arguments, span: tuple[int, int], rule: str
    ) -> Draft | None:
        known = act_type(kind)
        if known is None:
            return None
        agents = tuple(a for a in found.agents if a.diplomatic or a.kind == "expert") or self._nearest(cue)
        if not agents and (known not in _MAY_LACK_AGENTS or (rule == "weak-verb" and known == "Assurance")):
            return None
        return Draft(
            type=known,
            cue=cue,
            rule=rule,
            span=span,
            agents=agents,
            addressees=tuple(a for a in found.addressees if a.diplomatic and a not in agents),
            content=content_extent(found.content) if found.content is not None else None,
            content_word=found.content,
            entry=entry,
            weight=entry.weight,
            cue_text=cue.text,
            weak=True,
        )

    def _nearest(self, cue: Word) -> tuple[Actor, ...]:
        """The actor named last before a cue, in the same sentence."""
        words = cue.sentence.words
        for i in range(cue.index - 1, max(-1, cue.index - _REACH), -1):
            if self._actors.hit_at(words[i]) is not None:
                found = tuple(a for a in self._actors.resolve(words[i]) if a.diplomatic)
                if found:
                    return found
        return ()
