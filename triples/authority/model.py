"""What the authority knows: entities, who held which post when, and how a name was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from rdflib import URIRef

Kind = Literal[
    "State",
    "FormerState",
    "InternationalOrganization",
    "GovernmentBody",
    "MediaOrganization",
    "OtherOrganization",
    "Group",
    "Person",
    "Post",
    "Treaty",
    "PoliticalDocument",
    "DraftInstrument",
]
"""The classes of the ontology that the authority fills; an entity has the most particular one."""

_ORGANIZATIONS: frozenset[Kind] = frozenset(
    {"State", "FormerState", "InternationalOrganization", "GovernmentBody", "MediaOrganization", "OtherOrganization"}
)

KINDS_BELOW: dict[str, frozenset[Kind]] = {
    "State": frozenset({"State", "FormerState"}),
    "Organization": _ORGANIZATIONS,
    "Actor": _ORGANIZATIONS | {"Person", "Group"},
    "Instrument": frozenset({"Treaty", "PoliticalDocument", "DraftInstrument"}),
}
"""For the classes that have sub-classes: the kinds that count as one of them."""

Manner = Literal[
    "name", "short", "alias", "people", "adjective", "capital", "metonym", "title", "surname", "government"
]
"""In which way a phrase stands for an entity: by name or short name, by another name, by the noun for its people, by
its adjective, by its capital, by another place or building, by a title, by a surname alone, or as a government
("the Russian side")."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A state, organization, group, person, post or instrument, as the tables of the authority give it."""

    iri: URIRef
    kind: Kind
    name: str
    short: str | None = None
    official: str | None = None
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    """Names that follow from role and owner ("Russian Foreign Ministry"); they are not written to the graph."""
    demonyms: tuple[str, ...] = ()
    """Adjectives: "Russian"."""
    people: tuple[str, ...] = ()
    """Nouns in the plural: "Russians"."""
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    """Places and buildings other than the capital that stand for the entity: "the Kremlin"."""
    seat: str | None = None
    of: URIRef | None = None
    """The state or organization that a body, a post, a part or a person belongs to."""
    role: str | None = None
    """What a body or post is, whatever it is called: "foreign ministry", "president"."""
    surname: str | None = None
    surname_suffices: bool = False
    """Whether the surname alone means this person in any text on international politics."""
    iso2: str | None = None
    iso3: str | None = None
    status: str | None = None
    """Of a state: member or observer of the United Nations, other, or former."""
    since: str | None = None
    """EDTF date of the beginning of an organization or a former state, or of the adoption of an instrument."""
    until: str | None = None
    """EDTF date of the end of a former state or organization."""
    parties: tuple[URIRef, ...] = ()
    addressed_to: tuple[URIRef, ...] = ()
    successor_of: tuple[URIRef, ...] = ()

    def is_a(self, kind: str) -> bool:
        """Tells whether the entity is of a kind or of one below it: "State", "Organization", "Actor", "Instrument"."""
        return self.kind == kind or self.kind in KINDS_BELOW.get(kind, ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """One person in one post for one stretch of time; the dates are EDTF, with the days that they allow."""

    iri: URIRef
    person: URIRef
    post: URIRef
    since: str
    until: str | None
    earliest: date
    latest: date | None
    """The last day that the end allows; None where nothing is known of an end."""

    def covers(self, day: date) -> bool:
        """Tells whether the person may have been in the post on this day."""
        return self.earliest <= day and (self.latest is None or day <= self.latest)


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """One actor in one organization or group; `since` and `until` are EDTF dates or None where not given."""

    member: URIRef
    organization: URIRef
    since: str | None
    until: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """How a name was understood."""

    entity: Entity
    manner: Manner
    confidence: float
    holding: Holding | None = None
    """The post in which a person is spoken of, where the name or the date tells."""
    others: tuple[str, ...] = ()
    """Other readings that the name has in general, in words; not empty means: usual, but not certain."""

    @property
    def iri(self) -> URIRef:
        """The IRI of the entity."""
        return self.entity.iri


class GazetteerEntry(NamedTuple):
    """A name to look for in texts, the manner in which it names, and what it names."""

    surface: str
    manner: Manner
    entity: Entity


@dataclass(frozen=True, kw_only=True, slots=True)
class Ambiguity:
    """A name that is known to mean several things; `usual` is what it means when nothing else is known, if anything."""

    surface: str
    usual: URIRef | None
    readings: tuple[str, ...]
