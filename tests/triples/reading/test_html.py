"""Text and metadata of HTML pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triples.reading.html import read_html

LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle",
"headline": "Pact signed", "datePublished": "2003-04-05T10:00:00Z", "publisher": {"name": "The Herald"}}]}</script>"""


def test_the_article_is_taken_and_what_is_around_it_left_out() -> None:
    page = """<!DOCTYPE html><title>Pact signed - The Herald</title><body><nav>Home World</nav><main><article>
      <h1>Pact <em>signed</em></h1><p>The minister said<br>that &ldquo;we sign&rdquo;.</p><ul><li>one<li>two</ul>
      <script>let x</script><p hidden>unseen</p></article></main><footer>Contact</footer>"""
    text, metadata = read_html(page, "a")
    assert text == "Pact signed\n\nThe minister said\nthat “we sign”.\n\none\n\ntwo"
    assert metadata.title == "Pact signed"


def test_an_article_that_holds_little_of_the_text_is_not_taken_alone() -> None:
    text, _ = read_html(f"<article>Teaser</article><p>{'The long story. ' * 9}</p>", "a")
    assert "Teaser" in text
    assert "long story" in text


def test_a_title_outside_the_article_is_put_before_it() -> None:
    text, _ = read_html(f"<h1>Pact signed</h1><article><p>{'A story. ' * 20}</p></article><p>Other</p>", "a")
    assert text.startswith("Pact signed\n\nA story.")
    assert "Other" not in text


@pytest.mark.parametrize(
    ("head", "publisher", "published"),
    [
        (LINKED, "The Herald", "2003-04-05"),
        ('<meta property="og:site_name" content=" The  Herald ">', "The Herald", None),
        ('<meta property="article:published_time" content="2003-04-05T00:00+02:00">', None, "2003-04-05"),
        ('<time datetime="2003-04-05">5 April</time>', None, "2003-04-05"),
        ('<time datetime="2003-04-35">5 April</time>', None, None),
        ('<script type="application/ld+json">{"headline": </script>', None, None),
        (f'<script type="application/ld+json">{"[" * 5000}</script>', None, None),
        ('<script type="application/ld+json">[1, {"headline": 3, "publisher": []}]</script>', None, None),
    ],
)
def test_metadata(head: str, publisher: str | None, published: str | None) -> None:
    _, metadata = read_html(f"<html><head></head><body>{head}<p>Text</p></body></html>", "a")
    assert (metadata.publisher, metadata.published, metadata.basis) == (publisher, published, "metadata")


def test_the_address_is_the_canonical_one() -> None:
    _, metadata = read_html('<link rel="canonical" href="https://example.org/1"><p>Text', "a")
    assert metadata.url == "https://example.org/1"


tags = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "<article>",
        "</article>",
        "<br>",
        "<li>",
        "<![CDATA[",
        "-->",
        "<!--",
        "<table>",
        "<td>",
        "<h1>",
        "<time>",
        "&",
        "&lt;",
        "\x00",
    ]
)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(tags | st.text(max_size=6), max_size=30).map("".join))
def test_any_markup_gives_a_text(page: str) -> None:
    text, _ = read_html(page, "a")
    assert text == text.strip()
    assert "\n\n\n" not in text
