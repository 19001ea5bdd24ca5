"""Who says, thinks, wants or shows what, by rules over the tree and the quotation marks; nothing here is learned.

A cue is a verb, noun or adjective that may tell of an attribution (`cues`) and that has what it tells of in one of the
places for it: a quotation beside it, a clause, an infinitive, an object, a prepositional phrase. A word belongs to one
attribution only, and what is said inside somebody's words is part of them: the outermost attribution counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from triples.extraction.attribution.cues import cue_kinds
from triples.extraction.attribution.passages import Passage
from triples.extraction.syntax import is_infinitive, is_passive, is_verbal, subject_word
from triples.language.analysis import Word
from triples.language.words import words as word_set

Stretch = tuple[int, int]
"""The number of the first word in its passage, and of the one after the last."""


@dataclass(slots=True)
class Attribution:
    """An attribution in a passage: contents may be in several parts; a source may be missing ("it is said that").

    Speech in a passage that does not tell who speaks has neither source nor cue.
    """

    cue: Stretch | None
    source: Stretch | None = None
    contents: list[Stretch] = field(default_factory=list)


_TOPICS = word_set("for on upon about of against at to with over as")
_OPENING = word_set('“ ‘ " « „')
_CLOSING = word_set("” ’ \" ' » ''")
_TRIMMED = word_set(", ; : - – — -- . ... …")
_BEFORE_SPEAKER = frozenset([",", "?", "!", ".", "…", "...", "—", "--"])
_STANDING_IN_THE_WAY = word_set("who which that whom")
_SPEECH = 4
"""A quotation of as many words is somebody's speech also when no clause or mark sets it off."""


def find_attributions(passage: Passage) -> list[Attribution]:
    """Returns the attributions of a passage in the order of their cues; no two share a word."""
    return _Finder(passage).find()


def labelled(attributions: Iterable[Attribution]) -> list[tuple[str, int, int]]:
    """Returns the spans of attributions: kind (source, cue or content), first word, and the one after the last."""
    spans: list[tuple[str, int, int]] = []
    for found in attributions:
        spans += [("cue", *s) for s in (found.cue,) if s is not None]
        spans += [("source", *s) for s in (found.source,) if s is not None]
        spans += [("content", *s) for s in found.contents]
    return spans


