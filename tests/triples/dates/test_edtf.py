"""EDTF: the subset read, its bounds, and the way back from bounds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triples.dates import OPEN_END, OPEN_START, bounds, from_bounds, is_edtf, parse

GOOD = {
    "1949-04-04": ("1949-04-04", "1949-04-04"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "1997": ("1997-01-01", "1997-12-31"),
    "199X": ("1990-01-01", "1999-12-31"),
    "19XX": ("1900-01-01", "1999-12-31"),
    "1997-XX": ("1997-01-01", "1997-12-31"),
    "1997-XX-XX": ("1997-01-01", "1997-12-31"),
    "1997-05-XX": ("1997-05-01", "1997-05-31"),
    "1990-22": ("1990-06-01", "1990-08-31"),
    "1990-24": ("1990-12-01", "1991-02-28"),
    "1990/1991": ("1990-01-01", "1991-12-31"),
    "2021-12/2022-02": ("2021-12-01", "2022-02-28"),
    "1990/1991-05-01": ("1990-01-01", "1991-05-01"),
    "1990~": ("1990-01-01", "1990-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
}
BAD = [
    "",
    "/",
    "../..",
    "1991/1990",
    "2022-13",
    "2022-00",
    "2022-02-30",
    "1900-02-29",
    "0000",
    "000X-01",
    "199X-05",
    "1990-XX-05",
    "1990-22-01",
    "9999-24",
    "22-01-01",
    "1990/1991/1992",
    " 1990",
    "1990\n",
    "१९९०",
    "[1990,1991]",
    "1990-01-01T10:00:00",
    "-0044",
]
days = st.dates()


@pytest.mark.parametrize(("text", "ends"), GOOD.items())
def test_bounds_of_what_is_read(text: str, ends: tuple[str, str]) -> None:
    assert bounds(text) == (date.fromisoformat(ends[0]), date.fromisoformat(ends[1]))
    assert str(parse(text)) == text


@pytest.mark.parametrize("text", BAD)
def test_what_is_malformed_or_beyond_the_subset_has_no_bounds(text: str) -> None:
    assert not is_edtf(text)
    assert bounds(text) is None


def test_no_date_has_no_bounds() -> None:
    assert bounds(None) is None


@pytest.mark.parametrize("text", ["1990/..", "1990/"])
def test_an_open_end_is_the_last_day_of_all(text: str) -> None:
    assert bounds(text) == (date(1990, 1, 1), OPEN_END)


@pytest.mark.parametrize("text", ["../1990", "/1990"])
def test_an_open_start_is_the_first_day_of_all(text: str) -> None:
    assert bounds(text) == (OPEN_START, date(1990, 12, 31))


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [("1990", False, False), ("1990?", True, False), ("1990~", False, True), ("1990%/1991", True, True)],
)
def test_qualifications_are_told_and_do_not_widen(text: str, uncertain: bool, approximate: bool) -> None:
    period = parse(text)
    assert period is not None
    assert (period.uncertain, period.approximate) == (uncertain, approximate)
    assert period.earliest == date(1990, 1, 1)


@given(days, days)
def test_from_bounds_gives_exactly_these_bounds(one: date, other: date) -> None:
    earliest, latest = min(one, other), max(one, other)
    assert bounds(from_bounds(earliest, latest)) == (earliest, latest)


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(0, 3))
def test_whole_months_and_years_survive_the_round_trip(year: int, month: int, longer: int) -> None:
    for text in (f"{year:04}-{month:02}", f"{year:04}", f"{year:04}/{min(year + longer, 9999):04}"):
        found = bounds(text)
        assert found is not None
        again = from_bounds(*found)
        assert bounds(again) == found
        assert len(again) <= len(text)


@pytest.mark.parametrize("text", ["199X", "19XX", "1990-05", "1990", "1990/1991", "2021-12/2022-02", "1990-05-03"])
def test_shortest_forms_are_their_own_round_trip(text: str) -> None:
    found = bounds(text)
    assert found is not None
    assert from_bounds(*found) == text


def test_from_bounds_refuses_what_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        from_bounds(date(1990, 1, 2), date(1990, 1, 2) - timedelta(days=1))


@given(st.text(alphabet="0123456789X-/.~?%", max_size=24))
def test_bounds_are_ordered_for_any_string(text: str) -> None:
    found = bounds(text)
    assert found is None or found[0] <= found[1]
