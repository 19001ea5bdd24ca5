"""Questions about a word that the dependency tree answers: subject, voice, negation, modality, extent."""

from __future__ import annotations

from collections.abc import Sequence

from triples.language.analysis import Word
from triples.language.words import words as word_set

NEGATIONS = word_set("not n't never no neither nor nobody nothing none hardly cannot without n’t")
NOBODY = word_set("nobody none nothing no-one neither")
FUTURE = word_set("will shall 'll ’ll wo would")
OBLIGATION = word_set("must should ought shall")
POSSIBILITY = word_set("could might may can would should must ca")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis", "conj")
_BREAKS = frozenset({"parataxis", "list", "dep"})


def is_verbal(word: Word) -> bool:
    """Whether a word is used as a verb."""
    return word.pos in ("VERB", "AUX") or word.tag.startswith("VB")


def is_passive(word: Word) -> bool:
    """Whether a verb is a passive, or a past participle that modifies a noun."""
    if word.child("aux:pass") or word.child("nsubj:pass") or word.child("obl:agent"):
        return True
    if word.dep == "acl" and word.head.dep == "obj" and word.head.head.lower in ("say", "says", "said"):
        # "says an envoy promised": what follows "say" is a clause, whatever the parser makes of it.
        return False
    if word.dep == "acl" and word.tag in ("VBN", "VBD") and not word.child("nsubj"):
        # A past tense after a parenthesis is often taken for a participle: "X, for his part, called on …".
        return not (word.head.head is word.head and word.sentence.segment.complete)
    bare = word.dep == "advcl" and not word.child("nsubj") and not word.child("mark") and not word.child("aux")
    return bare and (word.tag == "VBN" or (word.tag == "VBD" and word.index == 0))


def is_infinitive(word: Word) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(c.dep == "mark" and c.lower == "to" for c in word.children)


def is_claim(content: Word) -> bool:
    """Whether a clause claims that something is so, rather than that it be done: "suggested that it had lapsed"."""
    if not is_verbal(content) or is_infinitive(content) or content.child("nsubj") is None:
        return False
    return content.tag in ("VBD", "VBZ", "VBP") or any(
        a in ("had", "has", "have", "was", "were") for a in auxiliaries(content)
    )


def auxiliaries(word: Word) -> list[str]:
    """Returns the auxiliaries of a predicate in lower case, those of its copula included."""
    return [c.lower for c in word.children if c.dep.startswith(("aux", "cop"))]


def is_negated(word: Word) -> bool:
    """Whether the clause of a predicate is negated: by not, never, or by its subject or object (nobody, no …)."""
    for child in word.children:
        if child.lower in NEGATIONS and child.dep in ("advmod", "det", "cc", "cc:preconj", "aux", "neg", "discourse"):
            return True
        if child.dep.startswith(("nsubj", "obj")) and _is_nobody(child):
            return True
        if child.dep.startswith("advmod") and any(g.lower in NEGATIONS for g in child.children if g.dep == "advmod"):
            return True
    if word.dep == "conj" and not word.child("nsubj") and is_verbal(word.head) and not word.child("aux"):
        between = word.sentence.words[word.head.index : word.index]
        return is_negated(word.head) and not any(w.lower in ("but", "and") for w in between[-4:])
    return False


def _is_nobody(word: Word) -> bool:
    if word.lower in NOBODY:
        return True
    if word.sentence.words[max(0, min(w.index for w in word.subtree()))].lower in ("not", "no"):
        return True
    if any(c.dep in ("det", "advmod", "cc:preconj") and c.lower in ("no", "not", "neither") for c in word.children):
        return True
    return word.lower == "one" and word.index > 0 and word.sentence.words[word.index - 1].lower == "no"


def has_nobody_subject(word: Word) -> bool:
    """Whether the subject of a predicate is nobody, nothing, or has "no" before it."""
    subject = word.child("nsubj", "nsubj:pass")
    return subject is not None and _is_nobody(subject)


def is_future(word: Word) -> bool:
    """Whether a predicate is said of the future: will, would, is going to."""
    aux = auxiliaries(word)
    if any(a in FUTURE for a in aux):
        return not ("would" in aux and "have" in aux)
    going = word.dep == "xcomp" and word.head.lower == "going"
    return going or (word.lower == "going" and bool(word.child("xcomp")))


