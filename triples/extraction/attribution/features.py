"""What is known of each word of a passage that bears on who says what: the columns of a sequence model.

A column is a short string. They tell of the word and its neighbours, of its place in the tree, of the nearest cues
above it with the way down from each ("ccomp>" is the clause after a verb), of the quotation around it, and of what the
rules make of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from triples.extraction.attribution.cues import base_form, cue_kinds
from triples.extraction.attribution.passages import Passage
from triples.extraction.attribution.rules import find_attributions, labelled
from triples.extraction.syntax import is_verbal
from triples.language.analysis import Word

_WINDOW = (-3, -2, -1, 1, 2, 3)
_PLACES = frozenset({"nsubj", "ccomp", "xcomp", "obj", "obl", "parataxis"})
_LONG = 6
"""A quotation of more words is taken for speech, a shorter one may be somebody's wording."""
_DEEP = 6
_CUES_ABOVE = 2
_Extents = dict[Word, tuple[int, int]]


def columns(passage: Passage) -> list[list[str]]:
    """Returns the features of each word of a passage, in the order of its words."""
    extents = _extents(passage)
    quoted = _quotation(passage)
    near = [[*_brief(w), quoted[i][0]] for i, w in enumerate(passage.words)]
    ruled = _by_rules(passage)
    ways = [_ways(w, extents) if w in passage.parsed else [] for w in passage.words]
    rows = []
    for i, word in enumerate(passage.words):
        row = [*_own(word), *quoted[i], *ways[i], *_around(near, i), *_beside(ways, i), *ruled[i]]
        if word in passage.parsed:
            row += [*_tree(word), *_depth(word)]
        rows.append(row)
    return rows


def _by_rules(passage: Passage) -> list[list[str]]:
    """What the rules say of each word and of the words beside it."""
    labels = ["O"] * len(passage.words)
    for kind, first, last in labelled(find_attributions(passage)):
        labels[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    edged = ["", *labels, ""]
    return [
        [f"r={label}", f"r-={edged[i]}{label}", f"r+={label}{edged[i + 2]}", f"rk={label}|{_kinds(passage.words[i])}"]
        for i, label in enumerate(labels)
    ]


def _kinds(word: Word) -> str:
    return "+".join(sorted(cue_kinds(word)))


def _brief(word: Word) -> list[str]:
    return [f"w={word.lower}", f"p={word.tag}", f"d={word.dep}", f"k={_kinds(word)}"]


def _own(word: Word) -> Iterator[str]:
    yield "bias"
    yield from _brief(word)
    yield f"b={base_form(word)}"
    yield from (f"kk={kind}" for kind in sorted(cue_kinds(word)))
    yield f"P={word.pos}"
    yield f"s={_shape(word.text)}"
    yield f"e={word.entity}"
    yield f"x={word.lower[-3:]}"


def _shape(text: str) -> str:
    if text.isupper() and len(text) > 1:
        return "AA"
    if text[:1].isupper():
        return "Aa"
    if text[:1].isdigit():
        return "9"
    return "a" if text[:1].isalpha() else text


def _around(near: list[list[str]], i: int) -> Iterator[str]:
    for step in _WINDOW:
        j = i + step
        if not 0 <= j < len(near):
            yield f"{step}edge"
        else:
            yield from (f"{step}{x}" for x in (near[j] if abs(step) < _WINDOW[-1] else near[j][1:]))
    if i:
        yield f"p-={near[i - 1][1]}{near[i][1]}"
    if i + 1 < len(near):
        yield f"p+={near[i][1]}{near[i + 1][1]}"


def _beside(ways: list[list[str]], i: int) -> Iterator[str]:
    """The ways of the neighbours: a span ends where the next word hangs from the cue by another way."""
    if i:
        yield from (f"-{x}" for x in ways[i - 1])
    if i + 1 < len(ways):
        yield from (f"+{x}" for x in ways[i + 1])


def _tree(word: Word) -> Iterator[str]:
    head, label = word.head, word.dep
    yield f"h={base_form(head)}|{label}"
    yield f"hp={head.pos}|{label}"
    yield f"hk={_kinds(head)}|{label}"
    yield f"hd={head.dep}|{label}"
    yield f"side={head.index < word.index}|{label}"
    below = sorted({c.dep for c in word.children if c.dep != "punct"})
    for name in below:
        yield f"c={name}"
        yield f"ck={name}|{_kinds(word)}"
    if is_verbal(word) or cue_kinds(word):
        yield "cs=" + "+".join(name for name in below if name in _PLACES)
        subject = word.child("nsubj")
        if subject is not None:
            yield f"subj={subject.pos}|{subject.entity}"
            yield f"subjw={subject.lower}"


def _ways(word: Word, extents: _Extents) -> list[str]:
    """The ways down to a word from the nearest cues above it, and whether it begins or ends the branch."""
    ways: list[str] = []
    branch, found = word, 0
    while branch.head is not branch and found < _CUES_ABOVE:
        above = branch.head
        if cue_kinds(above) and (is_verbal(above) or above.pos in ("NOUN", "ADJ")):
            first, last = extents[branch]
            place = ("B" if word.index == first else "") + ("E" if word.index == last else "")
            way = f"{'ab'[found]}:{branch.dep}{'<' if branch.index < above.index else '>'}"
            distance = min(abs(word.index - above.index), 4)
            ways += [
                way,
                f"{way}|{place}",
                f"{way}|{_kinds(above)}",
                f"{way}|{base_form(above)}",
                f"{way}|{_kinds(above)}|{place}",
                f"{'ab'[found]}g={word.index < above.index}|{distance}",
            ]
            found += 1
        branch = above
    return ways


def _depth(word: Word) -> Iterator[str]:
    depth, top = 0, word
    while top.head is not top:
        depth, top = depth + 1, top.head
    yield f"depth={min(depth, _DEEP)}"
    for child in top.children:
        if child.dep == "parataxis" and cue_kinds(child):
            # An inserted clause hangs from what it reports: "Kosovo, he complained, had …".
            yield f"par={_kinds(child)}|{'<' if child.index < word.index else '>'}"


def _extents(passage: Passage) -> _Extents:
    """The first and last word of what hangs from each word."""
    extents = {w: (w.index, w.index) for w in passage.parsed}
    for word in passage.parsed:
        for above in word.ancestors():
            first, last = extents[above]
            extents[above] = (min(first, word.index), max(last, word.index))
    return extents


def _quotation(passage: Passage) -> list[list[str]]:
    """Whether each word begins, goes on with or ends a quotation, and what its sentence has of them."""
    states = [["q=O"] for _ in passage.words]
    for quote in passage.quotes:
        first, last = passage.position(quote.start), passage.position(quote.end - 1)
        for i in range(first, last + 1):
            edge = "B" if i == first else "E" if i == last else "I"
            states[i] = [f"q={edge}", f"q={edge}{'long' if last - first > _LONG else 'short'}"]
    any_quote = False
    for i, word in enumerate(passage.words):
        opens = i == 0 or passage.words[i - 1].sentence is not word.sentence
        if opens:
            after = bisect_right(passage.quotes, word.sentence.start, key=lambda q: q.end)
            any_quote = after < len(passage.quotes) and passage.quotes[after].start < word.sentence.end
        states[i] += [f"first={opens}", f"first={opens}{states[i][0]}", f"sq={any_quote}{states[i][0]}"]
    return states
