"""The date of each act of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import timedelta

from triples.dates import bounds
from triples.extraction.drafts import Draft
from triples.extraction.syntax import case_of, is_infinitive
from triples.extraction.times.clauses import clause_of, is_predicate, tense_of
from triples.extraction.times.dated import Basis, Dated
from triples.extraction.times.others import agree, continue_speeches, date_terms
from triples.extraction.times.told import Story, Told, times_of
from triples.language.analysis import Analysis, Word
from triples.language.words import words as word_set
from triples.model import ActType

_SAME_TIME = word_set("when while as whereupon where")
_WITHIN = word_set("in at during under on with by following within")
_ABOUT_TO_COME: frozenset[ActType] = frozenset({"Assurance", "Demand", "Proposal", "Warning"})
_OF_THE_PAST: frozenset[ActType] = frozenset({"Denial", "Accusation", "Acknowledgement", "Statement"})
"""What these are about is past, so that its times say nothing of theirs."""
_BINDING: frozenset[ActType] = frozenset({"Assurance", "Acceptance", "TreatyAct"})
"""Acts by which one is bound: that somebody is said to have done one is news, and when is not."""
_DAY = len("2022-01-11")
_MONTH = len("2022-01")
_WEEK = timedelta(days=7)
_SEASON = (timedelta(days=85), timedelta(days=125))
_NEWS = timedelta(days=31)
_OFTEN = word_set("repeatedly always often long consistently traditionally never ever usually regularly occasions")


class Times:
    """The time expressions of a document, resolved against its date."""

    def __init__(self, analysis: Analysis, published: str | None) -> None:
        self._story = Story(analysis, published)
        self._published = self._story.published
        self._by_sentence: dict[int, list[Told]] = {}
        for told in self._story.times:
            self._by_sentence.setdefault(told.word.sentence.index, []).append(told)
        self._points = [told for line in self._story.points.values() for told in line]
        self._latest = self._story.latest

    def own(self, draft: Draft) -> Dated | None:
        """Returns the date that the act's own clause, or one that governs it, tells."""
        cue = draft.cue
        if draft.stance == "denied":
            return next(
                (Dated(t.edtf, "own") for t in times_of(cue, self._by_sentence.get(cue.sentence.index, []))), None
            )
        times = [t for t in self._by_sentence.get(cue.sentence.index, []) if self._may_date(t, draft)]
        if not is_predicate(cue):
            return self._of_noun(draft, times)
        found = self._of_clause(cue, times, draft)
        if found is not None:
            return found
        near = [t for t in times if t.at and not t.strictly and _is_near(t, cue)]
        if near:
            return Dated(min(near, key=lambda t: abs(t.start - cue.start)).edtf, "governing")
        spanned = [t for t in self._spanned(draft) if self._may_date(t, draft) and t.at and not t.strictly]
        if spanned:
            return Dated(min(spanned, key=lambda t: abs(t.start - cue.start)).edtf, "governing")
        return None

    def _spanned(self, draft: Draft) -> list[Told]:
        """The times in the act's span, outside what is said: those of an attribution in another sentence."""
        start, end = draft.span
        content = draft.content or (-1, -1)
        found = []
        for index in range(draft.cue.sentence.index - 2, draft.cue.sentence.index + 3):
            if index == draft.cue.sentence.index:
                continue
            found += [
                t
                for t in self._by_sentence.get(index, [])
                if start <= t.start < end and not content[0] <= t.start < content[1]
            ]
        return found

    def _may_date(self, told: Told, draft: Draft) -> bool:
        content = draft.content or (-1, -1)
        if content[0] <= told.start < content[1] and told.word.head is not draft.cue and not _is_loose(told, draft):
            return False
        return not (told.tense == "future" and told.clause is not draft.cue)

    def _of_clause(self, cue: Word, times: Sequence[Told], draft: Draft) -> Dated | None:
        basis: Basis = "own"
        clause = cue
        for _ in cue.sentence.words:
            for told in times_of(clause, times):
                return Dated(told.edtf, basis)
            beside = next(_times_beside(clause, times), None)
            if beside is not None:
                return Dated(beside.edtf, "governing")
            if draft.type == "TreatyAct" and clause is cue:
                # "The 1987 treaty that they signed" was signed in 1987.
                nouns = [clause.head] if clause.dep.startswith("acl") else clause.all("obj", "nsubj:pass")
                named = next((t for t in times if t.strictly and t.noun in nouns), None)
                if named is not None:
                    return Dated(named.edtf, "own")
            if not self._shares_time_of_governor(clause, draft):
                return None
            clause = clause_of(clause.head)
            basis = "governing"
        return None

    def _shares_time_of_governor(self, clause: Word, draft: Draft) -> bool:
        if clause.head is clause:
            return False
        if clause.dep in ("conj", "xcomp", "parataxis", "list", "dep"):
            return True
        tense = tense_of(clause)
        if clause.dep == "advcl":
            mark = clause.child("mark")
            return mark is None or mark.lower in _SAME_TIME or is_infinitive(clause)
        if clause.dep == "ccomp":
            # Who says that he accepts, accepts by saying so; what others did before is no news of that day.
            return tense in ("future", "present", "none") or (tense == "past" and not draft.sources)
        if clause.dep == "acl:relcl":
            return any(c.lower == "which" and case_of(c) in _WITHIN for c in clause.all("obl"))
        return clause.dep == "acl" and clause.tag == "VBG"

    def _of_noun(self, draft: Draft, times: Sequence[Told]) -> Dated | None:
        noun = draft.cue
        inside = set(noun.subtree())
        own = [t for t in times if t.word in inside and (t.at or t.strictly)]
        if own:
            return Dated(min(own, key=lambda t: abs(t.start - noun.start)).edtf, "own")
        if draft.type == "Meeting" or draft.rule.startswith("light"):
            return self._of_clause(clause_of(noun), times, draft)
        return None

    def story(self, draft: Draft) -> Dated | None:
        """Returns the time at which the story stands where the act is told."""
        sentence = draft.cue.sentence
        at = bisect_left(self._points, draft.cue.start, key=lambda told: told.start)
        if at == 0:
            return None
        point = self._points[at - 1]
        here = point.word.sentence
        if here is sentence:
            return Dated(point.edtf, "story")
        if here.segment.paragraph != sentence.segment.paragraph and not self._story.historic:
            return None
        if self.is_news(point.edtf):
            return None
        undated = self._published is None and self._latest is not None
        return Dated(point.edtf[:_MONTH] if undated and "/" not in point.edtf else point.edtf, "story")

    def long_ago(self, draft: Draft) -> Dated | None:
        """Returns the one time in the words of an act, where it is long before the document: "accepted it in 1975"."""
        start, end = draft.span
        times = [t for t in self._by_sentence.get(draft.cue.sentence.index, []) if start <= t.start < end]
        if len(times) == 1 and times[0].at and not times[0].strictly and self._story.is_older(times[0].edtf):
            return Dated(times[0].edtf, "governing")
        return None

    @property
    def is_historic(self) -> bool:
        """Whether the document tells chiefly of earlier years."""
        return self._story.historic

    def is_news(self, edtf: str) -> bool:
        """Whether a time lies in the weeks before the document."""
        told, published = bounds(edtf), bounds(self._published)
        return told is not None and published is not None and told[1] >= published[0] - _NEWS

    @property
    def document(self) -> Dated:
        """The date of an act that is only known to be as new as the document: the month."""
        days = bounds(self._published or self._latest)
        if days is None:
            return Dated(None, "none")
        first, last = days[0].isoformat(), days[1].isoformat()
        common = first[:7] if first[:7] == last[:7] else first[:4] if first[:4] == last[:4] else None
        return Dated(common, "document" if common else "none")


