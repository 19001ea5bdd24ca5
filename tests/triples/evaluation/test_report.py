"""Figures and reports: intervals, tables in two writings, and JSON."""

from __future__ import annotations

import json

import pytest

from triples.evaluation.figures import AttributionScore, Figure, estimate, harmonic, ratio, span_score
from triples.evaluation.mentions import score_mentions
from triples.evaluation.plover import Example, PloverScore
from triples.evaluation.report import Report, error_lines, to_json, to_markdown, to_text
from triples.model import Mention


def make_report() -> tuple[Report, dict[str, str]]:
    gold = [Mention(doc=f"d{i}", start=0, end=10, type="Denial", agent=("A",)) for i in range(4)]
    system = [Mention(doc="d0", start=0, end=10, type="Denial", agent=("A",), cue="denied")]
    system += [Mention(doc="d1", start=0, end=9, type="Statement", cue="said")]
    system += [Mention(doc="d2", start=50, end=60, type="Warning", cue="warned")]
    spans = span_score([(1, 2, 3), (2, 2, 2)])
    plover = PloverScore(
        sentences=2,
        folds=2,
        repeats=1,
        accuracy=Figure(0.5, 0.1, 0.9, 2),
        macro_f1=Figure(0.4, 0.1, 0.8, 2),
        roots={"AID": spans},
        errors=((Example("<s>A</s> helps", "AID"), "YIELD"),),
    )
    attribution = {"rules": AttributionScore(2, spans, spans, spans)}
    texts = {f"d{i}": f"Text of document number {i} is " + "long " * 20 for i in range(4)}
    return Report({"all": score_mentions(gold, system)}, plover, attribution), texts


def test_undefined_figures_have_no_value_or_that_of_the_empty() -> None:
    assert estimate([], ratio, n=0) == Figure(None, None, None, 0)
    assert estimate([(0, 0), (0, 0)], ratio, n=0) == Figure(None, None, None, 0)
    assert estimate([(0, 0, 0)], harmonic, n=0, empty=0.0).value == 0
    assert str(Figure(None, None, None, 0)) == "-"


def test_an_interval_of_like_units_has_no_width() -> None:
    figure = estimate([(1, 2)] * 9, ratio, n=18)
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)
    assert str(figure) == "0.500 [0.500, 0.500]"


def test_the_interval_is_about_as_wide_as_theory_has_it() -> None:
    figure = estimate([(float(i % 2), 1.0) for i in range(400)], ratio, n=400)
    assert figure.low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.01)
    assert figure.high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.01)


def test_text_holds_all_tables_and_markdown_the_same_cells() -> None:
    report, _ = make_report()
    text, markdown = to_text(report), to_markdown(report)
    for title in ("Mentions: ", "Roles on the", "Errors: ", "PLOVER root", "Quotations, exact spans"):
        assert title in text
        assert title in markdown
    for cell in ("1.00 / 0.25 / 0.40", "0.500 [0.10, 0.90] n=2", "2 / 0 / 1 (Statement 1)", "YIELD 1"):
        assert cell in text
        assert f"| {cell}" in markdown
    widths = [line.count("|") for line in markdown.splitlines() if line.startswith("|")]
    assert widths
    assert set(widths) <= {3, 4}


def test_markdown_holds_no_passage() -> None:
    report, _ = make_report()
    assert "Text of document" not in to_markdown(report)
    assert "helps" not in to_markdown(report)


def test_errors_come_with_their_passages() -> None:
    report, texts = make_report()
    lines = list(error_lines(report, texts))
    assert "  missed      d2:0-10 Denial | Text of do" in lines
    assert "  wrong type  d1:0-10 Denial found as Statement (said) | Text of do" in lines
    assert any(line.startswith("  too many    d2:50-60 Warning (warned) | ") for line in lines)
    assert "  AID taken for YIELD | <s>A</s> helps" in lines


def test_json_has_every_figure_and_errors_on_demand() -> None:
    report, texts = make_report()
    plain, full = json.loads(to_json(report)), json.loads(to_json(report, texts))
    assert plain["mentions"]["all"]["typed"]["recall"]["value"] == 0.25
    assert plain["plover"]["accuracy"] == {"value": 0.5, "low": 0.1, "high": 0.9, "n": 2}
    assert plain["attribution"]["rules"]["source"]["recall"]["value"] == 0.75
    assert "errors" not in plain["mentions"]["all"]
    assert full["mentions"]["all"]["errors"]["wrong_type"][0]["system"]["type"] == "Statement"
    assert full["plover"]["errors"][0]["predicted"] == "YIELD"
    assert json.loads(to_json(Report())) == {}
