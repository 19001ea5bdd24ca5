"""Who acts: from a noun phrase to names, posts and the state or organisation behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from triples.extraction.gazetteer import Gazetteer, Hit
from triples.extraction.names import state_of_person
from triples.extraction.people import TITLES, NameSpan, People, Person
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Sentence, Word

ActorKind = Literal[
    "state", "organisation", "body", "person", "group", "region", "expert", "media", "document", "instrument"
]
_DIPLOMATIC = frozenset({"state", "organisation", "body", "person", "group", "region"})
_SINGULAR_PERSON = frozenset({"he", "she", "him", "himself", "herself"})
_POSSESSIVE_PERSON = frozenset({"his", "her"})
_THING = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_SPEAKER = frozenset({"we", "us", "our", "i", "my", "me", "ourselves", "ours"})
_QUANTIFIERS = frozenset("some both all many several most no".split())
_NUMBERS = {"two": 2, "both": 2, "pair": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PARTIES = frozenset("sides countries governments states nations men leaders parties powers neighbours neighbors capitals ministers presidents".split())
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the name as the document gives it, and on whose behalf."""

    name: str
    kind: ActorKind
    of: tuple[str, ...] = ()

    @property
    def diplomatic(self) -> bool:
        """Whether the actor can take a position between states."""
        return self.kind in _DIPLOMATIC

    @property
    def sides(self) -> tuple[str, ...]:
        """The states or organisations the actor stands for; a state stands for itself."""
        return self.of or (self.name,)


@dataclass(slots=True)
class _Seen:
    """An actor at an offset, for pronouns and descriptions."""

    at: int
    sentence: int
    actor: Actor
    subject: bool
    main: bool


