"""Temporal expressions: finding them in text and resolving them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triples.dates import Tense, bounds, find_dates, is_edtf, resolve

# 2022-01-11 is a Tuesday.
ANCHOR = "2022-01-11"
ABSOLUTE = {
    "on Friday, Jan. 7, 2011, in the capital": "2011-01-07",
    "Tuesday, 20 September 2005, 10:17 GMT": "2005-09-20",
    "4 Jan, 2013 15:54": "2013-01-04",
    "the 5th of March 2014": "2014-03-05",
    "PARIS, Sept. 28, 1978—After": "1978-09-28",
    "stamped 13.01.2012 by": "2012-01-13",
    "dated 25/12/2021": "2021-12-25",
    "dated 12/25/2021": "2021-12-25",
    "as of 2001-09-11,": "2001-09-11",
    "filed 2001/09/11 by": "2001-09-11",
    "on 11-Sep-2001": "2001-09-11",
    "between 10-12 January 2012": "2012-01-10/2012-01-12",
    "on January 10-12, 2012": "2012-01-10/2012-01-12",
    "in May 2018": "2018-05",
    "in late August, 1939": "1939-08",
    "March to May 2014": "2014-03/2014-05",
    "November-February 1999": "1998-11/1999-02",
    "in the 1990s": "199X",
    "the early 1990s": "199X",
    "back in the fifties": "195X",
    "in the ’80s": "198X",
    "nineteenth-century treaties": "18XX",
    "in the 21st century": "20XX",
    "from 1990 to 1991": "1990/1991",
    "from the early 1990s to 1991": "1990/1991",
    "between May 2001 and June 2002": "2001-05/2002-06",
    "in 1914-18": "1914/1918",
    "the 1987 treaty": "1987",
    "by late 2021": "2021-09/2021-12",
    "in mid-2021": "2021-05/2021-08",
    "at the beginning of 2021": "2021-01/2021-04",
    "the summer of 1990": "1990-22",
}
RELATIVE = {
    "yesterday": "2022-01-10",
    "today": "2022-01-11",
    "to-morrow": "2022-01-12",
    "the day before yesterday": "2022-01-09",
    "last night": "2022-01-10",
    "last week": "2022-01-03/2022-01-09",
    "last weekend": "2022-01-08/2022-01-09",
    "next week": "2022-01-17/2022-01-23",
    "last month": "2021-12",
    "earlier this month": "2022-01",
    "next year": "2023",
    "late last year": "2021-09/2021-12",
    "a year ago": "2021",
    "two weeks ago": "2021-12-27/2022-01-02",
    "thirty years ago": "1992",
    "3 days ago": "2022-01-08",
    "on Monday": "2022-01-10",
    "Tuesday": "2022-01-11",
    "last Tuesday": "2022-01-04",
    "next Tuesday": "2022-01-18",
    "this Thursday": "2022-01-13",
    "on Wednesday night": "2022-01-05",
    "in December": "2021-12",
    "in mid-December": "2021-12",
    "in January": "2022-01",
    "last January": "2021-01",
    "next January": "2023-01",
    "in March": "2021-03",
    "In December last year": "2021-12",
    "on January 12": "2022-01-12",
    "on 30 December": "2021-12-30",
    "Sunday 9 January": "2022-01-09",
    "last summer": "2021-06/2021-08",
    "this past weekend": "2022-01-08/2022-01-09",
    "the past Monday": "2022-01-10",
    "this coming Friday": "2022-01-14",
    "the day after tomorrow": "2022-01-13",
    "a fortnight ago": "2021-12-27/2022-01-02",
    "forty-five years ago": "1977",
}
SINCE = {
    "the same day": "2022-03-05",
    "earlier that day": "2022-03-05",
    "ten days later": "2022-03-15",
    "a day earlier": "2022-03-04",
    "the following month": "2022-04",
    "that October": "2022-10",
    "the previous year": "2021",
    "in June of that year": "2022-06",
    "on 9 June of the same year": "2022-06-09",
    "April 2 that year": "2022-04-02",
    "the following March": "2023-03",
    "the previous May": "2021-05",
    "within hours": "2022-03-05",
    "two hours later": "2022-03-05",
    "later in the day": "2022-03-05",
    "the next morning": "2022-03-06",
    "two days before the vote": "2022-03-03",
    "the day after.": "2022-03-06",
    "a few days later": "2022-03",
    "weeks later": "2022",
    "on the 24th,": "2022-03-24",
    "at the time": "2022-03-05",
    "back then": "2022-03-05",
}
NOTHING = [
    "",
    "He may march on.",
    "1,990 tonnes",
    "room 2045b",
    "9000 men",
    "at 10:45",
    "version 1.1990.2",
    "in 45/2020",
    "forty-five years after the war",
    "on the 38th parallel",
]


def one(
    text: str, *, anchor: str | None = ANCHOR, tense: Tense | None = None, previous: str | None = None
) -> str | None:
    found = find_dates(text)
    assert len(found) == 1, found
    return resolve(found[0], anchor=anchor, tense=tense, previous=previous)


@pytest.mark.parametrize(("text", "told"), ABSOLUTE.items())
def test_absolute_dates_need_no_anchor(text: str, told: str) -> None:
    assert one(text, anchor=None) == told


@pytest.mark.parametrize(("text", "told"), RELATIVE.items())
def test_relative_dates_are_resolved_against_the_document(text: str, told: str) -> None:
    assert one(text) == told


@pytest.mark.parametrize("text", RELATIVE)
def test_without_the_date_of_the_document_they_are_unknown(text: str) -> None:
    assert one(text, anchor=None) is None


@pytest.mark.parametrize(("text", "told"), SINCE.items())
def test_some_depend_on_the_time_told_before(text: str, told: str) -> None:
    assert one(text) is None
    assert one(text, previous="2022-03-05") == told


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_day_or_month_first_is_not_guessed() -> None:
    assert find_dates("on 01/11/2021") == []


@pytest.mark.parametrize(
    ("text", "tense", "told"),
    [
        ("on Wednesday", "past", "2022-01-05"),
        ("on Wednesday", "future", "2022-01-12"),
        ("on Tuesday", "future", "2022-01-11"),
        ("this Thursday", "past", "2022-01-06"),
        ("this Monday", "future", "2022-01-17"),
        ("in March", "future", "2022-03"),
        ("in January", "future", "2022-01"),
        ("on January 12", "past", "2021-01-12"),
        ("on January 10", "future", "2023-01-10"),
        ("on 29 February", "past", "2020-02-29"),
    ],
)
def test_the_tense_tells_the_side(text: str, tense: Tense, told: str) -> None:
    assert one(text, tense=tense) == told


@pytest.mark.parametrize(
    ("text", "anchor", "told"),
    [
        ("last month", "2022-01-16/2022-01-23", "2021-12"),
        ("on Monday", "2022-01-16/2022-01-23", "2022-01"),
        ("yesterday", "2022-05/2022-06", "2022"),
        ("last month", "2022-01", "2021-12"),
        ("last year", "2021-12/2022-02", "2020/2021"),
        ("on Monday", "2021-12/2022-02", None),
        ("on Monday", "2021-12/..", None),
        ("on Monday", "not a date", None),
        ("yesterday", "0001-01-01", None),
        ("next week", "9999-12-31", None),
    ],
)
def test_a_vague_anchor_gives_what_it_warrants(text: str, anchor: str, told: str | None) -> None:
    assert one(text, anchor=anchor) == told


def test_the_longer_of_two_expressions_wins() -> None:
    text = "on Friday, 3 May 1996, and in 1997"
    assert [text[found.start : found.end] for found in find_dates(text)] == ["Friday, 3 May 1996", "1997"]


def test_a_full_stop_after_a_month_is_not_part_of_it() -> None:
    text = "He left on 20 August. Then"
    assert [text[found.start : found.end] for found in find_dates(text)] == ["20 August"]


words = st.sampled_from(
    [*ABSOLUTE, *RELATIVE, *SINCE, "May", "Sept.", "19", "2020", "/", "-", "the", "of", "\n", "’s", "0"]
)


@given(
    st.lists(words | st.text(max_size=5), max_size=12).map(" ".join),
    st.sampled_from([None, ANCHOR, "2021", "9999", "0001"]),
)
def test_any_text_gives_ordered_expressions_and_valid_dates(text: str, anchor: str | None) -> None:
    end = 0
    for found in find_dates(text):
        told = resolve(found, anchor=anchor, previous=anchor)
        assert end <= found.start < found.end <= len(text)
        assert (found.edtf is None) != (found.relative is None)
        assert told is None or is_edtf(told)
        days = bounds(told)
        assert days is None or days[0] <= days[1]
        end = found.end
