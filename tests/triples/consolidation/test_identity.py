"""Which mentions are judged to tell of one act, and which acts stay apart and are related."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from rdflib import RDF, URIRef

from ontology.namespaces import GRAPH_ACTS, OA, SV, instance
from triples.consolidation import Consolidation
from triples.serialisation import to_nquads

Run = Callable[[Sequence[Any]], Consolidation]
Make = Callable[..., Any]

DEMAND = "Norway demanded that NATO not expand eastward."


def demand(**more: Any) -> dict[str, Any]:
    return {"type": "Demand", "agent": ("Norway",), "content": "NATO not expand eastward", "date": "2022-01-10", **more}


def test_two_documents_tell_of_one_demand(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", DEMAND, (DEMAND, demand())), told("b", "On Monday " + DEMAND, (DEMAND, demand()))])
    (act,) = result.acts
    judgements = [q for q in result.quads if q.predicate == SV.judgedAct]
    assert [q.object for q in judgements] == [act.iri]
    (method,) = [q.object for q in result.quads if q.predicate == SV.method]
    assert method == SV.AgreeingRoles
    bodies = {q.object for q in result.quads if q.predicate == OA.hasBody}
    assert bodies == {act.iri}


def test_one_mention_needs_no_judgement(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", DEMAND, (DEMAND, demand()))])
    assert not [q for q in result.quads if q.object == SV.SameActJudgement]


def test_dates_that_exclude_each_other_keep_acts_apart(told: Make, consolidated: Run) -> None:
    result = consolidated(
        [told("a", DEMAND, (DEMAND, demand())), told("b", DEMAND + " Again.", (DEMAND, demand(date="2023-05")))]
    )
    assert len(result.acts) == 2


def test_the_more_precise_date_becomes_that_of_the_act(told: Make, consolidated: Run) -> None:
    result = consolidated(
        [told("a", DEMAND, (DEMAND, demand(date="2022-01"))), told("b", DEMAND + " Again.", (DEMAND, demand()))]
    )
    (act,) = result.acts
    assert act.date == "2022-01-10"
    named = {str(q.object) for q in result.quads if q.predicate == SV.namesDate}
    assert named == {"2022-01", "2022-01-10"}


def test_the_same_promise_of_two_agents_is_two_related_acts(told: Make, consolidated: Run) -> None:
    first = "James Baker promised that NATO would not expand."
    second = "NATO promised that it would not expand."
    by_baker = {"type": "Assurance", "agent": ("James Baker",), "content": "NATO would not expand"}
    by_nato = {"type": "Assurance", "agent": ("NATO",), "content": "it would not expand"}
    result = consolidated([told("a", first, (first, by_baker)), told("b", second, (second, by_nato))])
    one, other = sorted(act.iri for act in result.acts)
    related = {(q.subject, q.object) for q in result.quads if q.predicate == SV.relatedAct}
    assert related == {(one, other), (other, one)}
    assert {q.graph for q in result.quads if q.predicate == SV.relatedAct} == {GRAPH_ACTS}


def test_keys_of_a_reader_join_and_keep_apart(told: Make, consolidated: Run) -> None:
    text = "Norway demanded talks. Norway demanded talks on borders. Norway demanded talks."
    first, second = "Norway demanded talks.", "Norway demanded talks on borders."
    result = consolidated(
        [
            told(
                "a",
                text,
                (first, {"type": "Demand", "agent": ("Norway",), "content": "talks", "act": "one"}),
                (second, {"type": "Demand", "agent": ("Norway",), "content": "talks on borders", "act": "two"}),
                (text, {"type": "Demand", "agent": ("Norway",), "act": "one"}),
            )
        ]
    )
    assert sorted(len(act.tellings) for act in result.acts) == [1, 2]
    assert [q.object for q in result.quads if q.predicate == SV.method] == [SV.ReadersDecision]


def test_talks_told_of_states_and_of_their_envoys_are_one_meeting(told: Make, consolidated: Run) -> None:
    first, second = "Norway and Sweden met.", "Ada Holm met Nils Berg."
    people = {"type": "Meeting", "agent": ("Ada Holm", "Nils Berg"), "on_behalf_of": ("Norway", "Sweden")}
    result = consolidated(
        [
            told("a", first, (first, {"type": "Meeting", "agent": ("Norway", "Sweden"), "date": "2022-01-10"})),
            told("b", second, (second, {**people, "date": "2022-01-10"})),
        ]
    )
    (act,) = result.acts
    assert set(act.agents) == {instance("person", "Ada Holm"), instance("person", "Nils Berg")}


def test_iris_are_readable_and_told_apart_by_a_number(told: Make, consolidated: Run) -> None:
    text = "Norway warned Sweden. Norway warned Sweden once more."
    result = consolidated(
        [
            told(
                "a",
                text,
                ("Norway warned Sweden.", {"type": "Warning", "agent": ("Norway",), "addressee": ("Sweden",)}),
                ("Norway warned Sweden once", {"type": "Warning", "agent": ("Norway",), "addressee": ("Sweden",)}),
            )
        ]
    )
    iris = [act.iri for act in result.acts]
    assert iris == [
        instance("act", "warning", "norway-to-sweden"),
        URIRef(instance("act", "warning", "norway-to-sweden") + "-2"),
    ]


def test_the_order_of_documents_and_mentions_does_not_matter(told: Make, consolidated: Run) -> None:
    tellings = [
        told(
            "a",
            DEMAND + " Sweden met Norway.",
            (DEMAND, demand()),
            ("Sweden met Norway", {"type": "Meeting", "agent": ("Sweden", "Norway")}),
        ),
        told("b", DEMAND + " Once.", (DEMAND, demand(date="2022-01"))),
        told("c", DEMAND + " Twice.", (DEMAND, demand(agent=("Sweden",))), (DEMAND, demand(date=None))),
    ]
    expected = to_nquads(consolidated(tellings).quads)
    for seed in range(3):
        shuffled = [(document, random.Random(seed).sample(mentions, len(mentions))) for document, mentions in tellings]
        random.Random(seed).shuffle(shuffled)
        assert to_nquads(consolidated(shuffled).quads) == expected


def test_every_act_has_one_class_that_is_stated(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", DEMAND, (DEMAND, demand()))])
    (act,) = result.acts
    assert [q.object for q in result.quads if q.subject == act.iri and q.predicate == RDF.type] == [SV.Demand]
