"""What is promised, demanded, denied …: contents corrected where syntax gave too little, too much or the wrong part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triples.extraction.actors import Actors
from triples.extraction.drafts import Draft
from triples.extraction.quotes import Quote
from triples.extraction.syntax import case_of, content_extent, is_infinitive, is_negated, is_verbal
from triples.language.analysis import Word
from triples.language.words import words as word_set

_ABOUT = word_set("about on over concerning regarding")
_ONLY_ABOUT = word_set("about concerning regarding")
_TALKING = word_set("discuss negotiate review debate consider address")
_PRONOUNS = word_set("it this that them these those which what something anything nothing one so both him her")
_PERSONS = _PRONOUNS | word_set("we i you he she they")
_ALLOWS = word_set(
    "accept allow consider permit tolerate let entertain recognise recognize discuss view countenance have has"
)
"""Verbs of which not they but their objects are what is refused."""
_READY = word_set("ready willing prepared unwilling unready")
_UNACCEPTABLE = word_set("unacceptable inadmissible impossible non-starter nonstarter")
_CHARGES = word_set("of for with over")
_WITHOUT = frozenset({"Meeting", "TreatyAct"})
_OF_THINGS = frozenset({"Rejection", "Acknowledgement", "Acceptance", "Denial", "Statement"})
_GOES_ON = word_set("that which who whose whom under by to of for in with from against on")
_TIMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tomorrow last next late early earlier
    time times day days hour hours week weeks month months year years night evening morning afternoon eve
    """
)
_STOPS = frozenset({";", ":", "”", '"', "“", "–", "—"})


def complete_content(draft: Draft, actors: Actors, closing: Mapping[int, int]) -> None:
    """Corrects the content of a draft, and cuts what refuses or demands down to what is refused or demanded.

    `closing` gives, by the number of the sentence, where a reporting clause at its end begins.
    """
    if not draft.rule.startswith(("content", "denied", "stand")):
        _correct(draft, actors)
    if draft.type == "Rejection" and draft.rule in ("content-rejection", "future-refusal"):
        _refused(draft)
    elif draft.type == "Demand" and draft.rule == "content-demand":
        _required(draft)
    end = closing.get(draft.cue.sentence.index, 0)
    if draft.content is not None and draft.content[0] < end < draft.content[1] and draft.cue.start < end:
        draft.content = (draft.content[0], end)


def _correct(draft: Draft, actors: Actors) -> None:
    """Corrects the content of an act told by a verb or noun of the narrator."""
    word = draft.content_word
    if draft.type == "Meeting":
        _topic(draft)
        return
    if (
        word is not None
        and word.lower in (_PERSONS if draft.rule == "weak-predicate" else _PRONOUNS)
        and not word.children
    ):
        draft.content = draft.content_word = None
        return
    if word is not None and draft.content is not None and word.index < draft.cue.index:
        _before_clause(draft, word)
    if (
        word is not None
        and draft.type in ("Accusation", "Warning", "Demand")
        and word.dep in ("obj", "iobj", "nsubj:pass")
    ):
        inner = next((w for w in word.all("nmod", "acl") if _marker(w) in _CHARGES), None)
        if inner is not None and actors.resolve(word):
            draft.content_word, draft.content = inner, content_extent(inner)
    if word is not None and draft.content is not None and draft.type in _OF_THINGS:
        _whole_object(draft, word, actors)
    if draft.content is None and draft.type not in _WITHOUT:
        about = next((w for w in draft.cue.all("nmod") if case_of(w) in _ONLY_ABOUT), None)
        if about is not None:
            draft.content_word, draft.content = about, content_extent(about)
        else:
            _rest(draft)
    elif draft.content is not None and draft.content_word is not None and draft.type not in _WITHOUT:
        _extend(draft, draft.content_word)


