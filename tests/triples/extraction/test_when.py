"""When an act took place. The document is of Tuesday, 11 January 2022, unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from triples.extraction import extract
from triples.model import Document, Mention

Extract = Callable[[str], list[Mention]]
When = Callable[[str], dict[str, str | None]]


@pytest.fixture
def when(mentions: Extract) -> When:
    """Returns the date of each act by its type; of two of a type, of the last."""
    return lambda text: {m.type: m.date for m in mentions(text)}


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        # The clause's own time, not that of what is promised, refused or meant
        ("Norway rejected the proposal on Monday.", "Rejection", "2022-01-10"),
        ("On 3 May 1993 Norway rejected the proposal.", "Rejection", "1993-05-03"),
        ("In June 1990 Norway promised to withdraw its troops by 1994.", "Assurance", "1990-06"),
        ("In 2003 Sweden and Finland signed a treaty.", "TreatyAct", "2003"),
        ("Last week Norway rejected the proposal.", "Rejection", "2022-01"),
        # Of what governs it, stands beside it, or shares its time
        ("Norway said on Monday that it would not accept the proposal.", "Rejection", "2022-01-10"),
        ("When the ministers met in May 1993, Norway rejected the proposal.", "Rejection", "1993-05"),
        ("Sweden welcomed the offer on Friday and accused Norway of blackmail.", "Accusation", "2022-01-07"),
        ("In a letter of 3 March 1998 Norway demanded that Sweden withdraw its troops.", "Demand", "1998-03-03"),
        ("In 1994 Russia and Ukraine signed a memorandum in which they promised to respect the border.", "Assurance",
         "1994"),
        # Of a noun
        ("Norway recalled Sweden's demand of last August that the border be opened.", "Demand", "2021-08"),
    ],
)  # fmt: skip
def test_the_time_that_belongs_to_the_act(when: When, text: str, kind: str, date: str) -> None:
    assert when(text).get(kind) == date


def test_news_without_a_time_is_of_the_month(when: When) -> None:
    assert when("Norway rejected the proposal.")["Rejection"] == "2022-01"


def test_what_happens_often_or_never_has_no_date(when: When) -> None:
    assert when("Norway has repeatedly rejected the proposal.").get("Rejection") is None
    assert when("Norway said that it had never promised to withdraw its troops.").get("Assurance") is None


def test_a_story_of_earlier_years_goes_on_in_its_paragraph(when: When) -> None:
    story = "In September 1984 Norway proposed a treaty. Sweden rejected the proposal. On 19 December they signed it."
    found = when(story)
    assert (found["Rejection"], found["TreatyAct"]) == ("1984-09", "1984-12-19")


def test_a_new_paragraph_of_news_is_back_in_its_own_time(when: When) -> None:
    paragraphs = ("Norway said on Monday that talks would go on.", "In 1984 Norway proposed a treaty.")
    text = "\n\n".join([*paragraphs, "Sweden rejected the idea."])
    assert when(text)["Rejection"] == "2022-01"


def test_a_speaker_goes_on_on_the_same_day(when: When) -> None:
    text = (
        "Norway's foreign minister, Kari Dahl, rejected the proposal on Monday.\n\n"
        "Dahl accused Sweden of breaking the treaty."
    )
    assert when(text)["Accusation"] == "2022-01-10"


def test_another_mention_of_the_act_tells_its_date(when: When) -> None:
    text = "Norway rejects Swedish treaty\n\nNorway rejected the Swedish treaty on Monday.\n"
    assert when(text)["Rejection"] == "2022-01-10"


def test_a_standing_demand_is_of_the_day_on_which_it_was_made(mentions: Extract) -> None:
    text = "In May 2020 Norway demanded that Sweden leave the island.\n\nNorway also demands that Sweden pay for it."
    assert [m.date for m in mentions(text) if m.type == "Demand"] == ["2020-05", "2020-05"]


def test_yesterday_counts_from_the_dateline(nlp: Language) -> None:
    text = "Offer rejected\n\nOslo, January 10\n\nNorway rejected the proposal of Sweden yesterday."
    document = Document(slug="test", text=text, masked=text, digest="", published="2022-01-11")
    dates = {m.date for m in extract(document, nlp).mentions if m.type == "Rejection" and m.cue == "rejected"}
    assert "2022-01-09" in dates


def test_without_a_date_of_the_document_only_what_is_told_counts(nlp: Language) -> None:
    text = "Norway rejected the proposal on Monday.\n\nIn May 1993 Sweden promised to withdraw its troops."
    document = Document(slug="test", text=text, masked=text, digest="", published=None)
    found = {m.type: m.date for m in extract(document, nlp).mentions}
    assert found["Assurance"] == "1993-05"
    assert found["Rejection"] in (None, "1993-05")


def test_what_is_told_as_past_lies_not_after_the_document(mentions: Extract) -> None:
    found = mentions("Norway and Sweden met on Monday. Four years later Norway accused Sweden of breaking the treaty.")
    assert all(m.date is None or m.date <= "2022-01-11" for m in found)
