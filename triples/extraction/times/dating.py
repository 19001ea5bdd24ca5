"""The date of each act of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from triples.dates import bounds
from triples.extraction.drafts import Draft
from triples.extraction.syntax import case_of, is_infinitive
from triples.extraction.times.clauses import clause_of, is_predicate, tense_of
from triples.extraction.times.told import Story, Told, times_of
from triples.language.analysis import Analysis, Word
from triples.language.words import words as word_set
from triples.model import ActType

Basis = Literal["own", "governing", "story", "same", "document", "none"]
"""Where a date comes from, from the surest to none."""

_SAME_TIME = word_set("when while as whereupon where")
_TEXTS = word_set(
    """
    text agreement accord treaty deal document declaration memorandum communique communiqué statement protocol pact
    charter annex convention settlement arrangement
    """
)
_WITHIN = word_set("in at during under on with by following within")
_WEEK = timedelta(days=7)
_SEASON = (timedelta(days=85), timedelta(days=125))
_NEWS = timedelta(days=31)
_OFTEN = word_set("repeatedly always often long consistently traditionally never ever usually regularly occasions")
_SPOKEN: frozenset[ActType] = frozenset(
    {
        "Statement",
        "Denial",
        "Demand",
        "Rejection",
        "Acceptance",
        "Accusation",
        "Warning",
        "Acknowledgement",
        "Assurance",
        "Proposal",
    }
)
_DIRECTIVES: frozenset[ActType] = frozenset({"Demand", "Proposal"})


@dataclass(slots=True)
class Dated:
    """The date of an act and what it rests on."""

    edtf: str | None
    basis: Basis


class Times:
    """The time expressions of a document, resolved against its date."""

    def __init__(self, analysis: Analysis, published: str | None) -> None:
        self._story = Story(analysis, published)
        self._published = self._story.published
        self._by_sentence: dict[int, list[Told]] = {}
        for told in self._story.times:
            self._by_sentence.setdefault(told.word.sentence.index, []).append(told)
        self._sentences = analysis.sentences

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
        if content[0] <= told.start < content[1] and told.word.head is not draft.cue:
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
        for index in range(sentence.index, -1, -1):
            if self._sentences[index].segment.paragraph != sentence.segment.paragraph and not self._story.historic:
                return None
            before = [p for p in self._story.points.get(index, []) if p.start < draft.cue.start]
            if before and (index == sentence.index or not self.is_news(before[-1].edtf)):
                return Dated(before[-1].edtf, "story")
            if before:
                return None
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
        days = bounds(self._published)
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
    _agree(drafts, dated)
    _date_terms(drafts, dated)
    _continue_speeches(drafts, dated, times)
    return dated


def _by_context(draft: Draft, times: Times) -> Dated:
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
    return times.document


def _is_often(draft: Draft) -> bool:
    return any(c.lower in _OFTEN for c in draft.cue.children)


def _continue_speeches(drafts: Sequence[Draft], dated: dict[int, Dated], times: Times) -> None:
    """Gives what a speaker goes on to say the day on which he was last said to speak, if that is news."""
    last: dict[str, str] = {}
    for i, draft in sorted(enumerate(drafts), key=lambda d: d[1].span[0]):
        found = dated[i]
        if draft.stance != "asserted" or draft.type not in _SPOKEN or not is_predicate(draft.cue):
            continue
        names = [a.name for a in draft.agents]
        if found.basis in ("own", "governing"):
            if found.edtf is not None and times.is_news(found.edtf):
                last.update(dict.fromkeys(names, found.edtf))
        elif found.basis == "document" and tense_of(draft.cue) in ("past", "none", "future"):
            day = next((last[n] for n in names if n in last), None)
            if day is not None:
                dated[i] = Dated(day, "story")


def _date_terms(drafts: Sequence[Draft], dated: dict[int, Dated]) -> None:
    """Gives what a text provides ("under it they undertake …") the date of the treaty act told last before."""
    last: str | None = None
    for i, draft in sorted(enumerate(drafts), key=lambda d: d[1].cue.start):
        found = dated[i]
        if draft.type == "TreatyAct" and draft.stance == "asserted" and found.basis in ("own", "governing", "story"):
            last = found.edtf or last
        elif last is not None and found.basis in ("document", "story", "none") and _is_term(draft):
            dated[i] = Dated(last, "same")


def _is_term(draft: Draft) -> bool:
    """Whether an act is performed by what a text says, not by saying it."""
    if draft.type not in ("Assurance", "Acceptance") or not is_predicate(draft.cue):
        return False
    return any(
        case_of(c) in ("in", "under", "by") and (c.lower in ("it", "which") or c.lower in _TEXTS)
        for c in draft.cue.all("obl")
    )


def _agree(drafts: Sequence[Draft], dated: dict[int, Dated]) -> None:
    """Gives acts without a time of their own that of another mention of what seems the same act."""
    sure = [i for i in range(len(drafts)) if dated[i].basis in ("own", "governing") and dated[i].edtf]
    told = [i for i in range(len(drafts)) if dated[i].basis == "story"]
    for i, draft in enumerate(drafts):
        if dated[i].basis in ("own", "governing") or draft.stance != "asserted":
            continue
        loose = _is_noun(draft) or not draft.cue.sentence.segment.complete
        same = [j for j in sure if j != i and _seems_same(draft, drafts[j], loose=loose)]
        if not same and _is_noun(draft):
            same = [j for j in told if j != i and _seems_same(draft, drafts[j], loose=loose)]
        found = _finest({dated[j].edtf or "" for j in same})
        if found is not None:
            dated[i] = Dated(found, "same")


def _is_noun(draft: Draft) -> bool:
    return draft.rule.startswith("noun") or not is_predicate(draft.cue)


def _finest(dates: set[str]) -> str | None:
    """Returns the one date that lies within all the others, if there is one."""
    for one in sorted(dates, key=lambda d: (-len(d), d)):
        days = bounds(one)
        spans = [bounds(d) for d in dates]
        if days is not None and all(s is not None and s[0] <= days[0] and days[1] <= s[1] for s in spans):
            return one
    return None


def _seems_same(one: Draft, other: Draft, *, loose: bool) -> bool:
    if one.type != other.type and not (loose and {one.type, other.type} <= _DIRECTIVES):
        return False
    if other.stance != "asserted" or not _sides(one) & _sides(other):
        return False
    if _is_noun(one):
        return True
    words, others = content_words(one), content_words(other)
    if loose and (not words or len(words) <= 2):
        return True
    return len(words & others) >= 0.3 * min(len(words), len(others))


def _sides(draft: Draft) -> set[str]:
    return {s for a in draft.agents for s in a.sides}


def content_words(draft: Draft) -> set[str]:
    """Returns the words of what an act says, without endings."""
    start, end = draft.content or draft.span
    found = re.findall(r"[a-z]{4,}", " ".join(w.lower for w in draft.cue.sentence.words if start <= w.start < end))
    return {w.rstrip("s") for w in found}
