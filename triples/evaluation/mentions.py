"""How well found mentions agree with annotated ones: spans, types and roles.

The figures are those of the annotation guidelines: precision, recall and F1 of mentions, per type and with the type
ignored; and on the matched mentions the agreement on each role. Intervals come from drawing documents anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from triples.evaluation.figures import Figure, SpanScore, Sums, estimate, ratio, span_score
from triples.evaluation.matching import name_agreement, pair, same_name, span_agreement
from triples.model import Mention

ROLES = (
    "agent",
    "for",
    "addressee",
    "source",
    "stance",
    "mode",
    "year",
    "date",
    "instrument",
    "content",
    "act",
)
"""The roles in the order of the tables; "act" is B-cubed: which mentions tell of the same act."""

Pair = tuple[Mention, Mention]
"""An annotated mention and the found one that matches it."""


@dataclass(frozen=True)
class Errors:
    """The mentions that do not match: missed, too many, and found in place but with another type."""

    missed: tuple[Mention, ...]
    spurious: tuple[Mention, ...]
    wrong_type: tuple[Pair, ...]

    def wrong_types(self, gold_type: str) -> list[tuple[str, int]]:
        """Returns the types that were given instead of one, the most frequent first."""
        counts = Counter(system.type for gold, system in self.wrong_type if gold.type == gold_type)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True)
class MentionScore:
    """All figures of found against annotated mentions."""

    documents: int
    gold: int
    system: int
    typed: SpanScore
    untyped: SpanScore
    types: dict[str, SpanScore]
    roles: dict[str, Figure]
    errors: Errors


def score_mentions(gold: Sequence[Mention], system: Sequence[Mention]) -> MentionScore:
    """Scores found mentions; the two sequences may hold the mentions of any number of documents."""
    typed = pair(gold, system)
    untyped = pair(gold, system, typed=False)
    pairs = [(gold[i], system[j]) for i, j in typed]
    loose = [(gold[i], system[j]) for i, j in untyped]
    documents = sorted({m.doc for m in gold} | {m.doc for m in system})
    types = sorted({m.type for m in gold} | {m.type for m in system})
    return MentionScore(
        documents=len(documents),
        gold=len(gold),
        system=len(system),
        typed=_spans(documents, pairs, gold, system),
        untyped=_spans(documents, loose, gold, system),
        types={
            t: _spans(
                documents,
                [p for p in pairs if p[0].type == t],
                [m for m in gold if m.type == t],
                [m for m in system if m.type == t],
            )
            for t in types
        },
        roles={role: _role(role, pairs) for role in ROLES},
        errors=_errors(gold, system, typed),
    )


def _spans(
    documents: Sequence[str], pairs: Sequence[Pair], gold: Sequence[Mention], system: Sequence[Mention]
) -> SpanScore:
    hits = Counter(g.doc for g, _ in pairs)
    wanted, found = Counter(m.doc for m in gold), Counter(m.doc for m in system)
    return span_score([(hits[d], wanted[d], found[d]) for d in documents])


def _role(role: str, pairs: Sequence[Pair]) -> Figure:
    if role == "act":
        return _b_cubed(pairs)
    agreement = _AGREEMENT[role]
    units: dict[str, list[float]] = {}
    for gold, system in pairs:
        value = agreement(gold, system)
        if value is not None:
            unit = units.setdefault(gold.doc, [0.0, 0.0])
            unit[0] += value
            unit[1] += 1
    return estimate(list(units.values()), ratio, n=int(sum(u[1] for u in units.values())))


def _date(gold: Mention, system: Mention) -> float | None:
    return float(gold.date == system.date) if gold.date or system.date else None


def _year(gold: Mention, system: Mention) -> float | None:
    return float(gold.date[:4] == (system.date or "")[:4]) if gold.date else None


def _instrument(gold: Mention, system: Mention) -> float | None:
    return float(same_name(gold.instrument, system.instrument)) if gold.instrument or system.instrument else None


_AGREEMENT: dict[str, Callable[[Mention, Mention], float | None]] = {
    "agent": lambda g, s: name_agreement(g.agent, s.agent),
    "for": lambda g, s: name_agreement(g.on_behalf_of, s.on_behalf_of),
    "addressee": lambda g, s: name_agreement(g.addressee, s.addressee),
    "source": lambda g, s: name_agreement(g.source, s.source),
    "stance": lambda g, s: float(g.stance == s.stance),
    "mode": lambda g, s: float(g.mode == s.mode),
    "year": _year,
    "date": _date,
    "instrument": _instrument,
    "content": lambda g, s: span_agreement(g.content, s.content),
}


def _b_cubed(pairs: Sequence[Pair]) -> Figure:
    """Returns B-cubed F1 (Bagga and Baldwin 1998) of who is the same act, over the matched mentions.

    A mention without a key is an act of its own. The interval draws documents with the clusters of the whole set.
    """
    gold_keys = [gold.act or f"gold {i}" for i, (gold, _) in enumerate(pairs)]
    system_keys = [system.act or f"system {i}" for i, (_, system) in enumerate(pairs)]
    in_gold, in_system = Counter(gold_keys), Counter(system_keys)
    in_both = Counter(zip(gold_keys, system_keys, strict=True))
    units: dict[str, list[float]] = {}
    for (gold, _), g, s in zip(pairs, gold_keys, system_keys, strict=True):
        unit = units.setdefault(gold.doc, [0.0, 0.0, 0.0])
        unit[0] += in_both[g, s] / in_system[s]
        unit[1] += in_both[g, s] / in_gold[g]
        unit[2] += 1
    return estimate(list(units.values()), _f1_of_means, n=len(pairs), empty=0.0)


def _f1_of_means(sums: Sums) -> float | None:
    precision, recall, count = sums
    return 2 * precision * recall / (precision + recall) / count if count else None


def _errors(gold: Sequence[Mention], system: Sequence[Mention], typed: Sequence[tuple[int, int]]) -> Errors:
    matched_gold, matched_system = {i for i, _ in typed}, {j for _, j in typed}
    rest_gold = [m for i, m in enumerate(gold) if i not in matched_gold]
    rest_system = [m for j, m in enumerate(system) if j not in matched_system]
    mistyped = pair(rest_gold, rest_system, typed=False)
    seen_gold, seen_system = {i for i, _ in mistyped}, {j for _, j in mistyped}
    return Errors(
        missed=tuple(m for i, m in enumerate(rest_gold) if i not in seen_gold),
        spurious=tuple(m for j, m in enumerate(rest_system) if j not in seen_system),
        wrong_type=tuple((rest_gold[i], rest_system[j]) for i, j in mistyped),
    )
