"""Who says what: direct speech in quotation marks and indirect speech in clauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.arguments import misplaced_clause
from triples.extraction.quotes import Quote, overlaps
from triples.extraction.syntax import (
    case_of,
    clause_words,
    extent,
    is_bare_clause,
    is_infinitive,
    is_negated,
    is_passive,
    is_verbal,
    subject_word,
)
from triples.extraction.telling import Attribution, Utterance
from triples.extraction.transcripts import asks, find_turns
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Analysis, Sentence, Word
from triples.language.words import words as word_set

_REPORTING = frozenset({"act", "open"})
_SHORTEST_SPEECH = 5
"""A quotation of fewer words is somebody's wording inside a sentence of the narrator, unless it stands apart."""


_LONGEST_SPEAKER = 12
"""Words between comma and verb of a reporting clause at the end."""
_MISREAD = frozenset({"acl", "acl:relcl", "advcl", "appos", "dep"})
"""What parsers take a reporting clause at the end of a sentence for; a relative clause has "who" after a comma."""
_TOLD = frozenset({"told", "tells"})
"""Forms of "tell", which are followed by whom it is told."""
_ONLY_OF_WORDS = word_set(
    "say says said insist insists insisted claim claims claimed argue argues argued maintain maintains maintained admit"
)
"""Verbs whose object is never somebody: what follows them is a clause."""


