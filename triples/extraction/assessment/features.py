"""What can be known of a candidate act before it is decided what it is: named features for a linear model.

Features speak of the lexicon's classes, of syntax and of the kinds of actors, not of who they are: no feature holds a
name, so that what is learned on some conflicts carries over to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from triples.extraction.actors import Actors
from triples.extraction.content import ContentJudge
from triples.extraction.drafts import Draft
from triples.extraction.speech import Speech
from triples.extraction.syntax import (
    OBLIGATION,
    POSSIBILITY,
    auxiliaries,
    case_of,
    is_future,
    is_infinitive,
    is_negated,
    is_passive,
    is_verbal,
    subject_word,
)
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Word

_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "until", "before", "after", "when", "while", "as"})
_OWN = frozenset({"we", "i", "our", "us", "my"})
_CONTENT_TAGS = ("NN", "VB", "JJ", "RB", "MD", "WRB")
_LONGEST_CONTENT = 40


class Describer:
    """Describes the candidates of one document."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors, judge: ContentJudge, speech: Speech) -> None:
        self._vocabulary = vocabulary
        self._actors = actors
        self._judge = judge
        self._speech = speech
        self._inside: dict[int, set[Word]] = {}
        self._clues: dict[int, list[str | None]] = {}

    def describe(self, drafts: Sequence[Draft]) -> list[list[str]]:
        """Returns the names of the features that hold of each candidate, in the order of `drafts`."""
        self._inside = {
            id(d): {d.content_word, *d.content_word.subtree()} for d in drafts if d.content_word is not None
        }
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            by_sentence.setdefault(draft.cue.sentence.index, []).append(draft)
        return [list(dict.fromkeys(self._features(draft, by_sentence[draft.cue.sentence.index]))) for draft in drafts]

    def _features(self, draft: Draft, beside: Sequence[Draft]) -> Iterator[str]:
        kind = draft.type
        yield f"type={kind}"
        yield f"rule={draft.rule}"
        yield f"rule={draft.rule} type={kind}"
        yield f"type={kind} weight={round(draft.weight * 5) / 5}"
        if draft.weak:
            yield f"weak type={kind}"
        if draft.stance != "asserted":
            yield f"stance={draft.stance} type={kind}"
        yield from self._cue(draft)
        yield from self._agents(draft)
        yield from self._content(draft)
        yield from self._place(draft)
        yield from self._beside(draft, beside)

    def _cue(self, draft: Draft) -> Iterator[str]:
        cue, kind = draft.cue, draft.type
        yield f"cue-tag={cue.tag} type={kind}"
        yield f"cue-dep={cue.dep.split(':')[0]}"
        if draft.entry is not None:
            yield f"entry={draft.entry.form}"
            yield f"entry-role={draft.entry.role} denotes={draft.entry.denotes}"
            if draft.entry.object_kind:
                yield f"object-kind={draft.entry.object_kind}"
        for name in self._moods(cue):
            yield f"cue-{name}"
            yield f"cue-{name} type={kind}"
        if cue.head is not cue:
            for role in self._meanings(cue.head):
                yield f"governor={role} dep={cue.dep.split(':')[0]}"
        if not is_verbal(cue):
            det = next((c.lower for c in cue.children if c.dep in ("det", "nmod:poss")), "")
            yield f"noun-det={det if det in _DETERMINERS else ('other' if det else '')}"
            yield f"noun-case={case_of(cue)}"
            yield f"noun-plural={cue.tag.endswith('S')}"
            yield f"noun-clause={any(c.dep.startswith('acl') for c in cue.children)}"

    def _moods(self, word: Word) -> Iterator[str]:
        aux = auxiliaries(word)
        if is_negated(word):
            yield "negated"
        if is_future(word):
            yield "future"
        if is_passive(word):
            yield "passive"
        if is_infinitive(word):
            yield "infinitive"
        if any(a in OBLIGATION for a in aux):
            yield "obliged"
        if any(a in POSSIBILITY for a in aux):
            yield "possible"
        if any(a in ("have", "has", "had") for a in aux):
            yield "perfect"
        for child in word.children:
            if child.lower in _CONDITIONS and child.dep in ("mark", "advmod", "case"):
                yield f"mark={child.lower}"
        if word.dep.startswith("acl:relcl"):
            yield "relative"

    def _meanings(self, word: Word) -> Iterator[str]:
        """What the lexicon says of a word: the classes and roles of its entries."""
        found = [*self._vocabulary.verbs(word.sentence.words, word.index)]
        if word.pos in ("NOUN", "PROPN"):
            found = self._vocabulary.nouns(word.sentence.words, word.index)
        seen = {m.entry.denotes or m.entry.role for m in found[:3]}
        yield from sorted(seen)
        if not seen:
            yield word.pos

    def _agents(self, draft: Draft) -> Iterator[str]:
        kind = draft.type
        kinds: set[str] = {a.kind for a in draft.agents}
        for one in sorted(kinds) or ["none"]:
            yield f"agent={one}"
            yield f"agent={one} type={kind}"
        if len(draft.agents) > 1:
            yield f"agents=several type={kind}"
        if draft.agents and not any(a.diplomatic for a in draft.agents):
            yield f"agent-not-diplomatic type={kind}"
        for actor in draft.agents:
            if actor.kind == "person":
                yield f"person-side={bool(actor.of)} post={self._actors.has_post(actor.name)}"
                yield f"person-side={bool(actor.of)} type={kind}"
            if actor.kind == "group":
                yield f"group-side={bool(actor.of)} type={kind}"
        subject = subject_word(draft.cue) if is_verbal(draft.cue) else None
        if subject is not None:
            yield f"subject-pos={subject.pos} type={kind}"
            if subject.pos == "PRON":
                yield f"subject={subject.lower}"
            else:
                yield from (f"subject-kind={k}" for k in sorted(self._vocabulary.kinds_of(subject)))
        towards: set[str] = {a.kind for a in draft.addressees}
        for one in sorted(towards) or ["none"]:
            yield f"addressee={one} type={kind}"
        yield f"sources={bool(draft.sources)} type={kind}"

    def _content(self, draft: Draft) -> Iterator[str]:
        kind, word = draft.type, draft.content_word
        if word is None:
            yield f"content=none type={kind}"
            return
        form = "infinitive" if is_infinitive(word) else "clause" if is_verbal(word) or word.child("cop") else "noun"
        yield f"content={form} type={kind}"
        yield f"content={form} rule={draft.rule}"
        for name in self._moods(word):
            yield f"content-{name}"
            yield f"content-{name} type={kind}"
        for meaning in self._meanings(word):
            yield f"content-means={meaning}"
            yield f"content-means={meaning} type={kind}"
        if form == "noun":
            yield from (f"content-kind={k} type={kind}" for k in sorted(self._vocabulary.kinds_of(word)))
        subject = subject_word(word) if form != "noun" else None
        own = {s for a in draft.agents for s in (a.name, *a.of)}
        if subject is not None:
            theirs = self._actors.resolve(subject)
            who = "own" if subject.lower in _OWN else "none" if not theirs else "other"
            if theirs and any(a.name in own or set(a.of) & own for a in theirs):
                who = "own"
            yield f"content-subject={who}"
            yield f"content-subject={who} type={kind}"
            for name in self._moods(word):
                yield f"content-subject={who} {name}"
        words = word.subtree()[:_LONGEST_CONTENT]
        others = {s for w in words for a in self._actors.sides_at(w) for s in a.sides} - own
        yield f"content-others={min(len(others), 2)} type={kind}"
        for predicate in self._judge.predicates(words):
            yield f"content-predicate={predicate}"
            yield f"content-predicate={predicate} type={kind}"
        for w in words:
            for clue in self._clues_of(w):
                yield f"clue={clue}"
                yield f"clue={clue} type={kind}"
            if w.tag.startswith(_CONTENT_TAGS) and not w.is_name and w.lower.isalpha():
                yield f"content-word={w.lower}"
                if w is word:
                    yield f"content-head={w.lower}"
                for m in self._vocabulary.nouns(w.sentence.words, w.index)[:1]:
                    if m.entry.denotes:
                        yield f"content-noun={m.entry.denotes} type={kind}"

    def _clues_of(self, word: Word) -> list[str | None]:
        """What the clues at a word speak for; several candidates have it in their content."""
        found = self._clues.get(id(word))
        if found is None:
            parts = ("verb", "noun", "adjective")
            matches = [m for p in parts for m in self._vocabulary.clues(word.sentence.words, word.index, p)]
            found = self._clues[id(word)] = [m.entry.denotes for m in matches]
        return found

    def _place(self, draft: Draft) -> Iterator[str]:
        sentence, kind = draft.cue.sentence, draft.type
        quote = self._speech.quote_at(draft.cue.start)
        yield f"cue-quoted={quote is not None} type={kind}"
        within = self._speech.quote_within(*draft.span)
        yield f"span-quoted={within is not None} type={kind}"
        if not sentence.segment.complete:
            yield f"headline type={kind}"
        if sentence.segment.paragraph == 0:
            yield "first-paragraph"
        yield f"length={min(len(sentence.words) // 10, 5)}"
        if sentence.words[-1].text == "?":
            yield f"question type={kind}"
        dated = [w for w in sentence.words if w.pos == "NUM" and draft.span[0] <= w.start < draft.span[1]]
        if dated:
            yield f"number type={kind}"
        if any(_YEAR.fullmatch(w.text) for w in dated):
            yield f"year type={kind} tag={draft.cue.tag}"
            yield f"year rule={draft.rule}"
        if draft.cue.index == 0:
            yield "cue-first"
        before = [w for w in sentence.words[max(0, draft.cue.index - 3) : draft.cue.index] if not w.is_name]
        after = [w for w in sentence.words[draft.cue.index + 1 : draft.cue.index + 4] if not w.is_name]
        yield from (f"before={w.lower}" for w in before if w.lower.isalpha())
        yield from (f"after={w.lower}" for w in after if w.lower.isalpha())

    def _beside(self, draft: Draft, beside: Sequence[Draft]) -> Iterator[str]:
        kind = draft.type
        for other in beside:
            if other is draft:
                continue
            if other.cue is draft.cue:
                yield f"same-cue={other.type} type={kind}"
            elif other.content_word is not None and draft.cue in self._inside[id(other)]:
                yield f"inside={other.type} weak={other.weak} type={kind}"
                yield f"inside={other.type} same-agents={_agents_of(other) == _agents_of(draft)}"
            elif draft.content_word is not None and other.cue in self._inside[id(draft)]:
                yield f"holds={other.type} weak={other.weak} type={kind}"
            elif not other.weak and other.span[0] < draft.span[1] and other.span[1] > draft.span[0]:
                yield f"overlaps={other.type} type={kind}"
        strong = sum(not o.weak and o is not draft for o in beside)
        yield f"strong-beside={min(strong, 2)} weak={draft.weak}"


_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_DETERMINERS = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "no", "any", "this", "that", "our", "another"}
)


def _agents_of(draft: Draft) -> set[str]:
    return {a.name for a in draft.agents}
