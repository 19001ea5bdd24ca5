"""Names to entities: one look-up by key, and the order in which the manners of naming win over one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from rdflib import URIRef

from triples.authority.loading import Contents
from triples.authority.model import Ambiguity, Entity, GazetteerEntry, Manner, Resolution
from triples.authority.names import fits, is_acronym, key
from triples.dates import bounds

_CONFIDENCE: dict[Manner, float] = {
    "name": 1.0,
    "short": 1.0,
    "alias": 0.98,
    "title": 0.95,
    "people": 0.95,
    "adjective": 0.9,
    "capital": 0.85,
    "metonym": 0.85,
    "surname": 0.85,
    "government": 0.9,
}
_RANKS: dict[Manner, int] = {
    "name": 0,
    "short": 1,
    "alias": 1,
    "title": 1,
    "people": 2,
    "adjective": 2,
    "capital": 3,
    "metonym": 3,
    "surname": 4,
    "government": 4,
}
_CERTAINTY_OF_USUAL = 0.9
"""What is left of the confidence where a name has other readings than the usual one."""


class Reading(NamedTuple):
    """One thing that a name may stand for."""

    entity: Entity
    manner: Manner
    surface: str


class NameIndex:
    """All names except those of persons by surname and title, which need more than a look-up."""

    def __init__(self, contents: Contents) -> None:
        self._entities = contents.entities
        self._readings: dict[str, list[Reading]] = {}
        self._ambiguities: dict[str, Ambiguity] = {key(known.surface): known for known in contents.ambiguities}
        self._continued = _continued_since(contents.entities.values())
        for entity in contents.entities.values():
            for surface, manner in _names(entity):
                self._add(surface, manner, entity)
        for known in contents.ambiguities:
            self._add_readings_of(known)

    def _add(self, surface: str, manner: Manner, entity: Entity) -> None:
        readings = self._readings.setdefault(key(surface), [])
        # "NATO" is found in capitals only; "Nato", where the tables have it too, lifts that condition.
        if all(known.entity is not entity or is_acronym(known.surface) > is_acronym(surface) for known in readings):
            readings.append(Reading(entity, manner, surface))

    def _add_readings_of(self, known: Ambiguity) -> None:
        by_name = {entity.name: entity for entity in self._entities.values() if entity.kind != "Person"}
        meant = [self._entities[known.usual]] if known.usual else []
        meant += [by_name[name] for name in known.readings if name in by_name]
        for entity in meant:
            self._add(known.surface, "metonym", entity)

    def resolve(self, phrase: str, *, kind: str | None = None, on: date | None = None) -> Resolution | None:
        """Returns what a phrase stands for, or None where it is no name of the tables or remains ambiguous."""
        found = [reading for reading in self.readings(phrase, kind=kind) if self._in_time(reading, on)]
        if not found:
            return None
        best = _RANKS[found[0].manner]
        found = self._of_the_time([reading for reading in found if _RANKS[reading.manner] == best], on)
        known = self._ambiguities.get(key(phrase))
        if known is not None and known.usual is None and kind is None:
            return None
        if len(found) > 1 and known is not None and known.usual is not None:
            found = [reading for reading in found if reading.entity.iri == known.usual]
        if len(found) != 1:
            return None
        (reading,) = found
        others = known.readings if known is not None and known.usual == reading.entity.iri else ()
        confidence = _CONFIDENCE[reading.manner] * (_CERTAINTY_OF_USUAL if others else 1.0)
        return Resolution(entity=reading.entity, manner=reading.manner, confidence=round(confidence, 2), others=others)

    def readings(self, phrase: str, *, kind: str | None = None) -> tuple[Reading, ...]:
        """Returns all that a phrase may stand for, the stronger manner of naming first."""
        found = self._readings.get(key(phrase), ())
        fitting: dict[URIRef, Reading] = {}
        for reading in sorted(found, key=lambda reading: _RANKS[reading.manner]):
            if fits(phrase, reading.surface) and (kind is None or reading.entity.is_a(kind)):
                fitting.setdefault(reading.entity.iri, reading)
        return tuple(fitting.values())

    def _in_time(self, reading: Reading, on: date | None) -> bool:
        """Tells whether a place can stand for this actor on a day; a name can always do so."""
        if on is None or (reading.manner not in {"capital", "metonym"} and reading.entity.kind != "GovernmentBody"):
            return True
        entity = reading.entity
        state = entity.of if entity.kind == "GovernmentBody" and entity.of else entity.iri
        begun = self._continued.get(state)
        ended = bounds(self._entities[state].until)
        return (begun is None or begun <= on) and (ended is None or on <= ended[1])

    def _of_the_time(self, readings: list[Reading], on: date | None) -> list[Reading]:
        """Prefers, among equals, the states of today when no day is given, and those of the day when it is."""
        former = [reading for reading in readings if self._is_past(reading.entity)]
        present = [reading for reading in readings if not self._is_past(reading.entity)]
        preferred = present if on is None else former
        return preferred or readings

    def _is_past(self, entity: Entity) -> bool:
        """Tells whether an entity is a former state or belonged to one."""
        return entity.kind == "FormerState" or (
            entity.of is not None and self._entities[entity.of].kind == "FormerState"
        )

    def entries(self) -> Iterator[GazetteerEntry]:
        """Yields every name of the tables and every name built from them, without repetition."""
        seen: set[tuple[str, URIRef]] = set()
        for readings in self._readings.values():
            for reading in readings:
                for surface, manner in _names(reading.entity):
                    if (surface, reading.entity.iri) not in seen:
                        seen.add((surface, reading.entity.iri))
                        yield GazetteerEntry(surface, manner, reading.entity)


def _names(entity: Entity) -> Iterator[tuple[str, Manner]]:
    """Yields the names of an entity, the strongest manner first."""
    other: Manner = "title" if entity.kind == "Post" else "alias"
    yield entity.name, "name"
    if entity.short:
        yield entity.short, "short"
    if entity.official:
        yield entity.official, "alias"
    for alias in (*entity.aliases, *entity.patterns):
        yield alias, other
    for noun in entity.people:
        yield noun, "people"
    for adjective in entity.demonyms:
        yield adjective, "adjective"
    for capital in entity.capitals:
        yield capital, "capital"
    for metonym in entity.metonyms:
        yield metonym, "metonym"
    if entity.surname and entity.surname_suffices:
        yield entity.surname, "surname"


def _continued_since(entities: Iterable[Entity]) -> dict[URIRef, date]:
    """Returns for each state that took over the capital of a former one the day on which the former ended."""
    states = list(entities)
    former = {entity.iri: entity for entity in states if entity.kind == "FormerState"}
    begun: dict[URIRef, date] = {}
    for state in states:
        for iri in _all_predecessors(state, former):
            ended = bounds(former[iri].until)
            if ended and set(former[iri].capitals) & {*state.capitals, *state.metonyms}:
                begun[state.iri] = max(ended[0], begun.get(state.iri, date.min))
    return begun


def _all_predecessors(state: Entity, former: dict[URIRef, Entity]) -> Iterator[URIRef]:
    for iri in state.successor_of:
        yield iri
        yield from _all_predecessors(former[iri], former)
