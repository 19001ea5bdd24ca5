"""The authority's names as the gazetteer needs them: surface, bearer, kind, manner, and for whom the bearer acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rdflib import URIRef

from triples.authority.loading import Contents, read_contents
from triples.authority.model import Entity, Kind

Manner = Literal["name", "capital", "adjective", "people", "metonym"]
Bearer = Literal["state", "organisation", "body", "region", "media", "instrument"]

_BEARERS: dict[Kind, Bearer] = {
    "State": "state",
    "FormerState": "state",
    "InternationalOrganization": "organisation",
    "GovernmentBody": "body",
    "MediaOrganization": "media",
    "Group": "region",
    "Treaty": "instrument",
    "PoliticalDocument": "instrument",
}
_PRONOUNCED = 4
"""An acronym of so many letters is used as a name (NATO, OSCE); a shorter one abbreviates a name (EU, UN)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its bearer; `of` is the state or organisation for which a body acts.

    `full` is the long name of an organisation whose short name serves as `bearer`.
    """

    surface: str
    bearer: str
    kind: Bearer
    manner: Manner
    of: tuple[str, ...] = ()


def authority_names() -> Iterator[Name]:
    """Yields the names of states, organisations, bodies and media with all their spellings and stand-ins."""
    contents = _contents()
    for entity in contents.entities.values():
        kind = _BEARERS.get(entity.kind)
        if kind is None:
            continue
        bearer, of = common_name(entity), _of(entity, contents.entities)
        for surface in _spellings(entity):
            named = surface.removeprefix("the ").removeprefix("The ")
            yield Name(named, named if kind == "body" else bearer, kind, "name", of)
        for manner, surfaces in _stand_ins(entity):
            for surface in surfaces:
                named = surface.removeprefix("the ")
                if kind == "state" and manner == "metonym":
                    # A seat of government acts under its own name for the state: "the Kremlin".
                    yield Name(named, named, "body", "metonym", (bearer,))
                else:
                    yield Name(named, bearer, kind, manner, of)


@cache
def state_of_person(name: str) -> str | None:
    """Returns the state or organisation that a known person stands for; some surnames suffice."""
    return _people().get(name.lower())


def common_name(entity: Entity) -> str:
    """Returns the name by which a document calls an entity: "NATO", "European Union", "Russia"."""
    if entity.kind == "InternationalOrganization" and entity.short and len(entity.short) >= _PRONOUNCED:
        return entity.short
    return entity.name


def _spellings(entity: Entity) -> Iterator[str]:
    yield entity.name
    for surface in (entity.short, entity.official):
        if surface:
            yield surface
    yield from entity.aliases
    yield from entity.patterns


def _stand_ins(entity: Entity) -> Iterator[tuple[Manner, tuple[str, ...]]]:
    yield "adjective", entity.demonyms
    yield "people", entity.people
    if entity.kind in ("State", "FormerState"):
        yield "capital", entity.capitals
    yield "metonym", entity.metonyms


def _of(entity: Entity, entities: Mapping[URIRef, Entity]) -> tuple[str, ...]:
    above = entities.get(entity.of) if entity.of is not None else None
    return (common_name(above),) if above is not None and entity.kind == "GovernmentBody" else ()


@cache
def _contents() -> Contents:
    return read_contents()


@cache
def _people() -> dict[str, str]:
    contents, people = _contents(), {}
    for entity in contents.entities.values():
        above = contents.entities.get(entity.of) if entity.kind == "Person" and entity.of is not None else None
        if above is None:
            continue
        for surface in (entity.name, *entity.aliases):
            people[surface.lower()] = common_name(above)
        if entity.surname and entity.surname_suffices:
            people[entity.surname.lower()] = common_name(above)
    return people
