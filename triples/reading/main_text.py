"""Which blocks of a page are its article: trafilatura is the judge, what it does not keep is masked.

The text of a page, and so every offset, comes from the reader of this package; trafilatura only says which of the
blocks belong to the main text. A block is kept when most of its words stand in the judged text in the same order.
Titles and captions are always kept, because they tell of acts and the judge drops them. Where the judge finds too
little to be an article, nothing is masked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from triples.model import Span

_LARGEST_PAGE = 5_000_000
_LEAST_WORDS = 25
_RUN = 5
_SHARE = 0.5
_WORD = re.compile(r"\w+")
_ALWAYS = ("h1", "title", "figcaption", ".caption", ".wp-caption-text")
_TITLE = re.compile(r"^(.{20,}?)\s[|–—-]\s.{2,60}$")

# Its notices tell of pages without an article, which is no news to anybody here.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def surroundings(page: str, text: str) -> list[Span]:
    """Returns the lines of `text`, as offsets, that are not part of the main text of the `page` it was read from."""
    if len(page) > _LARGEST_PAGE:
        return []
    judged = trafilatura.extract(page, include_comments=False, include_tables=True, with_metadata=False)
    words = _words(judged or "")
    if len(words) < _LEAST_WORDS:
        return []
    runs = set(_runs(words))
    whole = f" {' '.join(words)} "
    always = set(_always(page))
    return [span for span, line in _lines(text) if not _is_kept(_words(line), runs, whole, always)]


def _is_kept(words: list[str], runs: set[tuple[str, ...]], whole: str, always: set[tuple[str, ...]]) -> bool:
    if tuple(words) in always:
        return True
    mine = list(_runs(words))
    if not mine:
        return f" {' '.join(words)} " in whole
    return sum(run in runs for run in mine) >= _SHARE * len(mine)


def _always(page: str) -> Iterator[tuple[str, ...]]:
    tree = LexborHTMLParser(page)
    for selector in _ALWAYS:
        for node in tree.css(selector):
            text = " ".join(node.text(separator=" ").split())
            yield tuple(_words(text))
            headline = _TITLE.match(text)  # "Headline | Outlet"
            if headline:
                yield tuple(_words(headline[1]))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yields each run of five words; texts shorter than that have none."""
    for start in range(len(words) - _RUN + 1):
        yield tuple(words[start : start + _RUN])


def _lines(text: str) -> Iterator[tuple[Span, str]]:
    start = 0
    for line in text.split("\n"):
        if _WORD.search(line):
            yield (start, start + len(line)), line
        start += len(line) + 1
