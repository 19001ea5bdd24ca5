"""HTML pages: their text, one block a line, and what their head tells of title, publisher and date.

The tree is that of the HTML standard's parsing algorithm (lexbor, through selectolax). Scripts, navigation, forms and
other parts that are never an article are left out; the page's one `article` (or else `main`) element is taken where
it holds most of the text. What furniture remains is masked afterwards (`main_text`, `furniture`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from htmldate import find_date
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ontology.errors import DocumentError
from triples.dates import is_edtf
from triples.reading.metadata import Metadata

_LEFT_OUT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "svg",
        "canvas",
        "iframe",
        "object",
        "video",
        "audio",
        "dialog",
        "menu",
        "head",
    }
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
_SELF_CLOSING = frozenset(
    {"a", "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p"}
    | {"source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"}
    | {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "stop", "use"}
)
"""Elements that have no end tag, or that may leave it out and are closed by the next."""
_TAG = re.compile(r"<(\\?/)?([a-zA-Z][a-zA-Z0-9]*)")  # scripts escape the slash
_DEEPEST = 512
_MAIN_SHARE = 0.4
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n(?: ?\n)+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NEST = 12
_LARGEST_DATED = 5_000_000
_EARLIEST, _LATEST = "1900-01-01", "2099-12-31"
"""Bounds of a page's date; fixed, so that the same page gives the same date whatever the clock says."""
_TITLES = ('meta[property="og:title"]', 'meta[name="twitter:title"]')
_PUBLISHERS = ('meta[property="og:site_name"]', 'meta[name="application-name"]', 'meta[name="publisher"]')
_DATES = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="date"]',
    'meta[name="pubdate"]',
    'meta[name="publishdate"]',
    'meta[name="dc.date"]',
    'meta[name="DC.date.issued"]',
    'meta[name="dcterms.created"]',
)


def read_html(page: str, name: str) -> tuple[str, Metadata]:
    """Returns the main text of a page and its metadata; there may be no text in it.

    Raises DocumentError, with the `name` of the file, where elements are nested beyond what pages do.
    """
    if _depth(page) > _DEEPEST:
        raise DocumentError(
            f"{name} nests more than {_DEEPEST} HTML elements; expected an article. "
            "Save the page again, or its text as plain text."
        )
    tree = LexborHTMLParser(page)
    body = tree.body
    if body is None:
        return "", Metadata()
    metadata = _metadata(page, tree)
    text = _text(body)
    for selector in ("article", "main", '[role="main"]'):
        found = tree.css(selector)
        if len(found) == 1:
            inner = _text(found[0])
            if len(inner) >= _MAIN_SHARE * len(text):
                text = inner if _has_title(inner, metadata.title) else f"{metadata.title}\n\n{inner}"
                break
    return text, metadata


def _depth(page: str) -> int:
    """Returns about how deep elements are nested, at most; the parser's time grows with the square of it."""
    depth = deepest = 0
    for match in _TAG.finditer(page):
        if match[2].lower() in _SELF_CLOSING:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _has_title(text: str, title: str | None) -> bool:
    return title is None or title in text


def _text(root: LexborNode) -> str:
    """Returns the text under an element: white space runs as one space, blocks apart by a blank line."""
    pieces = "".join(_pieces(root))
    return _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", pieces)).strip()


def _pieces(root: LexborNode) -> Iterator[str]:
    # A stack of our own, since pages can be nested deeper than Python's; a string on it is emitted as it stands.
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.is_text_node:
            yield (node.text_content or "").replace("\n", " ")
        elif node.tag == "br":
            yield "\n"
        elif node.tag not in _LEFT_OUT and node.is_element_node and "hidden" not in node.attributes:
            if node.tag not in _INLINE:
                yield "\n\n"
                stack.append("\n\n")
            stack.extend(reversed(list(node.iter(include_text=True))))


def _metadata(page: str, tree: LexborHTMLParser) -> Metadata:
    linked = dict(_linked_data(tree))
    heading, head_title = tree.css_first("h1"), tree.css_first("title")
    title = linked.get("headline") or _content(tree, _TITLES)
    if heading is not None and len(tree.css("h1")) == 1:
        title = _clean(heading.text()) or title
    if title is None and head_title is not None:
        title = _clean(head_title.text())
    canonical = tree.css_first('link[rel="canonical"]')
    return Metadata(
        title=title,
        publisher=linked.get("publisher") or _content(tree, _PUBLISHERS),
        published=_day(linked.get("datePublished")) or _day(_content(tree, _DATES)) or _marked_date(page, tree),
        url=(canonical.attributes.get("href") if canonical is not None else None)
        or _content(tree, ('meta[property="og:url"]',)),
        basis="metadata",
    )


def _content(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str | None:
    for selector in selectors:
        for node in tree.css(selector):
            value = _clean(node.attributes.get("content") or "")
            if value:
                return value
    return None


def _marked_date(page: str, tree: LexborHTMLParser) -> str | None:
    """Returns the date that markup other than the well-known shows: lesser `meta` names, classes, the address.

    Dates in running text are not guessed at (no extensive search); what the text shows is read by `find_metadata`.
    """
    if len(page) > _LARGEST_DATED:
        return _time_element(tree)
    found = find_date(
        page, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST, outputformat="%Y-%m-%d"
    )
    day = _day(found)
    # It makes up the first day where only month and year are told; such a day must stand on the page as it is.
    made_up = day is not None and day.endswith("-01") and not any(form in page for form in (day, day.replace("-", "/")))
    return _time_element(tree) if made_up else day or _time_element(tree)


def _time_element(tree: LexborHTMLParser) -> str | None:
    """Returns the day of the first `time` element: pages print their own date before those of others."""
    for node in tree.css("time[datetime]"):
        day = _day(node.attributes.get("datetime"))
        if day:
            return day
    return None


def _linked_data(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yields headline, datePublished and publisher of the first article that JSON-LD describes."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        for item in _objects(data, depth=_NEST):
            if "datePublished" not in item and "headline" not in item:
                continue
            for key in ("headline", "datePublished"):
                if isinstance(item.get(key), str):
                    yield key, _clean(str(item[key])) or ""
            publisher = item.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                yield "publisher", _clean(str(publisher["name"])) or ""
            return


def _objects(data: object, *, depth: int) -> Iterator[dict[str, object]]:
    if depth and isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value, depth=depth - 1)
    elif depth and isinstance(data, list):
        for value in data:
            yield from _objects(value, depth=depth - 1)


def _day(text: str | None) -> str | None:
    match = _DAY.match(text.strip()) if text else None
    return match[0] if match and is_edtf(match[0]) else None


def _clean(text: str) -> str | None:
    return " ".join(text.split()) or None
