"""The authority's names as the gazetteer needs them: surface, bearer, kind, manner, and for whom the bearer acts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from rdflib import URIRef

from triples.authority import load_authority
from triples.authority.loading import Contents, read_contents
from triples.authority.model import Entity, Kind
from triples.dates import bounds

Manner = Literal["name", "capital", "adjective", "people", "metonym"]
Bearer = Literal["state", "organisation", "body", "region", "media", "instrument"]

_BEARERS: dict[Kind, Bearer] = {
    "State": "state",
    "FormerState": "state",
    "InternationalOrganization": "organisation",
    "OtherOrganization": "organisation",
    "GovernmentBody": "body",
    "MediaOrganization": "media",
    "Group": "region",
    "Treaty": "instrument",
    "PoliticalDocument": "instrument",
}
_SHORTEST_MOVEMENT = 3
"""Shorter acronyms of movements look like common words in capitals ("IS")."""
_OBSERVERS = frozenset(
    {
        "Amnesty International", "Human Rights Watch", "Médecins Sans Frontières", "National Security Archive",
        "George Washington University", "Stockholm International Peace Research Institute",
        "International Institute for Strategic Studies",
    }
)  # fmt: skip
"""Organisations that watch and study what others do, and take no position towards them."""
_TOWNS = frozenset(
    {
        "Abidjan", "Berne", "Bonn", "Dar es Salaam", "Delhi", "Kiev", "Kishinev", "Lugansk", "Nay Pyi Taw",
        "Nur-Sultan", "Peking", "Prishtina", "Putrajaya", "Rawalpindi", "Sana'a", "Sukhum", "Teheran", "Tel Aviv",
        "The Hague", "Ulan Bator", "Washington, D.C.", "Washington DC", "Washington D.C.", "Hague",
    }
)  # fmt: skip
"""Seats of government that are towns, in older spelling or beside the capital: they name the state, not a building."""
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "ß": "ss"})
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
    full: str = ""


def authority_names() -> Iterator[Name]:
    """Yields the names of states, organisations, bodies and media with all their spellings and stand-ins."""
    contents = _contents()
    for entity in contents.entities.values():
        kind = _BEARERS.get(entity.kind)
        if kind is None or (entity.kind == "OtherOrganization" and entity.name in _OBSERVERS):
            continue
        bearer, of = common_name(entity), _of(entity, contents.entities)
        for surface in _spellings(entity):
            if entity.kind == "OtherOrganization" and len(surface) < _SHORTEST_MOVEMENT:
                continue
            named = surface.removeprefix("the ").removeprefix("The ")
            yield Name(named, named if kind == "body" else bearer, kind, "name", of, entity.name)
        for manner, surfaces in _stand_ins(entity):
            for surface in surfaces:
                named = surface.removeprefix("the ")
                if kind == "state" and manner == "metonym" and named in _TOWNS:
                    yield Name(named, bearer, kind, "capital")
                elif kind == "state" and manner == "metonym":
                    # A seat of government acts under its own name for the state: "the Kremlin".
                    yield Name(named, named, "body", "metonym", (bearer,))
                else:
                    yield Name(named, bearer, kind, manner, of)


def sides_of_person(name: str, on: date | None = None) -> tuple[str, ...]:
    """Returns the state or organisation that a known person stands for on a day, else at any time; () if unknown.

    The post held on that day decides: the secretary-general of an organisation does not act for the country of birth.
    A surname alone is enough where the authority says that it means one person in any text.
    """
    known = _people().get(name_key(name))
    if known is None:
        return ()
    if on is not None:
        held = [side for since, until, side in known.posts if since <= on and (until is None or on <= until)]
        if held:
            return (held[0],)
    return (known.side,) if known.side else ()


def sides_of_surname(surname: str, on: date | None) -> tuple[str, ...]:
    """Returns for whom somebody in office of this surname stands: "President Carter" in 1979; () where that is open."""
    bearers = _by_surname().get(name_key(surname), ())
    if on is not None:
        held = {side for known in bearers for since, until, side in known.posts if since <= on <= (until or on)}
        if len(held) == 1:
            return tuple(held)
    sides = {known.side for known in bearers if known.side}
    return tuple(sides) if len(sides) == 1 else ()


def name_key(name: str) -> str:
    """Returns the form of a person's name that is compared: no accents, initials, capitals or titles of courtesy."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    parts = letters.translate(_LETTERS).replace("-", " ").split()
    kept = [w for i, w in enumerate(parts) if i == 0 or not (len(w.rstrip(".")) == 1 and w.isascii())]
    return " ".join(kept)


@cache
def seat_of_state(place: str, on: date) -> str | None:
    """Returns the state whose government sat in a capital on a day: Moscow in 1985 is the Soviet Union."""
    found = load_authority().resolve(place, kind="State", on=on)
    return common_name(found.entity) if found is not None else None


@cache
def ended(state: str) -> date | None:
    """Returns the last day of a former state, or None."""
    found = load_authority().resolve(state, kind="FormerState")
    if found is None or found.entity.until is None:
        return None
    limits = bounds(found.entity.until)
    return limits[1] if limits else None


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
    if entity.kind not in ("GovernmentBody", "InternationalOrganization") or entity.of is None:
        return ()
    above = _whole(entities, entity.of)
    return (common_name(above),) if above is not None else ()


@cache
def _contents() -> Contents:
    return read_contents()


@dataclass(frozen=True, slots=True)
class _Known:
    """A person of the authority: for whom in general, and for whom in which post from when till when."""

    side: str | None
    posts: tuple[tuple[date, date | None, str], ...]


@cache
def _people() -> dict[str, _Known]:
    contents, people = _contents(), {}
    posts: dict[URIRef, list[tuple[date, date | None, str]]] = {}
    for holding in contents.holdings:
        post = contents.entities[holding.post]
        above = _whole(contents.entities, post.of)
        if above is not None:
            posts.setdefault(holding.person, []).append((holding.earliest, holding.latest, common_name(above)))
    for entity in contents.entities.values():
        if entity.kind != "Person":
            continue
        above = _whole(contents.entities, entity.of)
        held = tuple(sorted(posts.get(entity.iri, ()), key=lambda h: h[0], reverse=True))
        known = _Known(common_name(above) if above is not None else None, held)
        for surface in (entity.name, *entity.aliases):
            people[name_key(surface)] = known
        if entity.surname and entity.surname_suffices:
            people.setdefault(name_key(entity.surname), known)
    return people


@cache
def _by_surname() -> dict[str, tuple[_Known, ...]]:
    found: dict[str, tuple[_Known, ...]] = {}
    for entity in _contents().entities.values():
        if entity.kind == "Person" and entity.surname:
            key = name_key(entity.surname)
            found[key] = (*found.get(key, ()), _people()[name_key(entity.name)])
    return found


def _whole(entities: Mapping[URIRef, Entity], iri: URIRef | None) -> Entity | None:
    """The state or organisation at the top: that of a ministry, the union of which a commission is an organ."""
    above = entities.get(iri) if iri is not None else None
    while above is not None and above.of is not None and above.of in entities:
        above = entities[above.of]
    return above
