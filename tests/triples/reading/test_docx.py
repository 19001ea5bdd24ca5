"""DOCX: paragraphs, tables, footnotes, changes; bombs and damage."""

from __future__ import annotations

import pytest

from ontology.errors import DocumentError
from tests.triples.reading.makers import WORD, docx, paragraph, zipped
from triples.reading import docx as docx_module
from triples.reading.docx import read_docx

NAMESPACE = f'xmlns:w="{WORD}"'


def test_paragraphs_tables_and_footnotes_in_their_order() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Party')}</w:tc><w:tc>{paragraph('signed')}</w:tc></w:tr></w:tbl>"
    data = docx(
        paragraph("Joint communiqué") + paragraph("  ") + table + paragraph("The end."),
        footnotes=f"<w:footnote>{paragraph('As amended.')}</w:footnote>",
        title="Joint communiqué",
    )
    text, metadata = read_docx(data, "a")
    assert text == "Joint communiqué\n\nParty\n\nsigned\n\nThe end.\n\nAs amended."
    assert metadata.title == "Joint communiqué"


def test_runs_breaks_and_hyphens_of_one_paragraph() -> None:
    runs = "<w:r><w:t>We </w:t></w:r><w:r><w:t>never</w:t><w:br/><w:t>co</w:t><w:noBreakHyphen/><w:t>signed</w:t></w:r>"
    assert read_docx(docx(f"<w:p>{runs}</w:p>"), "a")[0] == "We never\nco-signed"


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>We sign</w:t></w:r></w:ins><w:del><w:r><w:delText> never</w:delText></w:r></w:del></w:p>"
    )
    assert read_docx(docx(body), "a")[0] == "We sign"


def test_a_text_that_stands_there_again_for_older_programs_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    boxed = paragraph("In a box.")
    box = f"<mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>"
    box = f"<mc:AlternateContent {mc}>{box}</mc:AlternateContent>"
    assert read_docx(docx(box), "a")[0].count("In a box.") == 1


BAD = {
    "another zip": (zipped({"a.txt": "x"}), "no office document"),
    "a broken zip": (docx(paragraph("x"))[:60], "damaged office document"),
    "broken markup": (zipped({"word/document.xml": "<a><b></a>"}), "damaged office document"),
    "entities": (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "declares XML entities"),
    "an outer entity": (
        zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'}),
        "declares XML entities",
    ),
    "deep nesting": (zipped({"word/document.xml": "<a>" * 10_000}), "nests more than"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_told(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        read_docx(data, "a.docx")


def test_a_zip_bomb_is_read_no_further_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_module, "MAX_PART", 1_000_000)
    bomb = zipped({"word/document.xml": f"<w:document {NAMESPACE}>" + " " * 5_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(DocumentError, match="unpacks to more than 1 MB"):
        read_docx(bomb, "a.docx")