class _Finder:
    def __init__(self, passage: Passage) -> None:
        self._words = passage.words
        self._place = {word: i for i, word in enumerate(passage.words)}
        self._taken = [False] * len(passage.words)
        self._quotes = [(passage.position(q.start), passage.position(q.end - 1) + 1) for q in passage.quotes]
        self._speech = {i: q for q in self._quotes if q[1] - q[0] > _SPEECH for i in range(*q)}
        self._sentences: dict[int, list[Word]] = {}
        for word in passage.words:
            if word in passage.parsed:
                self._sentences.setdefault(word.sentence.index, []).append(word)

    def find(self) -> list[Attribution]:
        found: list[Attribution] = []
        speaking: Attribution | None = None
        for words in self._sentences.values():
            here = self._in_sentence(words)
            if any(self._place[w] in self._speech for w in words):
                speaking = next((a for a in reversed(here) if a.source is not None), speaking)
                self._carry(speaking, words)
            found += here
        speech = dict.fromkeys(self._speech.values())
        found += [Attribution(None, contents=[q]) for q in speech if self._take(q)]
        return sorted(found, key=lambda a: a.cue or a.contents[0])

    def _in_sentence(self, words: Sequence[Word]) -> list[Attribution]:
        found: list[Attribution] = []
        for word in sorted(words, key=lambda w: (sum(1 for _ in w.ancestors()), w.index)):
            place = self._place[word]
            if self._taken[place] or place in self._speech:
                continue
            attribution = self._according(word) or self._attribution(word)
            if attribution is not None and self._claim(attribution):
                found.append(attribution)
        return found

    def _claim(self, attribution: Attribution) -> bool:
        """Takes the words of an attribution, as far as they are free; whether a cue and a content are left."""
        if attribution.cue is None or not self._take(attribution.cue):
            return False
        contents = [self._free(c) for c in attribution.contents]
        attribution.contents = [c for c in contents if self._take(c)]
        if not attribution.contents:
            self._taken[slice(*attribution.cue)] = [False] * (attribution.cue[1] - attribution.cue[0])
            return False
        if attribution.source is not None and not self._take(attribution.source):
            attribution.source = None
        return True

    def _free(self, stretch: Stretch) -> Stretch:
        """A stretch without the words at its ends that belong to another attribution."""
        first, last = stretch
        while first < last and self._taken[first]:
            first += 1
        while last > first and self._taken[last - 1]:
            last -= 1
        return first, last

    def _take(self, stretch: Stretch) -> bool:
        if stretch[0] >= stretch[1] or any(self._taken[slice(*stretch)]):
            return False
        self._taken[slice(*stretch)] = [True] * (stretch[1] - stretch[0])
        return True

    def _carry(self, speaking: Attribution | None, words: Sequence[Word]) -> None:
        """Gives a quotation that nobody is said to speak to who spoke last: "…", he said. "…"."""
        if speaking is None:
            return
        for quote in dict.fromkeys(self._speech[self._place[w]] for w in words if self._place[w] in self._speech):
            if self._take(quote):
                speaking.contents.append(quote)

    # -- cues ----------------------------------------------------------------------------------------------------------

    def _according(self, word: Word) -> Attribution | None:
        """Finds "according to X", with the clause that it stands in as content."""
        place = self._place[word]
        if word.lower != "according" or place + 1 >= len(self._words) or self._words[place + 1].lower != "to":
            return None
        noun = (
            word.head if word.dep in ("case", "fixed") else next((c for c in word.children if c.dep != "fixed"), None)
        )
        if noun is None or noun is word:
            return None
        source = self._unmarked(self._stretch(w for w in noun.subtree() if self._place[w] > place + 1))
        top = noun.head
        while top.head is not top and top.dep not in ("ccomp", "parataxis", "conj") and not is_verbal(top):
            top = top.head
        cut = {*noun.subtree(), *word.subtree()}
        content = self._stretch(w for w in top.subtree() if w not in cut) if top not in cut else None
        if content is not None and source is not None and content[0] < place < content[1]:
            content = (content[0], place) if place - content[0] > content[1] - source[1] else (source[1], content[1])
        return Attribution((place, place + 2), source, self._trimmed(content))

    def _attribution(self, cue: Word) -> Attribution | None:
        kinds = cue_kinds(cue)
        verbal = is_verbal(cue)
        clause = next((c for c in cue.children if c.dep == "ccomp"), None)
        if not kinds and not (clause is not None and verbal) and not (verbal and self._speech_beside(cue)):
            return None
        if not (verbal or cue.pos in ("NOUN", "ADJ")):
            return None
        if not verbal:
            return self._nominal(cue)
        first, last = self._cue_stretch(cue)
        source = self._source(cue)
        contents = self._quoted_contents(cue) if "say" in kinds or not kinds else []
        contents = contents or self._clause_contents(cue, clause)
        if not contents and kinds & {"want", "ask", "say", "think"}:
            contents = self._infinitive(cue)
            asked = self._asked(cue)
            if contents and asked is not None and contents[0][0] == last + 1:
                last += 1
        if not contents and kinds - {"act"} and not is_passive(cue):
            thing = cue.child("obj")
            if thing is not None and thing.lower not in _STANDING_IN_THE_WAY:
                contents = self._trimmed(self._stretch([*thing.subtree(), *self._said_of(cue, thing)]))
        if not contents and is_passive(cue) and kinds & {"judge", "say"}:
            thing = cue.child("nsubj:pass")
            contents = self._trimmed(self._noun_phrase(thing)) if thing is not None else []
        if not contents and kinds - {"act"}:
            topic = next((c for c in cue.children if self._topic(c, last)), None)
            if topic is not None:
                case = next(c for c in topic.children if c.dep in ("case", "mark"))
                last = self._place[case] + 1
                contents = self._trimmed(self._stretch(w for w in topic.subtree() if self._place[w] >= last))
        if source is not None and any(source[0] < c[1] and c[0] < source[1] for c in contents):
            source = None
        return Attribution((first, last), source, contents)

    def _said_of(self, cue: Word, thing: Word) -> list[Word]:
        """What is said of an object: "called the charges | unsubstantiated", "showed him | leaving"."""
        after = self._place[thing.subtree()[-1]] + 1
        predicate = next(
            (c for c in cue.children if c.dep in ("xcomp", "advcl", "acl") and c.index > thing.index), None
        )
        if predicate is None or self._place[predicate.subtree()[0]] != after:
            return []
        return predicate.subtree()

    def _topic(self, word: Word, at: int) -> bool:
        """Whether a phrase after a cue tells what it is about: "called for calm", "complained of the noise"."""
        case = word.child("case", "mark")
        return case is not None and case.lower in _TOPICS and self._place[case] == at and word.dep != "obl:agent"

    def _nominal(self, cue: Word) -> Attribution | None:
        """Finds what nouns and adjectives tell: "his claim that …", "they are worried about …"."""
        place = self._place[cue]
        clause = next(
            (c for c in cue.children if c.dep in ("acl", "ccomp", "xcomp", "advcl") and c.index > cue.index), None
        )
        contents: list[Stretch] = []
        first, last = place, place + 1
        if clause is not None and (is_infinitive(clause) or self._says_that(clause)):
            contents = self._trimmed(self._stretch(clause.subtree()))
        if cue.pos == "ADJ":
            if cue.child("cop") is None:
                return None
            before = [c for c in cue.children if c.dep in ("cop", "aux", "advmod") and c.index < cue.index]
            first = min((self._place[c] for c in before), default=place)
            topic = next((c for c in cue.children if self._topic(c, last)), None)
            if not contents and topic is not None:
                last += 1
                contents = self._trimmed(self._stretch(w for w in topic.subtree() if self._place[w] >= last))
            return Attribution((first, last), self._source(cue), contents)
        owner = cue.child("nmod:poss")
        source = self._stretch(owner.subtree()) if owner is not None else None
        return Attribution((first, last), source, contents) if owner is not None else None

    @staticmethod
    def _says_that(clause: Word) -> bool:
        mark = clause.child("mark")
        return mark is not None and mark.lower == "that"

    def _cue_stretch(self, verb: Word) -> Stretch:
        """A verb with its auxiliaries and adverbs before it, its particles after it."""
        first = last = self._place[verb]
        beside = {c for c in verb.children if c.dep.startswith(("aux", "advmod", "compound:prt")) or c.lower == "to"}
        while first > 0 and self._words[first - 1] in beside:
            first -= 1
        while last + 1 < len(self._words) and self._words[last + 1] in {c for c in beside if c.dep == "compound:prt"}:
            last += 1
        return first, last + 1

    # -- sources -------------------------------------------------------------------------------------------------------

    def _source(self, verb: Word) -> Stretch | None:
        if is_passive(verb):
            agent = verb.child("obl:agent")
            agent = agent or next((c for c in verb.all("obl") if (k := c.child("case")) and k.lower == "by"), None)
            return self._stretch(w for w in agent.subtree() if w.dep != "case" or w.lower != "by") if agent else None
        own = verb.child("nsubj")
        if own is None and verb.dep not in ("conj", "xcomp", "advcl"):
            # "a group that demands …" has its subject; "…, said the minister of defence" may be hung as an object.
            own = next(
                (c for c in verb.all("obj", "dep", "obl") if c.index > verb.index and c.child("case") is None), None
            )
            if own is not None and not self._speech_beside(verb):
                own = None
        subject = own if own is not None else None if verb.dep == "xcomp" else subject_word(verb)
        if subject is None or (own is None and verb.dep in ("conj", "advcl") and self._taken_source(subject)):
            return None
        if subject.lower in ("it", "there") and own is not None and is_passive(verb):
            return None
        return self._noun_phrase(subject)

    def _taken_source(self, subject: Word) -> bool:
        return self._taken[self._place[subject]]

    def _noun_phrase(self, noun: Word) -> Stretch | None:
        """A noun phrase with its appositions, without the clauses that hang from its head."""
        without: set[Word] = set()
        for child in noun.children:
            if child.dep.startswith(("acl", "advcl", "parataxis", "ccomp")):
                without.update(child.subtree())
        stretch = self._stretch(w for w in noun.subtree() if w not in without)
        if stretch is None:
            return None
        first, last = stretch
        for i in range(self._place[noun], last):
            if self._words[i] in without:
                last = i
                break
        while last > first + 1 and self._words[last - 1].text in _TRIMMED:
            last -= 1
        inner = any(w.text == "," for w in self._words[first:last])
        if inner and last < len(self._words) and self._words[last].text == "," and noun.child("appos") is not None:
            # The comma that closes an apposition belongs to it.
            last += 1
        return first, last

    # -- contents ------------------------------------------------------------------------------------------------------

    def _speech_beside(self, verb: Word) -> bool:
        return bool(self._quoted_contents(verb))

    def _quoted_contents(self, verb: Word) -> list[Stretch]:
        """The speech that a verb stands beside: before it, after it, or around it in two parts."""
        place = self._place[verb]
        sentence = [self._place[w] for w in self._sentences[verb.sentence.index]]
        contents = []
        for start, end in dict.fromkeys(self._speech[i] for i in sentence if i in self._speech):
            if any(self._taken[start:end]):
                continue
            before = end <= place and self._words[end - 2].text in _BEFORE_SPEAKER
            after = start > place and self._words[start - 1].text in (",", ":")
            if before or after:
                contents.append((start, end))
        return contents

    def _clause_contents(self, verb: Word, clause: Word | None) -> list[Stretch]:
        if clause is not None:
            return self._trimmed(self._stretch(clause.subtree()))
        if verb.dep in ("parataxis", "ccomp") and verb.head is not verb and verb.child("mark") is None:
            inserted = set(verb.subtree())
            top = verb.head
            whole = [self._place[w] for w in top.subtree() if w not in inserted]
            mine = [self._place[w] for w in inserted]
            before = [i for i in whole if i < min(mine)]
            after = [i for i in whole if i > max(mine)]
            parts = [self._trimmed((p[0], p[-1] + 1)) for p in (sorted(before), sorted(after)) if p]
            return [s for part in parts for s in part]
        return []

    def _infinitive(self, verb: Word) -> list[Stretch]:
        clause = next((c for c in verb.children if c.dep in ("xcomp", "advcl", "ccomp") and is_infinitive(c)), None)
        thing = verb.child("obj")
        if clause is None and thing is not None:
            clause = next((c for c in thing.children if c.dep == "acl" and is_infinitive(c)), None)
        if clause is None or clause.index < verb.index:
            return []
        asked = thing if thing is not None else self._asked(verb)
        words = clause.subtree() if asked is None else [*asked.subtree(), *clause.subtree()]
        return self._trimmed(self._stretch(w for w in words if w.dep != "case" or w.head is not asked))

    @staticmethod
    def _asked(verb: Word) -> Word | None:
        """Who is asked in "called on the police to …": the phrase between the verb and the infinitive."""
        return next((c for c in verb.all("obl") if (k := c.child("case")) and k.lower in ("on", "upon")), None)

    def _stretch(self, words: Iterable[Word]) -> Stretch | None:
        places = [self._place[w] for w in words if w in self._place]
        return (min(places), max(places) + 1) if places else None

    def _unmarked(self, stretch: Stretch | None) -> Stretch | None:
        """A stretch without commas and the like at its end."""
        if stretch is None:
            return None
        first, last = stretch
        while last - first > 1 and self._words[last - 1].text in _TRIMMED:
            last -= 1
        return first, last

    def _trimmed(self, stretch: Stretch | None) -> list[Stretch]:
        """A content without the marks around it, with the quotation marks that belong to it, and not beyond a cue."""
        if stretch is None:
            return []
        first, last = stretch
        while last - first > 1 and self._words[first].text in _TRIMMED | _CLOSING - _OPENING:
            first += 1
        while last - first > 1 and self._words[last - 1].text in _TRIMMED:
            last -= 1
        for i in range(first + 2, last):
            word = self._words[i]
            if self._words[i - 1].text == "," and word.tag == "VBG" and cue_kinds(word) and i not in self._speech:
                # "…, saying that …" goes on with what the speaker says, wherever the parser hung it.
                last = i - 1
                break
        near = bisect_left(self._quotes, first - 1, key=lambda q: q[0])
        beyond = bisect_left(self._quotes, last, key=lambda q: q[0])
        for start, end in self._quotes[near:beyond]:
            if first <= start < last < end <= last + 2:
                last = end
            if start == first - 1 and end <= last + 2:
                first, last = start, max(last, end)
        return [(first, last)]
