"""Literals and EDTF dates: what is well-formed, and that the lexical form survives reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.files import load_shapes
from ontology.findings import Severity
from ontology.literals import EDTF_PATTERN, check_literals, is_edtf
from tests.ontology.snippets import select, turtle

GOOD = [
    '"2022-01-31"^^xsd:date', '"2000-02-29"^^xsd:date', '"-0044-03-15"^^xsd:date', '"2022-01-31Z"^^xsd:date',
    '"2022-01-31T24:00:00Z"^^xsd:dateTime', '"2022-01-31T12:00:00.5+02:00"^^xsd:dateTime',
    '"0.85"^^xsd:decimal', '"+1."^^xsd:decimal', '".5"^^xsd:decimal', '"-7"^^xsd:integer', '"007"^^xsd:integer',
    '"1"^^xsd:boolean', '"0"^^xsd:nonNegativeInteger', '"-0"^^xsd:nonNegativeInteger', '"1e3"^^xsd:double',
    '"https://example.org/a%20b"^^xsd:anyURI', '"1990"^^xsd:gYear', '"word"@en', '"word"@zh-Hant-TW', '"plain"',
]  # fmt: skip
BAD = [
    '"2022-02-30"^^xsd:date', '"1900-02-29"^^xsd:date', '"31.1.2022"^^xsd:date', '"2022-1-1"^^xsd:date',
    '"2022-01-31T25:00:00"^^xsd:dateTime', '"2022-02-30T12:00:00"^^xsd:dateTime', '"2022-01-31"^^xsd:dateTime',
    '"high"^^xsd:decimal', '"1e3"^^xsd:decimal', '"1.5"^^xsd:integer', '""^^xsd:integer', '"yes"^^xsd:boolean',
    '"TRUE"^^xsd:boolean', '"-1"^^xsd:nonNegativeInteger', '"a b"^^xsd:anyURI', '"<x>"^^xsd:anyURI',
]  # fmt: skip


@pytest.mark.parametrize("literal", GOOD)
def test_well_formed(tmp_path: Path, literal: str) -> None:
    assert list(check_literals(turtle(tmp_path, f"id:x rdfs:comment {literal} ."))) == []


@pytest.mark.parametrize("literal", BAD)
def test_ill_formed(tmp_path: Path, literal: str) -> None:
    (finding,) = check_literals(turtle(tmp_path, f"id:x rdfs:comment {literal} ."))
    assert finding.severity is Severity.ERROR
    assert finding.source == "datatype"
    assert literal.split('"')[1] in finding.message


def test_an_unknown_datatype_is_a_warning(tmp_path: Path) -> None:
    (finding,) = check_literals(turtle(tmp_path, 'id:x rdfs:comment "x"^^<urn:datatype> .'))
    assert finding.severity is Severity.WARNING


def test_an_ill_formed_literal_is_no_noise_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    turtle(tmp_path, 'id:x rdfs:comment "2022-02-30"^^xsd:date .')
    assert caplog.records == []


def test_reading_keeps_the_lexical_form(tmp_path: Path) -> None:
    (literal,) = turtle(tmp_path, 'id:x rdfs:comment "007"^^xsd:integer .').objects()
    assert str(literal) == "007"


DATES = ["1990", "1990-02", "1990-02-09", "199X", "19XX", "1990-XX", "2022-21", "1990?", "1990-02~", "1990/1991",
         "2021/..", "../2021", "2021/", "/2021", "1990-02-09/1990-02-10", "199X/2001", "2000-02-29"]  # fmt: skip
NO_DATES = ["", "/", "90", "1990-13", "1990-00", "2022-02-30", "1900-02-29", "1990-02-00", "1990/1991/1992", "May 1990",
            "1990-2-9", "2022-21-01", "1990 ", "X990"]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_edtf(text: str) -> None:
    assert is_edtf(text)


@pytest.mark.parametrize("text", NO_DATES)
def test_no_edtf(tmp_path: Path, text: str) -> None:
    assert not is_edtf(text)
    (finding,) = check_literals(turtle(tmp_path, f'id:x sv:namesDate "{text}" .'))
    assert finding.source == "edtf"


def test_the_shapes_and_the_code_agree_on_the_pattern() -> None:
    rows = select(
        load_shapes(), "SELECT ?pattern WHERE { ?s sh:path ?p ; sh:datatype xsd:string ; sh:pattern ?pattern }"
    )
    assert len(rows) == 4
    assert {pattern for (pattern,) in rows} == {EDTF_PATTERN}
