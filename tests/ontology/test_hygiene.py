"""Each hygiene rule finds the slip for which it was written, and nothing in the ontology as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.files import hygiene_files, load_ontology
from ontology.validation import check_hygiene
from tests.ontology.snippets import turtle

FULL = (
    'skos:definition "a thing apart"@en ; skos:example "x"@en ; rdfs:isDefinedBy <https://w3id.org/servanda/ontology>'
)
SLIPS = {
    "missing-label": f"sv:Foo a owl:Class ; {FULL} .",
    "missing-definition": 'sv:Foo a owl:Class ; rdfs:label "foo"@en .',
    "missing-example": 'sv:Foo a owl:Class ; rdfs:label "foo"@en .',
    "missing-is-defined-by": 'sv:Foo a owl:Class ; rdfs:label "foo"@en .',
    "two-labels": f'sv:Foo a owl:Class ; rdfs:label "foo"@en , "oof"@en ; {FULL} .',
    "duplicate-label": f'sv:Foo a owl:Class ; rdfs:label "denial"@en ; {FULL} .',
    "circular-definition": f'sv:Foo a owl:Class ; rdfs:label "thing"@en ; {FULL} .',
    "definition-is-a-phrase": 'sv:Foo a owl:Class ; skos:definition "A sentence, and no phrase."@en .',
    "class-not-upper-camel": "sv:foo_bar a owl:Class .",
    "property-not-lower-camel": "sv:FooBar a owl:ObjectProperty .",
    "label-in-lower-case": 'sv:Foo a owl:Class ; rdfs:label "Foo"@en .',
    "property-without-domain": "sv:foo a owl:ObjectProperty .",
    "property-without-range": "sv:foo a owl:DatatypeProperty .",
    "undeclared-term": "id:x sv:adressee id:y .",
    "undeclared-external-term": "sv:Denial rdfs:subClassOf <http://example.org/Thing> .",
    "related-matter-one-way": "<https://w3id.org/servanda/id/matter/trade> skos:related id:x .",
    "matter-keyword-twice": '<https://w3id.org/servanda/id/matter/trade> skos:altLabel "Embargo"@en .',
}


def test_every_rule_has_a_slip() -> None:
    assert {path.stem for path in hygiene_files()} == set(SLIPS)


@pytest.mark.parametrize("rule", SLIPS)
def test_the_rule_finds_the_slip(tmp_path: Path, rule: str) -> None:
    findings = list(check_hygiene(load_ontology() + turtle(tmp_path, SLIPS[rule])))
    assert f"hygiene/{rule}" in {f.check for f in findings}
    assert all(f.subject for f in findings)


@pytest.mark.parametrize("path", hygiene_files(), ids=lambda p: p.stem)
def test_the_first_comment_says_what_to_do(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith((".", "?"))


def test_the_ontology_is_clean() -> None:
    assert [str(f) for f in check_hygiene(load_ontology())] == []
