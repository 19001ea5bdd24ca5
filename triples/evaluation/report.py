"""Evaluations as tables, in text and in Markdown, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from triples.evaluation.figures import AttributionScore, Figure, SpanScore
from triples.evaluation.mentions import ROLES, MentionScore
from triples.evaluation.plover import PloverScore
from triples.model import Mention

_SHOWN = 160
"""Characters of a passage that are shown as an example."""
_MOST = 3
"""How many kinds of confusion a table names."""


@dataclass(frozen=True)
class Report:
    """What was evaluated: mentions of one or more sets of documents, by name, and the two benchmarks.

    `attribution` holds the scores of each way to find quotations, by name.
    """

    mentions: dict[str, MentionScore] = field(default_factory=dict)
    plover: PloverScore | None = None
    attribution: dict[str, AttributionScore] = field(default_factory=dict)


@dataclass(frozen=True)
class _Table:
    title: str
    header: list[str]
    rows: list[list[str]]


def to_text(report: Report) -> str:
    """Returns the tables for a terminal."""
    return "\n\n".join(_aligned(table) for table in _tables(report)) + "\n"


def to_markdown(report: Report) -> str:
    """Returns the tables in Markdown, for docs/extraction.md; no passage of a text is in them."""
    return "\n\n".join(_piped(table) for table in _tables(report)) + "\n"


def to_json(report: Report, texts: Mapping[str, str] | None = None) -> str:
    """Returns all figures as JSON; with `texts` (of documents, by name) also each error."""
    out: dict[str, Any] = {}
    if report.mentions:
        out["mentions"] = {name: _mention_json(score, texts) for name, score in report.mentions.items()}
    if report.plover is not None:
        out["plover"] = _plover_json(report.plover, with_errors=texts is not None)
    if report.attribution:
        out["attribution"] = {name: asdict(score) for name, score in report.attribution.items()}
    return json.dumps(out, ensure_ascii=False, indent=1) + "\n"


def error_lines(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    """Yields each error on a line, with its passage; `texts` holds the texts of the documents by name."""
    for name, score in report.mentions.items():
        yield f"errors in {name}:"
        for mention in score.errors.missed:
            yield f"  missed      {_place(mention)} {mention.type} | {_passage(mention, texts)}"
        for gold, system in score.errors.wrong_type:
            kinds = f"{gold.type} found as {system.type} ({system.cue or '-'})"
            yield f"  wrong type  {_place(gold)} {kinds} | {_passage(gold, texts)}"
        for mention in score.errors.spurious:
            yield f"  too many    {_place(mention)} {mention.type} ({mention.cue or '-'}) | {_passage(mention, texts)}"
    if report.plover is not None:
        yield "errors in PLOVER:"
        for example, predicted in report.plover.errors:
            yield f"  {example.root} taken for {predicted} | {example.marked}"


def _tables(report: Report) -> Iterator[_Table]:
    if report.mentions:
        yield _mention_table(report.mentions)
        yield _role_table(report.mentions)
        yield _confusion_table(report.mentions)
    if report.plover is not None:
        yield _plover_table(report.plover)
    if report.attribution:
        yield _attribution_table(report.attribution)


def _mention_table(scores: Mapping[str, MentionScore]) -> _Table:
    sets = list(scores.values())
    rows = [
        ["documents", *(str(s.documents) for s in sets)],
        ["mentions annotated, found", *(f"{s.gold}, {s.system}" for s in sets)],
        ["typed", *(_spans(s.typed) for s in sets)],
        ["untyped", *(_spans(s.untyped) for s in sets)],
    ]
    types = sorted({t for s in sets for t in s.types})
    rows += [[t, *(_spans(s.types[t]) if t in s.types else "-" for s in sets)] for t in types]
    return _Table("Mentions: precision / recall / F1 [95 % interval of F1]", ["", *scores], rows)


def _role_table(scores: Mapping[str, MentionScore]) -> _Table:
    rows = [[role, *(_counted(s.roles[role]) for s in scores.values())] for role in ROLES]
    rows[-1][0] = "act (B-cubed)"
    return _Table("Roles on the matched mentions", ["", *scores], rows)


def _confusion_table(scores: Mapping[str, MentionScore]) -> _Table:
    types = sorted({t for s in scores.values() for t in s.types})
    rows = [[t, *(_confusion(s, t) for s in scores.values())] for t in types]
    return _Table("Errors: missed / too many / of another type (found as)", ["", *scores], rows)


def _confusion(score: MentionScore, act_type: str) -> str:
    missed = sum(m.type == act_type for m in score.errors.missed)
    spurious = sum(m.type == act_type for m in score.errors.spurious)
    wrong = score.errors.wrong_types(act_type)
    return f"{missed} / {spurious} / {sum(n for _, n in wrong)}{_named(wrong)}"


def _plover_table(score: PloverScore) -> _Table:
    rows = [
        ["accuracy", _counted(score.accuracy), ""],
        ["macro-F1", _counted(score.macro_f1), ""],
        *([root, _spans(spans), _named(score.wrong_roots(root)).strip(" ()")] for root, spans in score.roots.items()),
    ]
    title = f"PLOVER root, {score.repeats} times {score.folds}-fold cross-validation: precision / recall / F1"
    return _Table(title, ["", "score [95 % interval]", "taken for"], rows)


def _attribution_table(scores: Mapping[str, AttributionScore]) -> _Table:
    rows = [["documents", *(str(s.documents) for s in scores.values())]]
    for kind in ("source", "cue", "content"):
        rows.append([kind, *(_spans(getattr(s, kind)) for s in scores.values())])
    return _Table("Quotations, exact spans: precision / recall / F1 [95 % interval of F1]", ["", *scores], rows)


def _spans(score: SpanScore) -> str:
    figures = (score.precision, score.recall, score.f1)
    values = " / ".join("-" if f.value is None else f"{f.value:.2f}" for f in figures)
    return f"{values}{_interval(score.f1)} n={score.f1.n}"


def _counted(figure: Figure) -> str:
    value = "-" if figure.value is None else f"{figure.value:.3f}"
    return f"{value}{_interval(figure)} n={figure.n}"


def _interval(figure: Figure) -> str:
    return "" if figure.low is None or figure.high is None else f" [{figure.low:.2f}, {figure.high:.2f}]"


def _named(counts: Sequence[tuple[str, int]]) -> str:
    return f" ({', '.join(f'{name} {n}' for name, n in counts[:_MOST])})" if counts else ""


def _aligned(table: _Table) -> str:
    grid = [table.header, *table.rows]
    widths = [max(len(row[i]) for row in grid) for i in range(len(table.header))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in grid)
    return "\n".join([table.title, *lines])


def _piped(table: _Table) -> str:
    rule = ["---"] * len(table.header)
    return "\n".join([f"{table.title}:", "", *(_row(cells) for cells in (table.header, rule, *table.rows))])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _place(mention: Mention) -> str:
    return f"{mention.doc}:{mention.start}-{mention.end}"


def _passage(mention: Mention, texts: Mapping[str, str]) -> str:
    return " ".join(texts.get(mention.doc, "")[mention.start : mention.end].split())[:_SHOWN]


def _mention_json(score: MentionScore, texts: Mapping[str, str] | None) -> dict[str, Any]:
    out: dict[str, Any] = {
        "documents": score.documents,
        "gold": score.gold,
        "system": score.system,
        "typed": asdict(score.typed),
        "untyped": asdict(score.untyped),
        "types": {t: asdict(spans) for t, spans in score.types.items()},
        "roles": {role: asdict(figure) for role, figure in score.roles.items()},
        "confusions": {
            t: {
                "missed": sum(m.type == t for m in score.errors.missed),
                "spurious": sum(m.type == t for m in score.errors.spurious),
                "wrong_type": dict(score.errors.wrong_types(t)),
            }
            for t in score.types
        },
    }
    if texts is not None:
        errors = score.errors
        out["errors"] = {
            "missed": [_example(m, texts) for m in errors.missed],
            "spurious": [_example(m, texts) for m in errors.spurious],
            "wrong_type": [{"gold": _example(g, texts), "system": _example(s, texts)} for g, s in errors.wrong_type],
        }
    return out


def _example(mention: Mention, texts: Mapping[str, str]) -> dict[str, Any]:
    return {**json.loads(mention.to_json()), "passage": _passage(mention, texts)}


def _plover_json(score: PloverScore, *, with_errors: bool) -> dict[str, Any]:
    out: dict[str, Any] = {
        "sentences": score.sentences,
        "folds": score.folds,
        "repeats": score.repeats,
        "accuracy": asdict(score.accuracy),
        "macro_f1": asdict(score.macro_f1),
        "roots": {root: asdict(spans) for root, spans in score.roots.items()},
        "confusions": {root: dict(score.wrong_roots(root)) for root in score.roots},
    }
    if with_errors:
        out["errors"] = [{"root": e.root, "predicted": p, "sentence": e.marked} for e, p in score.errors]
    return out
