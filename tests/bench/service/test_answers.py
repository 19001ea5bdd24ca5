"""Answers are compared as multisets of rows, by the values of their terms."""

from __future__ import annotations

import json

import pytest

from bench.service.answers import Digest, digest, lists_of
from bench.service.measuring import compare
from bench.service.results import First

XSD = "http://www.w3.org/2001/XMLSchema#"
WORKLOAD = "name"


def _body(*rows: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": rows}}).encode()


def _iri(text: str) -> dict[str, str]:
    return {"type": "uri", "value": text}


def _literal(text: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": text, **more}


ONE, TWO = {"a": _iri("urn:x")}, {"a": _iri("urn:y"), "b": _literal("text")}


def test_the_order_of_rows_is_free() -> None:
    assert digest(_body(ONE, TWO), {}) == digest(_body(TWO, ONE), {})


@pytest.mark.parametrize(
    "other",
    [
        _body(ONE),
        _body(ONE, ONE),
        _body(ONE, TWO, TWO),
        _body(ONE, {"a": _iri("urn:y"), "b": _literal("text", **{"xml:lang": "en"})}),
        _body(ONE, {"a": _literal("urn:y"), "b": _literal("text")}),
        _body(ONE, {"b": _iri("urn:y"), "a": _literal("text")}),
        _body(ONE, {"a": _iri("urn:y"), "b": _literal("text", datatype=f"{XSD}date")}),
    ],
)
def test_another_row_is_another_answer(other: bytes) -> None:
    assert digest(_body(ONE, TWO), {}) != digest(other, {})


def test_two_pairs_of_equal_rows_are_not_two_other_pairs() -> None:
    assert digest(_body(ONE, ONE), {}) != digest(_body(TWO, TWO), {})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_literal("0.60", datatype=f"{XSD}decimal"), _literal("0.6", datatype=f"{XSD}decimal")),
        (_literal("100", datatype=f"{XSD}integer"), _literal("100.0", datatype=f"{XSD}decimal")),
        (_literal("1e2", datatype=f"{XSD}double"), _literal("100", datatype=f"{XSD}integer")),
        (_literal("x"), _literal("x", datatype=f"{XSD}string")),
        (_literal("x", **{"xml:lang": "EN"}), _literal("x", **{"xml:lang": "en"})),
    ],
)
def test_equal_values_are_equal(one: dict[str, str], other: dict[str, str]) -> None:
    assert digest(_body({"a": one}), {}) == digest(_body({"a": other}), {})


def test_lists_of_group_concat_are_compared_by_their_parts() -> None:
    one, other = _body({"a": _literal("x; y")}), _body({"a": _literal("y; x", **{"xml:lang": "en"})})
    assert digest(one, {"a": "; "}) == digest(other, {"a": "; "})
    assert digest(one, {}) != digest(other, {})
    assert digest(one, {"a": "; "}) != digest(_body({"a": _literal("x; x")}), {"a": "; "})


def test_lists_are_found_in_a_query() -> None:
    sparql = """SELECT ?x (COUNT(*) AS ?n) (GROUP_CONCAT(DISTINCT COALESCE(?name, ""); separator=" … ") AS ?names)
      (GROUP_CONCAT(?word) AS ?words) WHERE { ?x ?y ?z }"""
    assert lists_of(sparql) == {"names": " … ", "words": " "}


def test_booleans_triples_and_counted_rows() -> None:
    assert digest(b'{"head": {}, "boolean": true}', {}) != digest(b'{"head": {}, "boolean": false}', {})
    one, two = b"<urn:a> <urn:p> <urn:b> .\n", b"<urn:a> <urn:p> <urn:c> .\n"
    assert digest(one + two, {}, triples=True) == digest(two + one + one, {}, triples=True)
    assert digest(one, {}, triples=True) != digest(two, {}, triples=True)
    assert digest(_body(ONE), {}, rows_only=True) == digest(_body(TWO), {}, rows_only=True)


def test_what_is_no_answer_is_told() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        digest(b"<html>", {})


def test_the_odd_one_out_is_named() -> None:
    found = {name: First(1.0, Digest(3, 5)) for name in "abc"} | {"d": First(1.0, Digest(3, 6))}
    differences = compare(WORKLOAD, found)
    assert [each.name for each in differences] == ["d"]
    assert not differences[0].known


def test_an_answer_that_failed_is_not_compared() -> None:
    assert compare(WORKLOAD, {"a": First(1.0, Digest(3, 5)), "b": First(problem="over 60 s")}) == []


def test_a_known_deviation_has_its_reason() -> None:
    known = "saved: is-disputed"
    found = {"Servanda": First(1.0, Digest(1, 1)), "Oxigraph": First(1.0, Digest(1, 1))}
    differences = compare(known, found | {"Virtuoso": First(1.0, Digest(1, 2))})
    assert [bool(each.known) for each in differences] == [True]
