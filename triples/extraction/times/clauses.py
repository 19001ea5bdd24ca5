"""The clause that a word stands in, and its tense."""

from __future__ import annotations

from typing import Literal

from triples.extraction.syntax import FUTURE, POSSIBILITY, auxiliaries, is_infinitive, is_verbal
from triples.language.analysis import Word
from triples.language.words import words as word_set

ClauseTense = Literal["past", "perfect", "pluperfect", "present", "future", "none"]
"""The tense of a clause; "none" where it has no finite verb and none to borrow one from."""

_HAVE = word_set("has have 've ’ve having")
_HAD = word_set("had 'd ’d")
_PAST_BE = word_set("was were")
_PRESENT_BE = word_set("is are am 's ’s 're ’re 'm ’m")
_NO_CLAUSE = ("aux", "cop", "amod", "compound", "flat", "fixed", "case", "mark", "det", "punct")
_BORROWS = ("conj", "xcomp", "advcl", "acl", "parataxis", "dep", "list")


def is_predicate(word: Word) -> bool:
    """Whether a word heads a clause: a verb that is no modifier, a predicate with a copula, or the root."""
    if word.head is word:
        return True
    if word.dep.startswith(_NO_CLAUSE):
        return False
    return is_verbal(word) or word.child("cop") is not None


def clause_of(word: Word) -> Word:
    """Returns the head of the clause that a word stands in, itself if it heads one."""
    while not is_predicate(word):
        word = word.head
    return word


def tense_of(predicate: Word) -> ClauseTense:
    """Returns the tense of a clause; a participle, an infinitive or a shared auxiliary borrows that of its governor."""
    word = predicate
    for _ in predicate.sentence.words:
        own = _own_tense(word)
        if own != "none":
            return own
        if word.head is word or not word.dep.startswith((*_BORROWS, "ccomp", "csubj")):
            return "none"
        word = clause_of(word.head)
    return "none"


def _own_tense(word: Word) -> ClauseTense:
    found = auxiliaries(word)
    if any(a in FUTURE or a in POSSIBILITY for a in found):
        return "future"
    if any(a in _HAD for a in found):
        return "pluperfect"
    if any(a in _HAVE for a in found):
        return "perfect"
    if any(a in _PAST_BE or a == "did" for a in found):
        return "past"
    if any(a in _PRESENT_BE or a in ("do", "does") for a in found):
        return "present"
    if is_infinitive(word) or word.tag in ("VBG", "VB"):
        return "none"
    if word.dep == "conj" and word.child("nsubj") is None and _own_tense_of_auxiliary(word.head) in ("perfect",):
        return "perfect"
    if word.tag == "VBD":
        return "past"
    if word.tag in ("VBZ", "VBP"):
        return "present"
    return "none"


def _own_tense_of_auxiliary(word: Word) -> ClauseTense:
    return "perfect" if any(a in _HAVE for a in auxiliaries(word)) and is_verbal(word) else "none"