def _times_beside(clause: Word, times: Sequence[Told]) -> Iterator[Told]:
    """Yields the times of what goes with a clause: "when …", "speaking on …", "in a letter of …", ", he said on …"."""
    subject = clause.child("nsubj")
    for child in [*clause.children, *(subject.all("acl") if subject is not None else [])]:
        mark = child.child("mark")
        by_doing = mark is not None and mark.lower in ("by", "in") and child.tag == "VBG"
        if child.dep.startswith("advcl") and mark is not None and mark.lower not in _SAME_TIME and not by_doing:
            continue
        if child.dep.startswith(("advcl", "parataxis")) or (child.dep == "acl" and child.tag == "VBG"):
            yield from times_of(child, times)
        elif child.dep.startswith("obl") and case_of(child) in _WITHIN:
            inside = set(child.subtree())
            yield from (t for t in times if t.word in inside and (t.at or t.strictly))


def _is_loose(told: Told, draft: Draft) -> bool:
    """Whether a time at the end of what an act is about may as well date the act: "rejected the offer on Monday".

    What is promised, demanded or proposed has times of its own, unless they are past days.
    """
    if told.clause is not draft.cue or told.strictly or not told.at or told.tense == "future":
        return False
    return draft.type not in _ABOUT_TO_COME or len(told.edtf) == _DAY


