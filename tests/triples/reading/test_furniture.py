"""Masking page furniture: what goes, what stays, and that offsets never move."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triples.reading import Catalogue, furniture_spans, mask, read_document

MASKED = [
    "Skip to content",
    "Skip to main content",
    "Accessibility links",
    "Breaking News",
    "• Read more",
    "Top stories",
    "Top Ruritania stories now",
    "More on this story",
    "ADVERTISEMENT",
    "please wait",
    "No media source currently available",
    "0:00 0:03:39 0:00",
    "Listen · 3:12",
    "Home   World   Middle East   Energy   Subscribe",
    "Home World Politics Sport Weather",
    "Home > Press Releases > Remarks & Briefings",
    "Menu  Live TV  Programmes  Newsletter",
    "ANALYSIS | South Asia",
    "Ministry of Trade | Press releases > 2023 > May | Print | العربية",
    "Comments 412 · Share",
    "Share on Facebook  Share on WhatsApp",
    "EN | FR | RU",
    "العربيةespрусdefr",
    "Вход для подписчиков",
    "icon mailicon playicon searchicon shareicon sign inicon tag",
    "HomeRuritania & Beyond",
    "11 Jan, 1999 15:54",
    "Published February 2, 1999 4:40 PM",
    "Sat 12 Sep 1998 06.00 BST   Last modified on Mon 14 Sep 1998 09.12 BST",
    "By Jane Doe and John Roe",
    "By our diplomatic correspondent, Strelsau",
    "© 1999 Herald. All rights reserved.",
    "© Autonomous Organization “SH-News”, 1995–1999. All rights reserved.",
    "This website uses cookies. Read our Privacy policy to find out more.",
    "We use cookies to give you the best experience. Accept / Manage settings",
    "Accept all cookies",
    "Sign up for our daily newsletter",
    "Subscribe to our newsletter",
    "Follow us on Telegram",
    "log in or register",
    "To participate in the discussion",
    "Since you’re here … we have a small favour to ask. Support our journalism.",
    "This text has been translated automatically. We do not answer for the errors.",
    "The views expressed in this article do not necessarily reflect those of the newspaper.",
    "Contact Us | Privacy Notice | Copyright Information",
    "Topics: Ruritania, Europe",
    "Continued on Page 16, Column 3",
    "example.org/12345",
    "https://example.org/a/b",
    "(with AFP and REUTERS)",
    "Reporting by Jane Doe; Editing by John Roe",
    "# # #",
]
KEPT = [
    "Ruritania rejects offer",
    "RURITANIA BOWS TO TERMS",
    "TROOPS TO MARCH TO-DAY — ULTIMATUM",
    "Minister Rejects Offer | World",
    "Kosovo and Serbia 'have a deal', EU says, but no signature is in sight",
    "The minister said no.",
    "“We use every channel to talk to them,” he said.",
    "Sign up to the treaty now, queen tells king",
    "EU rejects privacy policy of Ruritania",
    "The home secretary accepted the world's news.",
    "By signing, the king accepted the terms.",
    "From Strelsau the king sent a note",
    "In 1990 nothing was promised.",
    "NOTE FROM STRELSAU",
    "Iran   signed   the treaty",
    "QUESTION: And the schedule?",
    "MODERATOR: This is on background.",
    "He was asked to share the burden of the talks, and to follow the news.",
    "What's in the latest sanctions package?",
]
PARTLY = {
    "READ MORE: Ruritania rejects the lines": " Ruritania rejects the lines",
    "You may also be interested in: The king warns": " The king warns",
    "FILE PHOTO: The king signs the treaty, May 3, 1999.": " The king signs the treaty, May 3, 1999.",
    "[PHOTO: The king meets the queen]": " The king meets the queen]",
    "The king meets the queen. © AP Photo / Jane Doe": "The king meets the queen. ",
    "The king meets the queen. © AFP (file photo)": "The king meets the queen.  ",
    "The king meets the queen. REUTERS/Jane Doe/File Photo": "The king meets the queen. ",
    "© REUTERS / JANE DOEFILE PHOTO: The king signs": " The king signs",
    "King and queen - Herald International, 1920, 31.01.1999": "King and queen",
    "Why did the king refuse? EXPLAINER": "Why did the king refuse?",
    "Origins of the pact [edit]": "Origins of the pact ",
    "Ruritania rejects the offer – BBC News": "Ruritania rejects the offer",
}


def kept(text: str) -> str:
    masked = mask(text)
    assert len(masked) == len(text)
    return masked


@pytest.mark.parametrize("line", MASKED)
def test_furniture_is_masked(line: str) -> None:
    before, after = "Ruritania rejects the offer of its neighbour\n", "\nThe king said that he would not sign."
    assert kept(before + line + after) == before + " " * len(line) + after


@pytest.mark.parametrize("line", KEPT)
def test_what_may_tell_of_an_act_is_kept(line: str) -> None:
    assert kept(line) == line


@pytest.mark.parametrize(("line", "rest"), PARTLY.items())
def test_labels_and_credits_go_and_the_rest_stays(line: str, rest: str) -> None:
    masked = kept(line)
    assert "".join(masked.split()) == "".join(rest.split())
    assert line.find(rest.strip()) == masked.find(rest.strip())


def test_a_headline_that_is_printed_twice_stays_twice() -> None:
    text = "Read more\nKey points of the talks\nKey points of the talks\n"
    assert kept(text) == "         \nKey points of the talks\nKey points of the talks\n"


pieces = st.sampled_from(
    [*MASKED, *KEPT, *PARTLY, "\n", "\r\n", "\u2028", "\x85", "\t", "|", "©", "icon ", "\ufeff", "“"]
)


@given(st.lists(pieces | st.text(max_size=8), max_size=12).map("".join))
def test_masking_moves_nothing(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert [len(line) for line in masked.splitlines()] == [len(line) for line in text.splitlines()]
    assert all(new in {old, " "} for old, new in zip(text, masked, strict=True))
    end = -1
    for start, stop in furniture_spans(text):
        assert end < start < stop <= len(text)
        end = stop


@given(st.lists(pieces, max_size=8).map("\n".join))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert all(old == new for old, new in zip(once, mask(once), strict=True) if old == " ")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_no_annotated_mention_is_masked(shared: Path) -> None:
    acts = shared / "acts"
    texts = {path.stem: path for path in acts.glob("*/*.txt")}
    annotated = [json.loads(line) for path in acts.glob("*.jsonl") for line in _lines(path)]
    assert annotated
    documents = {name: read_document(path, catalogue=Catalogue()) for name, path in texts.items()}
    lost = []
    for row in annotated:
        document = documents[row["doc"]]
        if document.masked[row["start"] : row["end"]] != document.text[row["start"] : row["end"]]:
            lost.append((row["doc"], row["start"], row["end"]))
    assert lost == []
