"""Acts told within other acts: who tells of them, and whether they are asserted, alleged or denied.

"Moscow claims that Washington promised …" is an alleged assurance with a source; "he denied having agreed" is a denial
and a denied acceptance; "she said it rejected the offer" is one rejection by her.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.arguments import noun_arguments
from triples.extraction.content import ContentJudge
from triples.extraction.drafts import Draft, act_type
from triples.extraction.speech import Speech
from triples.extraction.syntax import auxiliaries, clause_words, content_extent, is_future, subject_word
from triples.extraction.telling import Attribution, Utterance
from triples.extraction.vocabulary import Vocabulary
from triples.language.analysis import Word
from triples.language.words import words as word_set
from triples.model import ActType

_DENIED_IF_NEGATED: frozenset[ActType] = frozenset(
    {"Assurance", "TreatyAct", "Proposal", "Acceptance", "Demand", "Meeting"}
)
_NONE = word_set("no neither nor never")
_ANY = word_set("any a an such")
_MERGES: frozenset[ActType] = frozenset(
    {
        "Rejection",
        "Demand",
        "Assurance",
        "Accusation",
        "Warning",
        "Acceptance",
        "Proposal",
        "Acknowledgement",
        "Denial",
        "TreatyAct",
        "Meeting",
    }
)


class Nesting:
    """Relates the acts of one document to the utterances they stand in."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors, judge: ContentJudge, speech: Speech) -> None:
        self._vocabulary = vocabulary
        self._actors = actors
        self._judge = judge
        self._speech = speech
        self._tellers: dict[Word, Attribution] = {}

    def utterance_draft(self, said: Utterance, drafts: Sequence[Draft]) -> Draft | None:
        """Returns the act that an utterance performs; None where the acts within it are all there is to tell."""
        verb = said.attribution.verb if said.attribution is not None else None
        outer = next((d for d in drafts if verb is not None and d.cue is verb), None)
        if outer is not None and said.quote is not None:
            self._widen(outer, said)
            return None
        self._beside_quote(said, drafts)
        if outer is not None:
            self._tell_of(outer, said, drafts)
            return None
        inner = self._inner(said, drafts)
        speakers = tuple(a for a in said.speakers)
        self._coordinated(said, drafts)
        own = [
            d
            for d in inner
            if d.type in _MERGES and self._same(d.agents, speakers) and not d.negated and not _looks_back(d, said)
        ]
        if own and self._is_main(own[0], said):
            first = own[0]
            if (
                first.entry is not None
                and first.entry.denotes != first.type
                and first.type == "Rejection"
                and is_past(first.cue)
            ):
                # Who insists that he has conceded nothing denies; he does not refuse.
                first.type = "Denial"
            for draft in own:
                draft.agents = (
                    speakers if any(a.kind == "person" for a in speakers) or not draft.agents else draft.agents
                )
            self._widen(own[0], said)
            self._source_others(said, [d for d in inner if d not in own], answers=True)
            return None
        main = [d for d in inner if self._is_main(d, said)]
        denied = [d for d in main if d.negated and d.type in _DENIED_IF_NEGATED]
        others = [d for d in main if not self._same(d.agents, speakers) or d.negated]
        self._source_others(said, inner, answers=self._speaks_of_self(said))
        if not any(a.diplomatic or a.kind == "expert" for a in speakers):
            return self._weak(said, speakers)
        if denied:
            for d in denied:
                d.span = said.span
            return self._draft("Denial", said, "denied-act", 0.85)
        judged = self._judge.judge(said.words, said.head, speakers)
        draft = self._draft(judged.type, said, "content-" + judged.type.lower(), judged.weight)
        draft.weak = (
            (not any(a.diplomatic for a in speakers) and judged.type != "Denial")
            or (bool(others) and judged.type in ("Statement", "Assurance"))
            or (judged.type == "Statement" and not self._takes_position(said, speakers))
        )
        return draft

    def _weak(self, said: Utterance, speakers: Sequence[Actor]) -> Draft:
        """The act of an utterance by somebody who, as far as is known, speaks for no side."""
        judged = self._judge.judge(said.words, said.head, speakers)
        draft = self._draft(judged.type, said, "content-" + judged.type.lower(), judged.weight)
        draft.weak = True
        return draft

    def _beside_quote(self, said: Utterance, drafts: Sequence[Draft]) -> None:
        """Gives what a reporting clause tells outside the quotation in its sentence its teller."""
        content = said.attribution.content if said.attribution is not None else None
        if said.quote is None or said.attribution is None or content is None:
            return
        told = {
            w for head in (content, *content.all("conj")) for w in clause_words(head, without=[said.attribution.verb])
        }
        outside = [
            d for d in drafts if d.cue in told and d.cue not in said.words and d.cue is not said.attribution.verb
        ]
        self._source_others(said, outside, answers=self._speaks_of_self(said))

    def _coordinated(self, said: Utterance, drafts: Sequence[Draft]) -> None:
        """Gives the clauses coordinated with what is said their speaker: "it will not yield and will fight, A said"."""
        if said.attribution is None or said.quote is not None:
            return
        verb, told = said.attribution.verb, set(said.words)
        clauses = {
            w
            for other in said.head.all("conj")
            if other.index < verb.index or ((mark := other.child("mark")) is not None and mark.lower == "that")
            for w in clause_words(other, without=[verb])
        }
        beside = [d for d in drafts if d.cue in clauses and d.cue not in told and d.cue is not verb]
        for draft in beside:
            if self._same(draft.agents, said.speakers) and not draft.negated and not draft.rule.startswith("noun"):
                draft.agents = said.speakers if any(a.kind == "person" for a in said.speakers) else draft.agents
        self._source_others(said, beside, answers=True)

    def _takes_position(self, said: Utterance, speakers: Sequence[Actor]) -> bool:
        """Statements count only from those who speak for a state or organisation."""
        if any(a.of or a.kind in ("state", "organisation", "body") for a in speakers):
            return True
        known = any(a.kind == "person" and self._actors.has_post(a.name) for a in speakers)
        return known or (
            any(a.kind == "person" for a in speakers) and any(self._actors.names_side(w) for w in said.words)
        )

    def _draft(self, kind: ActType, said: Utterance, rule: str, weight: float) -> Draft:
        content = (said.words[0].start, said.words[-1].end)
        if said.attribution is not None and said.attribution.content is said.head:
            content = content_extent(said.head) if said.quote is None else content
        cue = said.attribution.verb if said.attribution is not None else said.head
        return Draft(
            type=kind,
            cue=cue,
            rule=rule,
            span=said.span,
            agents=said.speakers,
            addressees=said.attribution.addressees if said.attribution is not None else (),
            content=content,
            content_word=said.head,
            weight=weight,
            cue_text=cue.text,
        )

    def _widen(self, draft: Draft, said: Utterance) -> None:
        draft.span = (min(draft.span[0], said.span[0]), max(draft.span[1], said.span[1]))
        if draft.content is None and said.words:
            draft.content = (said.words[0].start, said.words[-1].end)

    def _inner(self, said: Utterance, drafts: Sequence[Draft]) -> list[Draft]:
        inside = set(said.words)
        return [d for d in drafts if d.cue in inside]

    @staticmethod
    def _is_main(draft: Draft, said: Utterance) -> bool:
        """Whether an act's cue is the main predicate of an utterance, or coordinated with it."""
        word = draft.cue
        while word.dep in ("conj", "xcomp") and word is not said.head and word.head is not word:
            word = word.head
        return word is said.head

    def _same(self, agents: Sequence[Actor], speakers: Sequence[Actor]) -> bool:
        """Whether those who act are those who speak, or the state or body for which or at which they speak."""
        sides = {s for a in speakers for s in (a.name, *a.of, *a.at)}
        return bool(agents) and all(
            a.name in sides or (a.kind not in ("person", "group") and bool(set(a.of) & sides)) for a in agents
        )

    def _speaks_of_self(self, said: Utterance) -> bool:
        subject = subject_word(said.head)
        return subject is not None and self._same(self._actors.resolve(subject), said.speakers)

    def _source_others(self, said: Utterance, inner: Sequence[Draft], *, answers: bool = False) -> None:
        """Makes the speakers the source of the acts of others that they tell of.

        Where they speak of what they do themselves, what a noun names ("we reject their proposal") is presupposed and
        not told; nor is what an apposition or a relative clause after a comma adds to reported speech.
        """
        for draft in inner:
            if draft.sources or (
                self._same(draft.agents, said.speakers) and not draft.negated and not _looks_back(draft, said)
            ):
                continue
            if said.attribution is not None and self._nearer(draft, said.attribution):
                continue
            if (answers and draft.rule.startswith("noun")) or (said.quote is None and _is_added(draft.cue, said.head)):
                continue
            draft.sources = said.speakers
            if draft.stance == "asserted" and self._doubts(said.attribution, draft):
                draft.stance = "alleged"

    def _nearer(self, draft: Draft, attribution: Attribution) -> bool:
        """Whether somebody else tells of an act more directly than an attribution: the nearest teller is the source."""
        if not self._tellers:
            self._tellers = {a.content: a for a in self._speech.attributions if a.content is not None and a.speakers}
        for word in (draft.cue, *draft.cue.ancestors()):
            teller = self._tellers.get(word)
            if teller is not None and teller.verb is not draft.cue:
                return teller.verb is not attribution.verb
        return False

    def _doubts(self, attribution: Attribution | None, draft: Draft) -> bool:
        """Whether the narrator leaves open what is told: "said", "claims", but not "noted" or "showed"."""
        if attribution is None or attribution.factive:
            return False
        if draft.rule.startswith("noun"):
            return draft.type == "Assurance" and self._judge.is_wrong(draft.cue.head)
        return draft.type in ("Assurance", "Acceptance", "Acknowledgement", "Rejection", "Proposal", "TreatyAct")

    def _tell_of(self, outer: Draft, said: Utterance, drafts: Sequence[Draft]) -> None:
        """What an act verb with a clause tells of: "dispute that officials ever promised"."""
        for draft in self._inner(said, drafts):
            if draft is outer or draft.sources or _is_added(draft.cue, said.head):
                continue
            if outer.type == "Denial" and self._is_main(draft, said):
                draft.sources, draft.stance, draft.negated = outer.agents, "denied", True
                draft.span = outer.span
            elif (
                outer.type in ("Assurance", "Acknowledgement")
                and outer.rule != "records-contradict"
                and draft.negated
                and self._is_main(draft, said)
            ):
                # Who assures that nothing was promised, denies.
                outer.type, draft.sources = "Denial", outer.agents
            elif not self._same(draft.agents, outer.agents):
                draft.sources = outer.agents
                if outer.type == "Accusation" and draft.stance == "asserted":
                    draft.stance = "alleged"

    def objects(self, drafts: Sequence[Draft]) -> None:
        """Relates acts told in the objects of other acts: "denied having agreed"."""
        beside = _by_sentence(drafts)
        for outer in drafts:
            if outer.content_word is None or outer.dropped:
                continue
            inside = set(outer.content_word.subtree())
            for draft in beside[outer.cue.sentence.index]:
                if draft is outer or draft.sources or draft.cue not in inside or draft.cue is outer.cue:
                    continue
                if outer.type == "Denial" and draft.negated and all(a.kind == "document" for a in outer.agents):
                    self._contradict(outer, draft)
                    break
                if outer.type == "Denial" and (
                    draft.cue is outer.content_word
                    or (draft.cue.head is outer.content_word and draft.cue.dep == "xcomp")
                ):
                    draft.sources, draft.stance, draft.negated = outer.agents, "denied", True
                elif outer.type == "Accusation" and not self._same(draft.agents, outer.agents):
                    draft.sources = outer.agents
                    draft.stance = (
                        "alleged" if draft.stance == "asserted" and draft.type == "Assurance" else draft.stance
                    )

    @staticmethod
    def _contradict(outer: Draft, denied: Draft) -> None:
        """Makes of records that refute a denial what they tell: that the act took place."""
        outer.type, outer.rule = denied.type, "records-contradict"
        outer.sources, outer.agents, outer.addressees = outer.agents, denied.agents, denied.addressees
        outer.content, outer.content_word, outer.entry = denied.content, denied.content_word, denied.entry

    def denied_nouns(self, denial: Draft, told: Collection[Word]) -> Iterator[Draft]:
        """Yields the acts that a denial says were not done and names by a noun that is not `told` yet: "no promise".

        Told by a denying verb ("denied that any pledge existed") they stand in its content; said outright, they have
        "no" before them.
        """
        outright = denial.rule.startswith("content")
        word = denial.content_word
        if word is None:
            return
        for noun in clause_words(word):
            determiners = {c.lower for c in noun.children if c.dep in ("det", "advmod", "cc:preconj")}
            if noun.pos != "NOUN" or noun in told or not determiners & (_NONE if outright else _NONE | _ANY):
                continue
            for match in self._vocabulary.nouns(noun.sentence.words, noun.index)[:1]:
                kind = act_type(match.entry.denotes)
                if kind not in _DENIED_IF_NEGATED or match.entry.frame is None or match.entry.role != "act":
                    continue
                found = noun_arguments(noun, match.entry.frame, self._actors)
                yield Draft(
                    type=kind,
                    cue=noun,
                    rule="denied-noun",
                    span=denial.span,
                    agents=tuple(a for a in found.agents if a.diplomatic),
                    addressees=tuple(a for a in found.addressees if a.diplomatic),
                    content=content_extent(found.content) if found.content is not None else None,
                    content_word=found.content,
                    sources=denial.agents,
                    stance="denied",
                    negated=True,
                    entry=match.entry,
                    weight=0.7,
                    cue_text=noun.text,
                )

    def drop_unreal(self, drafts: Sequence[Draft]) -> None:
        """Drops acts that another act refuses or promises: the signing in "refused to sign"."""
        beside = _by_sentence(drafts)
        for outer in drafts:
            word = outer.content_word
            if word is None:
                continue
            for draft in beside[outer.cue.sentence.index]:
                if (
                    draft is not outer
                    and draft.cue is word
                    and not draft.negated
                    and word.dep == "xcomp"
                    and outer.type in ("Rejection", "Assurance", "Proposal", "Demand", "Acceptance", "Warning")
                ):
                    draft.dropped = True


