"""What reported clauses are normalised to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import Graph
from spacy.language import Language

from triples.authority import Authority
from triples.consolidation.actors import Actors
from triples.consolidation.predicates import load_predicates
from triples.consolidation.propositions import Proposition, PropositionMaker
from triples.language.analysis import analyse

Read = Callable[..., Proposition]


@pytest.fixture
def read(nlp: Language, authority: Authority, authority_graph: Graph) -> Read:
    def run(sentence: str, clause: str, *, doer: str | None = None, future: bool = True) -> Proposition:
        actors = Actors(authority, authority_graph)
        maker = PropositionMaker(analyse(sentence, nlp), actors, load_predicates())
        start = sentence.index(clause)
        who = actors.resolve(doer) if doer else None
        made = maker.make(start, start + len(clause), doer=who, speaker=who, future=future)
        assert made is not None
        return made

    return run


CASES = [
    ("Norway said that {}.", "NATO would not expand", "NATO will not expand"),
    ("Norway said that {}.", "NATO would not enlarge eastward", "NATO will not expand eastward"),
    ("NATO promised that {}.", "the alliance would not move further east", "NATO will not expand eastward"),
    ("Norway asked for {}.", "an end to the enlargement of NATO", "NATO will not expand"),
    ("Norway wants {}.", "to halt NATO expansion", "NATO will not expand"),
    ("Norway demands that {}.", "Ukraine never becomes a member of NATO", "Ukraine will not join NATO"),
    ("Norway demands that {}.", "Ukraine never join NATO", "Ukraine will not join NATO"),
]


@pytest.mark.parametrize(("frame", "clause", "label"), CASES)
def test_wordings_of_one_claim_meet_in_one_label(read: Read, frame: str, clause: str, label: str) -> None:
    made = read(frame.format(clause), clause)
    assert made.label == label
    assert made.negated


def test_an_infinitive_takes_the_agent_as_its_subject(read: Read) -> None:
    made = read("NATO promised not to admit new members.", "not to admit new members", doer="NATO")
    assert made.label == "NATO will not expand"


def test_a_denied_promise_is_seen_through(read: Read) -> None:
    made = read("He said that NATO never promised not to expand.", "NATO never promised not to expand")
    assert made.promised
    assert made.reported
    assert made.label == "NATO will not expand"
    assert made.promiser == made.subject


def test_the_opposite_is_another_proposition_about_the_same_claim(read: Read) -> None:
    yes = read("Norway said that NATO would expand.", "NATO would expand")
    no = read("Norway said that NATO would not expand.", "NATO would not expand")
    assert yes.iri != no.iri
    assert yes.same_claim(no)
    assert not yes.matches(no)
    assert no.affirmed().label == yes.label


def test_labels_stay_short(read: Read) -> None:
    clause = (
        "Norway would withdraw all of its many brave and cold soldiers from the far northern forests of wide Lapland"
    )
    assert len(read(f"It said that {clause} soon.", clause).label.split()) <= 10
