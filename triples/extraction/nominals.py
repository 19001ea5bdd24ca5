"""Acts told by nouns: "Russia's proposal to …", "talks between A and B", "a demand by C that …"."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.arguments import noun_arguments
from triples.extraction.drafts import Draft, act_type
from triples.extraction.syntax import case_of, clause_words, content_extent, extent, is_future
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Sentence, Word
from triples.language.words import words as word_set

_MEETING_VERBS = word_set("held hold holding after during following attend attended at before")
_COUNTED = word_set("hours days rounds round series day week weeks months month hour night")
_EVENTS = word_set("resumed opened began continued convened ended concluded collapsed broke took started stalled")
_PLANNED = word_set("next planned scheduled forthcoming upcoming possible future proposed new")
_MONTHS = word_set(
    """
    january february march april may june july august september october november december
    """
)
_SIDES = frozenset({"state", "organisation", "body", "person", "group", "region"})


class Nominals:
    """Finds the acts that nouns tell of in the sentences of one document."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors) -> None:
        self._vocabulary = vocabulary
        self._actors = actors

    def find(self, sentence: Sentence, covered: Collection[Word]) -> Iterator[Draft]:
        """Yields the acts of a sentence whose cues are nouns; `covered` words are used up by other acts."""
        for word in sentence.words:
            if word.pos not in ("NOUN", "PROPN") or word in covered:
                continue
            if self._actors.hit_at(word) is not None:
                continue
            draft = self._at(word)
            if draft is not None:
                yield draft

    def broken_promises(self, accusation: Draft) -> Iterator[Draft]:
        """Yields the assurances of the accused that an accusation speaks of: "accused it of ignoring promises"."""
        if accusation.content_word is None:
            return
        for noun in accusation.content_word.subtree():
            named = next(
                (m for m in self._vocabulary.nouns(noun.sentence.words, noun.index) if m.entry.denotes == "Assurance"),
                None,
            )
            if noun.pos != "NOUN" or named is None or named.entry.frame is None or not accusation.addressees:
                continue
            found = noun_arguments(noun, named.entry.frame, self._actors)
            if any(a.kind in _SIDES for a in found.agents):
                continue
            yield Draft(
                type="Assurance",
                cue=noun,
                rule="broken-promise",
                span=accusation.span,
                agents=accusation.addressees,
                content=content_extent(found.content) if found.content is not None else None,
                content_word=found.content,
                sources=accusation.agents,
                stance="alleged",
                entry=named.entry,
                weight=0.6,
                cue_text=noun.text,
            )

    def _at(self, noun: Word) -> Draft | None:
        for match in self._vocabulary.nouns(noun.sentence.words, noun.index):
            entry = match.entry
            kind = act_type(entry.denotes)
            if (
                kind is None
                or entry.frame is None
                or (noun.dep in ("compound", "amod", "flat") and not noun.all("nmod"))
            ):
                continue
            if kind == "Meeting":
                return self._meeting(noun, match.entry.weight)
            found = noun_arguments(noun, entry.frame, self._actors)
            agents = tuple(a for a in found.agents if a.kind in _SIDES)
            if not agents or entry.role == "open":
                continue
            if kind == "TreatyAct" and found.content is None:
                continue
            content = found.content
            if content is None and entry.weight < 0.6 and kind == "Demand":
                continue
            words = [w for w in clause_words(noun) if w.dep != "acl:relcl"]
            draft = Draft(
                type=kind,
                cue=noun,
                rule=f"noun-{kind.lower()}",
                span=extent(phrase_of(noun)),
                agents=agents,
                addressees=tuple(a for a in found.addressees if a.diplomatic and a not in agents),
                content=content_extent(content) if content is not None else None,
                content_word=content,
                entry=entry,
                weight=entry.weight * 0.8,
                cue_text=noun.text,
            )
            if any(w.lower in self._vocabulary.hedges and w.dep in ("amod", "advmod") for w in words):
                draft.stance = "alleged"
            return draft
        return None

    @staticmethod
    def _took_place(noun: Word) -> bool:
        """Whether a meeting is dated, counted or looked back on: "after two days of talks"."""
        if noun.dep == "nmod" and case_of(noun) == "of" and noun.head.lower in _COUNTED:
            return True
        if noun.lower.rstrip("s") in ("session", "conference", "encounter", "conversation"):
            return False
        following = noun.sentence.words[noun.index + 1 : noun.index + 9]
        event = next((w for w in following if w.lower in _EVENTS and w.tag in ("VBD", "VBN")), None)
        if event is not None and noun.child("case") is None and not is_future(event):
            return True
        if case_of(noun) in ("after", "following") and noun.child("det") is None:
            return True
        return any(
            w.pos in ("NUM", "PROPN") and w.lower in _MONTHS for c in noun.all("nmod", "obl") for w in (c, *c.children)
        )

    def _meeting(self, noun: Word, weight: float) -> Draft | None:
        """Talks and meetings, when who takes part is said or a time shows that they took place."""
        parties: list[Actor] = [*self._actors.adjective_sides(noun), *self._actors.named_before(noun)]
        for phrase in noun.all("nmod"):
            if case_of(phrase) in ("between", "with", "of", "among"):
                parties += self._actors.resolve(phrase)
        holder = noun.head if noun.dep in ("obj", "obl") else None
        parties = [a for a in dict.fromkeys(parties) if a.diplomatic]
        together = any(a.kind in ("group", "region") for a in parties)
        planned = {w.lower for w in noun.children} & _PLANNED
        if (
            planned
            or (noun.dep.startswith("nsubj") and noun.head.lower in _PLANNED)
            or (any(c.lower in _PLANNED for c in noun.subtree()) and len(parties) < 2)
        ):
            return None
        if any(is_future(a) for a in noun.ancestors() if noun.dep.startswith("nsubj")):
            return None
        if len(parties) < 2 and not (together and parties):
            if not self._took_place(noun):
                return None
            parties = parties or list(self._actors.recent_parties(noun))
        if holder is not None and holder.lower in (
            "planned",
            "scheduled",
            "proposed",
            "urged",
            "proposing",
            "demanded",
            "wants",
        ):
            return None
        return Draft(
            type="Meeting",
            cue=noun,
            rule="noun-meeting",
            span=extent(phrase_of(noun)),
            agents=tuple(parties),
            weight=weight * 0.8,
            cue_text=noun.text,
        )


def phrase_of(noun: Word) -> list[Word]:
    """Returns the noun with all that belongs to it, relative clauses left out."""
    words = [noun]
    stack = [
        c
        for c in noun.children
        if c.dep not in ("acl:relcl", "conj", "cc", "parataxis", "appos", "cop", "nsubj", "advcl", "punct")
        and not c.dep.startswith(("aux", "obl"))
    ]
    while stack:
        w = stack.pop()
        words.append(w)
        stack += w.children
    return sorted(words, key=lambda w: w.index)