class Speech:
    """Finds attributions and the utterances they govern."""

    def __init__(self, analysis: Analysis, vocabulary: Vocabulary, actors: Actors, quotes: Sequence[Quote]) -> None:
        self._analysis = analysis
        self._vocabulary = vocabulary
        self._actors = actors
        self._labels = dict(find_turns(analysis.text, analysis.paragraphs()))
        self._turns = turns = list(self._labels)
        spoken = [q for q in quotes if self._is_speech(q) and not overlaps(q, turns)]
        self.quotes = sorted([*spoken, *turns], key=lambda q: q.start)
        self.attributions: list[Attribution] = []

    def _is_speech(self, quote: Quote) -> bool:
        text = self._analysis.text[quote.inner[0] : quote.inner[1]]
        count = len(text.split())
        if count >= _SHORTEST_SPEECH:
            return True
        return count >= 3 and text.rstrip()[-1:] in (",", ".", "!", "?")

    @property
    def turns(self) -> list[Quote]:
        """The turns of speech of a transcript."""
        return self._turns

    def quote_at(self, offset: int) -> Quote | None:
        """Returns the speech in quotation marks that holds an offset."""
        i = bisect_right(self.quotes, offset, key=lambda q: q.start) - 1
        return self.quotes[i] if i >= 0 and offset in self.quotes[i] else None

    def quote_within(self, start: int, end: int) -> Quote | None:
        """Returns the first speech in quotation marks that overlaps a span."""
        i = bisect_right(self.quotes, start, key=lambda q: q.end)
        return self.quotes[i] if i < len(self.quotes) and self.quotes[i].start < end else None

    def _sentences(self, quote: Quote) -> list[Sentence]:
        sentences = self._analysis.sentences
        first = bisect_right(sentences, quote.start, key=lambda s: s.end)
        last = bisect_left(sentences, quote.end, key=lambda s: s.start)
        return sentences[first:last]

    # -- attributions --------------------------------------------------------------------------------------------------

    def find_attributions(self) -> None:
        """Fills `attributions`, and tells the actors who speaks in which quotation."""
        carried: tuple[int, tuple[Actor, ...]] = (-9, ())
        by_sentence: dict[int, list[Attribution]] = {}
        for sentence in self._analysis.sentences:
            for word in sentence.words:
                if is_verbal(word) or word.dep == "parataxis":
                    found = self._attribution(word)
                    if found is not None:
                        self.attributions.append(found)
                        by_sentence.setdefault(sentence.index, []).append(found)
            self.attributions += self._nouns(sentence)
            found = self._according(sentence)
            if found is not None:
                self.attributions.append(found)
                by_sentence.setdefault(sentence.index, []).append(found)
        for quote in self.quotes:
            if quote in self._labels:
                label = self._labels[quote]
                told = () if asks(label) else (self._actors.labelled(label),)
                self._actors.say_who_speaks(quote.start, quote.end, told)
                continue
            speakers, paragraph = self._speakers_of(quote, by_sentence, carried)
            carried = (paragraph, speakers)
            self._actors.say_who_speaks(quote.start, quote.end, speakers)

    def _attribution(self, verb: Word) -> Attribution | None:
        match = next(
            (
                m
                for m in self._vocabulary.verbs(verb.sentence.words, verb.index)
                if m.entry.role in _REPORTING and m.entry.object_kind is None
            ),
            None,
        )
        if match is None or is_infinitive(verb) or match.entry.frame is None:
            return None
        content = self._content(verb)
        if match.entry.role == "act" and content is None and self._beside_quote(verb) is None:
            return None
        if match.entry.role == "open" and content is None and self._beside_quote(verb) is None:
            return None
        subject = verb.child("obl:agent") if is_passive(verb) and verb.child("xcomp") is content else subject_word(verb)
        if subject is None or subject is content:
            subject = next(
                (
                    c
                    for c in verb.children
                    if c.dep in ("obj", "obl", "dep", "nsubj")
                    and c.index > verb.index
                    and c.pos in ("PROPN", "NOUN", "PRON")
                ),
                None,
            )
        speakers = self._actors.resolve(subject) if subject is not None else ()
        if verb.child("nsubj") is None and verb.dep in ("ROOT", "parataxis", "ccomp"):
            speakers = self._actors.person_before(verb) or speakers
        return Attribution(verb, speakers, match, content, self._addressees(verb))

    def _addressees(self, verb: Word) -> tuple[Actor, ...]:
        thing = verb.child("iobj") or verb.child("obj")
        if thing is not None and verb.lower in ("tell", "told", "tells", "telling", "assured", "warned", "informed"):
            return tuple(a for a in self._actors.resolve(thing) if a.diplomatic)
        phrase = next((w for w in verb.all("obl") if case_of(w) == "to"), None)
        return tuple(a for a in self._actors.resolve(phrase) if a.diplomatic) if phrase is not None else ()

    def _content(self, verb: Word) -> Word | None:
        clause = next(
            (
                c
                for c in verb.children
                if c.dep in ("ccomp", "parataxis")
                and (
                    is_verbal(c) or c.child("cop") or c.child("nsubj") or (c.index < verb.index and self._trails(verb))
                )
                and not (c.dep == "parataxis" and self._only_reports(c))
            ),
            None,
        )
        if clause is not None:
            return clause
        bare = next((c for c in verb.all("advcl") if c.index < verb.index and is_bare_clause(c)), None)
        if bare is not None:
            return bare
        misplaced = misplaced_clause(verb)
        if misplaced is not None:
            return misplaced
        reported = _taken_for_object(verb)
        if reported is not None:
            return reported
        if verb.dep in ("parataxis", "ccomp", "dep") and verb.head is not verb and self._inserted(verb):
            governor = verb.head
            if self._trails(governor) and self._only_reports(governor):
                return None
            if not is_verbal(governor) and governor.dep.startswith("nsubj") and is_verbal(governor.head):
                return governor.head
            return governor
        if verb.dep == "conj" and is_verbal(verb.head) and self._trails(verb):
            return verb.head
        if verb.dep in _MISREAD and self._trails(verb):
            return next((w for w in reversed(list(verb.ancestors())) if is_verbal(w) or w.child("cop")), None)
        if verb.dep == "acl" and verb.tag in ("VBD", "VBN") and _closes(verb):
            return next((w for w in verb.ancestors() if is_verbal(w) and w.index < verb.index), None)
        if is_passive(verb) and verb.child("obl:agent") is not None:
            return verb.child("xcomp")
        return None

    def _only_reports(self, verb: Word) -> bool:
        """Whether a clause says who says what stands before it and nothing else: ", diplomats point out"."""
        if verb.child("nsubj") is None or any(w.index > verb.index for w in verb.all("ccomp", "xcomp")):
            return False
        if verb.child("obj") is not None and verb.lower not in _TOLD:
            return False
        return any(m.entry.role == "open" for m in self._vocabulary.verbs(verb.sentence.words, verb.index))

    def _trails(self, verb: Word) -> bool:
        """Whether a clause with its own subject ends the sentence after a comma: ", a US official told reporters"."""
        subject = verb.child("nsubj")
        if subject is None or subject.index > verb.index or verb.child("cc", "mark") is not None:
            return False
        if subject.tag in ("WDT", "WP") or (verb.child("obj") and verb.lower not in _TOLD):
            return False
        first = min(w.index for w in subject.subtree() if w.dep != "punct")
        last = max(w.index for w in verb.subtree())
        words = verb.sentence.words
        ends = all(w.dep == "punct" for w in words[last + 1 :])
        return first > 0 and words[first - 1].text == "," and verb.index - first < _LONGEST_SPEAKER and ends

    @staticmethod
    def _inserted(verb: Word) -> bool:
        """Whether a reporting clause stands inside or after what it reports: "Kosovo, he complained, had …"."""
        if verb.child("mark") is not None:
            return False
        words = verb.sentence.words
        first = min(w.index for w in verb.subtree() if w.dep != "punct")
        return (first > 0 and words[first - 1].text in (",", "”", '"', "—", "–", "-")) or first == 0

    def _beside_quote(self, verb: Word) -> Quote | None:
        """The speech in quotation marks in the verb's sentence, the verb standing outside it."""
        if self.quote_at(verb.start) is not None:
            return None
        return self.quote_within(verb.sentence.start, verb.sentence.end)

    def _nouns(self, sentence: Sentence) -> Iterator[Attribution]:
        """Yields what is said in the clauses of nouns: "his claim that", "the ministry's statement that"."""
        for noun in sentence.words:
            if noun.pos != "NOUN" or "Reported" not in self._vocabulary.kinds(noun.lower):
                continue
            clause = next(
                (
                    c
                    for c in noun.children
                    if c.dep.startswith(("acl", "ccomp")) and (m := c.child("mark")) and m.lower == "that"
                ),
                None,
            )
            speakers = self._actors.adjective_sides(noun)
            by = next((w for w in noun.all("nmod") if case_of(w) in ("by", "from")), None)
            if by is not None:
                speakers = self._actors.resolve(by)
            if clause is not None and speakers:
                yield Attribution(noun, speakers, None, clause)

    def _according(self, sentence: Sentence) -> Attribution | None:
        for i, word in enumerate(sentence.words[:-1]):
            if word.lower != "according" or sentence.words[i + 1].lower != "to":
                continue
            noun = (
                word.head
                if word.dep in ("case", "fixed")
                else next((c for c in word.children if c.pos in ("PROPN", "NOUN", "PRON")), None)
            )
            if noun is None:
                continue
            speakers = self._actors.resolve(noun)
            clause = None
            for above in noun.ancestors():
                if is_verbal(above) or above.child("cop"):
                    clause = above
                if above.dep in ("ccomp", "parataxis"):
                    break
            asked = clause.child("nsubj") if clause is not None else None
            if clause is None or clause is noun or (asked is not None and asked.tag in ("WDT", "WP")):
                clause = _first_clause_after(noun)
            if clause is None or clause is noun or not speakers:
                return None
            return Attribution(word, speakers, None, clause)
        return None

    def _speakers_of(
        self, quote: Quote, by_sentence: dict[int, list[Attribution]], carried: tuple[int, tuple[Actor, ...]]
    ) -> tuple[tuple[Actor, ...], int]:
        inside = self._sentences(quote)
        paragraph = inside[0].segment.paragraph if inside else -1
        for sentence in (*reversed(inside), *inside[:1]):
            outside = [a for a in by_sentence.get(sentence.index, []) if a.speakers and a.verb.start not in quote]
            outside = [a for a in outside if a.match is not None] or outside
            if outside:
                nearest = min(
                    outside, key=lambda a: min(abs(a.verb.start - quote.start), abs(a.verb.start - quote.end))
                )
                return nearest.speakers, paragraph
        if carried[1] and paragraph - carried[0] <= 1:
            return carried[1], paragraph
        before = inside[0].index - 1 if inside else -1
        previous = by_sentence.get(before, [])
        if previous and previous[-1].speakers:
            return previous[-1].speakers, paragraph
        return (), paragraph

    # -- utterances ----------------------------------------------------------------------------------------------------

    def utterances(self) -> Iterator[Utterance]:
        """Yields what is said, sentence by sentence: in quotations first, then in clauses of indirect speech."""
        quoted_verbs: set[Word] = set()
        for quote in self.quotes:
            for sentence in self._sentences(quote):
                found = self._quoted(quote, sentence)
                if found is not None:
                    if found.attribution is not None:
                        quoted_verbs.add(found.attribution.verb)
                    yield found
        for attribution in self.attributions:
            if attribution.content is None or attribution.verb in quoted_verbs or not attribution.speakers:
                continue
            words = clause_words(attribution.content, without=[attribution.verb])
            if attribution.verb in words:
                continue
            outer = (
                clause_words(attribution.verb)
                if attribution.match is not None or attribution.verb.pos == "NOUN"
                else words
            )
            span = extent(sorted({*words, *outer}, key=lambda w: w.index))
            if is_negated(attribution.verb):
                continue
            yield Utterance(
                attribution.verb.sentence, words, attribution.content, attribution.speakers, attribution, None, span
            )

    def _quoted(self, quote: Quote, sentence: Sentence) -> Utterance | None:
        words = [w for w in sentence.words if quote.inner[0] <= w.start and w.end <= quote.inner[1]]
        words = [w for w in words if w.dep != "punct"] or words
        if not words:
            return None
        outside = [
            a
            for a in self.attributions
            if a.verb.sentence is sentence and a.verb.start not in quote and a.match is not None
        ]
        attribution = outside[0] if outside else None
        partial = any(w.start < quote.start and w.dep != "punct" for w in sentence.words) and attribution is not None
        extra: list[Word] = []
        if partial and attribution is not None and attribution.content is not None and not _is_colon(sentence, quote):
            # "said that NATO “will not …”": the clause is the narrator's and the speaker's together.
            whole = clause_words(attribution.content, without=[attribution.verb])
            if any(w in whole for w in words):
                return None
        inside = set(words)
        head = next((w for w in words if w.head not in inside or w.head is w), words[0])
        heads = [w for w in words if (w.head not in inside or w.head is w) and (is_verbal(w) or w.child("cop"))]
        head = heads[0] if heads else head
        speakers = attribution.speakers if attribution is not None and attribution.speakers else ()
        if not speakers:
            speakers = self._actors.speakers_at(quote.start)
        if not speakers:
            return None
        start = min(sentence.start if attribution is not None else max(sentence.start, quote.start), words[0].start)
        end = max(sentence.end if attribution is not None else min(sentence.end, quote.end), words[-1].end)
        return Utterance(sentence, words, head, speakers, attribution, quote, (start, end), extra)


