"""One own sentence for each phenomenon: what is extracted from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triples.model import Mention

Extract = Callable[[str], list[Mention]]

# sentence, act type, agents, stance
SIMPLE = [
    ("Budapest demanded that the clause be removed from the final text.", "Demand", ("Hungary",), "asserted"),
    ("Peru urged both sides to return to the table.", "Demand", ("Peru",), "asserted"),
    ("The Kremlin told Lima to drop the claim.", "Demand", ("Kremlin",), "asserted"),
    ("Egypt offered to mediate, but Sudan turned it down.", "Proposal", ("Egypt",), "asserted"),
    ("Egypt offered to mediate, but Sudan turned it down.", "Rejection", ("Sudan",), "asserted"),
    ("Vienna vetoed the accession of Romania.", "Rejection", ("Austria",), "asserted"),
    ("Canada recognised Palestine as a state.", "Acknowledgement", ("Canada",), "asserted"),
    ("Tokyo and Seoul agreed to resume talks.", "Acceptance", ("Japan", "South Korea"), "asserted"),
    ("Iran has repeatedly denied seeking nuclear weapons.", "Denial", ("Iran",), "asserted"),
    ("China lodged a protest with Japan over the visit.", "Accusation", ("China",), "asserted"),
    ("Ankara accused Stockholm of harbouring rebels.", "Accusation", ("Turkey",), "asserted"),
    ("Georgia has acceded to the convention.", "TreatyAct", ("Georgia",), "asserted"),
    ("The pact was signed by France and Spain.", "TreatyAct", ("France", "Spain"), "asserted"),
    ("Cuba withdrew from the pact in 1962.", "TreatyAct", ("Cuba",), "asserted"),
    ("Lima has not ratified the convention.", "TreatyAct", ("Peru",), "denied"),
    ("Talks between Iran and the US resumed in Oman on Saturday.", "Meeting", ("Iran", "United States"), "asserted"),
    ("India's refusal to sign the treaty angered Washington.", "Rejection", ("India",), "asserted"),
    ("The Danes would accept nothing less than a full apology.", "Demand", ("Denmark",), "asserted"),
    ("Athens said Ankara had violated its airspace.", "Accusation", ("Greece",), "asserted"),
    ("Hanoi has always maintained that the islands belong to it.", "Statement", ("Vietnam",), "asserted"),
    ("Syria insists that it never used such weapons.", "Denial", ("Syria",), "asserted"),
    ("The Americans gave Cuba an assurance that they would not invade.", "Assurance", ("United States",), "asserted"),
    ("The tsar had been assured by Bismarck that Prussia would stay neutral.", "Assurance", ("Bismarck",), "asserted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "agents", "stance"), SIMPLE)
def test_an_act_is_found_with_its_agent(
    mentions: Extract, text: str, kind: str, agents: tuple[str, ...], stance: str
) -> None:
    found = [m for m in mentions(text) if m.type == kind and m.agent == agents]
    assert found
    assert found[0].stance == stance


def test_a_denied_promise_is_a_denial_and_a_denied_assurance(mentions: Extract) -> None:
    found = {m.type: m for m in mentions("Moscow maintains that it never gave such a promise.")}
    assert found["Denial"].agent == ("Russia",)
    assert found["Assurance"].stance == "denied"
    assert found["Assurance"].source == ("Russia",)


def test_a_claimed_promise_is_alleged_with_its_source(mentions: Extract) -> None:
    (found,) = [m for m in mentions("Tripoli claims that Rome promised to pay for the road.") if m.type == "Assurance"]
    assert (found.agent, found.stance, found.source) == (("Italy",), "alleged", ("Libya",))


def test_a_hedge_makes_an_act_alleged(mentions: Extract) -> None:
    (found,) = mentions("Rome allegedly promised to pay for the road.")
    assert found.stance == "alleged"


def test_according_to_names_the_source(mentions: Extract) -> None:
    (found,) = [m for m in mentions("According to Oslo, Bern rejected the plan.") if m.type == "Rejection"]
    assert (found.agent, found.source) == (("Switzerland",), ("Norway",))


def test_records_are_a_source(mentions: Extract) -> None:
    (found,) = [
        m
        for m in mentions("The records show that Bern received assurances from Rome that the border would stay open.")
        if m.type == "Assurance"
    ]
    assert (found.agent, found.source, found.stance) == (("Italy",), ("records",), "asserted")


@pytest.mark.parametrize(
    ("text", "agents", "sources"),
    [
        ("Turkey has rejected the plan, a senior official said.", ("Turkey",), ("senior official",)),
        (
            "Ethiopia has turned down a call by Egypt for a deadline, a senior official at the ministry has disclosed.",
            ("Ethiopia",),
            ("senior official at ministry",),
        ),
        ("Kenya told reporters that it signed the accord in May; Somalia rejected it.", ("Somalia",), ()),
        ("PRESENTER: Good evening. Chad has rejected the plan.\n\nREPORTER: It has.", ("Chad",), ()),
    ],
)
def test_whoever_speaks_around_an_act_is_its_source(
    mentions: Extract, text: str, agents: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    (found,) = [m for m in mentions(text) if m.type == "Rejection"]
    assert (found.agent, found.source) == (agents, sources)


def test_titles_of_some_words_belong_to_the_name_behind_them(mentions: Extract) -> None:
    (found,) = mentions(
        "British deputy prime minister Dominic Reed and French deputy defence minister Jean Dupont met in Paris."
    )
    assert found.agent == ("Dominic Reed", "Jean Dupont")


def test_a_refusal_to_promise_is_a_rejection_alone(mentions: Extract) -> None:
    assert [m.type for m in mentions("Oslo refused to guarantee the border.")] == ["Rejection"]


def test_accused_of_broken_promises(mentions: Extract) -> None:
    found = {m.type: m for m in mentions("Bern accused Rome of ignoring past promises.")}
    assert found["Accusation"].addressee == ("Italy",)
    assert (found["Assurance"].agent, found["Assurance"].stance) == (("Italy",), "alleged")


def test_who_speaks_in_a_quotation_is_its_agent(mentions: Extract) -> None:
    (found,) = mentions(
        "“We will not discuss the border,” the Swiss foreign minister, Anna Frei, said in Bern on Monday."
    )
    assert (found.type, found.agent, found.on_behalf_of) == ("Rejection", ("Anna Frei",), ("Switzerland",))
    assert (found.mode, found.date) == ("quoted", "2022-01-10")


def test_a_threat_in_a_quotation_is_a_warning(mentions: Extract) -> None:
    (found,) = mentions("“If they cross the river, they will face consequences,” said the Swiss president, Anna Frei.")
    assert found.type == "Warning"


def test_the_titles_capitals_do_not_hide_the_verb(mentions: Extract) -> None:
    found = mentions("Bern Pledges to Provide Rome With Written Response Next Week\n\nIt rained.")
    assert [(m.type, m.agent) for m in found] == [("Assurance", ("Switzerland",))]


def test_the_country_is_not_the_pronoun(mentions: Extract) -> None:
    found = mentions("The US rejected the plan.")
    assert [m.agent for m in found] == [("United States",)]


def test_offsets_point_into_the_text(mentions: Extract) -> None:
    text = "  Oslo said **it rejected** the “plan”.\n\nBern\u200b agreed to \x07the terms.\n"
    for m in mentions(text):
        assert 0 <= m.start < m.end <= len(text)
        assert m.content is None or 0 <= m.content[0] < m.content[1] <= len(text)


def test_what_is_not_diplomacy_gives_nothing(mentions: Extract) -> None:
    assert mentions("The harvest was good. A farmer said that it had rained in May. Brent crude fell.") == []


def test_mentions_of_one_act_share_a_key(mentions: Extract) -> None:
    text = "Bern rejects Italian plan for tunnel\n\nBern on Monday rejected the Italian plan for the tunnel."
    keys = {m.act for m in mentions(text) if m.type == "Rejection"}
    assert len(keys) == 1