def _is_near(told: Told, cue: Word) -> bool:
    """Whether a time may date a clause that the parser has torn it from."""
    if told.clause in set(cue.ancestors()):
        return False
    if told.clause.dep in ("acl:relcl", "ccomp", "acl") or told.clause.child("mark") is not None:
        return False
    first, last = sorted((told.word.index, cue.index))
    return not any(w.lower in (";", ":") for w in cue.sentence.words[first:last])


def resolve_dates(drafts: Sequence[Draft], times: Times) -> dict[int, str | None]:
    """Returns the date of each draft by its place in the sequence."""
    return {i: _told_as(d.edtf) for i, d in date_drafts(drafts, times).items()}


def _told_as(edtf: str | None) -> str | None:
    """Returns a date as exactly as people tell it: of a week the month, of a season or a third of a year the year."""
    days = bounds(edtf)
    if edtf is None or days is None or "/" not in edtf:
        return edtf
    length = days[1] - days[0]
    middle = days[0] + length / 2
    if length <= _WEEK:
        return middle.isoformat()[:7]
    return f"{middle.year:04}" if _SEASON[0] <= length <= _SEASON[1] else edtf


def date_drafts(drafts: Sequence[Draft], times: Times) -> dict[int, Dated]:
    """Returns the date of each draft with what it rests on."""
    dated: dict[int, Dated] = {}
    for i, draft in enumerate(drafts):
        found = times.own(draft)
        dated[i] = found if found is not None else _by_context(draft, times)
    agree(drafts, dated, times.is_news)
    date_terms(drafts, dated)
    continue_speeches(drafts, dated, times.is_news)
    return dated


def _by_context(draft: Draft, times: Times) -> Dated:
    """Returns a date that the clause does not tell: that of the story where it stands, or of the document."""
    if draft.stance == "denied" or _is_often(draft):
        return Dated(None, "none")
    tense = tense_of(draft.cue) if is_predicate(draft.cue) else "none"
    if draft.stance == "alleged" and tense == "pluperfect":
        return Dated(None, "none")
    if times.is_historic and tense in ("present", "perfect") and draft.cue.sentence.segment.complete:
        return Dated(None, "none")
    if tense in ("past", "pluperfect", "none") or times.is_historic:
        story = times.story(draft)
        if story is not None:
            return story
        within = times.long_ago(draft) if tense == "pluperfect" or draft.type not in _OF_THE_PAST else None
        if within is not None:
            return within
    if draft.stance == "alleged" and draft.type in _BINDING:
        return Dated(None, "none")
    return times.document


def _is_often(draft: Draft) -> bool:
    """Whether an act is told as done many times; what is said to be always so is said once."""
    if draft.rule.startswith("content") and draft.cue is draft.content_word:
        return False
    return any(c.lower in _OFTEN for c in draft.cue.children)
