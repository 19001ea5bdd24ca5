"""Feeds and sitemaps: lists of pages, in which the entries of a feed may hold the pages' texts.

Feeds (RSS 0.9 to 2.0, RDF, Atom) are parsed by feedparser, which bears with malformed ones; sitemaps follow
https://www.sitemaps.org/protocol.html. Nothing is fetched here.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from selectolax.lexbor import LexborHTMLParser

from ontology.errors import DocumentError
from triples.reading.metadata import Metadata
from triples.reading.parts import Part, stem_of_address

MOST_LINKS = 1_000
"""The most links of one list that are followed."""

_HEAD = 2_000
_ROOT = re.compile(rb"<\??(?:rss|rdf:RDF|feed|(?P<map>urlset|sitemapindex))[\s>]", re.IGNORECASE)
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|rdf:RDF|feed|urlset|sitemapindex)", re.IGNORECASE)
_PAGE = re.compile(rb"<html[\s>]", re.IGNORECASE)
_FULL_TEXT = 60
"""A description of that many words is taken for the text; a shorter one announces it."""


class Listing(NamedTuple):
    """What a feed or sitemap holds: texts, and the addresses of pages whose texts it does not hold."""

    parts: list[Part]
    links: list[str]


def is_listing(data: bytes) -> bool:
    """Tells whether these bytes begin like a feed or a sitemap."""
    head = data[:_HEAD]
    return _XML.match(head) is not None and _ROOT.search(head) is not None and _PAGE.search(head) is None


def read_listing(data: bytes, name: str) -> Listing:
    """Returns what a feed or sitemap holds. Raises DocumentError where it is damaged and nothing can be read of it."""
    root = _ROOT.search(data[:_HEAD])
    listing = _sitemap(data, name) if root is not None and root["map"] else _feed(data, name)
    if not listing.parts and not listing.links:
        raise DocumentError(f"{name} is a feed or sitemap without entries; give one that lists pages.")
    return Listing(listing.parts, list(dict.fromkeys(listing.links))[:MOST_LINKS])


def _feed(data: bytes, name: str) -> Listing:
    feed = feedparser.parse(io.BytesIO(data))
    publisher = _plain(feed.feed.get("title"))
    parts: list[Part] = []
    links: list[str] = []
    for number, entry in enumerate(feed.entries, 1):
        link = str(entry.get("link") or "")
        bodies = [str(content.get("value") or "") for content in entry.get("content", [])]
        summary = str(entry.get("summary") or "")
        body = max([*bodies, summary if len(summary.split()) >= _FULL_TEXT else ""], key=len)
        title = _plain(entry.get("title"))
        if body.strip():
            page = f"<html><body><article><h1>{escape(title or '')}</h1>\n{body}</article></body></html>"
            known = Metadata(
                title=title, publisher=publisher, published=_day(entry), url=link or None, basis="metadata"
            )
            where = f"{name}: {link or f'entry {number}'}"
            stem = stem_of_address(link) if _is_address(link) else title or f"entry {number}"
            parts.append(Part(name=where, stem=stem, data=page.encode(), suffix=".html", metadata=known))
        elif _is_address(link):
            links.append(link)
    return Listing(parts, links)


def _plain(markup: object) -> str | None:
    if not isinstance(markup, str):
        return None
    body = LexborHTMLParser(markup).body
    return " ".join(body.text(separator=" ").split()) or None if body is not None else None


def _day(entry: feedparser.FeedParserDict) -> str | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(moment), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _sitemap(data: bytes, name: str) -> Listing:
    links: list[str] = []
    try:
        for _, element in iterparse(io.BytesIO(data)):
            if element.tag.rpartition("}")[2] == "loc" and _is_address((element.text or "").strip()):
                links.append((element.text or "").strip())
            element.clear()
    except DefusedXmlException as error:
        raise DocumentError(f"{name} declares XML entities, which sitemaps never do; it is not read.") from error
    except SyntaxError as error:  # the parser's own ParseError is one
        raise DocumentError(f"{name} is a damaged sitemap ({error}); fetch it again.") from error
    return Listing([], links)


def _is_address(link: str) -> bool:
    return link.lower().startswith(("http://", "https://"))
