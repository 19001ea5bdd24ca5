"""The authority: who and what has which name, and who held which post when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from rdflib import URIRef

from triples.authority.index import NameIndex, Reading
from triples.authority.loading import Contents, read_contents
from triples.authority.model import Entity, GazetteerEntry, Holding, Membership, Resolution
from triples.authority.people import People
from triples.authority.phrases import (
    begins_name,
    government_of,
    head_of_apposition,
    without_modifiers,
    without_year,
    words_of_owner,
)
from triples.dates import bounds

_LONGEST_NAME = 6
"""Words in the longest name that is sought within a phrase."""


class Authority:
    """The entities of the tables, found by name.

    A name that may mean several things is not guessed: `resolve` returns None for it unless one reading is usual (then
    the result carries the others), or `kind`, `on` or `context` leave only one; `readings` returns them all.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._index = NameIndex(contents)
        self._people = People(contents, self._index)

    @property
    def entities(self) -> Mapping[URIRef, Entity]:
        """All entities by IRI, in the order of the tables."""
        return self._contents.entities

    @property
    def memberships(self) -> Iterable[Membership]:
        """Who is or was a member of which organization or group."""
        return tuple(self._contents.memberships)

    def get(self, iri: URIRef) -> Entity | None:
        """Returns the entity with this IRI, or None."""
        return self._contents.entities.get(iri)

    def of_kind(self, kind: str) -> tuple[Entity, ...]:
        """Returns the entities of a kind ("State", "Organization", "Actor", "Instrument", "Person", …)."""
        return tuple(entity for entity in self._contents.entities.values() if entity.is_a(kind))

    def resolve(
        self, name: str, *, kind: str | None = None, on: date | None = None, context: Iterable[Entity] = ()
    ) -> Resolution | None:
        """Returns what a name stands for, or None where that is unknown or uncertain.

        `kind` narrows to a class; `on` is the day spoken of (Moscow in 1985 is the Soviet Union; the Secretary of
        State of 1990 is another person than that of 2022); `context` holds entities already met in the text, in which
        a surname alone may be found. With ``kind="Person"`` and a day, a title gives its holder.

        >>> load_authority().resolve("then US Secretary of State James Baker", on=date(1990, 2, 9)).entity.name
        'James Baker'
        """
        met = tuple(context)
        for phrase in _forms(name):
            found = self._index.resolve(phrase, kind=kind, on=on) or self._people.resolve(
                phrase, kind=kind, on=on, context=met
            )
            if found is not None:
                return self._in_post(found, on)
            government = government_of(phrase)
            if government is not None:
                found = self._government(government, kind=kind, on=on)
                if found is not None:
                    return found
        return None

    def resolve_name(self, name: str, *, kind: str | None = None, on: date | None = None) -> Resolution | None:
        """Returns what a phrase stands for where it is a name as the tables have it, with nothing around it."""
        return self._index.resolve(name, kind=kind, on=on) or self._people.resolve_full_name(name, kind=kind)

    def _in_post(self, found: Resolution, on: date | None) -> Resolution:
        if found.entity.kind != "Person" or found.holding is not None or on is None:
            return found
        held = [holding for holding in self.holdings(found.entity) if holding.covers(on)]
        if len(held) != 1:
            return found
        return Resolution(
            entity=found.entity,
            manner=found.manner,
            confidence=found.confidence,
            holding=held[0],
            others=found.others,
        )

    def _government(self, phrase: str, *, kind: str | None, on: date | None) -> Resolution | None:
        found = self._index.resolve(phrase, kind=kind or "Organization", on=on)
        if found is None or found.entity.kind not in {"State", "FormerState", "InternationalOrganization"}:
            return None
        return Resolution(
            entity=found.entity,
            manner="government",
            confidence=min(found.confidence, 0.9),
            others=found.others,
        )

    def readings(self, name: str, *, kind: str | None = None) -> tuple[Reading, ...]:
        """Returns all entities that a name may stand for, the likelier manner first; none is chosen."""
        return self._index.readings(name, kind=kind)

    def state_of(self, name: str, *, on: date | None = None) -> Entity | None:
        """Returns the state that a phrase belongs to, or None where there is none or more than one.

        >>> authority = load_authority()
        >>> [authority.state_of(name).name for name in ("Moscow", "senior Russian officials", "the State Department")]
        ['Russia', 'Russia', 'United States']
        """
        found = self.resolve(name, on=on)
        if found is not None:
            return self._state_above(found.entity)
        for words in words_of_owner(name):
            states = {state.iri: state for state in self._states_in(words, on)}
            if states:
                return next(iter(states.values())) if len(states) == 1 else None
        return None

    def _states_in(self, words: list[str], on: date | None) -> Iterator[Entity]:
        first = 0
        while first < len(words):
            after, state = self._state_at(words, first, on) if begins_name(words[first]) else (first + 1, None)
            if state is not None:
                yield state
            first = after

    def _state_at(self, words: list[str], first: int, on: date | None) -> tuple[int, Entity | None]:
        for after in range(min(len(words), first + _LONGEST_NAME), first, -1):
            found = self.resolve_name(" ".join(words[first:after]), on=on)
            if found is not None:
                return after, self._state_above(found.entity)
        return first + 1, None

    def _state_above(self, entity: Entity) -> Entity | None:
        while not entity.is_a("State"):
            if entity.of is None:
                return None
            entity = self._contents.entities[entity.of]
        return entity

    def holdings(self, person: Entity | URIRef) -> tuple[Holding, ...]:
        """Returns the posts that a person held, the earliest first."""
        iri = person.iri if isinstance(person, Entity) else person
        held = (holding for holding in self._contents.holdings if holding.person == iri)
        return tuple(sorted(held, key=lambda holding: (holding.earliest, holding.iri)))

    def holders(self, post: Entity | URIRef, on: date) -> tuple[tuple[Entity, Holding], ...]:
        """Returns the persons who may have been in a post on a day; on the day of a change that may be two."""
        iri = post.iri if isinstance(post, Entity) else post
        return self._people.holders(iri, on)

    def holder(self, post: Entity | URIRef | str, on: date) -> Entity | None:
        """Returns the one person who was in a post (an entity, an IRI or a name) on a day, or None."""
        if isinstance(post, str) and not isinstance(post, URIRef):
            found = self.resolve(post, kind="Post")
            if found is None:
                return None
            post = found.entity
        holders = self.holders(post, on)
        return holders[0][0] if len(holders) == 1 else None

    def members(self, organization: Entity | URIRef, *, on: date | None = None) -> tuple[Entity, ...]:
        """Returns the members of an organization or group: today's, or those of a day as far as the dates are known."""
        iri = organization.iri if isinstance(organization, Entity) else organization
        found = (m for m in self._contents.memberships if m.organization == iri and _is_member(m, on))
        return tuple(self._contents.entities[m.member] for m in found)

    def instrument(self, name: str, *, on: date | None = None) -> Resolution | None:
        """Returns the treaty, political document or draft that a phrase names ("the 1949 North Atlantic Treaty")."""
        found = self.resolve(name, kind="Instrument", on=on)
        return found or self.resolve(without_year(name), kind="Instrument", on=on)

    def gazetteer(self) -> Iterator[GazetteerEntry]:
        """Yields the names to look for in texts, each with the manner in which it names, and what it names."""
        return self._index.entries()


def _forms(name: str) -> Iterator[str]:
    """Yields a name without words of time before it, then as given, then without what stands after it."""
    seen: set[str] = set()
    bare = without_modifiers(name)
    for phrase in (bare, name, head_of_apposition(bare)):
        if phrase and phrase not in seen:
            seen.add(phrase)
            yield phrase


def _is_member(membership: Membership, on: date | None) -> bool:
    end = bounds(membership.until)
    if on is None:
        return end is None
    start = bounds(membership.since)
    return (start is None or start[0] <= on) and (end is None or on <= end[1])


@cache
def load_authority() -> Authority:
    """Returns the authority that comes with Servanda; the tables are read once, in a few hundredths of a second."""
    return Authority(read_contents())
