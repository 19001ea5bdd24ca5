"""A child process that takes the characters of a PDF apart, with bounds on memory and time.

It reads the PDF from standard input and writes JSON lines to standard output: for each page a list of pieces of text,
``[x0, y0, x1, y1, size, text]`` in points with y upwards, each of one line and without wide gaps; or an object
``{"error": …}``. PDFium is a large program in C++: should a file make it crash or grow, it is this process that ends.

It is run by path and imports nothing of this package.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

_MEMORY = 1_500_000_000
_SECONDS = 60
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000
_WIDE_GAP = 1.6
"""A gap of more than this many times the size of the type is none between words."""
_HYPHENS = {0x02: 0xAD, 0xFFFE: 0xAD}
"""PDFium marks a hyphen at the end of a line with one of these, whether it is soft or not."""


def main() -> None:
    """Reads one PDF; see the module."""
    _bound()
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        _tell({"error": "password" if "assword" in str(error) else "malformed"})
        return
    if len(document) > _MOST_PAGES:
        _tell({"error": "pages", "pages": len(document), "most": _MOST_PAGES})
        return
    left = _MOST_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue  # one page that cannot be drawn does not lose the others
        left -= raw.FPDFText_CountChars(text_page)
        if left < 0:
            _tell({"error": "length"})
            return
        _tell(list(_pieces(raw, text_page)))
        text_page.close()
        page.close()
    title = document.get_metadata_value("Title")
    _tell({"title": title})


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; there the parent's clock is the only bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _tell(value: object) -> None:
    print(json.dumps(value, ensure_ascii=True), flush=True)


def _pieces(raw: Any, page: Any) -> Iterator[list[float | str]]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    at = (ctypes.byref(side) for side in (left, right, bottom, top))
    sides = tuple(at)
    piece: list[Any] = []
    space = False
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in {0x0D, 0x0A}:
            yield from _closed(piece)
            piece, space = [], False
            continue
        character = chr(_HYPHENS.get(code, code)) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character.isspace():
            space = True
            continue
        if not raw.FPDFText_GetCharBox(page, index, *sides):
            continue
        size = raw.FPDFText_GetFontSize(page, index)
        box = (left.value, bottom.value, right.value, top.value)
        if piece and _is_apart(piece, box, size):
            yield from _closed(piece)
            piece, space = [], False
        if not piece:
            piece = [*box, size, ""]
        piece[5] += f" {character}" if space and piece[5] else character
        piece[0], piece[1] = min(piece[0], box[0]), min(piece[1], box[1])
        piece[2], piece[3] = max(piece[2], box[2]), max(piece[3], box[3])
        piece[4] = max(piece[4], size)
        space = False
    yield from _closed(piece)


def _is_apart(piece: list[Any], box: tuple[float, float, float, float], size: float) -> bool:
    em = max(size, float(piece[4]), 1.0)
    gap = box[0] - float(piece[2])
    low, high = float(piece[1]), float(piece[3])
    return gap > _WIDE_GAP * em or gap < -em * 2 or box[1] > high + em / 2 or box[3] < low - em / 2


def _closed(piece: list[Any]) -> Iterator[list[float | str]]:
    if piece and piece[5].strip():
        yield [*(round(value, 1) for value in piece[:5]), piece[5]]


if __name__ == "__main__":
    main()
