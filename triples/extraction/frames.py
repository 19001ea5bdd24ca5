"""Acts told by verbs and by predicates of the narrator: from a cue to a draft with its arguments."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.lexicon import Entry
from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.arguments import Arguments, noun_arguments, verb_arguments
from triples.extraction.content import ContentJudge
from triples.extraction.drafts import Draft, act_type
from triples.extraction.gazetteer import Hit
from triples.extraction.reality import NOT_DONE, Reality
from triples.extraction.syntax import (
    auxiliaries,
    case_of,
    clause_words,
    content_extent,
    extent,
    is_claim,
    is_future,
    is_infinitive,
    is_negated,
    is_passive,
    is_verbal,
)
from triples.extraction.vocabulary import Match, Vocabulary
from triples.language.analysis import Sentence, Word
from triples.language.words import words as word_set
from triples.model import ActType

_DENIABLE: frozenset[ActType] = frozenset(
    {"Assurance", "TreatyAct", "Meeting", "Proposal", "Demand", "Acceptance", "Warning"}
)
_GATHERING = frozenset({"group", "region", "organisation"})
_STATES = word_set("committed pledged sworn bound")
_PRONOUNS = word_set("it this that them which one")
_REPORTING_MANNERS = word_set(
    "named identified quoted cited comment elaborate respond discuss speculate answer disclose"
)
_TREATY_BY_PRONOUN = word_set("sign ratify initial countersign denounce abrogate rescind adopt")


class VerbFrames:
    """Finds the acts that verbs tell of in the sentences of one document."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors, judge: ContentJudge) -> None:
        self._vocabulary = vocabulary
        self._actors = actors
        self._judge = judge
        self._reality = Reality(vocabulary.hedges)

    def find(self, sentence: Sentence) -> Iterator[Draft]:
        """Yields the acts of a sentence whose cues are verbs, the main clause's first."""
        for word in sentence.words:
            if not self._may_be_verb(word):
                continue
            draft = self._at(word)
            if draft is not None:
                yield draft

    def _may_be_verb(self, word: Word) -> bool:
        if is_verbal(word):
            return True
        # Headlines mislead the tagger: "US Pledges to Provide …".
        return word.dep == "ROOT" and word.lower.endswith("s") and word.index > 0 and not word.sentence.segment.complete

    def _at(self, verb: Word) -> Draft | None:
        matches = self._vocabulary.verbs(verb.sentence.words, verb.index)
        noun = verb.child("nsubj:pass") or (verb.head if verb.dep.startswith("acl") else None)
        if noun is not None:
            matches = [*self._vocabulary.with_noun(verb, noun), *matches]
        for match in matches:
            entry = match.entry
            if entry.frame is None or not self._particles_belong(verb, match):
                continue
            if entry.role == "act":
                draft = self._act(verb, match)
            elif entry.role == "light":
                draft = self._light(verb, match)
            elif entry.role == "light-passive":
                draft = self._received(verb, match)
            elif entry.role == "evaluation":
                draft = self._evaluation(verb, match)
            elif entry.role == "desire":
                draft = self._desire(verb, match)
            elif entry.role == "open" and len(entry.words) == 1 and entry.object_kind is None:
                return None
            else:
                continue
            if draft is not None:
                return draft
        return self._future_refusal(verb)

    def _particles_belong(self, verb: Word, match: Match) -> bool:
        if match.last == match.first:
            return True
        last = verb.sentence.words[match.last]
        return last.head is verb or last.head.head is verb or last.index - verb.index <= 4

    # -- an act verb -------------------------------------------------------------------------------------------------

    def _act(self, verb: Word, match: Match) -> Draft | None:
        entry = match.entry
        kind = act_type(entry.denotes)
        if kind is None or entry.frame is None:
            return None
        found = verb_arguments(verb, entry.frame, self._actors)
        if verb.lower in _STATES and is_passive(verb) and not found.agents and found.object is not None:
            # "is committed to", "is pledged to": the participle tells the subject's own stand.
            found.agents, found.addressees, found.object = self._actors.resolve(found.object), (), None
        if not self._fits(entry, found, verb) or _is_of_manner(found.content):
            return None
        reality = self._reality.of(verb, kind)
        if reality == "unreal":
            return None
        if kind == "Meeting" and found.content is not None and is_infinitive(found.content) and len(entry.words) == 2:
            return None
        if kind == "Meeting":
            partners = self._partners(verb)
            found.agents = tuple(dict.fromkeys((*found.agents, *partners)))
            if len(found.agents) < 2 and not any(a.kind in _GATHERING for a in found.agents):
                return None
            found.addressees = ()
        if not self._has_actor(kind, found, passive=is_passive(verb)):
            return None
        thing = found.object or found.content
        if kind == "Rejection" and thing is not None and self._is_report(thing):
            kind = "Denial"
        if kind == "TreatyAct" and not self._happened(verb, found):
            return None
        if (
            kind == "Proposal"
            and found.content is not None
            and is_infinitive(found.content)
            and is_negated(found.content)
            and verb.child("obj") is None
        ):
            # Who offers not to do something gives a promise; who asks another not to do it gives none.
            kind = "Assurance"
        if kind == "Proposal" and entry.form == "suggest" and found.content is not None and is_claim(found.content):
            return None
        if kind == "Assurance" and found.content is not None and self._judge.is_threat(found.content):
            kind = "Warning"
        negated = is_negated(verb)
        if negated and kind in NOT_DONE:
            kind = NOT_DONE[kind]
            negated = False
        if negated and kind not in _DENIABLE:
            return None
        draft = self._draft(kind, verb, found, match, rule=f"verb-{kind.lower()}")
        draft.negated = negated
        if negated:
            draft.stance = "denied"
        elif reality == "alleged":
            draft.stance = "alleged"
        return draft

    def _is_report(self, noun: Word) -> bool:
        """Whether a noun means something said, the noun of a measure passed over: "months of claims"."""
        if "Reported" in self._vocabulary.kinds_of(noun):
            return True
        inner = next((w for w in noun.all("nmod") if case_of(w) == "of"), None)
        return inner is not None and "Reported" in self._vocabulary.kinds_of(inner)

    def _happened(self, verb: Word, found: Arguments) -> bool:
        """Whether a treaty act is told as done: not as in "prevent it from joining", nor of countries unnamed."""
        if verb.tag == "VBG" and not auxiliaries(verb):
            mark = verb.child("mark") or verb.child("case")
            if mark is None or mark.lower not in ("by", "after", "in", "upon", "on"):
                return False
        unnamed = bool(found.agents) and all(a.kind == "group" and not a.of for a in found.agents)
        return not (verb.dep == "acl:relcl" and unnamed)

    def _draft(self, kind: ActType, verb: Word, found: Arguments, match: Match, *, rule: str) -> Draft:
        words = clause_words(verb)
        if verb.dep.startswith("acl"):
            words = [w for w in clause_words(verb.head) if w.index >= _noun_start(verb.head)]
        start, end = extent(words)
        content = content_extent(found.content) if found.content is not None else None
        cue = " ".join(w.text for w in verb.sentence.words[match.first : match.last + 1])
        return Draft(
            type=kind,
            cue=verb,
            rule=rule,
            span=(start, end),
            agents=found.agents,
            addressees=tuple(a for a in found.addressees if a not in found.agents),
            content=content,
            content_word=found.content,
            entry=match.entry,
            weight=match.entry.weight,
            cue_text=cue if match.last - match.first < 6 else verb.text,
            covers=[w for w in verb.sentence.words[match.first + 1 : match.last + 1] if w.pos == "NOUN"],
        )

    def _has_actor(self, kind: ActType, found: Arguments, *, passive: bool) -> bool:
        if any(a.diplomatic for a in found.agents):
            return True
        if kind == "Denial":
            return any(a.kind in ("expert", "document") for a in found.agents)
        if found.agents:
            return False
        # A passive or a bare participle leaves the agent out: "the treaty was signed", "had been assured that".
        if kind == "TreatyAct":
            return passive
        return kind in ("Assurance",) and any(a.diplomatic for a in found.addressees)

    def _fits(self, entry: Entry, found: Arguments, verb: Word) -> bool:
        wanted = entry.object_kind
        if wanted is None:
            return True
        if wanted == "infinitive":
            return found.content is not None and is_infinitive(found.content)
        thing = found.object or next((w for case, w in _phrases(verb, entry)), None)
        if wanted == "actor":
            if len(found.agents) > 1 or any(a.kind == "group" and len(a.of) > 1 for a in found.agents):
                return True
            partner = next((w for c in verb.all("obl") for w in [c] if case_of(c) == "with"), None) or verb.child("obj")
            return partner is not None and any(
                a.kind in ("person", "state", "body", "group") for a in self._actors.resolve(partner)
            )
        if thing is None:
            return False
        if len(entry.words) > 1:
            thing = next((w for _, w in _phrases(verb, entry)), thing)
        kinds = self._vocabulary.kinds_of(thing)
        if wanted == "instrument":
            hit = self._actors.hit_at(thing)
            if isinstance(hit, Hit) and hit.name.kind == "instrument":
                return True
            if thing.lower in _PRONOUNS:
                return entry.form in _TREATY_BY_PRONOUN
            return "Instrument" in kinds or any(
                "Instrument" in self._vocabulary.kinds_of(c) for c in thing.all("flat", "compound")
            )
        if wanted == "draft":
            return "Draft" in kinds or any(c.lower == "draft" for c in thing.all("compound", "amod"))
        if wanted == "organisation":
            return any(a.kind == "organisation" for a in self._actors.resolve(thing)) and thing.dep != "nsubj"
        return False

    def _partners(self, verb: Word) -> tuple[Actor, ...]:
        partners: list[Actor] = []
        for phrase in verb.all("obl", "obj"):
            if (phrase.dep == "obj" and phrase.child("case") is None) or case_of(phrase) in ("with", "upon", "to"):
                partners += [a for a in self._actors.resolve(phrase) if a.diplomatic and a.kind != "region"]
            if phrase.dep == "obj":
                for inner in phrase.all("nmod"):
                    if case_of(inner) in ("with", "between"):
                        partners += [a for a in self._actors.resolve(inner) if a.diplomatic]
        return tuple(partners)

    # -- light verbs, received acts, evaluations -----------------------------------------------------------------------

    def _light(self, verb: Word, match: Match) -> Draft | None:
        """A verb that only carries a noun: "gave an assurance that", "made a promise to"."""
        passive = is_passive(verb)
        noun = verb.child("nsubj:pass") if passive else verb.child("obj")
        if noun is None and verb.dep.startswith("acl"):
            noun = verb.head
        if noun is None:
            return None
        named = next(
            (m for m in self._vocabulary.nouns(noun.sentence.words, noun.index) if m.entry.role == "act"), None
        )
        if named is None or named.entry.frame is None or match.entry.frame is None:
            return None
        kind = act_type(named.entry.denotes)
        reality = self._reality.of(verb, kind or "Statement")
        if named.entry.weight < 0.9:
            return None
        if (
            kind is None
            or kind == "Meeting"
            or reality == "unreal"
            or (noun.child("nmod:poss") is not None and not passive and kind != "Assurance")
        ):
            return None
        found = verb_arguments(verb, match.entry.frame, self._actors)
        inner = noun_arguments(noun, named.entry.frame, self._actors)
        found.content = inner.content or (found.content if found.content is not noun else None)
        found.addressees = (
            found.addressees if found.addressees and found.object is noun else inner.addressees or found.addressees
        )
        if not self._has_actor(kind, found, passive=is_passive(verb)) and not (passive and kind == "Assurance"):
            return None
        draft = self._draft(kind, verb, found, match, rule=f"light-{kind.lower()}")
        draft.covers = [noun]
        draft.cue_text = f"{verb.text} {noun.text}"
        if is_negated(verb) or _is_no(noun):
            draft.negated, draft.stance = True, "denied"
        elif reality == "alleged":
            draft.stance = "alleged"
        return draft

    def _received(self, verb: Word, match: Match) -> Draft | None:
        """An assurance told from the side of whoever got it: "received assurances from"."""
        noun = verb.child("obj")
        if noun is None or is_passive(verb):
            return None
        named = next(
            (m for m in self._vocabulary.nouns(noun.sentence.words, noun.index) if m.entry.denotes == "Assurance"), None
        )
        reality = self._reality.of(verb, "Assurance")
        if named is None or match.entry.frame is None or reality == "unreal":
            return None
        found = verb_arguments(verb, match.entry.frame, self._actors)
        givers = next((w for w in [*verb.all("obl"), *noun.all("nmod")] if case_of(w) == "from"), None)
        receivers = found.agents
        found.agents = self._actors.resolve(givers) if givers is not None else ()
        found.addressees = receivers
        inner = noun_arguments(noun, named.entry.frame or match.entry.frame, self._actors)
        found.content = inner.content or (found.content if found.content not in (noun, None) else None)
        draft = self._draft("Assurance", verb, found, match, rule="received-assurance")
        draft.covers = [noun]
        if is_negated(verb) or _is_no(noun):
            draft.negated, draft.stance = True, "denied"
        elif reality == "alleged":
            draft.stance = "alleged"
        return draft

    def _evaluation(self, verb: Word, match: Match) -> Draft | None:
        """What somebody calls something: "called the idea a non-starter", "described it as a breach"."""
        if match.entry.frame is None or (verb.child("ccomp") is not None and verb.lower.startswith("consider")):
            return None
        found = verb_arguments(verb, match.entry.frame, self._actors)
        target = found.object or found.content or verb.child("xcomp")
        if target is None or not any(a.diplomatic for a in found.agents) or is_infinitive(verb):
            return None
        if is_negated(verb):
            return None
        words = [w for w in clause_words(verb) if w.index > (target.index if target.index > verb.index else verb.index)]
        judged = self._judge.evaluation(words)
        if judged is None:
            return None
        draft = self._draft(judged.type, verb, found, match, rule="evaluation")
        draft.weight = judged.weight
        draft.content, draft.content_word = content_extent(target), target
        draft.addressees = ()
        return draft

    def _desire(self, verb: Word, match: Match) -> Draft | None:
        """Wanting somebody else to do something is a demand: "expected the units to lay down their arms"."""
        inner = verb.child("xcomp") or verb.child("ccomp")
        thing = verb.child("obj") or (inner.child("nsubj") if inner is not None else None)
        if inner is None or thing is None or is_negated(verb) or not is_infinitive(inner):
            return None
        agents = verb_arguments(verb, match.entry.frame, self._actors).agents if match.entry.frame else ()
        targets = self._actors.resolve(thing)
        if (
            not any(a.diplomatic for a in agents)
            or not any(a.diplomatic for a in targets)
            or self._reality.of(verb, "Demand") != "told"
        ):
            return None
        found = Arguments(agents=agents, addressees=targets, content=inner)
        draft = self._draft("Demand", verb, found, match, rule="desire")
        draft.weight = 0.55
        return draft

    def _future_refusal(self, verb: Word) -> Draft | None:
        """What an actor will not do, told by the narrator: "NATO will not abandon its policy"."""
        if (
            not is_negated(verb)
            or not (is_future(verb) or verb.dep in ("ROOT", "parataxis", "conj"))
            or verb.dep in ("ccomp", "advcl")
        ):
            return None
        roles = {m.entry.role for m in self._vocabulary.verbs(verb.sentence.words, verb.index)}
        if "concession" not in roles or not is_future(verb):
            return None
        words = " ".join(w.lower for w in clause_words(verb))
        only = " less than " in words or " short of " in words
        match = next(m for m in self._vocabulary.verbs(verb.sentence.words, verb.index) if m.entry.role == "concession")
        found = verb_arguments(verb, match.entry.frame, self._actors) if match.entry.frame else Arguments()
        if not any(a.diplomatic for a in found.agents):
            return None
        found.addressees = ()
        kind: ActType = "Demand" if only else "Rejection"
        draft = self._draft(kind, verb, found, match, rule="future-refusal")
        draft.weight = 0.7
        return draft


def _is_of_manner(content: Word | None) -> bool:
    """Whether what is asked or refused is only how to be reported: "asked not to be named", "declined to comment"."""
    return content is not None and content.lower in _REPORTING_MANNERS and is_infinitive(content)


def _phrases(verb: Word, entry: Entry) -> list[tuple[str, Word]]:
    """The prepositional phrases of an idiom's own preposition: "withdraw from | the treaty"."""
    preposition = entry.words[-1] if len(entry.words) > 1 else ""
    return [(preposition, w) for w in verb.all("obl") if not preposition or case_of(w).startswith(preposition)]


def _noun_start(noun: Word) -> int:
    return min((w.index for w in noun.subtree() if w.index <= noun.index), default=noun.index)


def _is_no(noun: Word) -> bool:
    return any(c.lower in ("no", "neither") for c in noun.children if c.dep in ("det", "cc:preconj"))
