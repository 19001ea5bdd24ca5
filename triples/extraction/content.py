"""What kind of act an utterance is, by what it says.

"We will not discuss it" refuses, "they must leave" demands, "nobody promised that" denies: where no verb names the act,
the mood, the polarity and the predicates of what is said decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.drafts import act_type
from triples.extraction.syntax import (
    OBLIGATION,
    auxiliaries,
    clause_words,
    has_nobody_subject,
    is_future,
    is_negated,
    is_passive,
    is_verbal,
    subject_word,
)
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Word
from triples.language.words import words as word_set
from triples.model import ActType

_CONDITION = word_set("if unless should until before")
_SELF = word_set("we i")
_ASIDES = word_set("look see let listen remember imagine say take thank")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind of act, the words that decided, and how surely."""

    type: ActType
    cue: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Case:
    """An utterance to judge: its words, a main predicate, the kinds of act that its phrases speak for, the speakers."""

    words: Sequence[Word]
    head: Word
    predicates: dict[ActType, str]
    speakers: Sequence[Actor]


class ContentJudge:
    """Judges utterances of one document."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors) -> None:
        self._vocabulary = vocabulary
        self._actors = actors

    def judge(self, words: Sequence[Word], head: Word, speakers: Sequence[Actor]) -> Judgement:
        """Returns the kind of act that a speaker performs by saying these words, whose main predicate is `head`."""
        predicates = self.predicates(words)
        cases = [
            _Case(words, predicate, predicates, speakers)
            for predicate in (head, *(c for c in head.all("conj", "ccomp", "xcomp", "parataxis") if c in words))
        ]
        for of_whole in (self._conditional, self._named):
            found = of_whole(cases[0])
            if found is not None:
                return found
        for of_part in (self._refusal, self._denial, self._performative, self._demand, self._charge):
            for case in cases:
                found = of_part(case)
                if found is not None:
                    return found
        return self._commitment(cases[0]) or Judgement("Statement", "", 0.6)

    # -- steps, in the order in which they are tried -----------------------------------------------------------------

    def _conditional(self, case: _Case) -> Judgement | None:
        conditions = [
            w
            for w in case.words
            if (w.lower in _CONDITION and w.dep in ("mark", "advmod", "aux") and w.lower != "should")
            or (w.lower == "should" and w.dep == "aux" and _inverted(w))
        ]
        if "Warning" in case.predicates and (conditions or is_future(case.head) or len(case.words) < 25):
            return Judgement("Warning", case.predicates["Warning"], 0.8)
        unless = any(w.lower in ("unless", "until", "before") for w in conditions) or any(
            w.lower == "only"
            and w.index + 1 < len(w.sentence.words)
            and w.sentence.words[w.index + 1].lower in ("if", "when", "after", "once")
            for w in case.words
        )
        if unless and (
            is_negated(case.head)
            or any(w.lower in ("no", "not") for w in case.words[:8])
            or any(w.lower == "only" for w in case.words)
        ):
            return Judgement("Demand", "unless", 0.7)
        return None

    def _named(self, case: _Case) -> Judgement | None:
        for kind in ("Rejection", "Denial"):
            known = act_type(kind)
            if known is not None and known in case.predicates:
                return Judgement(known, case.predicates[known], 0.8)
        return None

    def _refusal(self, case: _Case) -> Judgement | None:
        if not is_negated(case.head):
            return None
        aux = auxiliaries(case.head)
        role = self._roles(case.head)
        following = " ".join(w.lower for w in case.words)
        if "concession" in role and (" less than " in following or " short of " in following):
            return Judgement("Demand", "nothing less than", 0.75)
        if case.head.lower in ("ready", "willing", "prepared", "inclined", "keen"):
            return Judgement("Rejection", "not " + case.head.lower, 0.75)
        ability = any(a in ("can", "could", "ca") for a in aux)
        if is_future(case.head) or ability:
            inner = case.head.child("xcomp") if case.head.lower == "going" else None
            role |= self._roles(inner) if inner is not None else set()
            if "concession" in role or (ability and self._is_self(case.head, case.speakers)):
                return Judgement("Rejection", case.head.text, 0.8)
            if has_nobody_subject(case.head) or not is_future(case.head):
                return None
            if self._is_self(case.head, case.speakers):
                return Judgement("Assurance", case.head.text, 0.7)
            return None
        subject = subject_word(case.head)
        named = subject is not None and bool(self._actors.resolve(subject))
        thing = case.head.child("obj")
        if (
            has_nobody_subject(case.head)
            and thing is not None
            and thing.lower in ("right", "veto", "say", "business", "power")
        ):
            return Judgement("Rejection", f"no {thing.lower}", 0.75)
        if has_nobody_subject(case.head) and not named and any(a in OBLIGATION for a in aux):
            return Judgement("Rejection", "no one should", 0.7)
        present = not any(a in ("did", "had", "has", "have", "was", "were") for a in aux) and case.head.tag != "VBD"
        if present and self._first_class(case.head) in ("Acceptance", "Acknowledgement"):
            return Judgement("Rejection", case.head.text, 0.8)
        return None

    def _denial(self, case: _Case) -> Judgement | None:
        if not is_negated(case.head):
            return None
        aux = auxiliaries(case.head)
        never = any(w.lower in ("never", "nobody", "none", "nothing") for w in case.words[:12])
        past = any(a in ("had", "has", "have", "did", "was", "were", "been") for a in aux) or case.head.tag == "VBD"
        if any(a in OBLIGATION for a in aux) or is_future(case.head):
            return None
        if any(c.tag == "WRB" for c in case.head.children):
            return None
        if never or past or has_nobody_subject(case.head):
            return Judgement("Denial", "never" if never else case.head.text, 0.7)
        if self._first_class(case.head) is not None and self._first_class(case.head) != "Statement":
            return Judgement("Denial", case.head.text, 0.6)
        return None

    def _performative(self, case: _Case) -> Judgement | None:
        if not is_verbal(case.head) or not self._is_self(case.head, case.speakers) or is_negated(case.head):
            return None
        kind = act_type(self._first_class(case.head))
        if (
            kind is not None
            and kind not in ("Statement", "Meeting")
            and not (set(auxiliaries(case.head)) & {"could", "might", "may"})
        ):
            return Judgement(kind, case.head.text, 0.8)
        return None

    def _demand(self, case: _Case) -> Judgement | None:
        aux = auxiliaries(case.head)
        obliged = any(a in OBLIGATION for a in aux) or (
            case.head.lower in ("need", "needs", "has", "have", "had")
            and case.head.child("xcomp") is not None
            and case.head.lower[0] in "hn"
        )
        mandatory = "Demand" in case.predicates and case.predicates["Demand"] not in OBLIGATION | {"need to", "have to"}
        subject = subject_word(case.head)
        someone = subject is not None and (subject.lower == "you" or bool(self._actors.resolve(subject)))
        if obliged and (someone or is_passive(case.head)) and not self._is_self(case.head, case.speakers):
            return Judgement("Demand", next((a for a in aux if a in OBLIGATION), "have to"), 0.7)
        if mandatory and not self._is_self(case.head, case.speakers):
            return Judgement("Demand", case.predicates["Demand"], 0.7)
        if (
            case.head.tag == "VB"
            and not case.head.child("nsubj")
            and not aux
            and case.head is case.words[0]
            and case.head.dep != "xcomp"
            and case.head.lower not in _ASIDES
        ):
            return Judgement("Demand", case.head.text, 0.6)
        return None

    def _charge(self, case: _Case) -> Judgement | None:
        if (
            "wrong" in self._roles(case.head)
            and not self._is_self(case.head, case.speakers)
            and not is_negated(case.head)
            and not is_future(case.head)
        ):
            subject = subject_word(case.head)
            if subject is not None and self._actors.resolve(subject) and self._others(subject, case.speakers):
                return Judgement("Accusation", case.head.text, 0.75)
            if case.head.child("obl:agent") is not None or case.head.child("nsubj:pass") is not None:
                return Judgement("Accusation", case.head.text, 0.6)
        if "Accusation" in case.predicates and not self._is_self(case.head, case.speakers):
            return Judgement("Accusation", case.predicates["Accusation"], 0.65)
        return None

    def _commitment(self, case: _Case) -> Judgement | None:
        own = self._is_self(case.head, case.speakers)
        if "Assurance" in case.predicates:
            return Judgement("Assurance", case.predicates["Assurance"], 0.7)
        if own and "Acceptance" in case.predicates:
            return Judgement("Acceptance", case.predicates["Acceptance"], 0.6)
        if own and "Proposal" in case.predicates:
            return Judgement("Proposal", case.predicates["Proposal"], 0.6)
        if "Acknowledgement" in case.predicates:
            return Judgement("Acknowledgement", case.predicates["Acknowledgement"], 0.5)
        if (
            own
            and is_future(case.head)
            and is_verbal(case.head)
            and case.head.lower not in ("be", "see", "go", "assess", "know")
        ):
            return Judgement("Assurance", "will", 0.6)
        return None

    def evaluation(self, words: Sequence[Word]) -> Judgement | None:
        """Returns the act that a speaker performs by giving something such a name, or None: "a non-starter"."""
        predicates = self.predicates(words)
        for kind, weight in (("Rejection", 0.8), ("Denial", 0.8), ("Accusation", 0.7), ("Acceptance", 0.5)):
            known = act_type(kind)
            if known is not None and known in predicates:
                return Judgement(known, predicates[known], weight)
        return None

    def is_threat(self, clause: Word) -> bool:
        """Whether what is promised is harm: "vowed to retaliate"."""
        return "Warning" in self.predicates(clause_words(clause))

    def stand(self, head: Word) -> Judgement | None:
        """Returns the act that a predicate of the narrator tells of as somebody's stand: "is unacceptable to them"."""
        predicates = self.predicates([w for w in clause_words(head) if w.index >= head.index - 3])
        for kind in ("Rejection", "Acceptance"):
            known = act_type(kind)
            if known is not None and known in predicates:
                return Judgement(known, predicates[known], 0.6)
        return None

    def is_wrong(self, word: Word) -> bool:
        """Whether a verb tells of a wrong, such as the breaking of a promise."""
        return "wrong" in self._roles(word)

    # -- helpers -----------------------------------------------------------------------------------------------------

    def predicates(self, words: Sequence[Word]) -> dict[ActType, str]:
        """Returns the kinds of act that predicates among these words speak for, each with its predicate."""
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
    return any(w.lower in ("not", "n't", "no", "never", "without") for w in before)
