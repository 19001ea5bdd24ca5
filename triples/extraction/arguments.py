"""The arguments of a cue: who, to whom, what. Which places they stand in is told by the frame of the lexicon entry."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.lexicon import Frame
from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.syntax import is_infinitive, is_passive, is_verbal, obliques, subject_word
from triples.language.analysis import Word
from triples.language.words import words as word_set

_CLAUSAL = ("ccomp", "csubj")
_COMES = word_set("hear heard receive received get got gotten come came comes coming obtain obtained")
"""Verbs with "from" and whoever gives, makes or sends."""


@dataclass(slots=True)
class Arguments:
    """What was found in the places of a frame; `object` is the word of the direct object, whatever its role."""

    agents: tuple[Actor, ...] = ()
    addressees: tuple[Actor, ...] = ()
    content: Word | None = None
    object: Word | None = None
    subject: Word | None = None


def verb_arguments(verb: Word, frame: Frame, actors: Actors) -> Arguments:
    """Returns the arguments of a verb in the active or the passive voice."""
    found = Arguments()
    passive = is_passive(verb)
    subject = subject_word(verb)
    found.subject = subject
    if passive:
        agent = verb.child("obl:agent")
        if agent is None:
            agent = next((w for case, w in obliques(verb) if case == "by"), None)
        found.agents = actors.resolve(agent) if agent is not None else ()
        found.object = verb.child("nsubj:pass") or (subject if subject is not None else None)
        if verb.dep.startswith("acl") and verb.child("nsubj:pass") is None:
            found.object = verb.head
    elif subject is not None:
        relative = verb.dep.startswith("acl:relcl") and subject is not verb.head and verb.child("nsubj") is not None
        found.agents = actors.resolve(subject)
        taken_up = verb.all("nsubj")
        if len(taken_up) > 1 and taken_up[-1].lower in ("they", "both"):
            # "both A, who …, and B, they denied": the pronoun takes up all that were named.
            found.agents = actors.people_in(taken_up[0]) or found.agents
        found.object = verb.child("obj")
        if (found.object is None and relative and not _has_gap_filled(verb)) or (
            found.object is not None
            and found.object.lower in ("that", "which", "who", "whom")
            and verb.dep == "acl:relcl"
        ):
            found.object = verb.head
    else:
        found.object = verb.child("obj")
    _complements(verb, frame, actors, found, passive=passive)
    return found


def _has_gap_filled(verb: Word) -> bool:
    """Whether a relative clause has its own object or clause, so that its antecedent is not the object."""
    return verb.child("obj") is not None or verb.child("ccomp") is not None or verb.child("xcomp") is not None


def _complements(verb: Word, frame: Frame, actors: Actors, found: Arguments, *, passive: bool) -> None:
    indirect = verb.child("iobj")
    if indirect is not None:
        found.addressees = actors.resolve(indirect)
    clause = next((c for c in verb.children if c.dep in _CLAUSAL and c.index > verb.index), None)
    clause = clause or next((c for c in verb.children if c.dep in _CLAUSAL), None)
    infinitive = verb.child("xcomp") or next((c for c in verb.children if c.dep == "advcl" and is_infinitive(c)), None)
    gerund = next(
        (c for c in verb.children if c.dep in ("advcl", "acl") and c.tag == "VBG" and _marked(c, frame)), None
    )
    wanted = frame.content
    if gerund is not None and found.object is not None and "object" in wanted and _is_set_off(gerund):
        gerund = None
    if clause is None and infinitive is None and "clause" in wanted:
        clause = misplaced_clause(verb)
    if "clause" in wanted and clause is not None:
        found.content = clause
    elif infinitive is not None and ("infinitive" in wanted or "gerund" in wanted) and is_verbal(infinitive):
        found.content = infinitive
    elif gerund is not None:
        found.content = gerund
    if "object" in frame.addressee and found.object is not None and not found.addressees:
        found.addressees = actors.resolve(found.object)
        if not found.addressees and found.content is None and "object" in wanted:
            found.content = found.object
        elif found.addressees and found.content is None:
            found.content = _inner_clause(found.object)
    for case, phrase in obliques(verb):
        first = case.split(" ")[0]
        if first in frame.addressee and not found.addressees and phrase.dep.startswith("obl"):
            found.addressees = actors.resolve(phrase)
            if found.addressees:
                found.content = found.content or _inner_clause(phrase)
                continue
        if (
            first in wanted
            and found.content is None
            and not (first == "as" and found.object is not None and "object" in wanted)
            and not _is_time(phrase)
            and (not passive or phrase.dep != "obl:agent")
        ):
            found.content = phrase
    if found.content is None and found.object is not None and ("object" in wanted or not found.addressees):
        found.content = found.object


_TIMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tomorrow day days week weeks month months year years
    morning evening night noon midnight hours
    """
)


