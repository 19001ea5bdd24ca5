"""PDF: reading order, divided words, running titles, and what is refused."""

from __future__ import annotations

import pytest

from ontology.errors import DocumentError
from tests.triples.reading.makers import Line, pdf
from triples.reading.formats import read_bytes
from triples.reading.pdf import read_pdf
from triples.reading.pdf_layout import Piece, lay_out

ONE = [
    "The foreign minister of Ruritania said on Monday that his country would not accept the draft agree-",
    "ment which its neighbour had put forward, and that it had never promised to do so in any talks that",
    "were held before.",
]
TWO = [
    "Officials denied that any such undertaking had been given, and demanded that the text of the alleged",
    "protocol be published in full. A spokeswoman for the peace-",
    "keeping mission declined to comment on peace-keeping or on the observers that had been promised.",
]


def column(x: float, top: float, lines: list[str], size: float = 10) -> list[Line]:
    return [Line(x, top - 13 * number, line, size) for number, line in enumerate(lines)]


def test_paragraphs_are_joined_from_lines_and_words_from_their_parts() -> None:
    text, _, _ = read_pdf(pdf([[*column(60, 780, ONE), *column(60, 720, TWO)]]), "a")
    first, second = text.split("\n\n")
    assert "accept the draft agreement which its neighbour" in first
    assert first.endswith("were held before.")
    assert "for the peace-keeping mission" in second


LEFT = [f"left column, line {number} of its prose, which" for number in "abcdefg"]
RIGHT = [f"right column, line {number} of its prose, and" for number in "abcdefg"]


@pytest.mark.parametrize("across", [False, True], ids=["column by column", "line by line"])
def test_columns_are_read_one_after_the_other_however_they_are_stored(across: bool) -> None:
    lines = [*column(60, 700, LEFT), *column(320, 700, RIGHT)]
    if across:
        lines.sort(key=lambda line: (-line.y, line.x))
    text, _, _ = read_pdf(pdf([[Line(60, 760, "A title across both of the columns of this page", 16), *lines]]), "a")
    assert text.index("A title") < text.index("left column, line a") < text.index("left column, line g")
    assert text.index("left column, line g") < text.index("right column, line a") < text.index("right column, line g")


def test_running_titles_and_page_numbers_do_not_break_sentences() -> None:
    pages = [
        [
            Line(60, 810, "Official Journal of Ruritania"),
            *column(60, 760, [f"page {word} begins here and its sentence goes on", "without an end until"]),
            Line(300, 30, f"Page {number} of 3"),
        ]
        for number, word in enumerate(("one", "two", "three"), 1)
    ]
    text, _, running = read_pdf(pdf(pages), "a")
    assert text.count("Official Journal") == 1
    assert "of 3" not in text
    assert [text[start:end] for start, end in running] == ["Official Journal of Ruritania"]
    assert "without an end until page two begins here" in text
    reading = read_bytes(pdf(pages), name="a", suffix="")
    assert reading.furniture == tuple(running)


def test_lines_of_the_text_that_are_alike_are_no_running_titles() -> None:
    pages = [
        column(60, 760, ["The minister said:", f"it is {word}, and", "nobody denied it."]) for word in ("so", "not")
    ]
    text, _, running = read_pdf(pdf(pages), "a")
    assert running == []
    assert text.count("The minister said:") == 2


def test_the_title_that_the_file_gives_itself_counts_where_it_stands_in_the_text() -> None:
    page = [[Line(60, 780, "Joint communiqué of the two", 16), *column(60, 740, ONE)]]
    assert read_pdf(pdf(page, title="Joint communiqué of the two"), "a")[1].title == "Joint communiqué of the two"
    assert read_pdf(pdf(page, title="Microsoft Word - final2.doc"), "a")[1].title is None
    assert read_pdf(pdf(page, title="Another thing"), "a")[1].title is None


BAD = {
    "encrypted": (pdf([column(60, 700, ONE)], encrypted=True), "encrypted with a password"),
    "scanned": (pdf([[], []]), "holds no text"),
    "no pdf": (b"%PDF-1.7\n%\xe2\xe3 nothing", "damaged PDF"),
    "too many pages": (pdf([[]] * 2001), "2001 pages, more than the 2000"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_told(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        read_pdf(data, "a.pdf")


def test_a_file_that_is_cut_off_gives_what_is_whole_or_an_error() -> None:
    whole = pdf([column(60, 700, ONE)])
    for end in (len(whole) // 3, len(whole) - 60):
        try:
            text, _, _ = read_pdf(whole[:end], "a")
        except DocumentError:
            continue
        assert text


def test_a_layout_of_nothing() -> None:
    assert lay_out([]) == ("", [])
    assert lay_out([[], [Piece(0, 0, 9, 9, 10, "x")]]) == ("x", [])
