"""Persons by full name, by title and surname, by surname in a context, and by the post that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from rdflib import URIRef

from triples.authority.index import NameIndex
from triples.authority.loading import Contents
from triples.authority.model import Entity, Holding, Manner, Resolution
from triples.authority.names import person_key

T = TypeVar("T", str, tuple[str, str])

_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "madam",
        "madame",
        "monsieur",
        "comrade",
        "general",
        "gen",
        "marshal",
        "admiral",
        "colonel",
        "col",
    ]
)
_WORDS_THAT_LEAD_ELSEWHERE = frozenset(
    [
        "and",
        "or",
        "to",
        "of",
        "for",
        "with",
        "by",
        "from",
        "against",
        "on",
        "in",
        "at",
        "about",
        "between",
        "than",
        "as",
        "like",
        "under",
        "over",
        "into",
        "via",
        "versus",
        "vs",
    ]
)
_BARE_TITLES: dict[str, frozenset[str]] = {
    "president": frozenset({"president"}),
    "vice president": frozenset({"vice president"}),
    "prime minister": frozenset({"prime minister", "head of government"}),
    "premier": frozenset({"prime minister"}),
    "chancellor": frozenset({"head of government"}),
    "secretary": frozenset({"foreign minister", "defence minister"}),
    "secretary of state": frozenset({"foreign minister"}),
    "secretary general": frozenset({"secretary-general"}),
    "foreign minister": frozenset({"foreign minister"}),
    "foreign secretary": frozenset({"foreign minister"}),
    "defense minister": frozenset({"defence minister"}),
    "defense secretary": frozenset({"defence minister"}),
    "deputy foreign minister": frozenset({"deputy foreign minister"}),
    "ambassador": frozenset({"ambassador"}),
    "general secretary": frozenset({"party leader"}),
}
"""Titles without a state, and the roles of posts that they may mean."""


class People:
    """The persons of the authority and the posts that they held."""

    def __init__(self, contents: Contents, index: NameIndex) -> None:
        self._index = index
        self._entities = contents.entities
        self._holdings: dict[URIRef, list[Holding]] = {}
        self._of_post: dict[URIRef, list[Holding]] = {}
        self._by_name: dict[str, list[Entity]] = {}
        self._by_ends: dict[tuple[str, str], list[Entity]] = {}
        self._by_surname: dict[str, list[Entity]] = {}
        for person in contents.entities.values():
            if person.kind == "Person":
                self._add(person)
        for holding in contents.holdings:
            self._holdings.setdefault(holding.person, []).append(holding)
            self._of_post.setdefault(holding.post, []).append(holding)

    def _add(self, person: Entity) -> None:
        for name in (person.name, *person.aliases):
            _append(self._by_name, person_key(name), person)
        if person.surname:
            surname = person_key(person.surname)
            _append(self._by_surname, surname, person)
            for name in (person.name, *person.aliases):
                _append(self._by_ends, (person_key(name).split()[0], surname), person)

    def resolve(
        self, phrase: str, *, kind: str | None, on: date | None, context: Sequence[Entity] = ()
    ) -> Resolution | None:
        """Returns the person whom a phrase names, if it names one and only one."""
        if kind not in {None, "Person", "Actor"} or not any(c.isupper() for c in phrase):
            return None
        words = phrase.replace(",", " ").split()
        for first in range(len(words)):
            before = words[:first]
            if before and (_bare(before[-1]) in _WORDS_THAT_LEAD_ELSEWHERE or "and" in before):
                continue
            if not words[first][:1].isupper() and first < len(words) - 1 and words[first].lower() not in {"de", "von"}:
                continue
            found = self._named(" ".join(words[first:]), before, on, context)
            if found is not None:
                return found
        if kind == "Person" and on is not None:
            return self._holder_of(phrase, on)
        return None

    def resolve_full_name(self, phrase: str, *, kind: str | None = None) -> Resolution | None:
        """Returns the person whose full name a phrase is."""
        if kind not in {None, "Person", "Actor"} or not any(c.isupper() for c in phrase):
            return None
        return _only(self._by_name.get(person_key(phrase), ()), "name", 1.0)

    def _named(self, name: str, before: list[str], on: date | None, context: Sequence[Entity]) -> Resolution | None:
        found = self.resolve_full_name(name)
        if found is not None:
            return self._with_title(found, before, on)
        parts = person_key(name).split()
        if len(parts) > 1:
            alike = self._by_ends.get((parts[0], parts[-1]), ())
            return self._choose(alike, before, on, 0.9) if all(len(part) == 1 for part in parts[1:-1]) else None
        return self._by_surname_alone(name, before, on, context)

    def _by_surname_alone(
        self, name: str, before: list[str], on: date | None, context: Sequence[Entity]
    ) -> Resolution | None:
        alike = self._by_surname.get(person_key(name), [])
        met = [person for person in alike if any(person.iri == entity.iri for entity in context)]
        if len(met) == 1:
            return self._with_title(Resolution(entity=met[0], manner="surname", confidence=0.85), before, on)
        title = [word for word in before if _bare(word) not in _HONORIFICS]
        if title:
            return self._choose(alike, title, on, 0.85)
        return _only([person for person in alike if person.surname_suffices], "surname", 0.85)

    def _choose(
        self, persons: Sequence[Entity], title: list[str], on: date | None, confidence: float
    ) -> Resolution | None:
        """Chooses the one person who bears the title, at the time if one is given; without a title, the only one."""
        fitting = [(person, self._fitting(person, title, on)) for person in persons]
        held = [(person, holdings) for person, holdings in fitting if holdings]
        if not held and on is not None:
            # A former president is still called so: the day narrows the choice, it does not forbid it.
            held = [(person, past) for person in persons if (past := self._fitting(person, title, None))]
        if len(held) == 1:
            person, holdings = held[0]
            holding = holdings[0] if len(holdings) == 1 else None
            return Resolution(entity=person, manner="surname", confidence=confidence, holding=holding)
        if len(persons) == 1 and not title:
            return Resolution(entity=persons[0], manner="surname", confidence=confidence)
        return None

    def _with_title(self, found: Resolution, title: list[str], on: date | None) -> Resolution:
        holdings = self._fitting(found.entity, title, on) if title else []
        if len(holdings) != 1:
            return found
        return Resolution(entity=found.entity, manner=found.manner, confidence=found.confidence, holding=holdings[0])

    def _fitting(self, person: Entity, title: list[str], on: date | None) -> list[Holding]:
        """Returns the posts of a person that a title can mean and, if a day is given, that were held on it."""
        held = [holding for holding in self._holdings.get(person.iri, ()) if on is None or holding.covers(on)]
        if not title:
            return held
        phrase = " ".join(title)
        exact = {reading.entity.iri for reading in self._index.readings(phrase, kind="Post")}
        if exact:
            return [holding for holding in held if holding.post in exact]
        roles = _BARE_TITLES.get(_words(phrase), frozenset())
        return [holding for holding in held if self._entities[holding.post].role in roles]

    def holders(self, post: URIRef, on: date) -> tuple[tuple[Entity, Holding], ...]:
        """Returns who may have been in a post on a day, the earlier first."""
        held = sorted(
            (holding for holding in self._of_post.get(post, ()) if holding.covers(on)), key=lambda h: h.earliest
        )
        return tuple((self._entities[holding.person], holding) for holding in held)

    def _holder_of(self, phrase: str, on: date) -> Resolution | None:
        found = self._index.resolve(phrase, kind="Post", on=on)
        held = self.holders(found.entity.iri, on) if found else ()
        if len(held) != 1:
            return None
        person, holding = held[0]
        return Resolution(entity=person, manner="title", confidence=0.9, holding=holding)


def _only(persons: Iterable[Entity], manner: Manner, confidence: float) -> Resolution | None:
    found = {person.iri: person for person in persons}
    if len(found) != 1:
        return None
    return Resolution(entity=next(iter(found.values())), manner=manner, confidence=confidence)


def _append(table: dict[T, list[Entity]], at: T, person: Entity) -> None:
    persons = table.setdefault(at, [])
    if person not in persons:
        persons.append(person)


def _bare(word: str) -> str:
    return word.lower().strip(".,")


def _words(phrase: str) -> str:
    return " ".join(phrase.lower().replace("-", " ").replace("defence", "defense").split())
