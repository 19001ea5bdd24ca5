"""The first pass over a document: who and what is named where, which person holds which post."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from triples.extraction.actor import Actor, Seen
from triples.extraction.gazetteer import Gazetteer, Hit
from triples.extraction.names import state_of_person
from triples.extraction.people import TITLES, NameSpan, People, Person
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Sentence, Word


class Roster:
    """The names of a document by word, its people, and the actors in the order in which they are named."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.people = People(vocabulary)
        self.hits: list[list[Hit]] = [gazetteer.find(s.words) for s in analysis.sentences]
        self._names: list[list[NameSpan]] = [[] for _ in analysis.sentences]
        self._by_word: dict[tuple[int, int], Hit | NameSpan] = {}
        self.seen: list[Seen] = []
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
            return titled or learned or described or (not placed and first > 0)
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
            self._learn(person, s, low, high, nearest=high <= first)

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

    def _learn(self, person: Person, s: Sentence, low: int, high: int, *, nearest: bool) -> None:
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
        # Before a name the last state counts: "the US envoy Ann Lee and Russian minister Ivan Orlov".
        for state in states[-1:] if nearest else states[:1]:
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
                actor = self.of_person(found.person) if isinstance(found, NameSpan) else self.of_hit(found)
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
        """Returns a person as an actor, with the state that the document or the authority gives."""
        known = state_of_person(person.name) if not person.states else None
        return Actor(person.name, "person", (known,) if known else tuple(person.states[:1]))

    @staticmethod
    def of_hit(hit: Hit) -> Actor:
        """Returns the bearer of a name as an actor."""
        return Actor(hit.name.bearer, hit.name.kind, hit.name.of)

    def hit_at(self, word: Word) -> Hit | NameSpan | None:
        """Returns the name that covers a word."""
        return self._by_word.get((word.sentence.index, word.index))

    def at(self, word: Word, index: int) -> Hit | NameSpan | None:
        """Returns the name that covers the word at an index of the sentence of `word`."""
        return self._by_word.get((word.sentence.index, index))

    def seen_before(self, offset: int) -> Iterator[Seen]:
        """Yields the actors named before an offset, the nearest first."""
        for i in range(bisect_left(self.seen, offset, key=lambda s: s.at) - 1, -1, -1):
            yield self.seen[i]
