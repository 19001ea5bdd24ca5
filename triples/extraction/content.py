"""What kind of act an utterance is, by what it says.

"We will not discuss it" refuses, "they must leave" demands, "nobody promised that" denies: where no verb names the act,
the mood, the polarity and the predicates of what is said decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triples.extraction.actors import Actor, Actors
from triples.extraction.drafts import act_type
from triples.extraction.syntax import (
    OBLIGATION,
    auxiliaries,
    has_nobody_subject,
    is_future,
    is_negated,
    is_verbal,
    subject_word,
)
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Word
from triples.model import ActType

_CONDITION = frozenset("if unless should until before".split())
_SELF = frozenset("we i".split())
_ASIDES = frozenset("look see let listen remember imagine say take thank".split())


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind of act, the words that decided, and how surely."""

    type: ActType
    cue: str
    weight: float


class ContentJudge:
    """Judges utterances of one document."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors) -> None:
        self._vocabulary = vocabulary
        self._actors = actors

    def judge(self, words: Sequence[Word], head: Word, speakers: Sequence[Actor]) -> Judgement:
        """Returns the kind of act that a speaker performs by saying these words, whose main predicate is `head`."""
        predicates = self._predicates(words)
        heads = [head, *[c for c in head.all("conj", "ccomp", "xcomp", "parataxis") if c in words]]
        for step in (
            self._conditional,
            self._named,
            self._refusal,
            self._denial,
            self._performative,
            self._demand,
            self._charge,
        ):
            for predicate in heads if step not in (self._conditional, self._named) else heads[:1]:
                found = step(words, predicate, predicates, speakers)
                if found is not None:
                    return found
        return self._commitment(words, head, predicates, speakers) or Judgement("Statement", "", 0.6)

    # -- steps, in the order in which they are tried -----------------------------------------------------------------

    def _conditional(
        self, words: Sequence[Word], head: Word, predicates: dict[ActType, str], _: Sequence[Actor]
    ) -> Judgement | None:
        conditions = [
            w
            for w in words
            if w.lower in _CONDITION
            and w.dep in ("mark", "advmod", "aux")
            and w.lower != "should"
            or w.lower == "should"
            and w.dep == "aux"
            and _inverted(w)
        ]
        if "Warning" in predicates and (conditions or is_future(head) or len(words) < 25):
            return Judgement("Warning", predicates["Warning"], 0.8)
        unless = any(w.lower in ("unless", "until", "before") for w in conditions) or any(
            w.lower == "only"
            and w.index + 1 < len(w.sentence.words)
            and w.sentence.words[w.index + 1].lower in ("if", "when", "after", "once")
            for w in words
        )
        if unless and (
            is_negated(head)
            or any(w.lower in ("no", "not") for w in words[:8])
            or any(w.lower == "only" for w in words)
        ):
            return Judgement("Demand", "unless", 0.7)
        return None

    def _named(
        self, words: Sequence[Word], head: Word, predicates: dict[ActType, str], _: Sequence[Actor]
    ) -> Judgement | None:
        for kind in ("Rejection", "Denial"):
            known = act_type(kind)
            if known is not None and known in predicates:
                return Judgement(known, predicates[known], 0.8)
        return None

    def _refusal(
        self, words: Sequence[Word], head: Word, _: dict[ActType, str], speakers: Sequence[Actor]
    ) -> Judgement | None:
        if not is_negated(head):
            return None
        aux = auxiliaries(head)
        role = self._roles(head)
        following = " ".join(w.lower for w in words)
        if "concession" in role and (" less than " in following or " short of " in following):
            return Judgement("Demand", "nothing less than", 0.75)
        if head.lower in ("ready", "willing", "prepared", "inclined", "keen"):
            return Judgement("Rejection", "not " + head.lower, 0.75)
        ability = any(a in ("can", "could", "ca") for a in aux)
        if is_future(head) or ability:
            inner = head.child("xcomp") if head.lower == "going" else None
            role |= self._roles(inner) if inner is not None else set()
            if "concession" in role or ability and self._is_self(head, speakers):
                return Judgement("Rejection", head.text, 0.8)
            if has_nobody_subject(head) or not is_future(head):
                return None
            if self._is_self(head, speakers):
                return Judgement("Assurance", head.text, 0.7)
            return None
        subject = subject_word(head)
        named = subject is not None and bool(self._actors.resolve(subject))
        thing = head.child("obj")
        if has_nobody_subject(head) and thing is not None and thing.lower in ("right", "veto", "say", "business", "power"):
            return Judgement("Rejection", f"no {thing.lower}", 0.75)
        if has_nobody_subject(head) and not named and any(a in OBLIGATION for a in aux):
            return Judgement("Rejection", "no one should", 0.7)
        present = not any(a in ("did", "had", "has", "have", "was", "were") for a in aux) and head.tag != "VBD"
        if present and self._first_class(head) in ("Acceptance", "Acknowledgement"):
            return Judgement("Rejection", head.text, 0.8)
        return None

    def _denial(
        self, words: Sequence[Word], head: Word, _: dict[ActType, str], speakers: Sequence[Actor]
    ) -> Judgement | None:
        if not is_negated(head):
            return None
        aux = auxiliaries(head)
        never = any(w.lower in ("never", "nobody", "none", "nothing") for w in words[:12])
        past = any(a in ("had", "has", "have", "did", "was", "were", "been") for a in aux) or head.tag == "VBD"
        if any(a in OBLIGATION for a in aux) or is_future(head):
            return None
        if never or past or has_nobody_subject(head):
            return Judgement("Denial", "never" if never else head.text, 0.7)
        if self._first_class(head) is not None and self._first_class(head) != "Statement":
            return Judgement("Denial", head.text, 0.6)
        return None

    def _performative(
        self, words: Sequence[Word], head: Word, _: dict[ActType, str], speakers: Sequence[Actor]
    ) -> Judgement | None:
        if not is_verbal(head) or not self._is_self(head, speakers) or is_negated(head):
            return None
        kind = act_type(self._first_class(head))
        if (
            kind is not None
            and kind not in ("Statement", "Meeting")
            and not (set(auxiliaries(head)) & {"could", "might", "may"})
        ):
            return Judgement(kind, head.text, 0.8)
        return None

    def _demand(
        self, words: Sequence[Word], head: Word, predicates: dict[ActType, str], speakers: Sequence[Actor]
    ) -> Judgement | None:
        aux = auxiliaries(head)
        obliged = any(a in OBLIGATION for a in aux) or (
            head.lower in ("need", "needs", "has", "have", "had")
            and head.child("xcomp") is not None
            and head.lower[0] in "hn"
        )
        mandatory = "Demand" in predicates and predicates["Demand"] not in OBLIGATION | {"need to", "have to"}
        subject = subject_word(head)
        someone = subject is not None and (subject.lower == "you" or bool(self._actors.resolve(subject)))
        if obliged and someone and not self._is_self(head, speakers):
            return Judgement("Demand", next((a for a in aux if a in OBLIGATION), "have to"), 0.7)
        if mandatory and not self._is_self(head, speakers):
            return Judgement("Demand", predicates["Demand"], 0.7)
        if (
            head.tag == "VB"
            and not head.child("nsubj")
            and not aux
            and head is words[0]
            and head.dep != "xcomp"
            and head.lower not in _ASIDES
        ):
            return Judgement("Demand", head.text, 0.6)
        return None

    def _charge(
        self, words: Sequence[Word], head: Word, predicates: dict[ActType, str], speakers: Sequence[Actor]
    ) -> Judgement | None:
        if (
            "wrong" in self._roles(head)
            and not self._is_self(head, speakers)
            and not is_negated(head)
            and not is_future(head)
        ):
            subject = subject_word(head)
            if subject is not None and self._actors.resolve(subject) and self._others(subject, speakers):
                return Judgement("Accusation", head.text, 0.75)
            if head.child("obl:agent") is not None or head.child("nsubj:pass") is not None:
                return Judgement("Accusation", head.text, 0.6)
        if "Accusation" in predicates and not self._is_self(head, speakers):
            return Judgement("Accusation", predicates["Accusation"], 0.65)
        return None

    def _commitment(
        self, words: Sequence[Word], head: Word, predicates: dict[ActType, str], speakers: Sequence[Actor]
    ) -> Judgement | None:
        own = self._is_self(head, speakers)
        if "Assurance" in predicates:
            return Judgement("Assurance", predicates["Assurance"], 0.7)
        if own and "Acceptance" in predicates:
            return Judgement("Acceptance", predicates["Acceptance"], 0.6)
        if own and "Proposal" in predicates:
            return Judgement("Proposal", predicates["Proposal"], 0.6)
        if "Acknowledgement" in predicates:
            return Judgement("Acknowledgement", predicates["Acknowledgement"], 0.5)
        if own and is_future(head) and is_verbal(head) and head.lower not in ("be", "see", "go", "assess", "know"):
            return Judgement("Assurance", "will", 0.6)
        return None

    def evaluation(self, words: Sequence[Word]) -> Judgement | None:
        """Returns the act that a speaker performs by giving something such a name, or None: "a non-starter"."""
        predicates = self._predicates(words)
        for kind, weight in (("Rejection", 0.8), ("Denial", 0.8), ("Accusation", 0.7), ("Acceptance", 0.5)):
            known = act_type(kind)
            if known is not None and known in predicates:
                return Judgement(known, predicates[known], weight)
        return None

    # -- helpers -----------------------------------------------------------------------------------------------------

    def _predicates(self, words: Sequence[Word]) -> dict[ActType, str]:
        found: dict[ActType, str] = {}
        inside = {w.index for w in words}
        for w in words:
            for match in self._vocabulary.predicates(w.sentence.words, w.index):
                kind = act_type(match.entry.denotes)
                if kind is None or match.last not in inside or kind in found:
                    continue
                if _is_denied(w) and not match.entry.form.startswith(("no", "not")) and kind not in ("Demand",):
                    continue
                found[kind] = match.entry.form
        return found

    def _roles(self, word: Word) -> set[str]:
        return {m.entry.role for m in self._vocabulary.verbs(word.sentence.words, word.index)}

    def _first_class(self, word: Word) -> str | None:
        for match in self._vocabulary.verbs(word.sentence.words, word.index):
            if match.entry.role == "act" and match.entry.object_kind is None:
                return match.entry.denotes
        return None

    def _is_self(self, head: Word, speakers: Sequence[Actor]) -> bool:
        subject = subject_word(head)
        if subject is None:
            return False
        if subject.lower in _SELF:
            return True
        actors = self._actors.resolve(subject)
        if actors and all(a.kind == "body" and not a.of for a in actors):
            return True
        return bool(actors) and not self._others(subject, speakers)

    def _others(self, subject: Word, speakers: Sequence[Actor]) -> bool:
        """Whether a subject is none of the speakers and none of their sides."""
        own = {s for a in speakers for s in (a.name, *a.of)}
        return not any(a.name in own or set(a.of) & own for a in self._actors.resolve(subject))


def _inverted(word: Word) -> bool:
    """Whether "should" opens a condition: "should they decide"."""
    return any(c.dep.startswith("nsubj") and c.index > word.index for c in word.head.children)


def _is_denied(word: Word) -> bool:
    before = word.sentence.words[max(0, word.index - 3) : word.index]
    return any(w.lower in ("not", "n't", "no", "never") for w in before)
