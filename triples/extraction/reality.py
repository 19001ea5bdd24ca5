"""Whether a clause tells of an act as performed, as alleged, or only as possible or planned."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from triples.extraction.syntax import POSSIBILITY, auxiliaries, is_future, is_infinitive, is_negated
from triples.language.analysis import Word
from triples.language.words import words as word_set
from triples.model import ActType

RealityOf = Literal["told", "alleged", "unreal"]

NOT_DONE: dict[ActType, ActType] = {"Acceptance": "Rejection", "Acknowledgement": "Rejection"}
"""An act that is not performed is another act: who does not accept, rejects."""


_TO_COME = word_set("due set scheduled slated expected likely about poised bound")


class Reality:
    """Judges how real an act is told; `hedges` are words such as "allegedly"."""

    def __init__(self, hedges: Collection[str]) -> None:
        self._hedges = hedges

    def of(self, verb: Word, kind: ActType) -> RealityOf:
        """Whether the clause tells of an act as performed, as alleged, or only as possible or planned."""
        aux = auxiliaries(verb)
        if any(w.lower in self._hedges for w in verb.children if w.dep.startswith(("advmod", "amod"))):
            return "alleged"
        if "would" in aux and "have" in aux:
            return "alleged" if not any(w.lower == "if" for w in verb.sentence.words) else "unreal"
        before = [w.lower for w in verb.sentence.words[max(0, verb.index - 2) : verb.index]]
        if len(before) == 2 and before[0] in _TO_COME and before[1] == "to":
            return "unreal"
        if any(a in POSSIBILITY for a in aux):
            return "unreal"
        if is_future(verb) and is_negated(verb) and kind not in NOT_DONE:
            return "unreal"
        if is_future(verb) and kind in (
            "Meeting",
            "TreatyAct",
            "Acceptance",
            "Proposal",
            "Statement",
            "Acknowledgement",
            "Accusation",
            "Demand",
        ):
            return "told" if is_negated(verb) and kind in NOT_DONE else "unreal"
        if verb.dep in ("advcl", "ccomp") and any(
            c.dep == "mark" and c.lower in ("if", "unless", "whether", "lest") for c in verb.children
        ):
            return "unreal"
        if is_infinitive(verb) or verb.dep == "xcomp":
            return self._of_infinitive(verb)
        if (
            verb.dep == "conj"
            and is_infinitive(verb.head)
            and not verb.child("aux")
            and not verb.child("nsubj")
            and verb.tag == "VB"
        ):
            return self._of_infinitive(verb.head)
        return "told"

    def _of_infinitive(self, verb: Word) -> RealityOf:
        governor = verb.head if verb.head is not verb else None
        if governor is None or (verb.sentence.segment.complete is False and verb.dep == "ROOT"):
            return "told"
        if governor.lower in (
            "said",
            "believed",
            "reported",
            "thought",
            "alleged",
            "understood",
            "rumoured",
            "rumored",
            "supposed",
            "known",
        ):
            return "alleged"
        if (
            governor.lower
            in (
                "continued",
                "went",
                "began",
                "kept",
                "agreed",
                "meet",
                "met",
                "appeared",
                "managed",
                "seemed",
                "claimed",
                "claims",
            )
            and governor.lower != "agreed"
        ):
            return "told"
        if "have" in auxiliaries(verb) and governor.lower.startswith(("appear", "seem", "claim")):
            return "alleged"
        if verb.tag == "VBG" and governor.lower in (
            "kept",
            "continued",
            "went",
            "began",
            "spent",
            "stopped",
            "keeps",
            "continues",
            "started",
        ):
            return "told"
        return "unreal"
