"""From pieces of text with their places on pages to a text in reading order.

Columns are found where a gutter parts the pieces of a page; pieces that cross it (titles, full-width notes) part what
is above from what is below. Lines are joined to paragraphs by their distance, indent and length. Lines at the margins
that repeat from page to page, but for their numbers, are running titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from triples.model import Span


class Piece(NamedTuple):
    """A stretch of one line: its box in points, y upwards, the size of its type and its text."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str


_MARGIN_LINES = 3
_STANDS_OFF = 1.3
_RUNNING_SHARE = 0.6
_LONGEST_TITLE = 90
_SAME_HEIGHT = 6
"""Points within which two lines stand at the same height."""
_LEAST_OF_COLUMN = 4
_MOST_ACROSS = 0.25
_DEEPEST = 4
_SHORT_LINE = 0.85
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_ONLY_NUMBER = re.compile(r"(?:page|p\.)?\s*#(?:\s*(?:/|of)\s*#)?", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", ":", ";", "”", '"', "’")
_HYPHENS = ("-", "\u00ad", "\u2010")
_LAST_WORD = re.compile(r"\w+$")
_LONGEST_WORD = 60
_MOST_EDGES = 60
_EDGE_STEP = 6
_NEIGHBOURS = 40
_START = re.compile(r"\w+")


def lay_out(pages: Iterable[list[Piece]]) -> tuple[str, list[Span]]:
    """Returns the text of the pages, and where in it the first running titles stand."""
    lines_of_pages = [list(_lines(page)) for page in pages]
    running = _running(lines_of_pages)
    seen: set[str] = set()
    titles: list[str] = []
    paragraphs: list[list[Piece]] = []
    for lines in lines_of_pages:
        margins = set(_margins(lines))
        body: list[Piece] = []
        for line in lines:
            shape = _shape(line)
            if shape not in running or line not in margins:
                body.append(line)
            elif shape.text not in seen and not _ONLY_NUMBER.fullmatch(shape.text):
                titles.append(line.text)
            seen.add(shape.text)
        _append(paragraphs, _paragraphs(_ordered(body)))
    words = Counter(word for paragraph in paragraphs for line in paragraph for word in line.text.lower().split())
    head = "\n\n".join(titles)
    blocks = [head] if titles else []
    blocks.extend(_joined(paragraph, words) for paragraph in paragraphs)
    return "\n\n".join(blocks), [(0, len(head))] if titles else []


def _lines(page: list[Piece]) -> Iterator[Piece]:
    """Yields the pieces of a page with those of one line that touch made one (a change of type parts them)."""
    current: Piece | None = None
    for piece in page:
        if current is not None and _continues(current, piece):
            gap = piece.x0 - current.x1 > 0.12 * piece.size
            current = Piece(
                current.x0,
                min(current.y0, piece.y0),
                piece.x1,
                max(current.y1, piece.y1),
                max(current.size, piece.size),
                f"{current.text}{' ' if gap else ''}{piece.text}",
            )
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current


def _continues(line: Piece, piece: Piece) -> bool:
    em = max(line.size, piece.size, 1.0)
    same_line = min(line.y1, piece.y1) - max(line.y0, piece.y0) > 0.3 * min(line.y1 - line.y0, piece.y1 - piece.y0)
    return same_line and -0.3 * em <= piece.x0 - line.x1 <= em


class _Shape(NamedTuple):
    """What is the same of a running title on all pages: its words but for numbers, and its height on the page."""

    text: str
    height: int


def _shape(line: Piece) -> _Shape:
    return _Shape(_NUMBER.sub("#", line.text.strip().lower()), round(line.y0 / _SAME_HEIGHT))


def _margins(lines: list[Piece]) -> list[Piece]:
    """Returns the lines at the head and the foot of a page that stand off from the rest."""
    downward = sorted(lines, key=lambda line: -line.y0)
    steps = [above.y0 - below.y0 for above, below in pairwise(downward)]
    steps_down = [step for step in steps if step > 1] or [0.0]
    usual = min(median(steps_down), 1.5 * median(line.size for line in lines)) if lines else 0.0
    far = [number for number, step in enumerate(steps, 1) if step > _STANDS_OFF * usual]
    head = next((number for number in far if number <= _MARGIN_LINES), 0)
    foot = next((number for number in reversed(far) if number >= len(downward) - _MARGIN_LINES), len(downward))
    return [*downward[:head], *downward[foot:]]


def _running(pages: list[list[Piece]]) -> set[_Shape]:
    """Returns the shapes of short lines that stand in the margins of most pages, or of most odd or even ones."""
    filled = [lines for lines in pages if lines]
    found: set[_Shape] = set()
    for group in (filled, filled[::2], filled[1::2]):
        shapes = Counter(
            shape
            for lines in group
            for shape in {_shape(line) for line in _margins(lines) if len(line.text) <= _LONGEST_TITLE}
        )
        least = max(2 if group is filled else 3, _RUNNING_SHARE * len(group))
        found |= {shape for shape, number in shapes.items() if number >= least}
    return found


def _ordered(lines: list[Piece], depth: int = 0) -> list[Piece]:
    """Returns lines in reading order: by columns where there are any, else from top to bottom."""
    downward = sorted(lines, key=lambda line: (-line.y1, line.x0))
    gutter = _gutter(downward) if depth < _DEEPEST else None
    if gutter is None:
        return downward
    ordered: list[Piece] = []
    band: list[Piece] = []
    for line in downward:
        if line.x0 < gutter < line.x1:
            ordered.extend(_band(band, gutter, depth))
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return [*ordered, *_band(band, gutter, depth)]


def _band(lines: list[Piece], gutter: float, depth: int) -> list[Piece]:
    left = [line for line in lines if line.x1 <= gutter]
    right = [line for line in lines if line.x1 > gutter]
    return [*_ordered(left, depth + 1), *_ordered(right, depth + 1)]


def _gutter(lines: list[Piece]) -> float | None:
    """Returns the place across which the fewest lines run, if columns lie beside each other there."""
    best: tuple[int, float, float] | None = None
    # Columns begin where many lines do; that many places at most are tried, however many a hostile page may have.
    often = Counter(round(line.x0 / _EDGE_STEP) for line in lines).most_common(_MOST_EDGES)
    edges = {edge: min(line.x0 for line in lines if round(line.x0 / _EDGE_STEP) == edge) for edge, _ in often}
    for start in sorted(edges.values()):
        x = start - 0.5
        left = [line for line in lines if line.x1 <= x]
        right = [line for line in lines if line.x0 >= x]
        across = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < _LEAST_OF_COLUMN or across > _MOST_ACROSS * len(lines):
            continue
        if not _side_by_side(left, right):
            continue
        rank = (across, -(x - max(line.x1 for line in left)), x)
        if best is None or rank < best:
            best = rank
    return None if best is None else best[2]


def _side_by_side(left: list[Piece], right: list[Piece]) -> bool:
    """Tells columns of prose from tables and indented lists: both sides have lines as long as prose has, in number."""
    top, bottom = min(left[0].y1, right[0].y1), max(left[-1].y0, right[-1].y0)
    beside = [[line for line in side if bottom - line.size <= line.y1 <= top + line.size] for side in (left, right)]
    return all(len(side) >= _LEAST_OF_COLUMN and median(len(line.text) for line in side) >= 20 for side in beside)


def _paragraphs(lines: list[Piece]) -> list[list[Piece]]:
    if not lines:
        return []
    gaps = [above.y0 - below.y0 for above, below in pairwise(lines) if 0 < above.y0 - below.y0 < 4 * above.size]
    pitch = median(gaps) if gaps else 0.0
    paragraphs = [[lines[0]]]
    for number, (above, line) in enumerate(pairwise(lines)):
        if _starts_paragraph(above, line, pitch, lines[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def _starts_paragraph(above: Piece, line: Piece, pitch: float, lines: list[Piece]) -> bool:
    step = above.y0 - line.y0
    if step <= 0 or abs(above.x0 - line.x0) > 8 * line.size:  # from one column to the next
        return not _runs_on(above, line)
    if abs(above.size - line.size) > 0.15 * max(above.size, line.size):
        return True
    if step > 1.35 * max(pitch, line.size):
        return True
    near = [other for other in lines if abs(other.x0 - line.x0) <= 3 * line.size]
    left, right = min(other.x0 for other in near), max(other.x1 for other in near)
    short = above.x1 < left + _SHORT_LINE * (right - left)
    indented = line.x0 - left > 0.8 * line.size and abs(above.x0 - left) < 0.8 * line.size
    return (short and above.text.endswith(_SENTENCE_END)) or (indented and above.text.endswith(_SENTENCE_END))


def _runs_on(above: Piece, line: Piece) -> bool:
    """Tells whether a sentence goes on from the foot of one column or page to the head of the next."""
    same_type = abs(above.size - line.size) <= 0.15 * max(above.size, line.size)
    unfinished = not above.text.endswith(_SENTENCE_END)
    return same_type and unfinished and (line.text[:1].islower() or above.text.endswith(("-", "\u00ad", ",")))


def _append(paragraphs: list[list[Piece]], more: list[list[Piece]]) -> None:
    """Adds the paragraphs of a page; the first may go on with the last of the page before."""
    if paragraphs and more and _runs_on(paragraphs[-1][-1], more[0][0]):
        paragraphs[-1].extend(more[0])
        more = more[1:]
    paragraphs.extend(more)


def _joined(lines: list[Piece], words: Counter[str]) -> str:
    pieces = [lines[0].text]
    for line in lines[1:]:
        last, start = pieces[-1], _START.match(line.text)
        divided = _LAST_WORD.search(last[-_LONGEST_WORD:-1]) if last.endswith(_HYPHENS) else None
        if divided is None or start is None or not start[0][0].islower():
            pieces += (" ", line.text)
            continue
        hyphened = f"{divided[0]}-{start[0]}".lower()
        kept = words[hyphened] > words[f"{divided[0]}{start[0]}".lower()]
        pieces[-1] = last[:-1]
        pieces += ("-" if kept else "", line.text)
    text = "".join(pieces)
    return text.replace("\u00ad", "-") if text.endswith("\u00ad") else text.replace("\u00ad", "")
