"""Posts and titles beside names: what a person is, and for which state or organisation."""

from __future__ import annotations

from collections.abc import Sequence

from triples.extraction.gazetteer import Hit
from triples.extraction.people import Person
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Sentence, Word
from triples.language.words import words as word_set

SPEAKING_POSTS = word_set(
    """
    president premier minister chancellor secretary spokesman spokeswoman spokesperson ambassador envoy negotiator
    diplomat king queen emperor pm undersecretary chief leader official adviser delegate representative
    """
)
"""Those who speak for whoever they hold their post under."""
OWN_VOICE = word_set("lawmaker legislator parliamentarian mp politician congressman congresswoman judge guest")
"""Those who hold an office and do not speak for their state."""
_TITLE_WORDS = word_set(
    """
    of for to the then former now foreign prime its s press permanent special senior vice top acting and chief policy
    late new deputy assistant interior home finance justice economy economic trade commerce energy transport agriculture
    health education labour labor environment culture intelligence military political security defence defense
    """
) | frozenset({"'s", "’s", "'", "’", ",", "-"})


class Posts:
    """Learns from the words around a name what post the person holds, and for whom."""

    def __init__(self, vocabulary: Vocabulary, hits: Sequence[Sequence[Hit]]) -> None:
        self._vocabulary = vocabulary
        self._hits = hits
        self._unplaced: list[tuple[Person, int, int]] = []

    def learn(self, person: Person, s: Sentence, first: int, after: int) -> None:
        """Learns posts and states from the title before a name and the apposition after it."""
        for low, high in self._windows(s.words, first, after):
            self._learn(person, s, low, high, nearest=high <= first)

    def is_title_word(self, word: Word) -> bool:
        """Whether a word may stand in the title before a name."""
        return word.is_name or bool(self._vocabulary.kinds(word.lower)) or word.lower in _TITLE_WORDS

    def _windows(self, words: Sequence[Word], first: int, after: int) -> list[tuple[int, int]]:
        windows: list[tuple[int, int]] = []
        low = first
        while low > 0 and first - low < 12 and self.is_title_word(words[low - 1]):
            low -= 1
        if any("Person" in self._vocabulary.kinds(w.lower) for w in words[low:first]):
            windows.append((low, first))
        end = self.after(words, after)
        if end is not None:
            windows.append((after, end))
        return windows

    def after(self, words: Sequence[Word], after: int) -> int | None:
        """Returns the end of an apposition that names a post: ", the Polish minister,"; None if there is none."""
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
        for hit in self._hits[s.index]:
            if not (low <= hit.first < high) or hit.name.manner == "people":
                continue
            if hit.name.kind not in ("state", "organisation", "body"):
                continue
            before = [w.lower for w in s.words[low : hit.first]]
            sides = hit.name.of or (hit.name.bearer,)
            if "to" in before:
                # "US ambassador to NATO": whom the post is with is not whom it is for.
                if hit.name.kind == "organisation":
                    person.at += [side for side in sides if side not in person.at]
                continue
            if states and not nearest and before[-1:] in (["in"], ["at"]):
                continue
            states += sides
        text = " ".join(w.lower for w in s.words[low:high])
        if not states and "secretary of state" in text:
            states = ["United States"]
        if not states and not any(w.lower == "former" for w in s.words[low:high]):
            self._unplaced.append((person, s.index, s.words[low].start if low < len(s.words) else s.start))
        # Before a name the last state counts: "the US envoy Ann Lee and Russian minister Ivan Orlov".
        for state in states[-1:] if nearest else states[:1]:
            if state not in person.states:
                person.states.append(state)

    def place(self, analysis: Analysis) -> None:
        """Gives those whose post is named without a state the one that the text was speaking of.

        "The Foreign Minister, Ana Ruiz, …" in a report on Peru: the state or organisation last named in the sentence
        or the one before it, else the one that the document names most.
        """
        counts: dict[str, int] = {}
        for hits in self._hits:
            for hit in hits:
                if hit.name.kind == "state":
                    counts[hit.name.bearer] = counts.get(hit.name.bearer, 0) + 1
        usual = max(counts, key=lambda name: counts[name]) if counts else None
        for person, index, at in self._unplaced:
            if person.states or person.guessed:
                continue
            if not person.posts & SPEAKING_POSTS:
                continue
            person.guessed = self._last_named(analysis, index, at) or ((usual,) if usual is not None else ())

    def _last_named(self, analysis: Analysis, index: int, at: int) -> tuple[str, ...]:
        for i in range(index, max(-1, index - 3), -1):
            s = analysis.sentences[i]
            for hit in reversed(self._hits[i]):
                word = s.words[hit.first]
                if word.start >= at or hit.name.kind not in ("state", "body"):
                    continue
                before = s.words[hit.first - 1].lower if hit.first else ""
                if before in ("to", "with", "against", "in", "on", "over", "from"):
                    continue
                return hit.name.of or (hit.name.bearer,)
        return ()
