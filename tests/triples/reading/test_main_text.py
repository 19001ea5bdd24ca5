"""Which blocks of a page are its article: pages with the surroundings that real sites have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triples.reading.pages import DENIAL, LEAD, PAGES, Page
from triples.reading.formats import read_bytes
from triples.reading.furniture import mask
from triples.reading.html import read_html
from triples.reading.main_text import surroundings


def masked(page: str) -> str:
    text, _ = read_html(page, "a page")
    seen = list(mask(text))
    for start, end in surroundings(page, text):
        seen[start:end] = " " * (end - start)
    return " ".join("".join(seen).split())


def test_there_are_pages() -> None:
    assert len(PAGES) >= 10


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_no_passage_of_an_article_is_lost(page: Page) -> None:
    seen = masked(page.html)
    assert [passage for passage in page.kept if passage not in seen] == []


def test_most_of_the_surroundings_are_masked() -> None:
    left = {name: [passage for passage in page.lost if passage in masked(page.html)] for name, page in PAGES.items()}
    assert {name for name, passages in left.items() if passages} <= {"ministry with a table layout", "short notice"}


def test_offsets_point_into_the_text_of_the_page() -> None:
    page = PAGES["consent banner before everything"].html
    text, _ = read_html(page, "a page")
    spans = surroundings(page, text)
    assert spans
    assert all(0 <= start < end <= len(text) and "\n" not in text[start:end] for start, end in spans)
    assert text.index(LEAD) not in {start for start, _ in spans}


def test_a_page_without_an_article_is_left_as_it_is() -> None:
    assert surroundings("<p>No.</p>", "No.") == []
    assert surroundings("", "") == []


def test_reading_a_page_tells_its_surroundings() -> None:
    banner = f"<div class='cookie-consent'><p>{'We use cookies. ' * 9}</p></div>"
    page = f"<html><body>{banner}<article><p>{LEAD}</p><p>{DENIAL}</p>"
    reading = read_bytes(page.encode(), name="a page", suffix=".html")
    assert LEAD in reading.text
    assert all(0 <= start < end <= len(reading.text) for start, end in reading.furniture)


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=300), st.text(max_size=300))
def test_anything_is_judged_without_an_error(page: str, text: str) -> None:
    for start, end in surroundings(f"<html><body><p>{page}</p></body></html>", text):
        assert 0 <= start < end <= len(text)


DATES = {
    '<meta name="sailthru.date" content="1999-05-03 10:00">': "1999-05-03",
    '<meta name="citation_publication_date" content="1999/05/03">': "1999-05-03",
    '<meta name="date" content="May 3, 1999">': "1999-05-03",
    '<meta property="article:modified_time" content="1999-05-03">': "1999-05-03",
    '<link rel="canonical" href="https://gazette.example/1999/05/03/pact.html">': "1999-05-03",
    '<meta name="sailthru.date" content="1961-05-03">': "1961-05-03",
    '<time datetime="2003-04-35">5 April</time>': None,
    "<p>© 2021 The Gazette</p>": None,
    "<p>The treaty of 12 June 1987 was void.</p>": None,
    '<span class="date">yesterday, 10:15</span>': None,
}


@pytest.mark.parametrize(("markup", "day"), DATES.items())
def test_dates_that_markup_shows(markup: str, day: str | None) -> None:
    _, metadata = read_html(f"<html><head>{markup}</head><body><p>Text</p></body></html>", "a page")
    assert metadata.published == day


def test_the_date_of_an_article_goes_before_that_of_a_related_one() -> None:
    page = (
        '<html><body><div class="related"><time datetime="2003-01-01">1 Jan</time></div>'
        '<div class="article"><time class="published" datetime="1999-05-03">3 May</time><p>Text</p></div></body></html>'
    )
    assert read_html(page, "a page")[1].published == "1999-05-03"
