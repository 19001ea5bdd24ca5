"""Turns of speech in transcripts: paragraphs that begin with a label for who speaks, "MINISTER: …", "Q: …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from triples.extraction.quotes import Quote
from triples.language.words import words as word_set

_LABEL = re.compile(r"\s*([A-Z][\w.'’-]*(?:[ ,]+(?:[\w.'’-]+|\([^)\n]{1,60}\))){0,7}?)\s*:\s+(?=\S)")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|us|my|My)\b")
_POSTS = word_set(
    """
    spokesperson spokesman spokeswoman minister president secretary ambassador chairman chair chairwoman premier
    chancellor envoy representative delegate commissioner senator official director general speaker host mediator
    """
)
_TITLES = word_set("mr mrs ms dr amb")
_ASKING = word_set(
    "q question questions reporter reporters journalist journalists moderator interviewer press host presenter "
    "correspondent anchor newsreader narrator"
)


def find_turns(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[Quote, str]]:
    """Returns the turns of speech of a text with their labels, in order; none where fewer than two are labelled.

    A paragraph without a label goes on with the turn before it when it speaks in the first person.
    """
    turns: list[tuple[Quote, str]] = []
    label = ""
    for start, end in paragraphs:
        found = _LABEL.match(text, start, min(end, start + 160))
        if found is not None and _is_label(found[1]):
            label = " ".join(found[1].split())
            turns.append((Quote(found.start(1), end, (found.end(), end), start), label))
        elif label and _FIRST_PERSON.search(text, start, end):
            turns.append((Quote(start, end, (start, end), start), label))
        else:
            label = ""
    return turns if sum(q.inner[0] > q.start for q, _ in turns) >= 2 else []


def asks(label: str) -> bool:
    """Whether a label is that of somebody who asks or reports: a journalist, whose words are the document's own."""
    return any(word in _ASKING for word in label.lower().replace(".", "").split())


def _is_label(label: str) -> bool:
    words = re.findall(r"[\w.'’-]+", re.sub(r"\([^)]*\)", "", label))
    if not words or len(label) > 90:
        return False
    titled = words[0].lower().rstrip(".") in _TITLES
    return label.upper() == label or words[-1].lower() in _POSTS | _ASKING or titled
