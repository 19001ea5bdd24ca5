"""Which found mention is which annotated one, and when two names are the same name.

A found mention matches an annotated one of the same document (and of the same type, unless types are to be ignored)
when they overlap on at least half of the shorter of the two. Pairs are taken one to one, the best first: the measure
is overlap over union, and half the agreement on the agents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from triples.model import Mention, Span

_HALF = 0.5
_AGENT_WEIGHT = 0.5
_IGNORED = frozenset(["the", "mr", "mrs", "ms", "dr"])
_UNITED_STATES = "united states"


@cache
def folded(name: str) -> str:
    """Returns a name as it is compared: without accents, case, marks, articles and honorifics.

    >>> folded("the U.S.")
    'united states'
    """
    decomposed = unicodedata.normalize("NFKD", name)
    base = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    words = "".join(c if c == " " or (c.isascii() and c.isalnum()) else " " for c in base).split(" ")
    kept: list[str] = []
    i = 0
    while i < len(words):
        # A single blank between the letters: "U.S.", but not "U. S.", which could be anybody's initials.
        if words[i : i + 2] == ["u", "s"]:
            kept.append(_UNITED_STATES)
            i += 2
            continue
        kept.append(_UNITED_STATES if words[i] in ("us", "usa") else words[i])
        i += 1
    return " ".join(word for word in kept if word and word not in _IGNORED)


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are equal, or one is the end of the other: "Blinken", "Antony Blinken"."""
    a, b = folded(one or ""), folded(other or "")
    if a == b:
        return True
    return bool(a and b) and (f" {a}".endswith(f" {b}") or f" {b}".endswith(f" {a}"))


def name_agreement(gold: Sequence[str], system: Sequence[str]) -> float | None:
    """Returns the F1 of two sets of names; None when both are empty."""
    if not gold and not system:
        return None
    free = list(system)
    hits = 0
    for name in gold:
        partner = next((i for i, other in enumerate(free) if same_name(name, other)), None)
        if partner is not None:
            del free[partner]
            hits += 1
    return 2 * hits / (len(gold) + len(system))


def span_agreement(gold: Span | None, system: Span | None) -> float | None:
    """Returns the F1 of the characters of two spans; None when both are missing."""
    if gold is None and system is None:
        return None
    if gold is None or system is None:
        return 0.0
    length = (gold[1] - gold[0]) + (system[1] - system[0])
    return 2 * _common(gold, system) / length if length else 0.0


def pair(gold: Sequence[Mention], system: Sequence[Mention], *, typed: bool = True) -> list[tuple[int, int]]:
    """Returns the pairs of indices of the annotated and the found mentions that match, the best pair first."""
    found: dict[tuple[str, str], list[int]] = {}
    for j, mention in enumerate(system):
        found.setdefault((mention.doc, mention.type if typed else ""), []).append(j)
    candidates: list[tuple[float, int, int]] = []
    for i, mention in enumerate(gold):
        for j in found.get((mention.doc, mention.type if typed else ""), ()):
            closeness = _closeness(mention, system[j])
            if closeness is not None:
                candidates.append((-closeness, i, j))
    free_gold, free_system = set(range(len(gold))), set(range(len(system)))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates):
        if i in free_gold and j in free_system:
            free_gold.remove(i)
            free_system.remove(j)
            pairs.append((i, j))
    return pairs


def _closeness(gold: Mention, system: Mention) -> float | None:
    common = _common((gold.start, gold.end), (system.start, system.end))
    if common <= 0 or common < _HALF * min(gold.end - gold.start, system.end - system.start):
        return None
    union = max(gold.end, system.end) - min(gold.start, system.start)
    return common / union + _AGENT_WEIGHT * (name_agreement(gold.agent, system.agent) or 0.0)


def _common(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))
