from __future__ import annotations

import pytest

from server.negotiation import GRAPHS, HTML, RESULTS, by_name, chosen_encoding, negotiate


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        ("application/xml;q=0.3, text/csv;q=0.4", "text/csv"),
        ("text/csv;q=0.5,*/*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/tab-separated-values ; q = 1.0 , text/csv;q=0.999", "text/tab-separated-values"),
        ("text/csv;charset=utf-8;q=0.8, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
        ("text/csv;q=nonsense, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        (",,text/csv,", "text/csv"),
    ],
)
def test_the_best_format_for_rows(accept: str | None, media_type: str) -> None:
    found = negotiate(accept, RESULTS)
    assert found is not None
    assert found.media_type == media_type


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "application/sparql-results", "/", "text"])
def test_nothing_acceptable(accept: str) -> None:
    assert negotiate(accept, RESULTS) is None


def test_a_browser_prefers_html() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    assert negotiate(browser, (*RESULTS, HTML)) is HTML
    assert negotiate(browser, (*GRAPHS, HTML)) is HTML


def test_short_names_and_media_types_name_formats() -> None:
    csv, turtle = by_name("csv", RESULTS), by_name("text/turtle", GRAPHS)
    assert csv is not None
    assert turtle is not None
    assert (csv.media_type, turtle.name) == ("text/csv", "ttl")
    assert by_name("docx", RESULTS) is None


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        (None, ""),
        ("gzip", "gzip"),
        ("br, gzip;q=0.1", "gzip"),
        ("gzip;q=0", ""),
        ("*", "zstd"),
        ("*;q=0", ""),
        ("gzip, zstd", "zstd"),
        ("gzip, zstd;q=0.9", "gzip"),
        ("zstd;q=0, *", "gzip"),
        ("gzip" + " " * 1000, "gzip"),
    ],
)
def test_the_encoding_that_is_liked_best(header: str | None, encoding: str) -> None:
    assert chosen_encoding(header) == encoding
