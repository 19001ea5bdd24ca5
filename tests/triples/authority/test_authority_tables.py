"""The tables hold what they must, and nothing twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from ontology.errors import InputError
from triples.authority import Authority, Entity, load_authority
from triples.authority.loading import read_contents
from triples.authority.names import key
from triples.authority.tables import COLUMNS, TABLES, read_table

DAYS_OF_A_HANDOVER = 31
"""Dates known to the month let two holders of one post overlap by so much."""
POSTS_OF_SEVERAL = frozenset({"Deputy Foreign Minister of Russia"})
HOLDERS_KNOWN_TO_THE_YEAR = frozenset({"Prime Minister of Israel"})


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load_authority()


def test_every_member_of_the_united_nations_is_there(authority: Authority) -> None:
    states = authority.of_kind("State")
    assert sum(state.status == "member" for state in states) == 193
    observers = {state.name for state in states if state.status == "observer"}
    assert observers == {"Holy See", "Palestine"}
    assert {state.status for state in states} == {"member", "observer", "other", "former"}


def test_every_member_has_capital_demonym_and_codes(authority: Authority) -> None:
    for state in authority.of_kind("State"):
        assert state.capitals, state.name
        if state.status == "member":
            assert state.demonyms, state.name
            assert state.people, state.name
            assert state.iso2, state.name
            assert len(state.iso2) == 2, state.name
            assert state.iso3, state.name
            assert len(state.iso3) == 3, state.name


@pytest.mark.parametrize("code", ["iso2", "iso3"])
def test_codes_are_unique(authority: Authority, code: str) -> None:
    counts = Counter(value for state in authority.of_kind("State") if (value := getattr(state, code)))
    assert len(counts) > 190
    assert [value for value, times in counts.items() if times > 1] == []


def test_preferred_names_are_unique_within_a_kind(authority: Authority) -> None:
    counts = Counter((entity.kind, entity.name) for entity in authority.entities.values())
    assert [name for name, times in counts.items() if times > 1] == []


def test_no_cell_repeats_itself(authority: Authority) -> None:
    for entity in authority.entities.values():
        names = [entity.name, *([entity.official] if entity.official else []), *entity.aliases]
        assert len(names) == len(set(names)), entity.name


def test_names_are_typed_cleanly() -> None:
    for table, columns in COLUMNS.items():
        rows = read_table(table)
        assert rows, table
        for row in rows:
            for column in columns:
                assert row[column] == " ".join(row[column].split()), f"{table}, line {row.line}, column {column}"
                assert "..." not in row[column]


def test_a_name_of_several_is_a_known_ambiguity(authority: Authority) -> None:
    known = {key(row["surface"]) for row in read_table("ambiguities")}
    bearers: dict[str, set[str]] = defaultdict(set)
    for surface, manner, entity in authority.gazetteer():
        if manner in {"name", "short", "alias", "title"}:
            bearers[key(surface)].add(f"{entity.kind} {entity.name}")
    assert len(bearers) > 3000
    unknown = {
        surface: sorted(entities)
        for surface, entities in bearers.items()
        if len(entities) > 1 and surface not in known and not surface.endswith("in moscow")
    }
    assert unknown == {}


def test_demonyms_of_several_are_known_ambiguities(authority: Authority) -> None:
    known = {key(row["surface"]) for row in read_table("ambiguities")}
    bearers: dict[str, set[str]] = defaultdict(set)
    for state in authority.of_kind("State"):
        for demonym in (*state.demonyms, *state.people):
            bearers[key(demonym)].add(state.name)
    assert {word for word, states in bearers.items() if len(states) > 1} <= known


def test_ambiguous_names_have_a_usual_reading_or_none_is_chosen(authority: Authority) -> None:
    for row in read_table("ambiguities"):
        found = authority.resolve(row["surface"])
        if row["usual"]:
            assert found is not None, row["surface"]
            assert found.entity.name == row["usual"], row["surface"]
            assert found.others, row["surface"]
        else:
            assert found is None, row["surface"]


def test_holdings_are_sane(authority: Authority) -> None:
    held: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    total = 0
    for person in authority.of_kind("Person"):
        for holding in authority.holdings(person):
            total += 1
            assert date(1917, 1, 1) < holding.earliest
            last = holding.latest or date.max
            assert holding.earliest <= last
            post = authority.get(holding.post)
            assert post is not None
            held[post.name].append((holding.earliest, last, person.name))
    assert total > 150
    for post_name, spans in held.items():
        if post_name in POSTS_OF_SEVERAL | HOLDERS_KNOWN_TO_THE_YEAR:
            continue
        for (start, end, one), (other_start, other_end, other) in combinations(spans, 2):
            overlap = (min(end, other_end) - max(start, other_start)).days
            assert overlap <= DAYS_OF_A_HANDOVER, f"{post_name}: {one} and {other}"


def test_organs_end_with_their_state_and_parts_form_no_circle(authority: Authority) -> None:
    for entity in authority.entities.values():
        seen: set[Entity] = set()
        above: Entity | None = entity
        while above is not None and above.of is not None:
            assert above not in seen
            seen.add(above)
            above = authority.get(above.of)


def test_successors_come_from_states_that_have_ended(authority: Authority) -> None:
    successors = [state for state in authority.of_kind("State") if state.successor_of]
    assert len(successors) > 20
    for state in successors:
        for iri in state.successor_of:
            former = authority.get(iri)
            assert former is not None
            assert former.kind == "FormerState"
            assert former.until is not None


def test_memberships_are_of_thirty_two_and_twenty_seven(authority: Authority) -> None:
    def members(name: str, on: date | None = None) -> set[str]:
        found = authority.resolve(name)
        assert found is not None
        return {member.name for member in authority.members(found.entity, on=on)}

    assert len(members("NATO")) == 32
    assert len(members("NATO", date(2022, 1, 11))) == 30
    assert len(members("NATO", date(1990, 2, 9))) == 16
    assert len(members("EU")) == 27
    assert len(members("EU", date(2019, 1, 1))) == 28
    assert len(members("United Nations")) == 193
    assert "Soviet Union" in members("Warsaw Pact", date(1980, 1, 1))
    assert members("Warsaw Pact") == set()


def _copy(folder: Path, table: str, change: tuple[str, str]) -> None:
    for name in COLUMNS:
        text = (TABLES / f"{name}.tsv").read_text(encoding="utf-8")
        if name == table:
            assert change[0] in text
            text = text.replace(*change, 1)
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("states", ("name\tofficial", "nom\tofficial"), "states.tsv, line 1"),
        ("states", ("\tKabul", "\tKabul\textra"), "states.tsv, line 2: 12 cells"),
        ("states", ("Albania\t", "Afghanistan\t"), "states.tsv, line 3, column name"),
        ("holdings", ("Antony Blinken\t", "Nobody\t"), "holdings.tsv, line 2, column person"),
        ("holdings", ("2021-01-26", "January 2021"), "holdings.tsv, line 2, column from"),
        ("holdings", ("2025-01-20", "2005-01-20"), "holdings.tsv, line 2, column until"),
        ("organizations", ("\tInternationalOrganization\t", "\tClub\t"), "organizations.tsv, line 2, column class"),
        ("bodies", ("\tUnited States\t", "\tAtlantis\t"), "bodies.tsv, line 2, column of"),
        ("instruments", ("\tRussia\tUnited States", "\tRussia\tUSA"), "column addressed_to"),
        ("persons", ("\tBlinken\tyes\t", "\tBlinken\tno\t"), "persons.tsv, line 2, column surname_suffices"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_place(
    tmp_path: Path, table: str, change: tuple[str, str], told: str
) -> None:
    _copy(tmp_path, table, change)
    with pytest.raises(InputError) as caught:
        read_contents(tmp_path)
    assert told in str(caught.value)