def _is_colon(sentence: Sentence, quote: Quote) -> bool:
    before = [w for w in sentence.words if w.end <= quote.start + 1]
    return (
        bool(before) and any(w.text in (":", "“", '"') for w in before[-2:]) and any(w.text == ":" for w in before[-2:])
    )


def _taken_for_object(verb: Word) -> Word | None:
    """The verb of a clause without "that" that the parser took for a participle: "says | an envoy promised …"."""
    thing = verb.child("obj")
    if verb.lower not in _ONLY_OF_WORDS or thing is None or thing.index < verb.index:
        return None
    return next((c for c in thing.all("acl") if c.tag in ("VBD", "VBN") and c.index > thing.index), None)


def _closes(verb: Word) -> bool:
    """Whether a noun and its verb end the sentence after a comma: ", an official at the ministry | said on Monday"."""
    noun, words = verb.head, verb.sentence.words
    first = min((w.index for w in noun.subtree() if w.index < verb.index and w.dep != "punct"), default=0)
    if first == 0 or words[first - 1].text != "," or verb.lower not in _ONLY_OF_WORDS | word_set("added told"):
        return False
    last = max(w.index for w in verb.subtree())
    return all(w.dep == "punct" or w.text in (".", "”", '"') for w in words[last + 1 :])


def _first_clause_after(noun: Word) -> Word | None:
    """The first verb after "according to …" that has a subject of its own, relative pronouns aside."""
    for word in noun.sentence.words[noun.index + 1 :]:
        subject = word.child("nsubj", "nsubj:pass") if is_verbal(word) else None
        if subject is not None and subject.tag not in ("WDT", "WP") and not word.dep.startswith("acl"):
            return word
    return None