def _refused(draft: Draft) -> None:
    """Cuts what is said in refusing down to what is refused: "we will not | drop the policy", "not accept | the text".

    Where more than one clause is said, all of it stays.
    """
    head = draft.content_word if draft.rule.startswith("content") else draft.cue
    if head is None or (draft.rule.startswith("content") and _goes_on(head, draft)):
        return
    if head.lower in _READY or head.lower in _UNACCEPTABLE:
        part = head.child("xcomp", "advcl", "ccomp") if head.lower in _READY else head.child("nsubj")
        if part is not None and part.lower not in _PRONOUNS:
            draft.content = content_extent(part)
        return
    if not is_verbal(head) or not (is_negated(head) or draft.rule == "future-refusal"):
        return
    below = {
        w
        for c in head.children
        if c.index > head.index and c.dep not in ("punct", "advmod", "compound:prt")
        for w in c.subtree()
    }
    rest = [w for w in head.sentence.words[head.index + 1 :] if w in below]
    if not rest or rest[0].lower in _PRONOUNS:
        return
    end = draft.content[1] if draft.content is not None else content_extent(head)[1]
    first = rest[0] if head.lower in _ALLOWS else head
    if first.start < end:
        draft.content = (first.start, end)


def _goes_on(head: Word, draft: Draft) -> bool:
    start, end = draft.content or (0, 0)
    return any(start <= w.start < end for w in head.all("conj", "parataxis"))


def _required(draft: Draft) -> None:
    """Cuts "it is important that …" and the like down to what is important."""
    head = draft.content_word
    clause = head.child("ccomp", "csubj") if head is not None and not is_verbal(head) else None
    if clause is not None and clause.child("mark") is not None and clause.child("nsubj", "nsubj:pass") is not None:
        start, end = content_extent(clause)
        words = [w for w in clause.sentence.words if start <= w.start and w.lower != "that"]
        draft.content = (words[0].start, end)


def complete_words(draft: Draft, quotes: Sequence[Quote]) -> None:
    """Carries a content on to the end of the word and of the quotation that it ends in, and not beyond emphasis.

    "remains “open | and committed to dialogue”"; "guarantees of non | -expansion".
    """
    if draft.content is None:
        return
    start, end = draft.content
    words = [w for w in draft.cue.sentence.words if start <= w.start]
    for at, word in enumerate(words):
        if word.text == "**" and start < word.start < end:
            end = words[at - 1].end
            break
        if word.start == end and word.text == "-" and words[at + 1 : at + 2] and words[at + 1].start == word.end:
            end = words[at + 1].end
    opened = next((q for q in quotes if start < q.start < end < q.inner[1]), None)
    if opened is not None:
        last = next((w for w in reversed(words) if w.end <= opened.inner[1]), None)
        end = last.end if last is not None and last.end > end else end
    draft.content = (start, end)


def _topic(draft: Draft) -> None:
    """A meeting has what it is about for its content, not those who meet."""
    word = draft.content_word
    told = [draft.cue, *draft.cue.all("obj", "obl", "nmod", "conj")]
    near = (w for t in told for w in t.all("obl", "nmod") if _is_topic(w, draft))
    far = (w for w in draft.cue.sentence.words if case_of(w) in _ONLY_ABOUT and _is_topic(w, draft))
    about = next(near, None) or next(far, None)
    if about is not None:
        draft.content_word, draft.content = about, content_extent(about)
    elif word is None or not is_verbal(word):
        draft.content = draft.content_word = None
    elif is_infinitive(word) and word.lemma in _TALKING and (thing := word.child("obj")) is not None:
        draft.content_word, draft.content = thing, content_extent(thing)


def _is_topic(word: Word, draft: Draft) -> bool:
    told = draft.cue.index < word.index and word.end <= draft.span[1]
    return told and case_of(word) in _ABOUT and word.lower not in _TIMES and word.pos != "NUM"


def _whole_object(draft: Draft, word: Word, actors: Actors) -> None:
    """Takes the thing in with the infinitive that says more of it: "recognised | the right to choose"."""
    thing = draft.cue.child("obj")
    if thing is None or draft.content is None or not thing.index < word.index or not is_infinitive(word):
        return
    if thing.lower not in _PRONOUNS and not actors.resolve(thing):
        first = min(w.index for w in thing.subtree())
        draft.content = (thing.sentence.words[first].start, draft.content[1])


