"""Who acts: from a noun phrase to names, posts and the state or organisation behind them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from triples.extraction.actor import Actor, Seen
from triples.extraction.gazetteer import Gazetteer, Hit
from triples.extraction.people import NameSpan
from triples.extraction.phrases import belongs, clause_subject, is_definite, noun_phrase, stands_alone
from triples.extraction.roster import Roster
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Word
from triples.language.words import words as word_set

_SINGULAR_PERSON = frozenset({"he", "she", "him", "himself", "herself"})
_POSSESSIVE_PERSON = frozenset({"his", "her"})
_THING = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_SPEAKER = frozenset({"we", "us", "our", "i", "my", "me", "ourselves", "ours"})
_NUMBERS = {"two": 2, "both": 2, "pair": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PARTIES = word_set(
    """
    sides countries governments states nations men leaders parties powers neighbours neighbors capitals
    ministers presidents
    """
)
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


class Actors(Roster):
    """Resolves noun phrases, pronouns and descriptions to the actors of one document."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        super().__init__(analysis, gazetteer, vocabulary)
        self._speakers: list[tuple[int, int, tuple[Actor, ...]]] = []

    def say_who_speaks(self, start: int, end: int, speakers: tuple[Actor, ...]) -> None:
        """Tells who speaks in a quotation, so that "we" and "I" within it can be resolved."""
        self._speakers.append((start, end, speakers))

    def speakers_at(self, offset: int) -> tuple[Actor, ...]:
        """Returns who speaks in the quotation at an offset; () if it is not known or there is none."""
        i = bisect_right(self._speakers, offset, key=lambda s: s[0]) - 1
        return self._speakers[i][2] if i >= 0 and offset < self._speakers[i][1] else ()

    # -- resolving ---------------------------------------------------------------------------------------------------

    def resolve(self, word: Word, depth: int = 0) -> tuple[Actor, ...]:
        """Returns the actors that the noun phrase headed by `word` names, coordinated ones included; () if none."""
        if depth > 6:
            return ()
        actors = list(self._one(word, depth))
        for other in word.all("conj"):
            if other.pos in ("NOUN", "PROPN", "PRON", "X", "ADJ"):
                actors += self.resolve(other, depth + 1)
        unique: dict[str, Actor] = {}
        for actor in actors:
            unique.setdefault(actor.name, actor)
        return tuple(unique.values())

    def _one(self, word: Word, depth: int) -> tuple[Actor, ...]:
        pronoun = self._pronoun(word, depth)
        if pronoun is not None:
            return pronoun
        for candidate in (word, *word.all("flat"), *word.all("appos"), *word.all("compound")):
            found = self._by_word.get((word.sentence.index, candidate.index))
            if isinstance(found, NameSpan) and (
                candidate is word or candidate.dep != "compound" or found.after > word.index - 1
            ):
                if candidate.dep == "compound" and "Person" not in self._vocabulary.kinds(word.lower):
                    continue
                return (self.of_person(found.person),)
        found = self.hit_at(word)
        if found is None:
            found = next((h for c in word.all("flat") if isinstance(h := self.hit_at(c), Hit)), None)
        if isinstance(found, Hit) and (found.name.manner != "adjective" or stands_alone(word)):
            return (self.of_hit(found),)
        return self._described(word, depth)

    def _pronoun(self, word: Word, depth: int) -> tuple[Actor, ...] | None:
        lower = word.lower
        if word.text == "US" or self.hit_at(word) is not None:
            return None
        if lower in _SPEAKER:
            return self.speakers_at(word.start)
        if lower in _SINGULAR_PERSON or lower in _POSSESSIVE_PERSON:
            return self._recent(word, ("person",))
        if lower in _THING:
            return self._recent(word, ("state", "organisation", "body"))
        if lower in _PLURAL:
            return self._recent(word, ("group", "state", "organisation", "region"))
        if lower in _RELATIVE and word.pos in ("PRON", "DET", "SCONJ"):
            for head in word.ancestors():
                if head.dep.startswith("acl"):
                    return self.resolve(head.head, depth + 1)
            return ()
        return None

    def _recent(self, word: Word, kinds: Sequence[str]) -> tuple[Actor, ...]:
        best: tuple[int, Seen] | None = None
        clause = clause_subject(word)
        for seen in self.seen_before(word.start):
            if seen.at >= word.start or seen.actor.kind not in kinds:
                continue
            distance = word.sentence.index - seen.sentence
            if distance > 6:
                break
            score = 4 * distance - 3 * seen.subject - 2 * seen.main + (1 if not seen.subject and distance == 0 else 0)
            if clause is not None and seen.at == clause.start:
                score += 2
            if best is None or score < best[0]:
                best = (score, seen)
        return (best[1].actor,) if best else ()

    def _described(self, word: Word, depth: int) -> tuple[Actor, ...]:
        kinds = self._vocabulary.kinds_of(word)
        sides = self._sides(word, depth)
        plural = word.tag in ("NNS", "NNPS") or word.lower in (
            "two",
            "both",
            "three",
            "four",
            "five",
            "six",
            "trio",
            "pair",
        )
        if "MediaOrganization" in kinds and not kinds & {"Person"}:
            return (Actor(noun_phrase(word), "media"),)
        if "Expert" in kinds or word.lower.rstrip("s") in ("expert", "historian"):
            return (Actor(noun_phrase(word), "expert"),)
        if "Person" in kinds and not plural:
            return (self._person_described(word, sides),)
        if (
            "Group" in kinds
            and (plural or word.lower in ("people", "both", "trio", "two"))
            and word.lower not in ("countries", "states", "nations", "sides", "two", "both")
        ):
            return (Actor(noun_phrase(word), "group", sides),)
        if "Group" in kinds:
            return (Actor(noun_phrase(word), "group"),)
        if "GovernmentBody" in kinds:
            if word.lower == "side" and sides:
                return (Actor(sides[0], "state"),)
            if not sides and is_definite(word):
                known = self._recent(word, ("body",))
                if known:
                    return known
            return (Actor(noun_phrase(word), "body", sides),)
        if "InternationalOrganization" in kinds:
            if is_definite(word) and not sides:
                known = self._recent(word, ("organisation",))
                if known:
                    return known
            return (Actor(noun_phrase(word), "organisation"),) if is_definite(word) or sides else ()
        if "State" in kinds and not plural and is_definite(word):
            owner = word.child("nmod:poss")
            if owner is not None and owner.lower in _POSSESSIVE_PERSON:
                people = self.resolve(owner, depth + 1)
                states = [s for p in people for s in p.of]
                if states:
                    return (Actor(states[0], "state"),)
            return self._recent(word, ("state",))
        if "Document" in kinds:
            return (Actor(noun_phrase(word), "document"),)
        if word.pos in ("NOUN", "PROPN") and sides and word.lower in ("diplomacy", "foreign", "military"):
            return (Actor(noun_phrase(word), "body", sides),)
        if word.pos == "PROPN" and word.is_name and word.entity == "PER":
            return (Actor(noun_phrase(word), "person"),)
        if word.pos == "PROPN" and word.is_name and sides:
            return (Actor(noun_phrase(word), "body", sides),)
        return ()

    def _person_described(self, word: Word, sides: tuple[str, ...]) -> Actor:
        """The last person whose post or state agrees with a description, or the description itself."""
        words = word.sentence.words
        if word.index + 2 < len(words) and words[word.index + 1].text in (",", "**"):
            named = self._by_word.get((word.sentence.index, word.index + 2))
            if isinstance(named, NameSpan):
                return self.of_person(named.person)
        if is_definite(word) or (word.dep.startswith("nsubj") and not word.child("det")):
            best: Actor | None = None
            for seen in self.seen_before(word.start):
                if seen.at >= word.start or seen.actor.kind != "person" or word.sentence.index - seen.sentence > 12:
                    continue
                person = self.people.last(seen.actor.name.split()[-1])
                if person is None:
                    continue
                agrees = not sides or not person.states or bool(set(sides) & set(person.states))
                if agrees and (word.lower in person.posts or (sides and set(sides) & set(person.states))):
                    return self.of_person(person)
                if best is None and agrees and seen.subject and word.sentence.index - seen.sentence <= 4 and not sides:
                    best = self.of_person(person)
            if best is not None and word.lower in (
                "diplomat",
                "official",
                "politician",
                "leader",
                "envoy",
                "minister",
                "spokesman",
            ):
                return best
        return Actor(noun_phrase(word), "person", sides)

    def _sides(self, word: Word, depth: int) -> tuple[str, ...]:
        """The states that modify a noun: "Russian officials", "the leaders of France and Britain"."""
        sides: list[str] = []
        inside = [
            w
            for w in word.subtree()
            if w.index < word.index or w.dep.startswith(("nmod", "conj", "flat", "amod", "compound"))
        ]
        for w in inside:
            if w is not word and not belongs(w, word):
                continue
            found = self._by_word.get((w.sentence.index, w.index))
            if (
                isinstance(found, Hit)
                and found.name.kind in ("state", "organisation", "body")
                and found.name.manner != "people"
            ):
                sides += [s for s in (found.name.of or (found.name.bearer,)) if s not in sides]
            elif isinstance(found, NameSpan) and found.person.states and w.dep.startswith("nmod"):
                sides += [s for s in found.person.states[:1] if s not in sides]
            elif w.lower in _THING | _POSSESSIVE_PERSON and w.dep == "nmod:poss" and depth < 4:
                sides += [
                    s
                    for a in self.resolve(w, depth + 1)
                    for s in (a.of or ((a.name,) if a.kind == "state" else ()))
                    if s not in sides
                ]
        return tuple(sides)

    def adjective_sides(self, word: Word) -> tuple[Actor, ...]:
        """Returns the actors whose adjective or possessive modifies a noun: "Russian proposals"."""
        found: list[Actor] = []
        for w in word.children:
            if w.index > word.index or w.dep not in (
                "amod",
                "nmod:poss",
                "compound",
                "nmod",
                "nmod:unmarked",
                "det",
                "flat",
            ):
                continue
            hit = self._by_word.get((w.sentence.index, w.index))
            if w.dep == "nmod:poss":
                found += self.resolve(w)
            elif isinstance(hit, Hit) and hit.name.kind in ("state", "organisation", "body", "region"):
                found.append(self.of_hit(hit))
                found += [
                    self.of_hit(h)
                    for c in w.all("conj")
                    if isinstance(h := self._by_word.get((c.sentence.index, c.index)), Hit)
                ]
            elif isinstance(hit, NameSpan) and w.dep == "compound":
                found.append(self.of_person(hit.person))
        return tuple(dict.fromkeys(found)) or self._possessors(word)

    def _possessors(self, word: Word) -> tuple[Actor, ...]:
        """The names before a possessive mark, where the parser missed them: "A and B's claims"."""
        words, i = word.sentence.words, word.index - 1
        if i < 1 or words[i].lower not in ("'s", "’s", "'", "’"):
            return ()
        found = list(self.resolve(words[i - 1]))
        if i >= 3 and words[i - 2].lower == "and":
            found = [*self.resolve(words[i - 3]), *found]
        return tuple(dict.fromkeys(found))

    def people_in(self, word: Word) -> tuple[Actor, ...]:
        """Returns the persons named in what hangs from a word."""
        spans = [self.hit_at(w) for w in word.subtree()]
        return tuple(dict.fromkeys(self.of_person(s.person) for s in spans if isinstance(s, NameSpan)))

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

    def recent_parties(self, word: Word) -> tuple[Actor, ...]:
        """Returns the two states or persons last named as subjects, for talks without parties."""
        found: list[Actor] = []
        for seen in self.seen_before(word.start):
            if word.sentence.index - seen.sentence > 2:
                break
            if (
                seen.sentence <= word.sentence.index
                and seen.actor.kind in ("state", "person")
                and seen.subject
                and seen.actor not in found
            ):
                found.append(seen.actor)
        return tuple(reversed(found[:2]))