def _is_time(phrase: Word) -> bool:
    return phrase.lower in _TIMES or phrase.pos == "NUM"


def misplaced_clause(verb: Word) -> Word | None:
    """The that-clause of a verb that the parser hung from a noun between: "told the press | that …"."""
    for noun in verb.children:
        if noun.dep.startswith(("obj", "iobj", "obl")) and noun.index > verb.index:
            for clause in noun.children:
                mark = clause.child("mark")
                asked = any(c.tag == "WRB" for c in clause.children)
                if clause.dep in ("acl", "acl:relcl", "ccomp") and (
                    asked or (mark is not None and mark.lower == "that")
                ):
                    return clause
    return None


def _is_set_off(clause: Word) -> bool:
    """Whether a comma stands before a clause: "ruled out a deal, saying …" says beside it and not what."""
    first = min(w.index for w in clause.subtree() if w.dep != "punct")
    return first > 0 and clause.sentence.words[first - 1].text == ","


def _marked(clause: Word, frame: Frame) -> bool:
    mark = clause.child("mark")
    return (mark is None and "gerund" in frame.content) or (mark is not None and mark.lower in frame.content)


def _inner_clause(noun: Word) -> Word | None:
    """The clause that a parser hung from the addressee: "urged the states | to show restraint"."""
    return next((c for c in noun.children if c.dep in ("acl", "xcomp", "ccomp") and c.index > noun.index), None)


def noun_arguments(noun: Word, frame: Frame, actors: Actors) -> Arguments:
    """Returns the arguments of a noun that names an act: "Russia's demand on NATO to …", "talks between A and B"."""
    found = Arguments(object=None)
    found.agents = actors.adjective_sides(noun)
    for case, phrase in obliques(noun):
        first = case.split(" ")[0]
        if first in ("by", "from", "between") and not found.agents and not phrase.dep.startswith("acl"):
            found.agents = actors.resolve(phrase)
        elif first in ("to", "on", "against", "with") and not found.addressees and phrase.dep.startswith("nmod"):
            found.addressees = actors.resolve(phrase)
            if not found.addressees and found.content is None:
                found.content = phrase
        elif first in frame.content and found.content is None and not phrase.dep.startswith("acl"):
            found.content = phrase
    if not found.agents:
        found.agents = _senders(noun, actors)
    clause = next(
        (c for c in noun.children if c.dep in ("acl", "ccomp", "acl:relcl", "xcomp") and _is_content(c)), None
    )
    if clause is not None:
        found.content = clause
    return found


def _senders(noun: Word, actors: Actors) -> tuple[Actor, ...]:
    """Whoever something comes from by a clause about it: "the proposals that we have heard from Oslo"."""
    for clause in noun.children:
        if clause.dep.startswith("acl") and clause.lower in _COMES:
            giver = next((phrase for case, phrase in obliques(clause) if case == "from"), None)
            if giver is not None:
                return actors.resolve(giver)
    return ()


def _is_content(clause: Word) -> bool:
    mark = clause.child("mark")
    if clause.dep == "acl:relcl" and any(c.lower == "that" and c.dep == "obj" for c in clause.children):
        # "an assurance that they would not invade": no gap, so "that" is a conjunction, whatever the parser says.
        return is_verbal(clause) and clause.child("nsubj") is not None and clause.tag == "VB"
    return is_infinitive(clause) or (mark is not None and mark.lower in ("that", "of", "on", "to", "for"))
