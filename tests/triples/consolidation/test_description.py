"""Mentions, actors, posts and instruments as they stand in the graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rdflib import RDF, Literal
from rdflib.namespace import SKOS

from ontology.namespaces import GRAPH_AUTHORITY, OA, PROV, SCHEMA, SV, document_graph, instance
from triples.consolidation import Consolidation

Run = Callable[[Sequence[Any]], Consolidation]
Make = Callable[..., Any]

TEXT = "“We will never join,” Ada Holm said in Oslo, and left the room."
SAID = {"type": "Statement", "agent": ("Ada Holm",), "on_behalf_of": ("Norway",), "content": "We will never join"}


def test_a_mention_is_an_annotation_with_offsets_in_the_graph_of_its_document(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", TEXT, (TEXT, {**SAID, "mode": "quoted", "rule": "quotation", "cue": "say"}))])
    mention = instance("mention", "a", f"statement-0-{len(TEXT)}")
    mine = {(q.subject, q.predicate): q for q in result.quads if q.subject.startswith(mention)}
    assert {q.graph for q in mine.values()} == {document_graph("a")}
    position = next(node for node, predicate in mine if predicate == OA.start)
    assert int(mine[position, OA.end].object) == len(TEXT)
    assert mine[mention, SV.voice].object == SV.Quoted
    assert mine[mention, SV.namesAgent].object == instance("person", "Ada Holm")
    assert mine[mention, PROV.wasGeneratedBy].object == instance("activity", "a", "quotation")


def test_of_the_text_only_the_speakers_words_are_kept(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", TEXT, (TEXT, {**SAID, "mode": "quoted"}))])
    exact = [str(q.object) for q in result.quads if q.predicate == OA.exact]
    assert exact == ["We will never join,"]
    assert not [q for q in result.quads if isinstance(q.object, Literal) and "left the room" in q.object]


def test_reported_speech_keeps_no_words(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", TEXT, (TEXT, {**SAID, "mode": "reported"}))])
    assert not [q for q in result.quads if q.predicate == OA.exact]


def test_the_publisher_tells_when_nobody_else_does(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", TEXT, (TEXT, dict(SAID)), publisher="The Harbour Times")])
    (teller,) = {q.object for q in result.quads if q.predicate == SV.toldBy}
    (publisher,) = {q.object for q in result.quads if q.predicate == SCHEMA.publisher}
    assert teller == publisher


def test_an_unknown_person_is_minted_and_says_from_where(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", TEXT, (TEXT, dict(SAID)))])
    person = instance("person", "Ada Holm")
    mine = {q.predicate: q for q in result.quads if q.subject == person}
    assert mine[RDF.type].object == SV.Person
    assert mine[SV.mintedFrom].object == instance("document", "a")
    assert {q.graph for q in mine.values()} == {GRAPH_AUTHORITY}


def test_officials_of_a_state_are_a_group_that_acts_for_it(told: Make, consolidated: Run) -> None:
    text = "Swedish officials warned Norway."
    said = {"type": "Warning", "agent": ("Swedish officials",), "addressee": ("Norway",)}
    result = consolidated([told("a", text, (text, said))])
    (act,) = result.acts
    assert act.agents == (instance("group", "Swedish officials"),)
    assert act.on_behalf_of == (instance("state", "Sweden"),)


def test_a_group_at_the_start_of_a_sentence_is_that_inside_one(told: Make, consolidated: Run) -> None:
    text = "Secret papers show it. In the secret papers it stands."
    result = consolidated(
        [
            told(
                "a",
                text,
                ("Secret papers show it.", {**SAID, "content": None, "source": ("Secret papers",)}),
                ("In the secret papers", {**SAID, "content": None, "source": ("the secret papers",)}),
            )
        ]
    )
    assert {q.object for q in result.quads if q.predicate == SV.toldBy} == {instance("group", "secret papers")}


def test_people_act_in_the_post_of_the_time(told: Make, consolidated: Run) -> None:
    text = "James Baker assured them. Antony Blinken assured them."
    result = consolidated(
        [
            told(
                "a",
                text,
                ("James Baker assured", {"type": "Assurance", "agent": ("James Baker",), "date": "1990-02-09"}),
                ("Antony Blinken assured", {"type": "Assurance", "agent": ("Antony Blinken",), "date": "2022-01"}),
            )
        ]
    )
    holdings = {str(q.subject): str(q.object) for q in result.quads if q.predicate == SV.inPost}
    assert len(holdings) == 2
    assert all("secretary-of-state" in holding for holding in holdings.values())
    assert len(set(holdings.values())) == 2


def test_instruments_are_those_of_the_authority(told: Make, consolidated: Run) -> None:
    text = "Norway signed the North Atlantic Treaty. In December Russia handed over draft agreements."
    signs = {"type": "TreatyAct", "agent": ("Norway",), "cue": "signed", "instrument": "North Atlantic Treaty"}
    tables = {"type": "TreatyAct", "agent": ("Russia",), "date": "2021-12", "cue": "handed over"}
    passages = ("Norway signed the North Atlantic Treaty", signs), ("Russia handed over draft agreements", tables)
    result = consolidated([told("a", text, *passages)])
    signing, tabling = result.acts
    assert (signing.kind, signing.instruments) == (SV.Signature, (instance("treaty", "North Atlantic Treaty"),))
    assert tabling.kind == SV.Tabling
    assert len(tabling.instruments) == 2


def test_an_unknown_agreement_is_minted(told: Make, consolidated: Run) -> None:
    text = "Norway ratified the Accord of Bergen."
    said = {"type": "TreatyAct", "agent": ("Norway",), "cue": "ratified", "instrument": "Accord of Bergen"}
    result = consolidated([told("a", text, (text, said))])
    label = [
        q.object
        for q in result.quads
        if q.subject == instance("treaty", "Accord of Bergen") and q.predicate == SKOS.prefLabel
    ]
    assert label == [Literal("Accord of Bergen", lang="en")]
    assert result.acts[0].kind == SV.Ratification
