"""What plain texts tell of their title, publisher, date and address."""

from __future__ import annotations

import pytest

from triples.reading.furniture import mask
from triples.reading.metadata import Metadata, find_metadata

BODY = (
    "\n\nThe minister of Ruritania said on Monday that the offer of 4 June 1995 had never been accepted by anybody.\n"
)


def metadata(text: str) -> Metadata:
    return find_metadata(text, mask(text), Metadata())


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("STRELSAU, Aug 16, 1999 (Herald) - It was announced", "1999-08-16"),
        ("STRELSAU, Sept. 28, 1978—After a debate that lasted", "1978-09-28"),
        ("11 Jan, 1999 15:54", "1999-01-11"),
        ("Tuesday, 20 September 2005, 10:17 GMT", "2005-09-20"),
        ("January 9, 1999", "1999-01-09"),
        ("Published 11 September 1999", "1999-09-11"),
        ("Published On 18 Jul 1999 | World", "1999-07-18"),
        ("Published 12:04, 13 January 1999", "1999-01-13"),
        ("Jan 11, 1999 8:31 am EST", "1999-01-11"),
        ("1999-01-11T08:31:00Z", "1999-01-11"),
        ("Posted at 8:31 a.m. on January 11, 1999", "1999-01-11"),
        ("Jan. 11, 1999, 8:31 AM UTC / Updated Jan. 12, 1999, 9:00 AM UTC", "1999-01-11"),
        (
            "STRELSAU/ZENDA, July 3, 1999 — The king handed over the formal reply of his government to a list "
            "of demands from four neighbours which have cut the kingdom off by land and by sea.",
            "1999-07-03",
        ),
        ("11/01/1999", "1999-01-11"),
        ("https://example.org/1999/01/11/offer-rejected", "1999-01-11"),
        ("www.example.org/news/19990111-offer", "1999-01-11"),
        ("STRELSAU, March 3 (Herald) - The king said on Wednesday", None),
        ("Issued on: 21/12/1999 - 10:24   Modified: 22/12/1999", "1999-12-21"),
        ("26 October 1999 · 5 min read", "1999-10-26"),
        ("Strelsau, 10 September 1999", "1999-09-10"),
        ("By A. Writer, STRELSAU — July 23, 1999 5:12pm", "1999-07-23"),
        ("Last revised 20 November 1999", "1999-11-20"),
        ("King and Queen - Herald International, 1920, 11.01.1999", "1999-01-11"),
        ("The king and the queen open the exhibition at the palace in Strelsau on 3 March 1997 before the war.", None),
        ("No date at all", None),
    ],
)
def test_the_date_of_publication(line: str, published: str | None) -> None:
    assert metadata(f"Ruritania rejects the offer\n\n{line}{BODY}").published == published


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published 03/04/1999\n\nThe talks of 20 March 1999 failed.", "1999-04-03"),
        ("Published 03/11/1999\n\nThe talks of 20 October 1999 failed.", "1999-11-03"),
        ("Published 11/03/1999\n\nThe talks of 20 October 1999 failed.", "1999-11-03"),
        ("Published 45/45/1999", None),
    ],
)
def test_day_or_month_first_is_told_by_what_the_text_tells_of(line: str, published: str | None) -> None:
    assert metadata(f"Ruritania rejects the offer\n{line}").published == published


@pytest.mark.parametrize(
    ("lead", "foot", "published"),
    [
        ("The king said on Sunday", "", "1996-03-03"),  # 3 March was a Sunday in 1996
        ("The king said on Saturday", "", "1996-03-03"),
        ("The king said on Monday", "", "1997-03-03"),
        ("The king said on Wednesday", "", None),
        ("The king said", "", None),
        ("The king said", "© 1999 Strelsau Herald", "1999-03-03"),
        ("The king said on Sunday", "The truce is to hold until 2002.", "1996-03-03"),
    ],
)
def test_the_year_of_a_dateline_is_told_by_weekday_and_other_years(lead: str, foot: str, published: str | None) -> None:
    text = f"Offer rejected\n\nSTRELSAU, March 3 (Herald) - {lead} that the treaty of May 1996 was dead.\n\n{foot}"
    assert metadata(text).published == published


def test_of_picture_stamps_the_most_frequent_dates_the_article() -> None:
    stamps = [f"Picture - The Herald, 1920, {day}.01.1999" for day in ("13", "11", "11")]
    found = metadata("\n\n".join(["Ruritania rejects the offer", *stamps]))
    assert (found.published, found.publisher) == ("1999-01-11", "The Herald")


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Offer rejected | Reuters", "Reuters"),
        ("Offer rejected – BBC News", "BBC News"),
        ("Offer rejected\n\n© 1999 Strelsau Herald. All rights reserved.", "Strelsau Herald"),
        ("Offer rejected\n\n© Autonomous Organization “SH-News”, 1995–1999. All rights reserved.", "SH-News"),
        ("Offer rejected\nMinistry of Foreign Affairs of Ruritania", "Ministry of Foreign Affairs of Ruritania"),
        ("Offer rejected\n\nSTRELSAU, May 3 (Herald) - The minister", "Herald"),
        ("Offer rejected\n www.example.org/12", "example.org"),
        ("Offer rejected\nThe king © AP Photo / A. Painter", None),
        ("Offer rejected, the minister said", None),
    ],
)
def test_the_publisher(text: str, publisher: str | None) -> None:
    assert metadata(text).publisher == publisher


def test_the_title_is_the_first_line_that_is_not_furniture() -> None:
    assert metadata(f"Skip to content\nMenu | Search\n** Offer rejected **{BODY}").title == "Offer rejected"
    assert metadata("The minister said that " + "very " * 60).title is None


def test_the_address() -> None:
    assert metadata(f"Offer rejected\n\n  example.org/news/12 \n{BODY}").url == "example.org/news/12"
    assert metadata(f"Offer rejected{BODY}").url is None


def test_what_a_page_says_wins() -> None:
    page = Metadata(title="Page", publisher="Herald", published="2000-01-01", url="u", basis="metadata")
    assert find_metadata("Text\nPublished 3 May 1999", "Text", page) == page