def subject_word(word: Word) -> Word | None:
    """Returns the subject of a predicate: its own, or the one it shares or is controlled by."""
    seen: set[int] = set()
    while word.index not in seen:
        seen.add(word.index)
        own = word.child("nsubj") or word.child("nsubj:pass") or word.child("csubj")
        if own is not None:
            return own
        if word.dep.startswith("acl"):
            return word.head
        stands_alone = word.head.head is word.head and word.head.pos in ("PROPN", "NOUN") and not word.head.child("cop")
        if word.dep == "parataxis" and stands_alone and word.head.index < word.index:
            # "Russia, backed by China, vetoed …": what stands between made the parser lose the clause.
            return word.head
        if word.dep in ("conj", "xcomp", "advcl", "ccomp", "parataxis", "dep") and word.head is not word:
            if word.dep == "advcl" and word.tag == "VBG" and _after_comma(word):
                # ", accusing them of …" belongs to the main clause, however deep the parser hung it.
                while (
                    word.head.dep in ("ccomp", "acl", "acl:relcl", "xcomp", "advcl") and word.head.head is not word.head
                ):
                    word = word.head
            elif word.tag == "VBG" and word.dep in ("conj", "advcl") and not word.child("aux"):
                word = _participle_above(word)
            if word.dep == "xcomp" and word.head.child("obj") is not None and is_infinitive(word):
                return word.head.child("obj")
            word = word.head
            continue
        if word.dep.startswith(("obl", "nmod")) and word.head is not word:
            word = word.head
            continue
        break
    return _noun_before(word)


def _participle_above(word: Word) -> Word:
    """The participle that another is coordinated with: "saying that A failed | and urging it" hung from "failed"."""
    if word.sentence.words[word.index - 1].lower not in ("and", "or", "but") or word.index == 0:
        return word
    for above in word.ancestors():
        if above.tag == "VBG" and above.dep == "advcl" and not above.child("aux"):
            return above
    return word


def _after_comma(word: Word) -> bool:
    return word.index > 0 and word.sentence.words[word.index - 1].text == ","


def _noun_before(verb: Word) -> Word | None:
    """The noun right before a finite verb without a subject, which the parser took for part of what precedes."""
    if verb.tag not in ("VBD", "VBZ", "VBP", "VBN") or is_passive(verb):
        return None
    words, i = verb.sentence.words, verb.index - 1
    while i >= 0 and (words[i].pos in ("ADV", "AUX", "PART") or words[i].text == ","):
        i -= 1
    if i < 0 or words[i].pos not in ("NOUN", "PROPN", "PRON"):
        return None
    noun = words[i]
    while noun.dep in ("flat", "compound") and noun.head is not noun and noun.head.index < verb.index:
        noun = noun.head
    return noun


def case_of(word: Word) -> str:
    """Returns the preposition of a phrase in lower case ("" if none); that of a coordinated phrase is its first's."""
    case = word.child("case") or (word.child("mark") if not is_infinitive(word) else None)
    if case is not None:
        fixed = case.child("fixed")
        return f"{case.lower} {fixed.lower}" if fixed is not None else case.lower
    if word.dep == "conj":
        return case_of(word.head)
    return ""


def obliques(word: Word) -> list[tuple[str, Word]]:
    """Returns the prepositional phrases that hang from a word, with their prepositions."""
    return [(case_of(c), c) for c in word.children if c.dep.startswith(("obl", "nmod", "advcl", "acl")) and case_of(c)]


def clause_words(word: Word, *, without: Sequence[Word] = ()) -> list[Word]:
    """Returns the words of the clause of a predicate or phrase, without later coordinated clauses."""
    found: list[Word] = [word]
    stack = [c for c in word.children if not _is_apart(word, c) and c not in without]
    while stack:
        w = stack.pop()
        found.append(w)
        stack += [c for c in w.children if c not in without]
    return sorted(found, key=lambda w: w.index)


def _is_apart(word: Word, child: Word) -> bool:
    if child.dep in _BREAKS:
        return True
    if child.dep == "conj":
        return is_verbal(child) or child.child("cop") is not None or child.child("nsubj") is not None
    return child.dep == "cc" and child.index > word.index


def extent(words: Sequence[Word]) -> tuple[int, int]:
    """Returns the offsets that words cover, without conjunctions and marks at either end."""
    trimmed = list(words)
    while len(trimmed) > 1 and (trimmed[0].dep in ("cc", "punct") or trimmed[0].lower in (",", ";", "-", "–", "—")):
        trimmed.pop(0)
    while len(trimmed) > 1 and trimmed[-1].dep in ("punct", "cc") and trimmed[-1].text not in (")", "%"):
        trimmed.pop()
    return trimmed[0].start, trimmed[-1].end


def content_extent(word: Word) -> tuple[int, int]:
    """Returns the offsets of a content clause or phrase, without its "that" or preposition."""
    words = clause_words(word)
    while len(words) > 1 and (
        words[0].dep in ("cc", "punct")
        or (words[0].dep in ("mark", "case") and words[0].lower != "to")
        or (words[0].dep == "case" and words[0].lower == "to" and words[0].head is word)
    ):
        words.pop(0)
    return extent(words)


def is_bare_clause(clause: Word) -> bool:
    """Whether a clause is finite and has a subject, and no word that subordinates it: it is what is reported."""
    return (
        clause.tag in ("VBD", "VBZ", "VBP")
        and clause.child("nsubj") is not None
        and clause.child("mark") is None
        and not any(c.tag in ("WRB", "WDT", "WP") for c in clause.children)
    )
