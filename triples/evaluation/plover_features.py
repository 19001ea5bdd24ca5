"""What a sentence with a marked source and target offers to a classifier of PLOVER roots.

Nothing here is fitted: each sentence is described by itself, from its syntax and the two lexicons. Names of the two
actors are hidden, so that no country stands for what it is said to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from triples.evaluation.plover_words import load_root_finder
from triples.extraction.gazetteer import load_gazetteer
from triples.extraction.vocabulary import load_vocabulary
from triples.language.analysis import Word, analyse
from triples.language.words import words as word_set

_TAG = re.compile(r"<(/?)([st])>")
_SOURCE, _TARGET = "s", "t"
_PLACE_HOLDERS = {_SOURCE: "sourceactor", _TARGET: "targetactor"}
_NEGATION = word_set("not n't no never neither nor without cannot")
_MODALITY = {
    "will": word_set("will would shall 'll"),
    "may": word_set("may might could must can should"),
    "to": word_set("to"),
}
_ARGUMENTS = word_set("obj xcomp ccomp obl compound:prt nsubj:pass")


@dataclass(frozen=True, slots=True)
class Described:
    """A sentence without its marks, and what the classifier sees of it.

    That is its words with hidden actors, those behind the source, and its features.
    """

    sentence: str
    words: str
    behind_source: str
    features: dict[str, float]


def describe(marked: str, nlp: Language) -> Described:
    """Describes a sentence in which ``<s>…</s>`` encloses the source and ``<t>…</t>`` the target, where named."""
    text, spans = _unmarked(marked)
    vocabulary, gazetteer = load_vocabulary(), load_gazetteer()
    analysis = analyse(text, nlp, knows=vocabulary.knows, stand_in=gazetteer.stand_in)
    words = [word for sentence in analysis.sentences for word in sentence.words]
    sides = [_side(word, spans) for word in words]
    masked = list(_masked(words, sides))
    source = masked.index(_PLACE_HOLDERS[_SOURCE]) if _PLACE_HOLDERS[_SOURCE] in masked else -1
    features = dict.fromkeys((*_lexical(words, sides), *_syntactic(words, sides), *_acts(words, sides)), 1.0)
    return Described(text, " ".join(masked), " ".join(masked[source + 1 :]), features)


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, opened, at = "", [], {}, 0
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if not tag[1]:
            opened[tag[2]] = len(text)
        elif tag[2] in opened:
            spans.append((opened.pop(tag[2]), len(text), tag[2]))
    return text + marked[at:], spans


def _side(word: Word, spans: Sequence[tuple[int, int, str]]) -> str:
    return next((side for start, end, side in spans if start <= word.start < end), "")


def _masked(words: Sequence[Word], sides: Sequence[str]) -> Iterator[str]:
    before = ""
    for word, side in zip(words, sides, strict=True):
        if side and side != before:
            yield _PLACE_HOLDERS[side]
        elif not side and any(c.isalnum() for c in word.text):
            yield "number" if word.text[0].isdigit() else word.lower
        before = side


def _lexical(words: Sequence[Word], sides: Sequence[str]) -> Iterator[str]:
    """Yields what the PLOVER lexicon finds: anywhere, first behind the source, near the governing verb."""
    behind = _last(sides, _SOURCE) + 1
    target = sides.index(_TARGET) if _TARGET in sides else len(words)
    governor, path = _governor(words, sides), _path(words, sides)
    hits = [(hit, words[hit.at]) for hit in load_root_finder().find(words) if sides[hit.at] != _SOURCE]
    for hit, word in hits:
        yield from (f"any={hit.root}", f"shape={hit.root} {hit.shape}", f"entry={hit.name}")
        if hit.at in path:
            yield f"path={hit.root}"
        if governor is not None and governor in (word, word.head):
            yield f"governor={hit.root}"
        if sides[hit.at] == _TARGET:
            yield f"in target={hit.root}"
        if behind <= hit.at < target:
            yield f"between={hit.root}"
    after = [hit for hit, _ in hits if hit.at >= behind]
    if not after:
        return
    manner = list(_manner(words, behind, after[0].at))
    yield from manner
    for hit in after:
        if hit.at == after[0].at:
            yield from (f"first={hit.root}", f"first entry={hit.name}", f"first shape={hit.root} {hit.shape}")
            yield from (f"first={hit.root} {how}" for how in manner)
    order = list(dict.fromkeys(hit.root for hit in after))
    if len(order) > 1:
        yield from (f"second={order[1]}", f"order={order[0]} {order[1]}")


def _manner(words: Sequence[Word], start: int, at: int) -> Iterator[str]:
    """Yields modality and negation of the word at `at`, as told between the source and it."""
    between = {word.lower for word in words[start:at]}
    modality = next((name for name, cues in _MODALITY.items() if between & cues), None)
    if modality is not None:
        yield f"modality={modality}"
    if between & _NEGATION or any(child.lower in _NEGATION for child in words[at].children):
        yield "negated"


def _syntactic(words: Sequence[Word], sides: Sequence[str]) -> Iterator[str]:
    """Yields the governing verb with its arguments, voice, and how the target hangs in the sentence."""
    governor = _governor(words, sides)
    if governor is not None:
        yield from (f"verb={governor.lower}", f"verb is={governor.pos} {governor.dep}")
        if governor.child("aux:pass") is not None:
            yield "passive"
        for child in governor.children:
            if child.dep in _ARGUMENTS:
                yield from (f"{child.dep}={child.lower}", f"{child.dep}={governor.lower} {child.lower}")
    target = _head(words, sides, _TARGET)
    if target is None:
        yield "no target"
    elif target.head is not target:
        yield from (f"target of={target.head.lower}", f"target is={target.dep}")
        case = target.child("case")
        if case is not None:
            yield f"target case={case.lower}"


def _acts(words: Sequence[Word], sides: Sequence[str]) -> Iterator[str]:
    """Yields the classes of diplomatic acts that the lexicon of extraction finds behind the source."""
    vocabulary = load_vocabulary()
    behind, first = _last(sides, _SOURCE) + 1, True
    for i in range(behind, len(words)):
        found = vocabulary.verbs(words, i) if words[i].pos != "NOUN" else vocabulary.nouns(words, i)
        acts = dict.fromkeys(m.entry.denotes for m in found if m.entry.role == "act" and m.entry.denotes)
        for act in acts:
            yield f"act={act}"
            if first:
                yield f"first act={act}"
        first = first and not acts


def _last(sides: Sequence[str], side: str) -> int:
    return max((i for i, s in enumerate(sides) if s == side), default=-1)


def _head(words: Sequence[Word], sides: Sequence[str], side: str) -> Word | None:
    """Returns the word by which an actor hangs in the sentence."""
    inside = [w for w, s in zip(words, sides, strict=True) if s == side]
    return next((w for w in inside if w.head is w or w.head not in inside), None)


def _governor(words: Sequence[Word], sides: Sequence[str]) -> Word | None:
    """Returns the nearest verb above the source, or the root of its sentence."""
    source = _head(words, sides, _SOURCE)
    if source is None:
        return None
    inside = [w for w, s in zip(words, sides, strict=True) if s == _SOURCE]
    above = [source, *source.ancestors()]
    return next((w for w in above if w.pos in ("VERB", "AUX") and w not in inside), above[-1])


def _path(words: Sequence[Word], sides: Sequence[str]) -> frozenset[int]:
    """Returns the places of the words on the way through the tree from the source to the target."""
    source, target = _head(words, sides, _SOURCE), _head(words, sides, _TARGET)
    if source is None or target is None:
        return frozenset()
    up, down = [source, *source.ancestors()], [target, *target.ancestors()]
    top = next((w for w in up if w in down), None)
    place = {id(w): i for i, w in enumerate(words)}
    on_path = [w for way in (up, down) for w in way[: way.index(top) + 1 if top is not None else None]]
    return frozenset(place[id(w)] for w in on_path)