def _by_sentence(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(draft.cue.sentence.index, []).append(draft)
    return found


def _looks_back(draft: Draft, said: Utterance) -> bool:
    """Whether an utterance tells of an earlier act of the speaker's side: "said that they had offered to mediate"."""
    if draft.negated or said.attribution is None or "had" not in auxiliaries(draft.cue):
        return False
    return draft.cue.dep in ("ccomp", "conj", "ROOT")


def _is_added(cue: Word, head: Word) -> bool:
    """Whether a word stands in an apposition or in a relative clause after a comma below a predicate."""
    words = cue.sentence.words
    for word in (cue, *cue.ancestors()):
        if word is head:
            return False
        if word.dep == "appos" and cue is not word:
            return True
        if word.dep in ("conj", "parataxis") and word.child("nsubj", "nsubj:pass") and _begins_anew(word):
            return True
        mark = word.child("mark")
        if word.dep == "advcl" and mark is not None and mark.lower in ("although", "though", "while", "whereas"):
            return True
        if word.dep == "acl:relcl":
            first = min(w.index for w in word.subtree())
            if first > 0 and words[first - 1].text == ",":
                return True
    return False


def _begins_anew(clause: Word) -> bool:
    """Whether a clause stands after a semicolon or ", but": the narrator's own again."""
    words = clause.sentence.words
    first = min(w.index for w in clause.subtree() if w.dep not in ("punct", "cc"))
    before = [w.lower for w in words[max(0, first - 2) : first]]
    finite = clause.tag in ("VBD", "VBZ", "VBP") and clause.head.tag in ("VB", "VBG")
    return ";" in before or before[-1:] == ["but"] or (finite and not is_future(clause.head))


def is_past(word: Word) -> bool:
    """Whether a predicate is in a past tense or the perfect."""
    return word.tag == "VBD" or any(a in ("had", "has", "have", "did", "was", "were") for a in auxiliaries(word))