def _before_clause(draft: Draft, word: Word) -> None:
    """Ends a content before the relative clause that tells the act: "the terms | that Minsk rejects"."""
    if draft.content is not None and draft.content[0] < draft.cue.start < draft.content[1] and draft.cue.dep != "conj":
        inside = [w for w in draft.cue.subtree() if word.index < w.index]
        if inside and draft.content[0] < inside[0].start:
            words = [w for w in word.sentence.words if draft.content[0] <= w.start < inside[0].start]
            while len(words) > 1 and (words[-1].dep == "punct" or words[-1].dep == "case"):
                words.pop()
            draft.content = (draft.content[0], words[-1].end)


def _marker(word: Word) -> str:
    mark = word.child("mark") or word.child("case")
    return mark.lower if mark is not None else ""


def _rest(draft: Draft) -> None:
    """Takes for content what follows the cue up to the end of its clause, where the parser lost it."""
    words = [w for w in draft.cue.sentence.words if draft.cue.index < w.index]
    verbal = is_verbal(draft.cue)
    start = next((w for w in words[:6] if w.lower == "that" or (w.lower == "to" and w.tag == "TO")), None)
    if start is None and verbal and words and draft.cue.end <= draft.span[1]:
        start = next((w for w in words[:1] if w.pos in ("NOUN", "PROPN", "DET", "ADJ", "NUM") or w.tag == "PRP$"), None)
    if start is None or start.lower in _TIMES or (start.pos in ("DET", "ADJ", "NUM") and start.head.lower in _TIMES):
        return
    if start.lower == "that" and start.index + 1 < len(start.sentence.words):
        start = start.sentence.words[start.index + 1]
    if start.lower == "to" and words[0].lower in ("not", "never") and words[0].index == start.index - 1:
        start = words[0]
    end = _clause_end(start, draft.span[1] if verbal else max(draft.span[1], start.end))
    if end > start.start and end - start.start > 3:
        draft.content = (start.start, end)


def _clause_end(start: Word, least: int) -> int:
    """Returns the end of the stretch that begins at a word: to the next stop, or to `least` if that is further."""
    end = start.end
    for w in start.sentence.words[start.index :]:
        if w.text in _STOPS or (w.text == "," and w.end > least) or (w.dep == "punct" and w.text in ".!?"):
            break
        if w.dep == "cc" and w.end > least:
            break
        end = w.end
    return end


def _extend(draft: Draft, word: Word) -> None:
    """Carries a content on to the end of the clause that tells it: "to pull out all its forces | and those of …"."""
    if draft.content is None or word.index < draft.cue.index:
        return
    start, end = draft.content
    after = [w for w in word.sentence.words if end <= w.start and w.end <= draft.span[1]]
    clausal = is_infinitive(word) or is_verbal(word)
    first = next((w for w in after if w.dep != "punct"), None)
    if first is None:
        return
    if clausal or (first.lower in _GOES_ON and not _is_when(first)):
        stop = next((w for w in after if w.text in _STOPS or (w.text == "," and not clausal) or _turns(w)), None)
        kept = [w for w in after if (stop is None or w.start < stop.start) and w.text not in ".,"]
        if kept:
            draft.content = (start, kept[-1].end)


def _turns(word: Word) -> bool:
    """Whether the narrator goes on to something else at a word: ", and rejected", ", saying"."""
    following = word.sentence.words[word.index + 1 : word.index + 3]
    if word.text == "**":
        return True
    if word.dep == "cc":
        return any(w.tag in ("VBD", "VBZ", "VBP") for w in following)
    return word.text == "," and bool(following) and (following[0].tag == "VBG" or following[0].lower in _GOES_ON)


def _is_when(word: Word) -> bool:
    """Whether a phrase tells a time or place of the act rather than more of its content."""
    following = word.sentence.words[word.index + 1 : word.index + 3]
    return word.lower in ("in", "on", "at", "by", "from") and any(
        w.lower in _TIMES or w.pos in ("NUM", "PROPN") for w in following
    )
