"""Who acts, and for whom: own sentences for each way in which somebody may be named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triples.model import Mention

Extract = Callable[[str], list[Mention]]

# text, act type, agents, on whose behalf
WHO = [
    (
        "Russian and US officials met in Bern.",
        "Meeting",
        ("Russian officials", "US officials"),
        ("Russia", "United States"),
    ),
    (
        "Norway and Chile quarrelled for years. At last the two sides signed a treaty.",
        "TreatyAct",
        ("Norway", "Chile"),
        (),
    ),
    (
        "Peru, Chile and the European Union urged Bolivia to disarm.",
        "Demand",
        ("Peru", "Chile", "European Union"),
        (),
    ),
    ("Kiev rejected the offer.", "Rejection", ("Ukraine",), ()),
    ("President Carter urged Cairo to wait.", "Demand", ("Carter",), ("United States",)),
    (
        "António Guterres urged both sides to return to the table.",
        "Demand",
        ("António Guterres",),
        ("United Nations",),
    ),
    ("Vladimir V. Putin rejected the offer.", "Rejection", ("Vladimir V. Putin",), ("Russia",)),
    (
        "Peru is angry. The foreign minister, Mr Orlando Quispe, rejected the offer.",
        "Rejection",
        ("Orlando Quispe",),
        ("Peru",),
    ),
    (
        "The presidents of Peru, Ana Ruiz, and of Chile, Berta Soto, pledged to keep the peace.",
        "Assurance",
        ("Ana Ruiz", "Berta Soto"),
        ("Peru", "Chile"),
    ),
    (
        "An Iranian diplomat in Vienna denied the report.",
        "Denial",
        ("Iranian diplomat in Vienna",),
        ("Iran",),
    ),
    ("An official in Riyadh denied the report.", "Denial", ("official in Riyadh",), ("Saudi Arabia",)),
    (
        "Brussels proposed new talks, and the European Union will pay for them.",
        "Proposal",
        ("European Union",),
        (),
    ),
    (
        "Peruvian prime minister Ana Ruiz and Chilean president Berta Soto pledged to keep the peace.",
        "Assurance",
        ("Ana Ruiz", "Berta Soto"),
        ("Peru", "Chile"),
    ),
    (
        "A spokesman in Oslo spoke on Friday. He rejected the offer from Chile.",
        "Rejection",
        ("spokesman in Oslo",),
        ("Norway",),
    ),
    (
        "Prime Minister Hun Sen rejected the offer from Thailand.",
        "Rejection",
        ("Hun Sen",),
        ("Cambodia",),
    ),
    (
        "Josep Borrell met envoys on Monday. The Spaniard rejected the offer from Serbia.",
        "Rejection",
        ("Josep Borrell",),
        ("European Union",),
    ),
]


@pytest.mark.parametrize(("text", "kind", "agents", "sides"), WHO)
def test_the_agent_and_the_side(
    mentions: Extract, text: str, kind: str, agents: tuple[str, ...], sides: tuple[str, ...]
) -> None:
    found = [(m.agent, m.on_behalf_of) for m in mentions(text) if m.type == kind]
    assert (agents, sides) in found


# text, act type, agents, sources
TELLERS = [
    ("Chile promised in May to withdraw its troops, Peruvian diplomats point out.", "Assurance", ("Chile",), 1),
    ("According to various media, which name nobody, Chile promised to pay for the road.", "Assurance", ("Chile",), 1),
    ("Lima says Chile promised to pay for the road.", "Assurance", ("Chile",), 1),
    ("Chile had proposed a truce, a Chilean official told reporters last week.", "Proposal", ("Chile",), 1),
    ("Bolivia said on Friday that it rejected Chilean demands for a port.", "Demand", ("Chile",), 0),
    ("Peru said the border was quiet; Chile rejected the offer.", "Rejection", ("Chile",), 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "agents", "sources"), TELLERS)
def test_who_tells_of_an_act(mentions: Extract, text: str, kind: str, agents: tuple[str, ...], sources: int) -> None:
    found = [m for m in mentions(text) if m.type == kind and m.agent == agents]
    assert found
    assert len(found[0].source) == sources


def test_the_nearest_teller_is_the_source(mentions: Extract) -> None:
    text = "Oslo argued that the border is safe, although Lima claimed that Chile had promised to pay."
    (found,) = [m for m in mentions(text) if m.type == "Assurance"]
    assert found.source == ("Peru",)


def test_who_speaks_after_an_apposition_is_the_agent(mentions: Extract) -> None:
    text = "Norway will not accept the terms, Kari Nordmann, Norwegian ambassador to Chile, has said."
    assert [m.agent for m in mentions(text) if m.type == "Rejection"] == [("Kari Nordmann",)]


# text, act type, addressees
TOWARDS = [
    ("Chile proposed a truce on Monday. Peru rejected it.", "Rejection", ("Chile",)),
    ("Chile accused Peru of spying. Lima demanded an apology.", "Demand", ("Chile",)),
    ("The foreign ministers of the G7 urged Cuba to wait. Havana rejected the appeal.", "Rejection", 1),
]


@pytest.mark.parametrize(("text", "kind", "addressees"), TOWARDS)
def test_an_answer_goes_to_whoever_is_answered(
    mentions: Extract, text: str, kind: str, addressees: tuple[str, ...] | int
) -> None:
    (found,) = [m.addressee for m in mentions(text) if m.type == kind]
    assert found == addressees or len(found) == addressees


def test_a_treaty_without_a_subject_is_of_the_two_sides_spoken_of(mentions: Extract) -> None:
    text = "Norway and Chile quarrelled over whales. The treaty was signed in Oslo in 1987."
    assert [m.agent for m in mentions(text) if m.type == "TreatyAct"] == [("Norway", "Chile")]


def test_who_is_sent_to_an_alliance_and_speaks_of_it_speaks_for_both(mentions: Extract) -> None:
    text = "NATO will not accept the terms, Kari Nordmann, the Norwegian ambassador to NATO, has said."
    (found,) = [m for m in mentions(text) if m.type == "Rejection"]
    assert (found.agent, found.on_behalf_of) == (("Kari Nordmann",), ("Norway", "NATO"))


def test_an_organisation_has_the_fullest_name_given(mentions: Extract) -> None:
    text = "The International Atomic Energy Agency met in Vienna. The IAEA urged Iran to admit inspectors."
    assert [m.agent for m in mentions(text) if m.type == "Demand"] == [("International Atomic Energy Agency",)]


# text, act type, instrument
INSTRUMENTS = [
    ("Peru signed the Treaty of Lima with Chile in 1929.", "TreatyAct", "Treaty of Lima"),
    ("Peru joined the Lima Water Pact (LWP). Bolivia urged Chile to honour the LWP.", "Demand", "Lima Water Pact"),
    ("The Lima Water Pact is old. Peru has ratified the pact.", "TreatyAct", "Lima Water Pact"),
    ("Peru has never signed a formal treaty with Chile.", "TreatyAct", ""),
    ("President Bill Norton urged Peru to wait.", "Demand", ""),
    ("Peru and Chile signed a memorandum. Chile promised to open the port.", "Assurance", "memorandum"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "name"), INSTRUMENTS)
def test_the_instrument(mentions: Extract, text: str, kind: str, name: str) -> None:
    found = [m.instrument for m in mentions(text) if m.type == kind]
    assert found
    assert found[0] == (name or None)


def test_names_in_one_list_and_first_names_are_of_known_persons(mentions: Extract) -> None:
    text = "Abiy Ahmed and Isaias Afwerki met in Asmara on Monday. Isaias rejected the offer from Sudan."
    assert [m.agent for m in mentions(text) if m.type == "Rejection"] == [("Isaias Afwerki",)]


def test_what_is_told_beside_a_quotation_has_its_teller(mentions: Extract) -> None:
    text = "A spokesman in Oslo said that Chile rejected the idea and that Peru called it “an insult to the nation.”"
    (found,) = [m for m in mentions(text) if m.type == "Rejection" and m.agent == ("Chile",)]
    assert found.source == ("spokesman in Oslo",)


def test_a_spokesman_at_a_ministry_speaks_for_its_state(mentions: Extract) -> None:
    text = "At the State Department, a spokesman denied the report from Peru."
    assert [m.on_behalf_of for m in mentions(text) if m.type == "Denial"] == [("United States",)]
