"""Sentences, quotations, inflection: the parts that need no model."""

from __future__ import annotations

import logging
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import TrainablePipe

from ontology.errors import InputError, RDFSyntaxError
from ontology.lexicon import load_lexicon, read_lexicon
from triples.extraction.drafts import CLASSES
from triples.extraction.quotes import find_quotes
from triples.language.inflection import noun_forms, verb_forms
from triples.language.pipeline import load_pipeline
from triples.language.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def quotes(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotes(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Lund met Gen. Ruiz. They agreed.", ["Mr. Lund met Gen. Ruiz.", "They agreed."]),
        ("The U.S. envoy left. He said no.", ["The U.S. envoy left.", "He said no."]),
        ("It came from the U.S. The envoy left.", ["It came from the U.S.", "The envoy left."]),
        ("“Go. Now.” He left.", ["“Go.", "Now.”", "He left."]),
        ("Talks open\n\nOSLO, May 3 - They met.", ["Talks open", "OSLO, May 3 - They met."]),
        ("It cost 3.5 million. J. R. Lund paid.", ["It cost 3.5 million.", "J. R. Lund paid."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_wrapped_line_goes_on() -> None:
    text = "The delegates of both countries met in the morning and then\nagreed on the text of the declaration.\n"
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “We agree.”", ["“We agree.”"]),
        ('"We agree," he said. "Now."', ['"We agree,"', '"Now."']),
        ("“It begins and never ends, he said.", ["“It begins and never ends, he said."]),
        ('We never promised that at all" the envoy said.', ['We never promised that at all"']),
        ("“We agree, he said. “They do not.”", ["“We agree,", "“They do not.”"]),
        ('"We agree, he said. "They do not."', ['"We agree,', '"They do not."']),
        ("**We will stay,** he said.", ["**We will stay,**"]),
        ("**Note:** he said so.", []),
        ("He said: “She called it “open”, then left.” They agreed.", ["“She called it “open”, then left.”"]),
        ("„We agree“, he said. »They do«, she said. «No», he said.", ["„We agree“", "»They do«", "«No»"]),
        ("“We agree,“ he said. ”They do,” she said.", ["“We agree,“", "”They do,”"]),
        ('He said: " We agree " and left.', ['" We agree "']),
        ('We agree on all of it "the envoy said.', ['We agree on all of it "']),
        ("He said: 'We want the allies' forces here.' They left.", ["'We want the allies' forces here.'"]),
        ("In the '90s it was rock 'n' roll, 'tis true, and 'open'.", ["'open'"]),
        ("They drop 'extraneous' demands", ["'extraneous'"]),
        ("The allies' forces and the bloc's aim", []),
        ("“Call it ‘open’, then,” she said.", ["“Call it ‘open’, then,”"]),
    ],
)
def test_quotations_are_paired(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@given(st.text(max_size=300))
def test_sentences_and_quotations_lie_in_the_text_in_order(text: str) -> None:
    spans = [(s.start, s.end) for s in split_sentences(text)]
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    for quote in find_quotes(text, spans):
        assert 0 <= quote.start <= quote.inner[0] <= quote.inner[1] <= quote.end <= len(text)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("deny", "denied"), ("pledge", "pledging"), ("admit", "admitted"), ("swear", "sworn"), ("lie", "lying")],
)
def test_verbs_are_inflected(lemma: str, form: str) -> None:
    assert form in verb_forms(lemma)


def test_british_spelling_is_known() -> None:
    assert {"initialled", "initialed"} <= set(verb_forms("initial"))
    assert "treaties" in noun_forms("treaty")


def test_the_lexicon_covers_all_act_types() -> None:
    named = {e.denotes for e in load_lexicon().of(role="act")}
    assert set(CLASSES) <= named
    assert all(e.frame is not None for e in load_lexicon().of(role="act"))


def test_a_new_verb_is_a_line(tmp_path: Path) -> None:
    frame = 'lex:f a synsem:SyntacticFrame ; sv:agentSlot "subject" ; sv:contentSlot "object" .'
    entry = (
        'lex:e rdfs:label "nix"@en ; lexinfo:partOfSpeech lexinfo:verb ; sv:lexicalRole "act" ; '
        "synsem:synBehavior lex:f ; ontolex:denotes sv:Rejection ."
    )
    prefixes = "\n".join(
        f"@prefix {p}: <{iri}> ."
        for p, iri in {
            "lex": "https://w3id.org/servanda/lexicon#",
            "sv": "https://w3id.org/servanda/ontology#",
            "ontolex": "http://www.w3.org/ns/lemon/ontolex#",
            "synsem": "http://www.w3.org/ns/lemon/synsem#",
            "lexinfo": "http://www.lexinfo.net/ontology/3.0/lexinfo#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        }.items()
    )
    path = tmp_path / "small.ttl"
    path.write_text(f"{prefixes}\n{frame}\n{entry}\n", encoding="utf-8")
    (found,) = read_lexicon(path).entries
    assert (found.form, found.denotes, found.frame and found.frame.content) == ("nix", "Rejection", ("object",))


def test_a_broken_lexicon_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("lex:e a", encoding="utf-8")
    with pytest.raises(RDFSyntaxError, match="broken"):
        read_lexicon(path)


def test_an_unknown_pipeline_is_told() -> None:
    with pytest.raises(InputError, match="no_such_pipeline"):
        load_pipeline("no_such_pipeline")


def test_another_pipeline_comes_with_a_notice(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    other = spacy.blank("en")
    for name, label in (("tagger", "NN"), ("parser", "nsubj")):
        pipe = other.add_pipe(name)
        assert isinstance(pipe, TrainablePipe)
        pipe.add_label(label)
    other.initialize()
    other.to_disk(tmp_path / "other")
    with caplog.at_level(logging.WARNING):
        assert load_pipeline(str(tmp_path / "other")).has_pipe("parser")
    assert "lower quality" in caplog.text
