"""Actors in consolidation: names are resolved through the authority, and unknown ones get an IRI of their own.

The authority decides what a name stands for; this module adds what consolidation needs to know about an actor (label,
rank, principals, posts) and keeps the actors that it mints, which go to ``graph/authority`` with ``sv:mintedFrom``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ontology.namespaces import GRAPH_AUTHORITY, ORG, SV, instance
from triples.consolidation.periods import Period
from triples.serialisation import Quad

_OFFICIALS = frozenset(
    [
        "official",
        "leader",
        "diplomat",
        "negotiator",
        "envoy",
        "minister",
        "representative",
        "authority",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "delegation",
        "administration",
        "government",
        "ambassador",
        "president",
        "side",
    ]
)
"""Nouns whose bearers act for the state that the adjective before them names ("American officials")."""

_PEOPLE = _OFFICIALS | frozenset(
    [
        "expert",
        "lawmaker",
        "analyst",
        "researcher",
        "historian",
        "journalist",
        "politician",
        "critic",
        "observer",
        "scholar",
        "member",
        "ally",
        "state",
        "republic",
        "country",
        "power",
        "nation",
        "partner",
        "adviser",
        "senator",
        "general",
        "commander",
        "report",
        "document",
        "record",
        "archive",
    ]
)
_BODIES = frozenset(
    [
        "ministry",
        "department",
        "council",
        "commission",
        "committee",
        "parliament",
        "senate",
        "congress",
        "embassy",
        "office",
        "agency",
        "bureau",
        "service",
        "organization",
        "organisation",
        "association",
        "union",
        "institute",
        "university",
        "foundation",
        "company",
        "group",
        "archive",
    ]
)
_RANKS = {
    SV.Person: 4,
    SV.GovernmentBody: 3,
    SV.MediaOrganization: 3,
    SV.OtherOrganization: 3,
    SV.Group: 2,
    SV.State: 1,
    SV.FormerState: 1,
    SV.InternationalOrganization: 1,
}
_KINDS = {SV.Person: "person", SV.Group: "group", SV.State: "state", SV.FormerState: "state"}


class Entity(Protocol):
    """What the authority knows a name by."""

    @property
    def iri(self) -> URIRef:
        """The IRI of the entity."""


class Resolver(Protocol):
    """The part of the authority that consolidation asks."""

    def resolve(self, name: str, *, kind: str | None = None) -> Entity | None:
        """Returns the entity that a name stands for, or None."""


@dataclass
class _Minted:
    """An actor that the authority does not know: how it is spelt in the first document that names it."""

    label: str
    kind: URIRef
    first: URIRef
    documents: set[URIRef] = field(default_factory=set)


class Actors:
    """The actors of the authority and those minted from the documents."""

    def __init__(self, resolver: Resolver, authority: Graph) -> None:
        self._resolver = resolver
        self._graph = authority
        self._minted: dict[URIRef, _Minted] = {}
        self._principals: dict[URIRef, frozenset[URIRef]] = {}

    def resolve(self, name: str) -> URIRef | None:
        """Returns the actor of the authority with this name, or None; instruments and posts are no actors."""
        entity = self._resolver.resolve(name)
        if entity is None or not self._classes(entity.iri) & _RANKS.keys():
            return None
        return entity.iri

    def find(self, name: str, document: URIRef) -> URIRef:
        """Returns the actor with this name; one that the authority does not know is minted from the document."""
        label = _plain(name)
        known = self.resolve(name) or self.resolve(label)
        if known is not None:
            return known
        kind = _kind_of_unknown(label)
        if kind == SV.Group:
            label = _uncapitalised(label)
        iri = instance(_KINDS.get(kind, "organization"), label)
        self._mint(iri, label, kind, document)
        return iri

    def _mint(self, iri: URIRef, label: str, kind: URIRef, document: URIRef) -> None:
        """Notes an unknown actor; of several spellings the first of the first document by IRI is kept."""
        known = self._minted.setdefault(iri, _Minted(label, kind, document))
        known.documents.add(document)
        if document < known.first:
            known.label, known.first = label, document

    def label(self, actor: URIRef) -> str:
        """Returns the name of an actor as it stands in a label: the preferred one."""
        if actor in self._minted:
            return self._minted[actor].label
        return self._text(actor, SKOS.prefLabel) or str(actor).rsplit("/", 1)[-1]

    def short(self, actor: URIRef) -> str:
        """Returns the short name of an actor ("NATO"), else its name."""
        return self._text(actor, SV.shortName) or self.label(actor)

    def _text(self, node: URIRef, predicate: URIRef) -> str | None:
        found = sorted(str(value) for value in self._graph.objects(node, predicate))
        # The shortest, so that "US" is preferred to "USA" whatever the order of the file.
        return min(found, key=lambda text: (len(text), text)) if found else None

    def _classes(self, node: URIRef) -> set[URIRef]:
        if node in self._minted:
            return {self._minted[node].kind}
        return {kind for kind in self._graph.objects(node, RDF.type) if isinstance(kind, URIRef)}

    def rank(self, actor: URIRef) -> int:
        """Returns how particular an actor is: a person (4) more than a body (3), a group (2), a state (1)."""
        return max((_RANKS.get(kind, 0) for kind in self._classes(actor)), default=0)

    def is_person(self, actor: URIRef) -> bool:
        """Tells whether the actor is a person."""
        return SV.Person in self._classes(actor)

    def is_group(self, actor: URIRef) -> bool:
        """Tells whether the actor is a plural or unnamed collective."""
        return SV.Group in self._classes(actor)

    def is_alliance(self, actor: URIRef) -> bool:
        """Tells whether the actor is an international organisation that is named an alliance or a pact."""
        if SV.InternationalOrganization not in self._classes(actor):
            return False
        names = [*self._graph.objects(actor, SKOS.prefLabel), *self._graph.objects(actor, SKOS.altLabel)]
        return any(re.search(r"\b(alliance|pact|treaty organi[sz]ation)\b", str(name).lower()) for name in names)

    def behalf_of_group(self, name: str, document: URIRef) -> tuple[URIRef, ...]:
        """Returns the state that the adjective of a group of officials names ("American officials")."""
        group = self.find(name, document)
        if not self.is_group(group):
            return ()
        # As this document spells it, so that it does not matter which document was read first.
        words = (_plain(name) if group in self._minted else self.label(group)).split()
        if len(words) < 2 or _singular(words[-1].lower()) not in _OFFICIALS:
            return ()
        state = self.resolve(" ".join(words[:-1]))
        return (state,) if state is not None and self.rank(state) == 1 else ()

    def principals(self, actor: URIRef) -> frozenset[URIRef]:
        """Returns the actor with the states and organisations that it is part of or holds, or held, a post in."""
        if actor not in self._principals:
            self._principals[actor] = self._find_principals(actor)
        return self._principals[actor]

    def _find_principals(self, actor: URIRef) -> frozenset[URIRef]:
        found, waiting = {actor}, [actor]
        while waiting:
            node = waiting.pop()
            for whole in (*self._wholes(node), *self._places_of_posts(node)):
                if whole not in found:
                    found.add(whole)
                    waiting.append(whole)
        return frozenset(found)

    def _wholes(self, node: URIRef) -> Iterator[URIRef]:
        for predicate in (SV.partOf, SV.bodyOf):
            yield from (whole for whole in self._graph.objects(node, predicate) if isinstance(whole, URIRef))

    def _places_of_posts(self, person: URIRef) -> Iterator[URIRef]:
        for holding in self._graph.subjects(ORG.member, person):
            for post in self._graph.objects(holding, SV.post):
                yield from (place for place in self._graph.objects(post, ORG.postIn) if isinstance(place, URIRef))

    def memberships(self, actors: Iterable[URIRef]) -> frozenset[URIRef]:
        """Returns the organisations of which any of the actors is a member."""
        return frozenset(
            whole for actor in actors for whole in self._graph.objects(actor, SV.memberOf) if isinstance(whole, URIRef)
        )

    def post_held(self, person: URIRef, period: Period | None) -> URIRef | None:
        """Returns the holding of a post by a person in a period: the only one that overlaps it, else None.

        Of several, the only one that covers the whole period is preferred.
        """
        if period is None:
            return None
        holdings = [
            (holding, held)
            for holding in self._graph.subjects(ORG.member, person)
            if isinstance(holding, URIRef) and (held := self._held(holding)).overlaps(period)
        ]
        covering = [(holding, held) for holding, held in holdings if held.covers(period)]
        for candidates in (covering, holdings):
            if len(candidates) == 1:
                return candidates[0][0]
        return None

    def _held(self, holding: URIRef) -> Period:
        return Period(
            self._date(holding, SV.earliest) or date.min,
            self._date(holding, SV.latest) or date.max,
        )

    def _date(self, node: URIRef, predicate: URIRef) -> date | None:
        value = self._graph.value(node, predicate)
        return date.fromisoformat(str(value)) if isinstance(value, Literal) else None

    def minted(self) -> Iterator[Quad]:
        """Yields the description of the actors that the documents name and the authority does not know."""
        for actor, minted in sorted(self._minted.items()):
            label = Literal(minted.label, lang="en")
            yield Quad(actor, RDF.type, minted.kind, GRAPH_AUTHORITY)
            yield Quad(actor, SKOS.prefLabel, label, GRAPH_AUTHORITY)
            yield Quad(actor, RDFS.label, label, GRAPH_AUTHORITY)
            for document in sorted(minted.documents):
                yield Quad(actor, SV.mintedFrom, document, GRAPH_AUTHORITY)


def _plain(name: str) -> str:
    words = re.sub(r"[“”\"*]", "", name).split()
    if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(words)


def _uncapitalised(label: str) -> str:
    # "Declassified documents" at the start of a sentence are the "declassified documents" inside another.
    words = label.split()
    return " ".join([words[0] if _is_proper(words[0]) else words[0].lower(), *words[1:]])


def _is_proper(word: str) -> bool:
    # Adjectives of places keep their capital; English offers no other sign at the start of a sentence.
    return word[:1].isupper() and bool(re.search(r"(an|ese|ish|ern|ch|i|[A-Z.]{2,})$|’s$|'s$", word))


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _kind_of_unknown(label: str) -> URIRef:
    """Returns the class of an actor that only its name is known of."""
    words = label.split()
    lower = [_singular(word.lower()) for word in words]
    capitalised = [word[:1].isupper() for word in words]
    if lower[-1] in _BODIES or any(word in _BODIES for word in lower if all(capitalised)):
        return SV.OtherOrganization if any(capitalised) else SV.Group
    if all(capitalised) and 2 <= len(words) <= 4 and not set(lower) & _PEOPLE:
        return SV.Person
    if len(words) == 1 and capitalised[0] and not words[0].isupper() and not words[0].endswith("s"):
        return SV.Person
    if len(words) == 1 and words[0].isupper():
        return SV.OtherOrganization
    return SV.Group
