"""From the tables to entities, holdings, memberships and known ambiguities; every reference is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast, get_args

from rdflib import URIRef

from ontology.namespaces import instance
from triples.authority.model import Ambiguity, Entity, Holding, Kind, Membership
from triples.authority.names import role_patterns
from triples.authority.tables import TABLES, Row, read_table
from triples.dates import bounds

_PATHS: dict[Kind, str] = {
    "State": "state",
    "FormerState": "state",
    "Person": "person",
    "Post": "post",
    "Group": "group",
    "Treaty": "treaty",
    "PoliticalDocument": "treaty",
    "DraftInstrument": "treaty",
}
_UNITED_NATIONS = "United Nations"


def entity_iri(kind: Kind, name: str) -> URIRef:
    """Returns the IRI of an entity: it depends on the kind and the preferred name alone.

    >>> str(entity_iri("GovernmentBody", "Foreign Ministry of Russia"))
    'https://w3id.org/servanda/id/organization/foreign-ministry-of-russia'
    """
    return instance(_PATHS.get(kind, "organization"), name)


@dataclass(kw_only=True, slots=True)
class Contents:
    """All that the tables say."""

    entities: dict[URIRef, Entity] = field(default_factory=dict)
    holdings: list[Holding] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    ambiguities: list[Ambiguity] = field(default_factory=list)


def read_contents(folder: Path = TABLES) -> Contents:
    """Reads all tables of a folder; raises InputError with file, line and column where they do not fit together."""
    return _Reader(folder).contents


class _Reader:
    """Reads the tables in the order in which they refer to one another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.contents = Contents()
        self._actors: dict[str, URIRef] = {}
        self._posts: dict[str, URIRef] = {}
        self._rest: dict[str, URIRef] = {}
        self._un_members: list[tuple[URIRef, str]] = []
        self._states()
        self._former_states()
        self._organizations()
        self._bodies()
        self._persons()
        self._posts_and_holdings()
        self._memberships()
        self._instruments()
        self._ambiguities()

    def _table(self, name: str) -> Sequence[Row]:
        return read_table(name, folder=self._folder)

    def _add(self, entity: Entity, row: Row, names: dict[str, URIRef]) -> None:
        if entity.iri in self.contents.entities:
            raise row.error("name", f"“{entity.name}” has the IRI of another entity, {entity.iri}")
        self.contents.entities[entity.iri] = entity
        names[entity.name] = entity.iri

    def _look_up(self, row: Row, column: str, names: dict[str, URIRef], name: str | None = None) -> URIRef:
        wanted = row[column] if name is None else name
        if wanted not in names:
            raise row.error(column, f"“{wanted}” is not the preferred name of anything that may stand here")
        return names[wanted]

    def _optional(self, row: Row, column: str) -> URIRef | None:
        return self._look_up(row, column, self._actors) if row[column] else None

    def _several(self, row: Row, column: str) -> tuple[URIRef, ...]:
        return tuple(self._look_up(row, column, self._actors, name) for name in row.list(column))

    def _edtf(self, row: Row, column: str) -> str | None:
        if row[column] and bounds(row[column]) is None:
            raise row.error(column, f"“{row[column]}” is not an EDTF date")
        return row[column] or None

    def _kind(self, row: Row) -> Kind:
        if row["class"] not in get_args(Kind):
            raise row.error("class", f"“{row['class']}” is not a class; there are {', '.join(get_args(Kind))}")
        return cast(Kind, row["class"])

    def _states(self) -> None:
        for row in self._table("states"):
            iri = entity_iri("State", row["name"])
            entity = replace(
                self._state(row, "State"),
                iso2=row["iso2"] or None,
                iso3=row["iso3"] or None,
                status=row["status"],
            )
            self._add(entity, row, self._actors)
            if row["status"] == "member":
                self._un_members.append((iri, row["un_since"]))

    def _state(self, row: Row, kind: Kind) -> Entity:
        acronyms = [alias for alias in row.list("aliases") if alias.isupper() and alias.isalpha()]
        return Entity(
            iri=entity_iri(kind, row["name"]),
            kind=kind,
            name=row["name"],
            short=acronyms[0] if acronyms else None,
            official=row["official"] or None,
            aliases=tuple(alias for alias in row.list("aliases") if alias not in acronyms[:1]),
            demonyms=row.list("adjective"),
            people=row.list("people"),
            capitals=row.list("capital"),
            metonyms=row.list("metonyms"),
        )

    def _former_states(self) -> None:
        successors: dict[URIRef, list[URIRef]] = {}
        rows = self._table("former-states")
        for row in rows:
            entity = replace(
                self._state(row, "FormerState"),
                status="former",
                since=self._edtf(row, "from"),
                until=self._edtf(row, "until"),
            )
            self._add(entity, row, self._actors)
        for row in rows:
            for successor in self._several(row, "successors"):
                successors.setdefault(successor, []).append(self._actors[row["name"]])
        for iri, former in successors.items():
            self.contents.entities[iri] = replace(self.contents.entities[iri], successor_of=tuple(former))

    def _organizations(self) -> None:
        rows = self._table("organizations")
        for row in rows:
            kind = self._kind(row)
            entity = Entity(
                iri=entity_iri(kind, row["name"]),
                kind=kind,
                name=row["name"],
                short=row["short"] or None,
                aliases=row.list("aliases"),
                demonyms=row.list("demonym"),
                seat=row["seat"] or None,
                since=self._edtf(row, "from"),
                until=self._edtf(row, "until"),
            )
            self._add(entity, row, self._actors)
        for row in rows:
            if whole := self._optional(row, "part_of"):
                iri = self._actors[row["name"]]
                self.contents.entities[iri] = replace(self.contents.entities[iri], of=whole)
            self._optional(row, "successor")

    def _bodies(self) -> None:
        for row in self._table("bodies"):
            self._add(self._of_state(row, "GovernmentBody"), row, self._actors)

    def _of_state(self, row: Row, kind: Kind) -> Entity:
        whole = self.contents.entities[self._look_up(row, "of", self._actors)]
        patterns = role_patterns(
            row["role"],
            names=_spoken_names(whole),
            adjectives=whole.demonyms,
            capitals=whole.capitals,
        )
        aliases = row.list("aliases")
        return Entity(
            iri=entity_iri(kind, row["name"]),
            kind=kind,
            name=row["name"],
            aliases=aliases,
            patterns=tuple(dict.fromkeys(name for name in patterns if name != row["name"] and name not in aliases)),
            of=whole.iri,
            role=row["role"],
        )

    def _persons(self) -> None:
        for row in self._table("persons"):
            if row["surname_suffices"] not in {"", "yes"}:
                raise row.error("surname_suffices", "must be “yes” or empty")
            entity = Entity(
                iri=entity_iri("Person", row["name"]),
                kind="Person",
                name=row["name"],
                aliases=row.list("aliases"),
                surname=row["surname"] or None,
                surname_suffices=bool(row["surname_suffices"]),
                of=self._optional(row, "of"),
            )
            self._add(entity, row, self._rest)

    def _posts_and_holdings(self) -> None:
        for row in self._table("posts"):
            self._add(self._of_state(row, "Post"), row, self._posts)
        for row in self._table("holdings"):
            since = self._edtf(row, "from")
            until = self._edtf(row, "until")
            start = bounds(since)
            end = bounds(until)
            if since is None or start is None:
                raise row.error("from", "must not be empty")
            if end is not None and end[1] < start[0]:
                raise row.error("until", f"“{until}” is before “{since}”")
            holding = Holding(
                iri=instance("holding", row["person"], row["post"], since),
                person=self._look_up(row, "person", self._rest),
                post=self._look_up(row, "post", self._posts),
                since=since,
                until=until,
                earliest=start[0],
                latest=end[1] if end else None,
            )
            self.contents.holdings.append(holding)

    def _memberships(self) -> None:
        self.contents.memberships += self._in_united_nations()
        for row in self._table("memberships"):
            organization = self._look_up(row, "organization", self._actors)
            since, until = self._edtf(row, "since"), self._edtf(row, "until")
            for member in self._several(row, "members"):
                self.contents.memberships.append(
                    Membership(member=member, organization=organization, since=since, until=until)
                )

    def _in_united_nations(self) -> Iterator[Membership]:
        for member, year in self._un_members:
            yield Membership(member=member, organization=self._actors[_UNITED_NATIONS], since=year or None, until=None)

    def _instruments(self) -> None:
        for row in self._table("instruments"):
            kind = self._kind(row)
            entity = Entity(
                iri=entity_iri(kind, row["name"]),
                kind=kind,
                name=row["name"],
                aliases=row.list("aliases"),
                since=self._edtf(row, "date"),
                parties=self._several(row, "parties"),
                addressed_to=self._several(row, "addressed_to"),
            )
            self._add(entity, row, self._rest)

    def _ambiguities(self) -> None:
        names = self._actors | self._posts | self._rest
        for row in self._table("ambiguities"):
            usual = self._look_up(row, "usual", names) if row["usual"] else None
            readings = row.list("other readings")
            self.contents.ambiguities.append(Ambiguity(surface=row["surface"], usual=usual, readings=readings))


def _spoken_names(entity: Entity) -> list[str]:
    """Returns the names with which a title is built: the name, the short name, and short aliases ("UK", "Britain")."""
    short = [alias for alias in entity.aliases if " " not in alias and len(alias) <= len("Britain")]
    return list(dict.fromkeys([entity.name, *([entity.short] if entity.short else []), *short]))
