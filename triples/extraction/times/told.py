"""The times that a document tells, each with the words that it dates and resolved where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from triples.dates import Tense, TimeExpression, bounds, find_dates, resolve
from triples.dates.model import DEPENDENT
from triples.extraction.syntax import case_of
from triples.extraction.times.clauses import ClauseTense, clause_of, is_predicate, tense_of
from triples.language.analysis import Analysis, Sentence, Word
from triples.language.words import words as word_set

_SAME_TIME = word_set("when while as whereupon where")
_NOT_AT = word_set("until till since before after than beyond for through")
_PLACE = re.compile(r"[*_]*[A-Z][\w’'./ -]{2,40}(?:,[ ][A-Z][\w. ]{1,30})?,[ ]*")
_AFTER_DATELINE = re.compile(r"\.?[*_]*[ ]*(?:$|\n|\r|[(\[/—–:-])")
_DATELINE_LAG = timedelta(days=3)
_DATELINES = 12
"""A dateline stands in one of the first so many lines."""
_FEW_YEARS = 2
_PARTS_OF_TIME = word_set(
    """
    morning afternoon evening night day days hour hours week weeks month months weekend end beginning start middle
    spring summer autumn fall winter eve dawn close course
    """
)
_NEAR_DOCUMENT = frozenset({"shift", "weekday"})
_YEARLESS = frozenset({"month", "month-day"})
_PLANNED = word_set("scheduled planned expected due slated set ahead")
_YEAR = len("2022")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A time told: `word` is the head of the expression, `clause` the predicate that it dates.

    `noun` is set where the time belongs to a noun ("Tuesday's talks", "a meeting on 3 May"); `strictly` where it says
    nothing of the clause around it ("the 1987 treaty").
    """

    start: int
    end: int
    edtf: str
    word: Word
    clause: Word
    noun: Word | None
    strictly: bool
    at: bool
    """Whether it tells when, not since or until when."""
    tense: ClauseTense

    @property
    def on_main_line(self) -> bool:
        """Whether it moves the story on: it dates what the sentence chiefly tells of, as done."""
        if self.strictly or not self.at or self.tense == "future":
            return False
        word = self.clause
        while word.head is not word:
            mark = word.child("mark")
            same_time = word.dep == "advcl" and mark is not None and mark.lower in _SAME_TIME
            # The parser takes some main verbs for clauses of their subject's last noun.
            finite = word.dep.startswith("acl") and word.tag == "VBD" and word.child("nsubj") is None
            if not (same_time or finite or word.dep in ("conj", "parataxis", "list")):
                return False
            word = clause_of(word.head)
        return True


