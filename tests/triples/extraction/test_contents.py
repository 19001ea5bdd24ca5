"""What is promised, demanded, denied: the extent of contents, on sentences of our own."""

from __future__ import annotations

import pytest
from spacy.language import Language

from triples.extraction import extract
from triples.model import Document, Mention


def _mentions(text: str, nlp: Language) -> list[Mention]:
    return extract(Document(slug="test", text=text, masked=text, digest="sha256:0"), nlp).mentions


@pytest.mark.parametrize(
    ("text", "kind", "content"),
    [
        (
            "Peru recognised the right of the islanders to choose their own government.",
            "Acknowledgement",
            "the right of the islanders to choose their own government",
        ),
        ("Oslo accused Stockholm of breaking the treaty.", "Accusation", "breaking the treaty"),
        (
            "Hanoi promised to withdraw its troops from the island.",
            "Assurance",
            "to withdraw its troops from the island",
        ),
        ("Chile denied that it had moved the border markers.", "Denial", "it had moved the border markers"),
        ("The foreign ministers of Peru and Chile met in Lima on Monday.", "Meeting", None),
        (
            "Peru ruled out the possibility of such a deal, saying: “We want peace.”",
            "Rejection",
            "the possibility of such a deal",
        ),
        ("An offer by Lima was dismissed by the alliance as not credible.", "Rejection", "An offer by Lima"),
        ("Turkey has rejected the plan, a senior official said.", "Rejection", "the plan"),
        ("Oslo will not drop the claim, the minister told reporters.", "Rejection", "drop the claim"),
        ("The minister said that Norway will not accept the new border.", "Rejection", "the new border"),
        ("The ministry insisted that Oslo is not willing to discuss tax.", "Rejection", "to discuss tax"),
        (
            "The foreign ministers of Peru and Chile exchanged views on the maritime boundary.",
            "Meeting",
            "the maritime boundary",
        ),
        (
            "Oslo promised that it would “keep the strait open to all, and free of charges”.",
            "Assurance",
            "it would “keep the strait open to all, and free of charges",
        ),
    ],
)
def test_content(nlp: Language, text: str, kind: str, content: str | None) -> None:
    found = [m for m in _mentions(text, nlp) if m.type == kind]
    assert found
    assert {text[slice(*m.content)] if m.content is not None else None for m in found} == {content}


def test_the_content_of_a_relative_clause_ends_before_it(nlp: Language) -> None:
    text = "The mediators presented the terms that Khartoum rejected on Friday."
    rejection = next(m for m in _mentions(text, nlp) if m.type == "Rejection")
    assert rejection.content is not None
    assert text[slice(*rejection.content)] == "the terms"


def test_a_transcript_is_quoted_and_its_labels_speak(nlp: Language) -> None:
    text = (
        "Press briefing\n\nSPOKESPERSON: We reject the claim of our neighbours.\n\n"
        "QUESTION: Will you sign the treaty?\n\nSPOKESPERSON: We will not sign it. There was no promise.\n"
    )
    found = _mentions(text, nlp)
    assert {m.agent for m in found if m.type in ("Rejection", "Denial")} == {("SPOKESPERSON",)}
    assert {m.mode for m in found} == {"quoted"}
    question = text.index("QUESTION")
    assert not any(question <= m.start < question + 30 for m in found)


def test_no_promise_is_a_denial_and_a_denied_assurance(nlp: Language) -> None:
    text = '"There was no promise of any kind," the Turkish foreign minister told reporters.'
    kinds = {(m.type, m.stance) for m in _mentions(text, nlp)}
    assert {("Denial", "asserted"), ("Assurance", "denied")} <= kinds
