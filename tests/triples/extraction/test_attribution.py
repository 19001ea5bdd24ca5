"""Who says what: spans of sources, cues and contents by rules, and what a model is told of each word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from triples.extraction.attribution.cues import base_form, cue_kinds
from triples.extraction.attribution.features import columns
from triples.extraction.attribution.passages import Passage, passages
from triples.extraction.attribution.rules import Stretch, find_attributions, labelled
from triples.extraction.vocabulary import load_vocabulary
from triples.language.analysis import analyse

Found = tuple[str | None, str | None, tuple[str, ...]]


def read(text: str, nlp: Language) -> list[Passage]:
    return passages(analyse(text, nlp, knows=load_vocabulary().knows))


def found_in(text: str, nlp: Language) -> list[Found]:
    """Source, cue and contents of each attribution, as they are written."""
    out: list[Found] = []
    for passage in read(text, nlp):

        def written(stretch: Stretch | None, passage: Passage = passage) -> str | None:
            return (
                None if stretch is None else text[passage.words[stretch[0]].start : passage.words[stretch[1] - 1].end]
            )

        out += [
            (written(a.source), written(a.cue), tuple(w for c in a.contents if (w := written(c))))
            for a in find_attributions(passage)
        ]
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The minister said that the border would stay open.",
            ("The minister", "said", ("that the border would stay open",)),
        ),
        (
            "“The border will stay open,” the minister said.",
            ("the minister", "said", ("“The border will stay open,”",)),
        ),
        (
            "“The border will stay open,” the minister said. “Nobody wants it closed.”",
            ("the minister", "said", ("“The border will stay open,”", "“Nobody wants it closed.”")),
        ),
        (
            "The minister added: “The border will stay open.”",
            ("The minister", "added", ("“The border will stay open.”",)),
        ),
        (
            "The border, the minister said, would stay open.",
            ("the minister", "said", ("The border", "would stay open")),
        ),
        (
            "According to the minister, the border will stay open.",
            ("the minister", "According to", ("the border will stay open",)),
        ),
        (
            "The border will stay open, according to the minister.",
            ("the minister", "according to", ("The border will stay open",)),
        ),
        ("The senator has repeatedly called for calm.", ("The senator", "has repeatedly called for", ("calm",))),
        ("She refused to sign the treaty.", ("She", "refused", ("to sign the treaty",))),
        (
            "The train stopped despite the minister's claim that the border was open.",
            ("the minister's", "claim", ("that the border was open",)),
        ),
        ("They are worried about the border.", ("They", "are worried about", ("the border",))),
        (
            "“We will never surrender the islands to anybody.”",
            (None, None, ("“We will never surrender the islands to anybody.”",)),
        ),
    ],
)
def test_places_of_speakers_and_of_what_they_say(nlp: Language, text: str, expected: Found) -> None:
    assert expected in found_in(text, nlp)


def test_what_is_said_in_a_content_is_part_of_it(nlp: Language) -> None:
    found = found_in("The minister said that the envoy denied that the border was closed.", nlp)
    assert [cue for _, cue, _ in found] == ["said"]


def test_no_attribution_in_mere_narrative(nlp: Language) -> None:
    assert found_in("The train left the station at noon.", nlp) == []


def test_marks_that_the_parser_does_not_see_are_words_of_a_passage(nlp: Language) -> None:
    (passage,) = read("She spoke of the so-called “peace” talks in Geneva.", nlp)
    marks = [w for w in passage.words if w not in passage.parsed]
    assert [w.text for w in marks] == ["“", "”"]
    assert [w.start for w in passage.words] == sorted(w.start for w in passage.words)


def test_each_paragraph_is_a_passage(nlp: Language) -> None:
    assert len(read("The minister said no.\n\nThe envoy said yes.", nlp)) == 2


def test_cues_are_known_by_form_and_part_of_speech(nlp: Language) -> None:
    (passage,) = read("The minister denied the claim.", nlp)
    denied, claim = passage.words[2], passage.words[4]
    assert (base_form(denied), base_form(claim)) == ("deny", "claim")
    assert "say" in cue_kinds(denied)
    assert cue_kinds(passage.words[0]) == frozenset()


def test_each_word_has_its_row_of_features(nlp: Language) -> None:
    (passage,) = read("“The border is open,” the minister said.", nlp)
    rows = columns(passage)
    assert len(rows) == len(passage.words)
    assert "q=B" in rows[0]
    assert "r=B-cue" in rows[[w.text for w in passage.words].index("said")]


_PIECES = [
    '"',
    "“",
    "”",
    "‘",
    "'",
    "said",
    "according",
    "to",
    "he",
    "that",
    "claims",
    ",",
    ".",
    ":",
    "worried",
    "about",
    "his",
    "call",
    "for",
    "denied",
    "were",
    "by",
    "not",
    "is",
    "\n\n",
    "The minister",
]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(_PIECES),
        max_size=30,
    )
)
def test_any_text_gives_spans_that_do_not_overlap(nlp: Language, words: list[str]) -> None:
    for passage in read(" ".join(words), nlp):
        taken: set[int] = set()
        for _, first, last in labelled(find_attributions(passage)):
            assert 0 <= first < last <= len(passage.words)
            assert taken.isdisjoint(range(first, last))
            taken.update(range(first, last))