class Story:
    """The times of a document in their order, and where its story stands at each sentence."""

    def __init__(self, analysis: Analysis, published: str | None) -> None:
        self.published = published
        self.times: list[Told] = []
        self.points: dict[int, list[Told]] = {}
        """By the index of a sentence: the times that it moves the story to."""
        self.historic = False
        self._past_prevails = False
        self._opened = False
        """Whether the document tells chiefly of earlier years, so that its story goes on over paragraphs."""
        self._point: Told | None = None
        self._day: Told | None = None
        expressions = find_dates(analysis.text)
        self._past_prevails = self._prevails_past(expressions)
        self._text = analysis.text
        self._anchor = published
        """The day that "today" and "yesterday" count from: that of the dateline, or else of publication."""
        position = 0
        for sentence in analysis.sentences:
            while position < len(expressions) and expressions[position].start < sentence.start:
                position += 1
            first = position
            while position < len(expressions) and expressions[position].start < sentence.end:
                position += 1
            self._read(sentence, expressions[first:position])

    def _prevails_past(self, expressions: Sequence[TimeExpression]) -> bool:
        """Whether years long past are told far more often than times near the document's."""
        if self.published is None:
            return True
        absolute = [e.edtf for e in expressions if e.edtf is not None]
        older = sum(self.is_older(edtf) for edtf in absolute)
        near = sum(e.relative is not None and e.relative.kind in _NEAR_DOCUMENT for e in expressions)
        return older > near + len(absolute) - older

    def _read(self, sentence: Sentence, expressions: Sequence[TimeExpression]) -> None:
        for expression in expressions:
            if sentence.index < _DATELINES and self._is_dateline(expression, sentence):
                continue
            words = [w for w in sentence.words if w.start < expression.end and w.end > expression.start]
            if not words:
                continue
            told = self._told(expression, _head(words))
            if told is None:
                self._opened = self._opened or is_dated_line(sentence)
                continue
            self.times.append(told)
            if told.on_main_line and is_dated_line(sentence) and not told.edtf.endswith("X"):
                if not self._opened:
                    self.historic = self._past_prevails and self.is_older(told.edtf)
                self._opened = True
                self._point = told
                self.points.setdefault(sentence.index, []).append(told)
            if not told.strictly and told.tense != "future":
                self._day = told

    def _is_dateline(self, expression: TimeExpression, sentence: Sentence) -> bool:
        """Whether a date follows the place at the head of a report; its day is then that of "today"."""
        before = self._text[sentence.start : expression.start]
        after = self._text[expression.end : expression.end + 4]
        if not (_PLACE.fullmatch(before) and _AFTER_DATELINE.match(after)):
            return False
        day, published = resolve(expression, anchor=self.published), bounds(self.published)
        days = bounds(day)
        if days and published and days[0] == days[1] and published[0] - _DATELINE_LAG <= days[0] <= published[1]:
            self._anchor = day
        return True

    def _told(self, expression: TimeExpression, word: Word) -> Told | None:
        governor = word.head
        clause = clause_of(word)
        tense = tense_of(clause)
        if tense != "future" and any(_is_planned(w) for w in (clause, governor)):
            tense = "future"
        edtf = self._resolve(expression, word, tense)
        if edtf is None:
            return None
        nominal = governor is not word and not is_predicate(governor)
        case = case_of(word)
        of_noun = case in ("", "'s", "’s") and _is_attributive(expression, word)
        of_noun = of_noun or (case == "of" and governor.lower not in _PARTS_OF_TIME)
        strictly = nominal and of_noun
        return Told(
            start=expression.start,
            end=expression.end,
            edtf=edtf,
            word=word,
            clause=clause,
            noun=governor if nominal else None,
            strictly=strictly,
            at=case not in _NOT_AT and (not strictly or case_of(governor) not in _NOT_AT),
            tense=tense,
        )

    def _resolve(self, expression: TimeExpression, word: Word, tense: ClauseTense) -> str | None:
        relative = expression.relative
        if relative is None:
            return expression.edtf
        side: Tense | None = "future" if tense == "future" else "past" if tense in ("past", "pluperfect") else None
        paragraph = word.sentence.segment.paragraph
        point = self._point
        if relative.kind in DEPENDENT:
            previous = self._previous(paragraph, same=relative.kind == "same")
            found = resolve(expression, anchor=self.published, previous=previous)
            return None if tense != "future" and self._is_to_come(found) else found
        near = point is not None and (self.historic or point.word.sentence.segment.paragraph == paragraph)
        if (
            near
            and point is not None
            and relative.kind in _YEARLESS
            and not relative.modifier
            and self.is_older(point.edtf)
        ):
            return self._in_story(expression, point, paragraph)
        return resolve(expression, anchor=self._anchor, tense=side)

    def _in_story(self, expression: TimeExpression, point: Told, paragraph: int) -> str | None:
        """Resolves a day or month without a year in a story of earlier years.

        Within a paragraph the story moves on; a new paragraph may go back, within the year.
        """
        days = bounds(point.edtf)
        if days is None:
            return None
        if point.word.sentence.segment.paragraph == paragraph and len(point.edtf) > _YEAR:
            return resolve(expression, anchor=days[0].isoformat(), tense="future")
        return resolve(expression, anchor=f"{days[0].year:04}-12-31", tense="past")

    def _previous(self, paragraph: int, *, same: bool) -> str | None:
        """The time told before; "at the time" may mean one that the story only mentions."""
        point = self._point
        if point is not None and point.word.sentence.segment.paragraph == paragraph:
            return point.edtf
        day = self._day
        if day is not None and day.word.sentence.segment.paragraph == paragraph:
            return day.edtf
        mentioned = day.edtf if day is not None else None
        told = point.edtf if point is not None else None
        return (mentioned or told if same else told or mentioned) or self.published

    def _is_to_come(self, edtf: str | None) -> bool:
        told, published = bounds(edtf), bounds(self.published)
        return told is not None and published is not None and told[0] > published[1]

    @property
    def latest(self) -> str | None:
        """The latest time of the story, where it stays within two years: the nearest to the date of a text without."""
        points = sorted(
            (days[1], told.edtf)
            for line in self.points.values()
            for told in line
            if len(told.edtf) > _YEAR and (days := bounds(told.edtf))
        )
        years = {day.year for day, _ in points}
        return points[-1][1] if points and len(years) <= _FEW_YEARS else None

    def is_older(self, edtf: str) -> bool:
        """Whether a time lies more than a year before the document's, or the document has none."""
        told, published = bounds(edtf), bounds(self.published)
        return told is not None and (published is None or told[1].year < published[0].year - 1)


def _is_planned(word: Word) -> bool:
    return word.lower in _PLANNED and (word.dep.startswith(("acl", "amod")) or word.child("aux:pass") is not None)


def _is_attributive(expression: TimeExpression, word: Word) -> bool:
    """Whether a time only tells which thing is meant: "the 1987 treaty", "Tuesday's talks", "Sunday talks"."""
    words = word.sentence.words
    last = next((w for w in reversed(words) if w.start < expression.end), word)
    following = words[last.index + 1] if last.index + 1 < len(words) else None
    if following is None:
        return False
    if following.lower in ("'s", "’s", "'", "’"):
        return True
    relative = expression.relative
    if relative is not None and (relative.modifier is not None or relative.kind in ("shift", *DEPENDENT)):
        return False
    exact = expression.edtf is not None and len(expression.edtf) > _YEAR
    return not exact and following.pos in ("NOUN", "PROPN", "ADJ") and word.head.index > word.index


def is_dated_line(sentence: Sentence) -> bool:
    """Whether a line tells of something: not a headline, caption or list entry, in which dates are labels."""
    return sentence.segment.complete or any(w.tag in ("VBD", "VBZ", "VBP") for w in sentence.words)


def _head(words: Sequence[Word]) -> Word:
    inside = set(words)
    return next((w for w in words if w.head not in inside or w.head is w), words[0])


def times_of(clause: Word, times: Sequence[Told]) -> Iterator[Told]:
    """Yields the times that date a clause, those that hang from its predicate first."""
    yield from sorted(
        (t for t in times if t.clause is clause and not t.strictly and t.at),
        key=lambda t: (t.word.head is not clause, abs(t.start - clause.start)),
    )
