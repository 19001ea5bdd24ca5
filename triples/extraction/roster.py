"""The first pass over a document: who and what is named where, which person holds which post."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from triples.extraction.actor import Actor, Seen
from triples.extraction.gazetteer import Gazetteer, Hit
from triples.extraction.names import seat_of_state, sides_of_person, sides_of_surname
from triples.extraction.people import TITLES, NameSpan, People, Person
from triples.extraction.posts import OWN_VOICE, SPEAKING_POSTS, Posts
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Sentence, Word

_SHARED_SEATS = {"Brussels": "European Union"}
"""Capitals that mean the organisation seated there unless the document speaks of the country."""
_KNOWN_BY_SHORT_NAME = ("NATO", "OPEC", "UNESCO", "UNICEF", "Interpol")
"""Organisations whose short name is their common English name."""


class Roster:
    """The names of a document by word, its people, and the actors in the order in which they are named."""

    def __init__(
        self, analysis: Analysis, gazetteer: Gazetteer, vocabulary: Vocabulary, published: date | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self.published = published
        self.people = People(vocabulary)
        self.hits: list[list[Hit]] = [gazetteer.find(s.words) for s in analysis.sentences]
        self._names: list[list[NameSpan]] = [[] for _ in analysis.sentences]
        self._by_word: dict[tuple[int, int], Hit | NameSpan] = {}
        self.seen: list[Seen] = []
        self.described: list[Seen] = []
        self._posts = Posts(vocabulary, self.hits)
        self._sides_seen: list[tuple[int, int, Actor]] = []
        self._gazetteer = gazetteer
        self._named_states: set[str] = set()
        self._fullest: dict[str, str] = {}
        self._note_names()
        self._places = _places(analysis)
        self._register(analysis)
        self._remember(analysis)

    def _register(self, analysis: Analysis) -> None:
        pending: list[tuple[Sentence, int, int]] = []
        for s in analysis.sentences:
            hits = self.hits[s.index]
            for first, after in self.people.candidates(s.words, hits):
                if self._is_person(s.words, first, after):
                    self._add_person(s, first, after)
                else:
                    pending.append((s, first, after))
        for s, first, after in pending:
            if after - first == 1 and self.people.last(s.words[first].text):
                self._add_person(s, first, after)
        self._posts.place(analysis)
        for s in analysis.sentences:
            for hit in self.hits[s.index]:
                for i in range(hit.first, hit.after):
                    self._by_word.setdefault((s.index, i), hit)
            for span in self._names[s.index]:
                for i in range(span.first, span.after):
                    self._by_word[s.index, i] = span

    def _is_person(self, words: Sequence[Word], first: int, after: int) -> bool:
        before = words[first - 1] if first else None
        long = after - first >= 2
        if before is not None and (before.lower in TITLES or before.text in ("M.",)):
            return True
        titled = before is not None and "Person" in self._vocabulary.kinds(before.lower)
        placed = before is not None and before.lower in (
            "in",
            "at",
            "near",
            "from",
            "of",
            "off",
            "around",
            "outside",
            "across",
        )
        reports = any(
            m.entry.role in ("open", "act") and m.entry.object_kind is None
            for i in (after, first - 1)
            if 0 <= i < len(words) and words[i].text[0].islower()
            for m in self._vocabulary.verbs(words, i)
        )
        if reports and not placed and words[first].lower not in ("i",):
            return True
        learned = any(w.entity == "PER" for w in words[first:after])
        if long:
            described = (
                after + 1 < len(words) and words[after].text == "," and self._posts.after(words, after) is not None
            )
            known = first == 0 and bool(sides_of_person(" ".join(w.text for w in words[first:after])))
            return titled or learned or described or known or (not placed and first > 0)
        return titled or (learned and words[first].lower not in self._places)

    def _add_person(self, s: Sentence, first: int, after: int) -> None:
        words = s.words
        text = "".join(
            w.text + (" " if i + 1 < after and words[i + 1].start > w.end else "")
            for i, w in enumerate(words[first:after], first)
        )
        person = self.people.add(text, words[first].start)
        self._names[s.index].append(NameSpan(first, after, person))
        self._posts.learn(person, s, first, after)

    # -- what was named where ----------------------------------------------------------------------------------------

    def _remember(self, analysis: Analysis) -> None:
        for s in analysis.sentences:
            seen: set[int] = set()
            for i, word in enumerate(s.words):
                found = self._by_word.get((s.index, i))
                if found is None or id(found) in seen:
                    continue
                seen.add(id(found))
                top = self._top(word, found)
                actor = self.of_person(found.person) if isinstance(found, NameSpan) else self.of_hit(found)
                self._sides_seen += [(word.start, s.index, side) for side in self._side_of(found)]
                if isinstance(found, Hit) and found.name.manner == "adjective":
                    continue
                self.seen.append(
                    Seen(
                        word.start,
                        s.index,
                        actor,
                        top.dep.startswith("nsubj"),
                        top.dep.startswith("nsubj") and top.head.head is top.head,
                    )
                )

    def _top(self, word: Word, found: Hit | NameSpan) -> Word:
        while found.first <= word.head.index < found.after and word.head is not word:
            word = word.head
        while word.dep in ("flat", "compound", "appos", "flat:name") and word.head is not word:
            word = word.head
        return word

    def of_person(self, person: Person) -> Actor:
        """Returns a person as an actor, with the state that the document or else the authority gives."""
        if person.posts and person.posts <= OWN_VOICE:
            return Actor(person.name, "person")
        known = tuple(person.states[:1]) or sides_of_person(person.name, self.published)
        if not known and person.posts & SPEAKING_POSTS and " " not in person.name:
            known = sides_of_surname(person.name, self.published)
        return Actor(person.name, "person", known or person.guessed, at=tuple(person.at))

    def labelled(self, label: str) -> Actor:
        """Returns who speaks under a label of a transcript: a person named in the document, or the label itself."""
        bare = re.sub(r"\([^)]*\)", "", label).strip()
        known = self.people.last(bare.split()[-1]) if bare else None
        return self.of_person(known) if known is not None else Actor(bare or label, "person")

    def of_hit(self, hit: Hit) -> Actor:
        """Returns the bearer of a name as an actor."""
        if hit.name.manner == "capital":
            if hit.name.surface in _SHARED_SEATS and hit.name.bearer not in self._named_states:
                return Actor(_SHARED_SEATS[hit.name.surface], "organisation")
            seat = seat_of_state(hit.name.surface, self.published) if self.published is not None else None
            if seat is not None:
                return Actor(seat, "state", place=hit.name.surface)
            return Actor(hit.name.bearer, hit.name.kind, hit.name.of, place=hit.name.surface)
        return Actor(hit.name.bearer, hit.name.kind, hit.name.of)

    def display(self, name: str) -> str:
        """Returns the fullest name that the document gives an organisation."""
        return self._fullest.get(name, name)

    def _note_names(self) -> None:
        """Notes which states are named, and for organisations whether the long name or only the short one is used."""
        given: dict[str, set[str]] = {}
        called: dict[str, set[str]] = {}
        for hits in self.hits:
            for hit in hits:
                if hit.name.kind == "state" and hit.name.manner != "capital":
                    self._named_states.add(hit.name.bearer)
                elif hit.name.kind == "organisation" and hit.name.bearer.isupper():
                    called.setdefault(hit.name.bearer, set()).add(hit.name.surface)
                if hit.name.kind == "organisation" and hit.name.full and hit.name.full != hit.name.surface:
                    given.setdefault(hit.name.full, set()).add(hit.name.surface)
                elif hit.name.kind == "organisation" and hit.name.full:
                    self._fullest[hit.name.bearer] = hit.name.full
        for full, surfaces in given.items():
            short = next((s for s in surfaces if any(c.isdigit() for c in s)), None)
            if short is not None and full not in self._fullest.values():
                self._fullest[full] = short
        for name in _KNOWN_BY_SHORT_NAME:
            self._fullest.pop(name, None)
        for bearer, surfaces in called.items():
            if bearer not in surfaces and bearer not in _KNOWN_BY_SHORT_NAME:
                self._fullest[bearer] = max(surfaces, key=lambda s: (len(s), s))

    def _side_of(self, found: Hit | NameSpan) -> tuple[Actor, ...]:
        """The states for which whoever is named stands; an organisation stands for itself."""
        if isinstance(found, NameSpan):
            return tuple(Actor(side, "state") for side in self.of_person(found.person).of)
        if found.name.kind in ("state", "organisation") and not found.name.of:
            return (Actor(found.name.bearer, found.name.kind),)
        return tuple(Actor(side, "state") for side in found.name.of) if found.name.kind == "body" else ()

    def sides_before(self, offset: int, reach: int) -> Sequence[tuple[int, int, Actor]]:
        """Returns the last states and organisations named before an offset: offset, sentence, who."""
        i = bisect_left(self._sides_seen, offset, key=lambda s: s[0])
        return self._sides_seen[max(0, i - reach) : i]

    def state_of_countryman(self, word: Word) -> str | None:
        """Returns the state of which a noun in the singular means somebody: "Spaniard", "Frenchman", "American"."""
        hit = self.hit_at(word)
        if isinstance(hit, Hit):
            alone = hit.name.manner == "adjective" and hit.after - hit.first == 1
            return hit.name.bearer if alone and hit.name.kind == "state" else None
        for plural in (f"{word.text}s", re.sub(r"(wo)?man$", "", word.text)):
            state = self._gazetteer.people_named(plural)
            if state is not None:
                return state
        return None

    @staticmethod
    def comes_from(actor: Actor, state: str) -> bool:
        """Whether a person stands for a state, or is of its nationality."""
        return state in actor.of or state in sides_of_person(actor.name)

    def hit_at(self, word: Word) -> Hit | NameSpan | None:
        """Returns the name that covers a word."""
        return self._by_word.get((word.sentence.index, word.index))

    def at(self, word: Word, index: int) -> Hit | NameSpan | None:
        """Returns the name that covers the word at an index of the sentence of `word`."""
        return self._by_word.get((word.sentence.index, index))

    def person_before(self, verb: Word) -> tuple[Actor, ...]:
        """Returns the person named right before a verb, an apposition between passed over: "A, envoy to B, said"."""
        words, i = verb.sentence.words, verb.index - 1
        while i >= 0 and words[i].pos in ("AUX", "ADV"):
            i -= 1
        for span in reversed(self._names[verb.sentence.index]):
            if span.after == i + 1 or (i > 0 and words[i].text == "," and self._posts.after(words, span.after) == i):
                return (self.of_person(span.person),)
        return ()

    def may_be_title(self, word: Word) -> bool:
        """Whether a word may stand in the title before a name."""
        return self._posts.is_title_word(word)

    def has_post(self, name: str) -> bool:
        """Whether a person of this name is given a post in the document."""
        person = self.people.last(name.split()[-1])
        return person is not None and bool(person.posts)

    def names_side(self, word: Word) -> bool:
        """Whether a word is, or belongs to, the name of a state or organisation."""
        hit = self.hit_at(word)
        return isinstance(hit, Hit) and hit.name.kind in ("state", "organisation", "body")

    def sides_at(self, word: Word) -> tuple[Actor, ...]:
        """Returns the state or organisation that a word names in whatever manner, for whom a body or person stands."""
        hit = self.hit_at(word)
        if isinstance(hit, Hit) and hit.name.kind in ("state", "organisation"):
            return (self.of_hit(hit),)
        if isinstance(hit, Hit) and hit.name.kind == "body":
            return tuple(Actor(side, "state") for side in hit.name.of)
        return ()

    def named_before(self, noun: Word) -> tuple[Actor, ...]:
        """Returns the names that stand right before a noun, hyphens between them passed over: "US-Russia talks"."""
        words, found = noun.sentence.words, []
        i = noun.index - 1
        while i >= 0 and noun.index - i < 8:
            hit = self._by_word.get((noun.sentence.index, i))
            if isinstance(hit, Hit) and hit.name.kind in ("state", "organisation"):
                found.append(self.of_hit(hit))
                i = hit.first - 1
            elif words[i].text in ("-", "–", "/") or words[i].pos in ("ADJ", "NOUN"):
                i -= 1
            else:
                break
        return tuple(dict.fromkeys(reversed(found)))

    def people_in(self, word: Word) -> tuple[Actor, ...]:
        """Returns the persons named in what hangs from a word."""
        spans = [self.hit_at(w) for w in word.subtree()]
        return tuple(dict.fromkeys(self.of_person(s.person) for s in spans if isinstance(s, NameSpan)))

    def seen_before(self, offset: int) -> Iterator[Seen]:
        """Yields the actors named or described before an offset, the nearest first."""
        i = bisect_left(self.seen, offset, key=lambda s: s.at) - 1
        j = bisect_left(self.described, offset, key=lambda s: s.at) - 1
        while i >= 0 or j >= 0:
            if j < 0 or (i >= 0 and self.seen[i].at >= self.described[j].at):
                yield self.seen[i]
                i -= 1
            else:
                yield self.described[j]
                j -= 1

    def seen_after(self, offset: int, reach: int) -> Iterator[Seen]:
        """Yields the actors named after an offset, the nearest first, at most so many."""
        first = bisect_right(self.seen, offset, key=lambda s: s.at)
        yield from self.seen[first : first + reach]


def _places(analysis: Analysis) -> frozenset[str]:
    """The words in lower case that stand alone with a capital after "in", "at", "near", "from" or "outside"."""
    found: set[str] = set()
    for s in analysis.sentences:
        for i, word in enumerate(s.words[1:], 1):
            alone = i + 1 == len(s.words) or not s.words[i + 1].is_name
            if word.is_name and alone and s.words[i - 1].lower in ("in", "at", "near", "from", "outside", "through"):
                found.add(word.lower)
    return frozenset(found)
