"""How acts bear on each other: in one passage, and across documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rdflib import URIRef

from ontology.namespaces import SV
from triples.consolidation import Consolidation

Run = Callable[[Sequence[Any]], Consolidation]
Make = Callable[..., Any]

PROMISE = "NATO promised not to expand."
DENIAL = "Ada Holm said that NATO never promised not to expand."


def promise(**more: Any) -> dict[str, Any]:
    return {"type": "Assurance", "agent": ("NATO",), "content": "not to expand", **more}


def denial(**more: Any) -> dict[str, Any]:
    return {"type": "Denial", "agent": ("Ada Holm",), "content": "NATO never promised not to expand", **more}


def links(result: Consolidation, predicate: URIRef) -> set[tuple[str, str]]:
    kinds = {act.iri: act.type for act in result.acts}
    return {
        (kinds[r.subject], kinds.get(r.object, "Proposition")) for r in result.relations if r.predicate == predicate
    }


def test_a_denial_denies_the_promise_told_in_its_own_passage(told: Make, consolidated: Run) -> None:
    nested = promise(stance="denied", source=("Ada Holm",))
    result = consolidated([told("a", DENIAL, (DENIAL, denial()), (DENIAL, nested))])
    assert links(result, SV.denies) == {("Denial", "Assurance")}
    (denying,) = [act for act in result.acts if act.type == "Denial"]
    assert denying.label.startswith("Denial by Ada Holm of: Assurance by North Atlantic Treaty Organization")


def test_a_denial_denies_the_promise_that_another_document_asserts(told: Make, consolidated: Run) -> None:
    result = consolidated([told("a", PROMISE, (PROMISE, promise())), told("b", DENIAL, (DENIAL, denial()))])
    assert links(result, SV.denies) == {("Denial", "Assurance")}


def test_a_denial_of_one_promiser_leaves_the_promise_of_another_alone(told: Make, consolidated: Run) -> None:
    other = "James Baker promised that NATO would not expand."
    told_of = {"type": "Assurance", "agent": ("James Baker",), "content": "NATO would not expand"}
    result = consolidated([told("a", other, (other, told_of)), told("b", DENIAL, (DENIAL, denial()))])
    assert links(result, SV.denies) == {("Denial", "Proposition")}


def test_a_denial_without_an_act_denies_the_claim_unnegated(told: Make, consolidated: Run) -> None:
    text = "“Norway is not planning an attack, Norway will not invade Sweden,” Ada Holm said."
    said = {"type": "Denial", "agent": ("Ada Holm",), "content": "Norway will not invade Sweden"}
    result = consolidated([told("a", text, (text, said))])
    (denied,) = [r.object for r in result.relations if r.predicate == SV.denies]
    assert denied.endswith("/norway-will-invade-sweden")
    assert not [q for q in result.quads if q.predicate == SV.content]


def test_a_denial_disputes_an_accusation_through_its_claim(told: Make, consolidated: Run) -> None:
    blame = "Sweden accused Norway, saying Norway will invade Sweden."
    reply = "Norway denied that Norway will invade Sweden."
    accusation = {
        "type": "Accusation",
        "agent": ("Sweden",),
        "addressee": ("Norway",),
        "content": "Norway will invade Sweden",
    }
    result = consolidated(
        [
            told("a", blame, (blame, accusation)),
            told("b", reply, (reply, {"type": "Denial", "agent": ("Norway",), "content": "Norway will invade Sweden"})),
        ]
    )
    (denied,) = [r.object for r in result.relations if r.predicate == SV.denies]
    (content,) = [q.object for q in result.quads if q.predicate == SV.content]
    assert denied == content


def test_a_rejection_meets_the_demand_in_its_passage(told: Make, consolidated: Run) -> None:
    refused = "the demand of Norway to halt NATO expansion"
    text = f"Sweden rejected {refused}."
    rejection = {"type": "Rejection", "agent": ("Sweden",), "content": refused}
    nested = {"type": "Demand", "agent": ("Norway",), "content": "to halt NATO expansion"}
    result = consolidated([told("a", text, (text, rejection), (refused, nested))])
    assert links(result, SV.rejects) == {("Rejection", "Demand")}


def asked_and_accepted(told: Make, day_of_answer: str) -> list[Any]:
    asked, answered = "Norway demanded that NATO not expand.", "Sweden accepted that NATO would not expand."
    demand = {"type": "Demand", "agent": ("Norway",), "content": "NATO not expand", "date": "2022-01-10"}
    answer = {"type": "Acceptance", "agent": ("Sweden",), "content": "NATO would not expand", "date": day_of_answer}
    return [told("a", asked, (asked, demand)), told("b", answered, (answered, answer))]


def test_an_answer_meets_the_demand_of_the_same_claim_in_another_document(told: Make, consolidated: Run) -> None:
    result = consolidated(asked_and_accepted(told, "2022-01-11"))
    assert links(result, SV.accepts) == {("Acceptance", "Demand")}


def test_nobody_answers_before_the_demand(told: Make, consolidated: Run) -> None:
    result = consolidated(asked_and_accepted(told, "2021"))
    assert links(result, SV.accepts) == {("Acceptance", "Proposition")}


def test_an_accusation_of_a_broken_promise_alleges_its_breach(told: Make, consolidated: Run) -> None:
    blamed = "NATO had broken its promise not to expand"
    text = f"Ada Holm claimed that {blamed}."
    accusation = {"type": "Accusation", "agent": ("Ada Holm",), "content": blamed}
    nested = promise(stance="alleged", source=("Ada Holm",))
    result = consolidated([told("a", text, (text, accusation), (blamed, nested))])
    assert links(result, SV.allegesBreachOf) == {("Accusation", "Assurance")}


def test_a_denial_of_something_of_the_kind_denies_what_its_passage_tells_of(told: Make, consolidated: Run) -> None:
    text = "Ada Holm, who would have received guarantees of NATO, denied that anything of the kind had happened."
    told_of = {"type": "Assurance", "agent": ("NATO",), "addressee": ("Ada Holm",), "stance": "alleged"}
    said = {"type": "Denial", "agent": ("Ada Holm",), "content": "anything of the kind had happened"}
    result = consolidated([told("a", text, (text, said), ("would have received guarantees of NATO", told_of))])
    assert links(result, SV.denies) == {("Denial", "Assurance")}


def test_no_act_is_about_itself_or_about_what_is_about_it(told: Make, consolidated: Run) -> None:
    nested = promise(stance="denied", source=("Ada Holm",))
    result = consolidated([told("a", DENIAL, (DENIAL, denial()), (DENIAL, nested))])
    pairs = {(r.subject, r.object) for r in result.relations if r.predicate != SV.relatedAct}
    assert pairs
    assert not pairs & {(b, a) for a, b in pairs}
