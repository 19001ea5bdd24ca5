"""The documentation of the ontology, made from its own annotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from flask import render_template
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from ontology.files import load_ontology
from ontology.namespaces import ONTOLOGY_IRI, SV
from queries.terms import contract
from server.pages.links import address_of

_PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_CHARACTERISTICS = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.TransitiveProperty,
    OWL.IrreflexiveProperty,
    OWL.ReflexiveProperty,
)
_SHOWN_APART = {
    RDF.type,
    RDFS.label,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    RDFS.isDefinedBy,
    SKOS.definition,
    SKOS.scopeNote,
    SKOS.example,
    OWL.inverseOf,
}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A term that another term's description names: its text, and the address of its own description."""

    text: str
    address: str | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One term of the ontology as it is described to readers."""

    name: str
    label: str
    kind: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Reference, ...]], ...]
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Documentation:
    """The whole ontology as it is described to readers."""

    title: str
    description: str
    version: str
    licence: str | None
    classes: tuple[Entry, ...]
    object_properties: tuple[Entry, ...]
    data_properties: tuple[Entry, ...]
    annotation_properties: tuple[Entry, ...]
    individuals: tuple[Entry, ...]


def render_ontology() -> str:
    """Returns the HTML page that documents the ontology; each term has its local name as anchor."""
    return render_template("ontology.html", ontology=documentation())


@cache
def documentation() -> Documentation:
    """Returns the description of the ontology; it is made once, since the files do not change while a server runs."""
    ontology = load_ontology()
    properties = {kind: tuple(_entry(ontology, term) for term in _terms(ontology, kind)) for kind in _PROPERTY_KINDS}
    individuals = sorted(
        term
        for term in set(ontology.subjects(RDF.type, OWL.NamedIndividual))
        if isinstance(term, URIRef) and term.startswith(str(SV))
    )
    return Documentation(
        title=_text(ontology, ONTOLOGY_IRI, URIRef("http://purl.org/dc/terms/title")) or "The ontology",
        description=_text(ontology, ONTOLOGY_IRI, URIRef("http://purl.org/dc/terms/description")),
        version=_text(ontology, ONTOLOGY_IRI, OWL.versionInfo),
        licence=_text(ontology, ONTOLOGY_IRI, URIRef("http://purl.org/dc/terms/license")) or None,
        classes=tuple(_hierarchy(ontology)),
        object_properties=properties[OWL.ObjectProperty],
        data_properties=properties[OWL.DatatypeProperty],
        annotation_properties=properties[OWL.AnnotationProperty],
        individuals=tuple(_entry(ontology, term) for term in individuals),
    )


def _terms(ontology: Graph, kind: URIRef) -> list[URIRef]:
    found = {term for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef)}
    return sorted(term for term in found if term.startswith(str(SV)))


def _hierarchy(ontology: Graph) -> Iterable[Entry]:
    """Yields the classes, each under the first of its super-classes, with its depth."""
    classes = _terms(ontology, OWL.Class)
    children: dict[URIRef | None, list[URIRef]] = {}
    for term in classes:
        supers = [above for above in sorted(ontology.objects(term, RDFS.subClassOf), key=str) if above in classes]
        children.setdefault(supers[0] if supers else None, []).append(term)  # type: ignore[arg-type]

    def below(parent: URIRef | None, depth: int) -> Iterable[Entry]:
        for term in children.get(parent, []):
            yield _entry(ontology, term, depth)
            yield from below(term, depth + 1)

    return below(None, 0)


def _entry(ontology: Graph, term: URIRef, depth: int = 0) -> Entry:
    return Entry(
        name=term.removeprefix(str(SV)),
        label=_text(ontology, term, RDFS.label) or term.removeprefix(str(SV)),
        kind=", ".join(_kinds(ontology, term)),
        definition=_text(ontology, term, SKOS.definition),
        notes=tuple(str(note) for note in sorted(ontology.objects(term, SKOS.scopeNote), key=str)),
        examples=tuple(str(example) for example in sorted(ontology.objects(term, SKOS.example), key=str)),
        facts=tuple(_facts(ontology, term)),
        depth=depth,
    )


def _kinds(ontology: Graph, term: URIRef) -> list[str]:
    return [
        contract(str(kind)).partition(":")[2]
        for kind in sorted(ontology.objects(term, RDF.type), key=str)
        if kind in _CHARACTERISTICS or str(kind).startswith(str(SV))
    ]


def _facts(ontology: Graph, term: URIRef) -> Iterable[tuple[str, tuple[Reference, ...]]]:
    """Yields what else is stated of a term, as pairs of words and references."""
    named = (
        ("Sub-class of", ontology.objects(term, RDFS.subClassOf)),
        ("Sub-classes", ontology.subjects(RDFS.subClassOf, term)),
        ("Sub-property of", ontology.objects(term, RDFS.subPropertyOf)),
        ("Sub-properties", ontology.subjects(RDFS.subPropertyOf, term)),
        ("From (domain)", ontology.objects(term, RDFS.domain)),
        ("To (range)", ontology.objects(term, RDFS.range)),
        ("Inverse of", {*ontology.objects(term, OWL.inverseOf), *ontology.subjects(OWL.inverseOf, term)}),
    )
    for words, values in named:
        references = _references(ontology, values)
        if references:
            yield words, references
    for predicate in sorted(set(ontology.predicates(term)) - _SHOWN_APART, key=str):
        references = _references(ontology, ontology.objects(term, predicate))
        if references:
            yield contract(str(predicate)), references


def _references(ontology: Graph, values: Iterable[object]) -> tuple[Reference, ...]:
    found = {_reference(ontology, value) for value in values}
    return tuple(sorted((item for item in found if item is not None), key=lambda item: item.text))


def _reference(ontology: Graph, value: object) -> Reference | None:
    if isinstance(value, Literal):
        return Reference(text=str(value), address=None)
    if isinstance(value, URIRef):
        return Reference(text=contract(str(value)), address=address_of(str(value)))
    if isinstance(value, BNode):
        text = _expression(ontology, value)
        return Reference(text=text, address=None) if text else None
    return None


def _expression(ontology: Graph, node: BNode) -> str | None:
    """Returns a class expression or a property chain in words, or None where it is neither."""
    for operator, words in ((OWL.unionOf, " or "), (OWL.intersectionOf, " and "), (OWL.oneOf, ", ")):
        listed = ontology.value(node, operator)
        if listed is not None:
            return words.join(_word(ontology, member) for member in Collection(ontology, listed))
    if ontology.value(node, RDF.first) is not None:
        return " ∘ ".join(_word(ontology, member) for member in Collection(ontology, node))
    inverse = ontology.value(node, OWL.inverseOf)
    if inverse is not None:
        return f"inverse of {_word(ontology, inverse)}"
    complement = ontology.value(node, OWL.complementOf)
    if complement is not None:
        return f"not {_word(ontology, complement)}"
    on = ontology.value(node, OWL.onProperty)
    for restriction, words in _RESTRICTIONS:
        filler = ontology.value(node, restriction)
        if on is not None and filler is not None:
            return f"{_word(ontology, on)} {words} {_word(ontology, filler)}"
    return None


_RESTRICTIONS = (
    (OWL.someValuesFrom, "some"),
    (OWL.allValuesFrom, "only"),
    (OWL.hasValue, "value"),
    (OWL.hasSelf, "Self"),
    (OWL.minCardinality, "at least"),
    (OWL.maxCardinality, "at most"),
    (OWL.cardinality, "exactly"),
    (OWL.maxQualifiedCardinality, "at most"),
    (OWL.minQualifiedCardinality, "at least"),
)


def _word(ontology: Graph, member: object) -> str:
    if isinstance(member, BNode):
        inner = _expression(ontology, member)
        return f"({inner})" if inner else "(expression)"
    return contract(str(member))


def _text(ontology: Graph, term: URIRef, predicate: URIRef) -> str:
    return str(ontology.value(term, predicate) or "")
