"""Who acts: from a noun phrase to names, posts and the state or organisation behind them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from triples.extraction.actor import Actor, Seen
from triples.extraction.collectives import (
    countryman,
    is_collective_adjective,
    named_after,
    named_behind,
    one_each,
    parties,
    people_joined,
    sides_joined,
    unique,
)
from triples.extraction.gazetteer import Gazetteer, Hit
from triples.extraction.people import TITLES, NameSpan
from triples.extraction.phrases import (
    AMOUNTS,
    belongs,
    case_within,
    clause_subject,
    is_definite,
    main_verbs,
    noun_phrase,
    stands_alone,
)
from triples.extraction.roster import Roster
from triples.extraction.syntax import case_of
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Word

_SINGULAR_PERSON = frozenset({"he", "she", "him", "himself", "herself"})
_POSSESSIVE_PERSON = frozenset({"his", "her"})
_THING = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_SPEAKER = frozenset({"we", "us", "our", "i", "my", "me", "ourselves", "ours"})
_ANY_POST = frozenset({"diplomat", "official", "politician", "leader", "envoy", "statesman", "minister", "spokesman"})
_ENVOYS = frozenset({"ambassador", "envoy", "diplomat", "representative", "negotiator"})
_WITHIN_NAME = ("nmod", "conj", "flat", "amod", "compound")
_WHERE = frozenset({"in", "at", "from"})
_NOT_FOR = frozenset({"to", "with", "against", "on", "over", "about"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


class Actors(Roster):
    """Resolves noun phrases, pronouns and descriptions to the actors of one document."""

    def __init__(
        self, analysis: Analysis, gazetteer: Gazetteer, vocabulary: Vocabulary, published: date | None = None
    ) -> None:
        super().__init__(analysis, gazetteer, vocabulary, published)
        self._speakers: list[tuple[int, int, tuple[Actor, ...]]] = []
        self._main_verbs = [main_verbs(s.words) for s in analysis.sentences]
        self._describe(analysis)

    def _describe(self, analysis: Analysis) -> None:
        """Remembers the unnamed persons that are subjects: "a spokesman in Oslo said …" is the "he" that follows."""
        for s in analysis.sentences:
            for word in s.words:
                if not word.dep.startswith("nsubj") or word.pos != "NOUN" or word.tag == "NNS":
                    continue
                if "Person" not in self._vocabulary.kinds_of(word) or self.hit_at(word) is not None:
                    continue
                for actor in self._one(word, 0):
                    if actor.kind == "person":
                        self.described.append(Seen(word.start, s.index, actor, True, word.head.head is word.head))

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
        actors = list(people_joined(word, self) or self._one(word, depth))
        for other in word.all("conj"):
            named = named_behind(other, self)
            if named is not None:
                actors.append(named)
            elif other.pos in ("NOUN", "PROPN", "PRON", "X", "ADJ"):
                actors += self.resolve(other, depth + 1)
        return unique(actors)

    def _one(self, word: Word, depth: int) -> tuple[Actor, ...]:
        pronoun = self._pronoun(word, depth)
        if pronoun is not None:
            return pronoun
        if word.lower in AMOUNTS and (counted := next((w for w in word.all("nmod") if w.child("case")), None)):
            return self.resolve(counted, depth + 1)
        person = countryman(word, self)
        if person is not None and not is_collective_adjective(word.text):
            return (person,)
        several = one_each(word, self) or named_after(word, self) or parties(word, self)
        if several:
            return several
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
            return self._holder_after(word, found) or sides_joined(word, self) or (self.of_hit(found),)
        return self._described(word, depth)

    def _holder_after(self, word: Word, found: Hit) -> tuple[Actor, ...]:
        """The person named after a state whose post is told before: "the presidents of A, X, and of B, Y"."""
        words, case = word.sentence.words, word.child("case")
        if case is None or case.lower != "of" or found.after + 1 >= len(words) or words[found.after].text != ",":
            return ()
        named = self._by_word.get((word.sentence.index, found.after + 1))
        if not isinstance(named, NameSpan) or not set(named.person.states) & {found.name.bearer, *found.name.of}:
            return ()
        return (self.of_person(named.person),)

    def _pronoun(self, word: Word, depth: int) -> tuple[Actor, ...] | None:
        lower = word.lower
        if word.text == "US" or self.hit_at(word) is not None:
            return None
        if lower in _SPEAKER:
            return self.speakers_at(word.start)
        if lower in _SINGULAR_PERSON or lower in _POSSESSIVE_PERSON:
            return self._reporter(word, depth, ("person",)) or self._recent(word, ("person",))
        if lower in _THING:
            return self._recent(word, ("state", "organisation", "body"))
        if lower in _PLURAL:
            return self._plural_subject(word, depth) or self._recent(word, ("group", "state", "organisation", "region"))
        if lower in _RELATIVE and word.pos in ("PRON", "DET", "SCONJ"):
            for head in word.ancestors():
                if head.dep.startswith("acl"):
                    return self.resolve(head.head, depth + 1)
            return ()
        return None

    def _plural_subject(self, word: Word, depth: int) -> tuple[Actor, ...]:
        """The last subject in the plural before "they": that of the sentence or of one of the two before it."""
        for i in range(word.sentence.index, max(-1, word.sentence.index - 3), -1):
            for verb in self._main_verbs[i]:
                subject = verb.child("nsubj", "nsubj:pass")
                if subject is None or subject.start >= word.start or subject.lower in _PLURAL:
                    continue
                found = self.resolve(subject, depth + 2)
                if len(found) > 1 or any(a.kind in ("group", "region") for a in found):
                    return found
                if subject.tag in ("NNS", "NNPS") and any(a.diplomatic for a in found):
                    return found
        return ()

    def _reporter(self, word: Word, depth: int, kinds: Sequence[str]) -> tuple[Actor, ...]:
        """Who reports the clause of which a pronoun is the subject: "the envoy said she would …"."""
        verb = word.head
        while verb.dep == "conj" and verb.head is not verb:
            verb = verb.head
        if not word.dep.startswith("nsubj") or verb.dep != "ccomp":
            return ()
        subject = verb.head.child("nsubj")
        if subject is None or subject is word or subject.lower == word.lower:
            return ()
        found = self.resolve(subject, depth + 1)
        # "An official said she had agreed" is mostly of somebody else.
        named = len(found) == 1 and found[0].kind in kinds and self.people.last(found[0].name.split()[-1]) is not None
        return found if named else ()

    def _recent(self, word: Word, kinds: Sequence[str]) -> tuple[Actor, ...]:
        best: tuple[int, Seen] | None = None
        clause = clause_subject(word)
        for seen in self.seen_before(word.start):
            distance = word.sentence.index - seen.sentence
            if distance > 6:
                break
            if seen.at >= word.start or seen.actor.kind not in kinds:
                continue
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
            return (self._person_described(word, sides or self._place_before(word, depth)),)
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
            return self._students(word, depth) or (Actor(noun_phrase(word), "document"),)
        if word.pos in ("NOUN", "PROPN") and sides and word.lower in ("diplomacy", "foreign", "military"):
            return (Actor(noun_phrase(word), "body", sides),)
        if word.pos == "PROPN" and word.is_name and word.entity == "PER":
            return (Actor(noun_phrase(word), "person"),)
        if word.pos == "PROPN" and word.is_name and sides:
            return (Actor(noun_phrase(word), "body", sides),)
        return ()

    def _place_before(self, word: Word, depth: int) -> tuple[str, ...]:
        """The side of a body named at the head of the clause: "At the State Department, a spokesman …"."""
        places = [w for w in word.head.all("obl") if w.index < word.index and case_of(w) == "at"]
        return next((sides for w in places if (sides := self._sides_of_part(w, depth))), ())

    def _students(self, word: Word, depth: int) -> tuple[Actor, ...]:
        """The named persons who are said to have found or studied documents: "records analysed by X and Y"."""
        for clause in word.all("acl"):
            by = clause.child("obl:agent") or next((w for w in clause.all("obl") if case_of(w) == "by"), None)
            if by is not None:
                people = [a for a in self.resolve(by, depth + 1) if self.people.last(a.name.split()[-1]) is not None]
                return tuple(people) or self.people_in(by)
        return ()

    def _person_described(self, word: Word, sides: tuple[str, ...]) -> Actor:
        """The last person whose post or state agrees with a description, or the description itself."""
        words = word.sentence.words
        owner = word.child("nmod:poss")
        if owner is not None and isinstance(self.hit_at(owner), NameSpan):
            return Actor(noun_phrase(word), "person", sides)
        beside = self._by_word.get((word.sentence.index, word.index + 1))
        if isinstance(beside, NameSpan) and beside.first == word.index + 1:
            return self.of_person(beside.person)
        if word.index + 3 < len(words) and words[word.index + 1].text in (",", "**"):
            titled = words[word.index + 2].lower in TITLES
            named = self._by_word.get((word.sentence.index, word.index + 2 + titled))
            if isinstance(named, NameSpan):
                return self.of_person(named.person)
        if not word.sentence.segment.complete and not word.child("det"):
            later = self._named_later(word, sides)
            if later is not None:
                return later
        if is_definite(word) or (word.dep.startswith("nsubj") and not word.child("det")):
            best: Actor | None = None
            for seen in self.seen_before(word.start):
                if word.sentence.index - seen.sentence > 12:
                    break
                if seen.at >= word.start or seen.actor.kind != "person":
                    continue
                person = self.people.last(seen.actor.name.split()[-1])
                if person is None:
                    if seen.actor.name.split()[-1] == word.text and (not sides or set(sides) & set(seen.actor.of)):
                        return seen.actor
                    continue
                shared = bool(set(sides) & set(seen.actor.of))
                agrees = not sides or not seen.actor.of or shared
                if agrees and (word.lower in person.posts or (shared and word.lower in _ANY_POST)):
                    return self.of_person(person)
                if best is None and agrees and seen.subject and word.sentence.index - seen.sentence <= 4 and not sides:
                    best = self.of_person(person)
            if best is not None and word.lower in _ANY_POST:
                return best
        return Actor(noun_phrase(word), "person", sides)

    def _named_later(self, word: Word, sides: tuple[str, ...]) -> Actor | None:
        """The person whom a description in a headline means: the first in the text below of that state and post."""
        if not sides:
            return None
        for seen in self.seen_after(word.start, 40):
            if seen.sentence - word.sentence.index > 12:
                return None
            if seen.actor.kind != "person" or not set(seen.actor.of) & set(sides):
                continue
            person = self.people.last(seen.actor.name.split()[-1])
            if person is not None and (
                word.lower in person.posts or (word.lower in _ENVOYS and person.posts & _ENVOYS)
            ):
                return self.of_person(person)
        return None

    def _sides(self, word: Word, depth: int) -> tuple[str, ...]:
        """The states that modify a noun: "Russian officials", "the leaders of France and Britain".

        Where somebody is ("an Iranian diplomat in Vienna") or to whom he is sent counts only when nothing else does.
        """
        own: list[str] = []
        where: list[str] = []
        for w in word.subtree():
            if w is word or not (w.index < word.index or w.dep.startswith(_WITHIN_NAME)) or not belongs(w, word):
                continue
            case = case_within(w, word)
            if case in _NOT_FOR:
                continue
            (where if case in _WHERE else own).extend(self._sides_of_part(w, depth))
        return tuple(dict.fromkeys(own or where))

    def _sides_of_part(self, w: Word, depth: int) -> tuple[str, ...]:
        """The states that a word within a noun phrase names or takes up."""
        found = self._by_word.get((w.sentence.index, w.index))
        if isinstance(found, Hit):
            if found.name.kind in ("state", "organisation", "body") and found.name.manner != "people":
                return found.name.of or (found.name.bearer,)
            return ()
        if isinstance(found, NameSpan):
            return tuple(found.person.states[:1]) if w.dep.startswith("nmod") else ()
        if w.lower in _THING | _POSSESSIVE_PERSON and w.dep == "nmod:poss" and depth < 4:
            actors = self.resolve(w, depth + 1)
            return tuple(s for a in actors for s in (a.of or ((a.name,) if a.kind == "state" else ())))
        return ()

    def adjective_sides(self, word: Word) -> tuple[Actor, ...]:
        """Returns the actors whose adjective or possessive modifies a noun: "Russian proposals".

        Behind a possessive a name says what about: "Russia's NATO proposals".
        """
        found: list[Actor] = []
        owned = False
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
                owned = bool(found)
            elif isinstance(hit, Hit) and not owned and hit.name.kind in ("state", "organisation", "body", "region"):
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
