"""Noun phrases: their words, and how they refer."""

from __future__ import annotations

from collections.abc import Sequence

from triples.language.analysis import Word
from triples.language.words import words as word_set

AMOUNTS = word_set("dozens scores hundreds thousands number majority handful couple lot bulk series")
"""Nouns that count what follows them: "dozens of records"."""
_BREAKS = frozenset({",", "(", ")", ";", ":", "–", "—"})
MONTHS = word_set(
    """
    january february march april may june july august september october november december
    """
)


def noun_phrase(word: Word) -> str:
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
    keep = _unbroken(sorted(keep, key=lambda w: w.index), word)
    out = ""
    for i, w in enumerate(keep):
        out += w.text
        if i + 1 < len(keep) and keep[i + 1].start > w.end:
            out += " "
    return out.strip(" *“”\"'’") or word.text


def _unbroken(words: list[Word], head: Word) -> list[Word]:
    """The words around a head up to a comma or bracket, without a date or preposition that stands first."""
    sentence = head.sentence.words
    at = words.index(head)
    first, last = at, at
    while first > 0 and not any(w.text in _BREAKS for w in sentence[words[first - 1].index : words[first].index]):
        first -= 1
    while last + 1 < len(words) and not any(
        w.text in _BREAKS for w in sentence[words[last].index : words[last + 1].index]
    ):
        last += 1
    while first < at and (words[first].pos == "ADP" or words[first].lower in MONTHS or words[first].text.isdigit()):
        if words[first].text.isdigit() and len(words[first].text) < 4 and words[first + 1].lower not in MONTHS:
            break
        first += 1
    return words[first : last + 1]


def belongs(w: Word, top: Word) -> bool:
    """Tells whether a word belongs to the noun phrase of another, and not to a clause within it."""
    for head in w.ancestors():
        if head is top:
            return True
        if head.dep.startswith(("acl", "advcl", "obl", "nsubj", "appos")):
            return False
    return False


def is_definite(word: Word) -> bool:
    """Tells whether a noun has a definite article, a demonstrative or a possessor."""
    det = word.child("det")
    return (det is not None and det.lower in ("the", "this", "that", "both")) or word.child("nmod:poss") is not None


def stands_alone(word: Word) -> bool:
    """Whether an adjective is used as a noun: "the British refused"."""
    det = word.child("det")
    return word.dep.startswith(("nsubj", "obj", "iobj", "obl", "conj")) and (
        (det is not None and det.lower == "the") or word.tag == "NNPS"
    )


def clause_subject(word: Word) -> Word | None:
    """Returns the subject of the clause that a word stands in, unless it is the word itself."""
    for head in word.ancestors():
        subject = head.child("nsubj")
        if subject is not None and subject is not word:
            return subject
    return None


def case_within(w: Word, top: Word) -> str:
    """Returns the preposition of the phrase in which a word hangs below a noun: "in" for "a diplomat in Vienna"."""
    while w is not top:
        if w.dep.startswith("nmod") and (case := w.child("case")) is not None:
            return case.lower
        w = w.head
    return ""


def main_verbs(words: Sequence[Word]) -> list[Word]:
    """Returns the root of a sentence and the clause that it reports, if any, the last first."""
    root = next((w for w in words if w.head is w), None)
    if root is None:
        return []
    return [*(c for c in root.children if c.dep in ("ccomp", "conj")), root]
