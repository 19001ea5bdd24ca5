"""Names as they stand in texts, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triples.authority import Authority, load_authority

COLD_WAR = date(1985, 6, 1)
SPRING_1990 = date(1990, 2, 9)
JANUARY_2022 = date(2022, 1, 11)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load_authority()


def _name(
    authority: Authority,
    text: str,
    *,
    kind: str | None = None,
    on: date | None = None,
    context: Sequence[str] = (),
) -> str | None:
    met = [found.entity for name in context if (found := authority.resolve(name)) is not None]
    found = authority.resolve(text, kind=kind, on=on, context=met)
    return None if found is None else found.entity.name


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the United States", "United States"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("America's", "United States"),
        ("RUSSIA", "Russia"),
        ("the Russian Federation", "Russia"),
        ("Cote d'Ivoire", "Ivory Coast"),
        ("Türkiye", "Turkey"),
        ("Turkiye", "Turkey"),
        ("the Czech Republic", "Czechia"),
        ("Burma", "Myanmar"),
        ("New Zealand", "New Zealand"),
        ("the Gambia", "Gambia"),
        ("Nigerien", "Niger"),
        ("Nigerian", "Nigeria"),
        ("Russians", "Russia"),
        ("the British", "United Kingdom"),
        ("Kyiv", "Ukraine"),
        ("Kiev", "Ukraine"),
        ("Quai d’Orsay", "France"),
        ("Elysée Palace", "France"),
        ("Zhongnanhai", "China"),
        ("Foggy Bottom", "United States"),
        ("Whitehall", "United Kingdom"),
        ("USSR", "Soviet Union"),
        ("the former Soviet Union", "Soviet Union"),
        ("the GDR", "East Germany"),
        ("NATO", "North Atlantic Treaty Organization"),
        ("Nato", "North Atlantic Treaty Organization"),
        ("Organisation for Security and Cooperation in Europe", "Organization for Security and Co-operation in Europe"),
        ("UN Security Council", "United Nations Security Council"),
        ("Russia's Foreign Ministry", "Foreign Ministry of Russia"),
        ("the Russian Ministry of Foreign Affairs", "Foreign Ministry of Russia"),
        ("Foreign Ministry in Pyongyang", "Foreign Ministry of North Korea"),
        ("Ukrainian Defense Ministry", "Defence Ministry of Ukraine"),
        ("the Pentagon", "Department of Defense of the United States"),
        ("the White House", "White House"),
        ("the Kremlin", "Kremlin"),
        ("Russian government", "Russia"),
        ("the government of Georgia", "Georgia"),
        ("the American side", "United States"),
        ("Western powers", "the West"),
        ("NATO allies", "NATO member states"),
        ("Agence France Presse", "Agence France-Presse"),
    ],
)
def test_names_of_states_and_organizations(authority: Authority, text: str, meant: str) -> None:
    assert _name(authority, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("then US Secretary of State James Baker", "James Baker"),
        ("Secretary Blinken", "Antony Blinken"),
        ("US Secretary of State Antony Blinken", "Antony Blinken"),
        ("Mr. Putin", "Vladimir Putin"),
        ("Putin's", "Vladimir Putin"),
        ("Sergey Ryabkov", "Sergei Ryabkov"),
        ("Russian Deputy Foreign Minister Sergei Ryabkov", "Sergei Ryabkov"),
        ("NATO Secretary-General Jens Stoltenberg", "Jens Stoltenberg"),
        ("Jens Stoltenberg, the NATO secretary general", "Jens Stoltenberg"),
        ("the then-Soviet leader Mikhail Gorbachev", "Mikhail Gorbachev"),
        ("spokesman Ned Price", "Ned Price"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky"),
        ("President Zelenskyy", "Volodymyr Zelensky"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
        ("former President Bill Clinton", "Bill Clinton"),
        ("former US President Donald J. Trump", "Donald Trump"),
        ("Minister of Foreign Affairs Sergey Lavrov", "Sergei Lavrov"),
        ("US ambassador to NATO Julianne Smith", "Julianne Smith"),
    ],
)
def test_names_of_persons(authority: Authority, text: str, meant: str) -> None:
    assert _name(authority, text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "us",
        "who",
        "turkey",
        "polish",
        "start",
        "",
        "   ",
        "the",
        "Atlantis",
        "Russian officials",
        "aide to Vladimir Putin",
        "Vladimir Putin and Joe Biden",
        "Putin's spokesman",
        "Smith",
        "Baker",
        "Congo",
        "Brussels",
        "Dominican",
        "Korean",
        "President Bush",
        "George Bush",
    ],
)
def test_what_is_unknown_or_uncertain_is_not_guessed(authority: Authority, text: str) -> None:
    assert authority.resolve(text) is None


def test_usual_readings_tell_of_the_others(authority: Authority) -> None:
    found = authority.resolve("Georgia")
    assert found is not None
    assert found.entity.kind == "State"
    assert found.others == ("the US state of Georgia",)
    assert found.confidence < 1
    certain = authority.resolve("Norway")
    assert certain is not None
    assert certain.others == ()
    assert certain.confidence == 1


def test_readings_of_an_ambiguous_name_are_all_given(authority: Authority) -> None:
    assert {reading.entity.name for reading in authority.readings("Brussels")} == {
        "Belgium",
        "European Union",
        "North Atlantic Treaty Organization",
    }
    assert _name(authority, "Brussels", kind="State") == "Belgium"
    assert _name(authority, "the Kremlin", kind="State") == "Russia"


@pytest.mark.parametrize(
    ("text", "on", "meant"),
    [
        ("Moscow", COLD_WAR, "Soviet Union"),
        ("Moscow", JANUARY_2022, "Russia"),
        ("Moscow", None, "Russia"),
        ("the Kremlin", COLD_WAR, "Soviet Union"),
        ("Bonn", COLD_WAR, "West Germany"),
        ("Prague", COLD_WAR, "Czechoslovakia"),
        ("Belgrade", COLD_WAR, "Yugoslavia"),
        ("Belgrade", date(1999, 5, 1), "Serbia and Montenegro"),
        ("Belgrade", JANUARY_2022, "Serbia"),
        ("the Soviet Union", JANUARY_2022, "Soviet Union"),
        ("Federal Republic", SPRING_1990, "West Germany"),
        ("President Bush", SPRING_1990, "George H. W. Bush"),
        ("President Bush", date(2003, 3, 20), "George W. Bush"),
        ("George Bush", SPRING_1990, "George H. W. Bush"),
        ("Secretary Baker", SPRING_1990, "James Baker"),
    ],
)
def test_the_day_decides(authority: Authority, text: str, on: date | None, meant: str) -> None:
    assert _name(authority, text, on=on) == meant


def test_a_surname_is_found_in_its_context_only(authority: Authority) -> None:
    assert _name(authority, "Baker") is None
    assert _name(authority, "Baker", context=["James Baker", "Mikhail Gorbachev"]) == "James Baker"
    assert _name(authority, "Clinton", context=["Bill Clinton", "Hillary Clinton"]) is None


def test_a_title_gives_the_post_and_on_a_day_its_holder(authority: Authority) -> None:
    found = authority.resolve("the US Secretary of State")
    assert found is not None
    assert found.entity.kind == "Post"
    assert _name(authority, "the US Secretary of State", kind="Person", on=SPRING_1990) == "James Baker"
    assert _name(authority, "US Secretary of State", kind="Person", on=JANUARY_2022) == "Antony Blinken"
    assert _name(authority, "NATO chief", kind="Person", on=JANUARY_2022) == "Jens Stoltenberg"
    assert _name(authority, "US Secretary of State", kind="Person") is None


def test_the_post_in_which_a_person_is_spoken_of(authority: Authority) -> None:
    found = authority.resolve("then US Secretary of State James Baker")
    assert found is not None
    assert found.holding is not None
    assert (found.holding.since, found.holding.until) == ("1989-01-25", "1992-08-23")
    blinken = authority.resolve("Antony Blinken", on=JANUARY_2022)
    assert blinken is not None
    assert blinken.holding is not None
    assert blinken.holding.iri.endswith("/antony-blinken/secretary-of-state-of-the-united-states/2021-01-26")
    gorbachev = authority.resolve("Mikhail Gorbachev")
    assert gorbachev is not None
    assert authority.holder("Soviet leader", SPRING_1990) == gorbachev.entity


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Moscow", "Russia"),
        ("Russian officials", "Russia"),
        ("senior US diplomats", "United States"),
        ("East German leaders", "East Germany"),
        ("South Korean officials", "South Korea"),
        ("Russian ambassador to Ukraine", "Russia"),
        ("officials in Moscow", "Russia"),
        ("the State Department", "United States"),
        ("Nigerian Foreign Ministry", "Nigeria"),
        ("the Biden administration", "United States"),
        ("Sergei Lavrov", "Russia"),
        ("the Soviet leader", "Soviet Union"),
    ],
)
def test_the_state_behind_a_phrase(authority: Authority, text: str, state: str) -> None:
    found = authority.state_of(text)
    assert found is not None
    assert found.name == state


@pytest.mark.parametrize("text", ["NATO", "US and Russian officials", "non-Russian", "some experts", ""])
def test_no_state_or_several(authority: Authority, text: str) -> None:
    assert authority.state_of(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the 1949 North Atlantic Treaty", "North Atlantic Treaty"),
        ("Charter on European Security", "Charter for European Security"),
        ("1999 Istanbul Charter for European Security", "Charter for European Security"),
        ("INF treaty", "Intermediate-Range Nuclear Forces Treaty"),
        ("the Helsinki Final Act of 1975", "Helsinki Final Act"),
        ("Nuclear Nonproliferation Treaty", "Treaty on the Non-Proliferation of Nuclear Weapons"),
        ("the Iran nuclear deal", "Joint Comprehensive Plan of Action"),
        ("START", "START I"),
    ],
)
def test_instruments(authority: Authority, text: str, meant: str) -> None:
    found = authority.instrument(text)
    assert found is not None
    assert found.entity.name == meant


@pytest.mark.parametrize("text", ["start", "treaty", "the draft treaty", "NATO", "Joe Biden"])
def test_no_instrument(authority: Authority, text: str) -> None:
    assert authority.instrument(text) is None


def test_every_preferred_name_means_its_bearer(authority: Authority) -> None:
    assert len(authority.entities) > 700
    for entity in authority.entities.values():
        found = authority.resolve(entity.name, kind=entity.kind)
        assert found is not None, entity.name
        assert found.entity is entity, entity.name


def test_the_gazetteer_names_each_entity_and_repeats_nothing(authority: Authority) -> None:
    entries = list(authority.gazetteer())
    assert len(entries) == len({(entry.surface, entry.entity.iri) for entry in entries})
    assert {entry.entity.iri for entry in entries} == set(authority.entities)
    manners = {entry.manner for entry in entries if entry.entity.name == "Russia"}
    assert manners == {"name", "alias", "people", "adjective", "capital", "metonym"}


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    authority = load_authority()
    authority.resolve(text, on=JANUARY_2022)
    authority.state_of(text)
    authority.instrument(text)
    authority.readings(text)


@given(
    st.sampled_from([entity.name for entity in load_authority().of_kind("Actor")]), st.sampled_from(["’s", "'s", ""])
)
def test_articles_and_possessives_change_nothing(name: str, possessive: str) -> None:
    authority = load_authority()
    plain = authority.resolve(name)
    dressed = authority.resolve(f"the {name}{possessive}")
    assert (plain and plain.iri) == (dressed and dressed.iri)