class Actors:
    """Finds and resolves the actors of one document."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.people = People(vocabulary)
        self.hits: list[list[Hit]] = [gazetteer.find(s.words) for s in analysis.sentences]
        self._names: list[list[NameSpan]] = [[] for _ in analysis.sentences]
        self._seen: list[_Seen] = []
        self._speakers: list[tuple[int, int, tuple[Actor, ...]]] = []
        self._by_word: dict[tuple[int, int], Hit | NameSpan] = {}
        self._register(analysis)
        self._remember(analysis)

    # -- first pass: people ------------------------------------------------------------------------------------------

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
                after + 1 < len(words) and words[after].text == "," and self._post_after(words, after) is not None
            )
            return titled or learned or described or not placed and first > 0
        return titled or learned

    def _add_person(self, s: Sentence, first: int, after: int) -> None:
        words = s.words
        text = "".join(
            w.text + (" " if i + 1 < after and words[i + 1].start > w.end else "")
            for i, w in enumerate(words[first:after], first)
        )
        person = self.people.add(text, words[first].start)
        self._names[s.index].append(NameSpan(first, after, person))
        for low, high in self._post_windows(words, first, after):
            self._learn(person, s, low, high)

    def _post_windows(self, words: Sequence[Word], first: int, after: int) -> list[tuple[int, int]]:
        windows: list[tuple[int, int]] = []
        low = first
        while low > 0 and first - low < 12 and self._is_title_word(words[low - 1]):
            low -= 1
        if any("Person" in self._vocabulary.kinds(w.lower) for w in words[low:first]):
            windows.append((low, first))
        end = self._post_after(words, after)
        if end is not None:
            windows.append((after, end))
        return windows

    def _is_title_word(self, word: Word) -> bool:
        return (
            word.is_name
            or bool(self._vocabulary.kinds(word.lower))
            or word.lower
            in (
                "of",
                "for",
                "to",
                "the",
                "'s",
                "’s",
                "'",
                "’",
                ",",
                "-",
                "then",
                "former",
                "now",
                "foreign",
                "prime",
                "its",
                "s",
                "former",
                "press",
                "permanent",
                "special",
                "senior",
                "vice",
                "top",
                "acting",
                "and",
                "chief",
                "policy",
                "late",
                "new",
            )
        )

    def _post_after(self, words: Sequence[Word], after: int) -> int | None:
        """The end of an apposition that names a post: ", the Polish foreign minister,"."""
        if after >= len(words) or words[after].text not in (",", "(", "–", "-"):
            return None
        for j in range(after + 1, min(after + 12, len(words))):
            if words[j].text in (",", ")", ".", ";", "–") or words[j].pos in ("VERB", "AUX"):
                found = any("Person" in self._vocabulary.kinds(w.lower) for w in words[after:j])
                first_is_name = words[after + 1].is_name and not self._vocabulary.kinds(words[after + 1].lower)
                return j if found and not (first_is_name and words[after + 1].entity == "PER") else None
        return None

    def _learn(self, person: Person, s: Sentence, low: int, high: int) -> None:
        for w in s.words[low:high]:
            if "Person" in self._vocabulary.kinds(w.lower):
                person.posts.add(w.lower)
        states: list[str] = []
        for hit in self.hits[s.index]:
            if (
                low <= hit.first < high
                and hit.name.kind in ("state", "organisation", "body")
                and hit.name.manner != "people"
            ):
                # "US ambassador to NATO": whom the post is with is not whom it is for.
                if any(w.lower == "to" for w in s.words[low : hit.first]):
                    continue
                states += hit.name.of or (hit.name.bearer,)
        text = " ".join(w.lower for w in s.words[low:high])
        if not states and "secretary of state" in text:
            states = ["United States"]
        for state in states[:1]:
            if state not in person.states:
                person.states.append(state)

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
                actor = self._of_person(found.person) if isinstance(found, NameSpan) else self._of_hit(found)
                if isinstance(found, Hit) and found.name.manner == "adjective":
                    continue
                self._seen.append(_Seen(word.start, s.index, actor, top.dep.startswith("nsubj"), top.dep.startswith("nsubj") and top.head.head is top.head))

    def _top(self, word: Word, found: Hit | NameSpan) -> Word:
        while found.first <= word.head.index < found.after and word.head is not word:
            word = word.head
        while word.dep in ("flat", "compound", "appos", "flat:name") and word.head is not word:
            word = word.head
        return word

    def _of_person(self, person: Person) -> Actor:
        known = state_of_person(person.name) if not person.states else None
        return Actor(person.name, "person", (known,) if known else tuple(person.states[:1]))

    @staticmethod
    def _of_hit(hit: Hit) -> Actor:
        return Actor(hit.name.bearer, hit.name.kind, hit.name.of)

    def say_who_speaks(self, start: int, end: int, speakers: tuple[Actor, ...]) -> None:
        """Tells who speaks in a quotation, so that "we" and "I" within it can be resolved."""
        self._speakers.append((start, end, speakers))

    def speakers_at(self, offset: int) -> tuple[Actor, ...]:
        """Returns who speaks in the quotation at an offset; () if it is not known or there is none."""
        return next((who for start, end, who in reversed(self._speakers) if start <= offset < end), ())

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
                return (self._of_person(found.person),)
        found = self._by_word.get((word.sentence.index, word.index))
        if isinstance(found, Hit) and (found.name.manner != "adjective" or _stands_alone(word)):
            return self._named(word, found)
        return self._described(word, depth)

    def _named(self, word: Word, hit: Hit) -> tuple[Actor, ...]:
        return (self._of_hit(hit),)

    def _pronoun(self, word: Word, depth: int) -> tuple[Actor, ...] | None:
        lower = word.lower
        if word.text == "US" or self.hit_at(word) is not None:
            return None
        if lower in _SPEAKER:
            for start, end, speakers in reversed(self._speakers):
                if start <= word.start < end:
                    return speakers
            return ()
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
        best: tuple[int, _Seen] | None = None
        clause = _clause_subject(word)
        for seen in reversed(self._seen):
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
            return (Actor(self.phrase(word), "media"),)
        if "Expert" in kinds or word.lower.rstrip("s") in ("expert", "historian"):
            return (Actor(self.phrase(word), "expert"),)
        if "Person" in kinds and not plural:
            return (self._person_described(word, sides),)
        if (
            "Group" in kinds
            and (plural or word.lower in ("people", "both", "trio", "two"))
            and word.lower not in ("countries", "states", "nations", "sides", "two", "both")
        ):
            return (Actor(self.phrase(word), "group", sides),)
        if "Group" in kinds:
            return (Actor(self.phrase(word), "group"),)
        if "GovernmentBody" in kinds:
            if word.lower == "side" and sides:
                return (Actor(sides[0], "state"),)
            if not sides and _definite(word):
                known = self._recent(word, ("body",))
                if known:
                    return known
            return (Actor(self.phrase(word), "body", sides),)
        if "InternationalOrganization" in kinds:
            if _definite(word) and not sides:
                known = self._recent(word, ("organisation",))
                if known:
                    return known
            return (Actor(self.phrase(word), "organisation"),) if _definite(word) or sides else ()
        if "State" in kinds and not plural:
            if _definite(word) or word.child("nmod:poss"):
                owner = word.child("nmod:poss")
                if owner is not None and owner.lower in _POSSESSIVE_PERSON:
                    people = self.resolve(owner, depth + 1)
                    states = [s for p in people for s in p.of]
                    if states:
                        return (Actor(states[0], "state"),)
                return self._recent(word, ("state",))
        if "Document" in kinds:
            return (Actor(self.phrase(word), "document"),)
        if word.pos in ("NOUN", "PROPN") and sides and word.lower in ("diplomacy", "foreign", "military"):
            return (Actor(self.phrase(word), "body", sides),)
        if word.pos == "PROPN" and word.is_name and word.entity == "PER":
            return (Actor(self.phrase(word), "person"),)
        if word.pos == "PROPN" and word.is_name and sides:
            return (Actor(self.phrase(word), "body", sides),)
        return ()

    def _counted(self, word: Word) -> tuple[Actor, ...]:
        """The parties last named, where as many are meant: "the two sides", "both leaders"."""
        number = next((_NUMBERS[c.lower] for c in word.children if c.lower in _NUMBERS), _NUMBERS.get(word.lower, 0))
        if not number or word.lower not in _PARTIES and word.lower not in ("both", "two") or word.all("nmod"):
            return ()
        kinds = ("person",) if word.lower in ("men", "leaders", "ministers", "presidents") else ("state",)
        found: list[Actor] = []
        for seen in reversed(self._seen):
            if seen.at < word.start and seen.actor.kind in kinds and seen.actor not in found:
                found.append(seen.actor)
            if len(found) == number or word.sentence.index - seen.sentence > 8:
                break
        return tuple(reversed(found)) if len(found) == number else ()

    def _person_described(self, word: Word, sides: tuple[str, ...]) -> Actor:
        """The last person whose post or state agrees with a description, or the description itself."""
        words = word.sentence.words
        if word.index + 2 < len(words) and words[word.index + 1].text in (",", "**"):
            named = self._by_word.get((word.sentence.index, word.index + 2))
            if isinstance(named, NameSpan):
                return self._of_person(named.person)
        if _definite(word) or word.dep.startswith("nsubj") and not word.child("det"):
            best: Actor | None = None
            for seen in reversed(self._seen):
                if seen.at >= word.start or seen.actor.kind != "person" or word.sentence.index - seen.sentence > 12:
                    continue
                person = self.people.last(seen.actor.name.split()[-1])
                if person is None:
                    continue
                agrees = not sides or not person.states or bool(set(sides) & set(person.states))
                if agrees and (word.lower in person.posts or (sides and set(sides) & set(person.states))):
                    return self._of_person(person)
                if best is None and agrees and seen.subject and word.sentence.index - seen.sentence <= 2 and not sides:
                    best = self._of_person(person)
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
        return Actor(self.phrase(word), "person", sides)

    def _sides(self, word: Word, depth: int) -> tuple[str, ...]:
        """The states that modify a noun: "Russian officials", "the leaders of France and Britain"."""
        sides: list[str] = []
        inside = [
            w
            for w in word.subtree()
            if w.index < word.index or w.dep.startswith(("nmod", "conj", "flat", "amod", "compound"))
        ]
        for w in inside:
            if w is not word and not _belongs(w, word):
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

    def phrase(self, word: Word) -> str:
        """Returns the noun phrase without articles, relative clauses and appositions, in the words of the text."""
        keep = [word]
        stack = [c for c in word.children if c.dep != "case"]
        while stack:
            w = stack.pop()
            if w.dep in (
                "det",
                "punct",
                "appos",
                "cc",
                "conj",
                "parataxis",
                "mark",
                "cop",
                "list",
                "advmod",
                "dep",
                "ccomp",
            ) or w.dep.startswith(("acl", "advcl", "nsubj", "obl", "aux")):
                continue
            keep.append(w)
            stack += [c for c in w.children if c.dep != "punct" and not c.dep.startswith(("acl", "advcl"))]
        keep.sort(key=lambda w: w.index)
        out = ""
        for i, w in enumerate(keep):
            out += w.text
            if i + 1 < len(keep) and keep[i + 1].start > w.end:
                out += " "
        return out.strip(" *“”\"'’") or word.text

    def adjective_sides(self, word: Word) -> tuple[Actor, ...]:
        """Returns the states or regions whose adjective or possessive modifies a noun, as actors: "Russian proposals"."""
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
                found.append(self._of_hit(hit))
                found += [
                    self._of_hit(h)
                    for c in w.all("conj")
                    if isinstance(h := self._by_word.get((c.sentence.index, c.index)), Hit)
                ]
            elif isinstance(hit, NameSpan) and w.dep == "compound":
                found.append(self._of_person(hit.person))
        return tuple(dict.fromkeys(found))

    def has_post(self, name: str) -> bool:
        """Whether a person of this name is given a post in the document."""
        person = self.people.last(name.split()[-1])
        return person is not None and bool(person.posts)

    def names_side(self, word: Word) -> bool:
        """Whether a word is, or belongs to, the name of a state or organisation."""
        hit = self.hit_at(word)
        return isinstance(hit, Hit) and hit.name.kind in ("state", "organisation", "body")

    def named_before(self, noun: Word) -> tuple[Actor, ...]:
        """Returns the names that stand right before a noun, hyphens between them passed over: "US-Russia talks"."""
        words, found = noun.sentence.words, []
        i = noun.index - 1
        while i >= 0 and noun.index - i < 8:
            hit = self._by_word.get((noun.sentence.index, i))
            if isinstance(hit, Hit) and hit.name.kind in ("state", "organisation"):
                found.append(self._of_hit(hit))
                i = hit.first - 1
            elif words[i].text in ("-", "–", "/") or words[i].pos in ("ADJ", "NOUN"):
                i -= 1
            else:
                break
        return tuple(dict.fromkeys(reversed(found)))

    def recent_parties(self, word: Word) -> tuple[Actor, ...]:
        """Returns the states and persons last named in the sentence or before it, at most two, for talks without parties."""
        found: list[Actor] = []
        for seen in reversed(self._seen):
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

    def hit_at(self, word: Word) -> Hit | NameSpan | None:
        """Returns the name that covers a word."""
        return self._by_word.get((word.sentence.index, word.index))


def _belongs(w: Word, top: Word) -> bool:
    for head in w.ancestors():
        if head is top:
            return True
        if head.dep.startswith(("acl", "advcl", "obl", "nsubj", "appos")):
            return False
    return False


def _definite(word: Word) -> bool:
    det = word.child("det")
    return (det is not None and det.lower in ("the", "this", "that", "both")) or word.child("nmod:poss") is not None


def _stands_alone(word: Word) -> bool:
    """Whether an adjective is used as a noun: "the British refused"."""
    det = word.child("det")
    return word.dep.startswith(("nsubj", "obj", "iobj", "obl", "conj")) and (
        det is not None and det.lower == "the" or word.tag == "NNPS"
    )


def _clause_subject(word: Word) -> Word | None:
    for head in word.ancestors():
        subject = head.child("nsubj")
        if subject is not None and subject is not word:
            return subject
    return None


def with_side(actor: Actor, side: str) -> Actor:
    """Returns the actor as one who stands for `side`."""
    return replace(actor, of=(side,))
