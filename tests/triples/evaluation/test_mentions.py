"""The scores of mentions: by hand on small cases, and against the reference scorer where the shared data are."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from triples.evaluation.annotated import read_mentions
from triples.evaluation.figures import Figure, SpanScore
from triples.evaluation.matching import folded, name_agreement, pair, same_name, span_agreement
from triples.evaluation.mentions import MentionScore, score_mentions
from triples.model import Mention


def mention(start: int, end: int, act_type: str = "Denial", **more: Any) -> Mention:
    return Mention.from_json({"doc": "d", "start": start, "end": end, "type": act_type} | more)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Blinken", "Antony Blinken", True),
        ("the U.S.", "United States", True),
        ("US", "United States", True),
        ("Mr Erdoğan", "Recep Tayyip Erdogan", True),
        ("Linken", "Antony Blinken", False),
        ("Antony", "Antony Blinken", False),
        ("the", "", True),
        ("", "France", False),
    ],
)
def test_names_are_compared_by_their_end(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_initials_are_not_the_united_states() -> None:
    assert folded("U. S. Grant") == "u s grant"


def test_agreement_of_names_and_spans() -> None:
    assert name_agreement((), ()) is None
    assert name_agreement(("A", "B"), ("B",)) == pytest.approx(2 / 3)
    assert span_agreement(None, None) is None
    assert span_agreement((0, 10), None) == 0
    assert span_agreement((0, 10), (5, 15)) == pytest.approx(0.5)


def test_half_of_the_shorter_span_must_be_shared() -> None:
    assert pair([mention(0, 10)], [mention(8, 12)]) == [(0, 0)]
    assert pair([mention(0, 10)], [mention(9, 12)]) == []


def test_pairs_are_one_to_one_and_the_best_first() -> None:
    assert pair([mention(0, 10), mention(4, 14)], [mention(4, 14)]) == [(1, 0)]
    gold = [mention(0, 10, agent=["A"]), mention(0, 10, agent=["B"])]
    assert sorted(pair(gold, [mention(0, 10, agent=["B"]), mention(0, 10, agent=["A"])])) == [(0, 1), (1, 0)]


def test_errors_are_sorted_by_kind() -> None:
    gold = [mention(0, 10), mention(20, 30, "Warning"), mention(40, 50, "Demand")]
    system = [mention(0, 10), mention(20, 30, "Statement"), mention(60, 70, "Meeting")]
    score = score_mentions(gold, system)
    assert [m.type for m in score.errors.missed] == ["Demand"]
    assert [m.type for m in score.errors.spurious] == ["Meeting"]
    assert score.errors.wrong_types("Warning") == [("Statement", 1)]
    assert score.typed.f1.value == pytest.approx(1 / 3)
    assert score.untyped.f1.value == pytest.approx(2 / 3)


def test_one_document_gives_no_interval() -> None:
    assert score_mentions([mention(0, 10)], [mention(0, 10)]).typed.f1 == Figure(1.0, None, None, 1)


def test_intervals_enclose_the_value_and_are_repeatable() -> None:
    gold = [mention(i, i + 10, doc=f"d{i % 7}") for i in range(0, 400, 20)]
    one, two = (score_mentions(gold, gold[::2] + gold[1:4]) for _ in range(2))
    assert one.typed.f1 == two.typed.f1
    low, value, high = one.typed.f1.low, one.typed.f1.value, one.typed.f1.high
    assert low is not None
    assert value is not None
    assert high is not None
    assert low < value < high


# Against the reference ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference(shared: Path) -> ModuleType:
    path = shared / "acts" / "score.py"
    if not path.is_file():
        pytest.skip(f"no reference scorer at {path}")
    spec = importlib.util.spec_from_file_location("reference_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(rows: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Mentions as a middling system might give them: some left out, moved, mistyped, with other roles, some doubled."""
    rng = random.Random(seed)
    types = sorted({row["type"] for row in rows})
    names = [name for row in rows for name in row["agent"]] + ["the U. S.", "U.S.", "Mr. Nobody", ""]
    out: list[dict[str, Any]] = []
    for original in rows:
        if rng.random() < 0.2:
            continue
        row = json.loads(json.dumps(original))
        if rng.random() < 0.5:
            row["start"] += rng.randint(0, (row["end"] - row["start"]) // 2)
            row["end"] += rng.randint(-((row["end"] - row["start"]) // 3), 40)
        if rng.random() < 0.2:
            row["type"] = rng.choice(types)
        for key in ("agent", "for", "addressee", "source"):
            if rng.random() < 0.3:
                row[key] = rng.sample(names, rng.randint(0, 3))
        if rng.random() < 0.3:
            row["stance"] = rng.choice(["asserted", "alleged", "denied"])
            row["mode"] = rng.choice(["quoted", "reported"])
            row["date"] = rng.choice([None, "1990", "2022-01-11", row["date"]])
            row["instrument"] = rng.choice([None, "", "Charter of Paris", "the Founding Act"])
            row["act"] = rng.choice([None, "", "one", "two", row["act"]])
            row["content"] = rng.choice([None, [row["start"], row["end"]]])
        out.append(row)
        if rng.random() < 0.1:
            out.append(json.loads(json.dumps(row)))
    return out


def figures(score: MentionScore) -> dict[str, Any]:
    def plain(spans: SpanScore) -> list[float | None]:
        return [spans.precision.value, spans.recall.value, spans.f1.value]

    return {
        "gold": score.gold,
        "system": score.system,
        "mention": plain(score.typed),
        "untyped": plain(score.untyped),
        "types": {t: [*plain(s), s.recall.n] for t, s in score.types.items()},
        "roles": {r: [f.value, f.n] for r, f in score.roles.items() if r != "act"},
        "act_b3": score.roles["act"].value,
    }


def flat(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {k: v for key, part in value.items() for k, v in flat(part, f"{path}/{key}").items()}
    if isinstance(value, list | tuple):
        return {k: v for i, part in enumerate(value) for k, v in flat(part, f"{path}/{i}").items()}
    return {path: value}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["gold.jsonl", "written-1.jsonl", "written-2.jsonl"])
def test_every_figure_is_that_of_the_reference(reference: ModuleType, shared: Path, name: str, seed: int) -> None:
    rows = [json.loads(line) for line in (shared / "acts" / name).read_text(encoding="utf-8").splitlines() if line]
    assert rows
    other = rows if seed == 0 else [] if seed == 1 else perturbed(rows, seed)
    expected, _ = reference.score(rows, other)
    found = score_mentions([Mention.from_json(r) for r in rows], [Mention.from_json(r) for r in other])
    wanted = flat(expected)
    assert len(wanted) > 30
    assert flat(figures(found)) == {k: v if v is None else pytest.approx(v, abs=1e-12) for k, v in wanted.items()}


def test_the_annotated_sets_can_be_read(shared: Path) -> None:
    sizes = [len(read_mentions(shared / "acts" / f)) for f in ("gold.jsonl", "written-1.jsonl", "written-2.jsonl")]
    assert all(size > 50 for size in sizes)
