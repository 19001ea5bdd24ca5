"""The indexes of consolidation: they give what comparing everything with everything gives, and stay bounded."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

import pytest
from rdflib import RDF, Graph, URIRef

from ontology.namespaces import SV, instance
from triples.authority import Authority
from triples.consolidation.actors import Actors
from triples.consolidation.acts import Act, ActMaker
from triples.consolidation.blocking import Blocks, Passages, Places, Timelines
from triples.consolidation.identity import group
from triples.consolidation.instruments import Instruments
from triples.consolidation.periods import Period, compatible
from triples.consolidation.propositions import Proposition
from triples.consolidation.relations import Relations
from triples.consolidation.tellings import Telling
from triples.model import ActType, Mention

TYPES: tuple[ActType, ...] = ("Demand", "Assurance", "Rejection", "Statement", "Meeting", "TreatyAct")


def claim(chance: random.Random, states: list[URIRef]) -> Proposition:
    number, negated = chance.randrange(6), chance.random() < 0.3
    about = chance.sample(states, chance.choice([1, 2]))
    label = f"claim {number}{' not' if negated else ''} {len(about)}"
    return Proposition(
        label=label,
        affirmation=label.replace(" not", ""),
        predicate="do",
        negated=negated,
        concept=f"concept {number % 3}" if number else None,
        subject=about[0],
        about=tuple(sorted(about)),
    )


def made(seed: int, number: int, states: list[URIRef], *, keyed: bool) -> list[Telling]:
    chance = random.Random(seed)
    found = []
    for i in range(number):
        kind, doc = chance.choice(TYPES), f"d{chance.randrange(number // 20)}"
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(90))
        edtf = chance.choice([None, day.isoformat(), day.isoformat(), f"{day:%Y-%m}", "2020", "199X"])
        agents = tuple(chance.sample(states, 2 if kind == "Meeting" else 1))
        quoted = chance.random() < 0.4
        mention = Mention(
            doc=doc,
            start=i * 1000,
            end=i * 1000 + 100,
            type=kind,
            date=edtf,
            act=chance.choice([None, "one", "two"]) if keyed else None,
            rule=chance.choice([None, "rule"]),
        )
        found.append(
            Telling(
                mention=mention,
                document=instance("document", doc),
                iri=instance("mention", doc, str(i)),
                agents=agents,
                on_behalf_of=(),
                addressees=(chance.choice(states),),
                tellers=(),
                instruments=(instance("treaty", str(chance.randrange(3))),) if kind == "TreatyAct" else (),
                period=Period.of(edtf),
                proposition=None if kind in {"Meeting", "TreatyAct"} else claim(chance, states),
                matters=(instance("matter", str(chance.randrange(4))),),
                quotes=("words",) if quoted else (),
                cues="sign",
            )
        )
    return found


def judged(one: Telling, other: Telling) -> tuple[float, URIRef] | None:
    """The table of docs/consolidation.md for two tellings: the surest reason that holds."""
    if set(one.agents) != set(other.agents):
        return None
    if one.mention.type == "Meeting":
        if not one.period or not other.period or max(one.period.days, other.period.days) > 31:
            return None
        return (0.9 if one.period == other.period else 0.7, SV.AgreeingRoles)
    if one.mention.type == "TreatyAct":
        return (0.8, SV.AgreeingRoles) if set(one.instruments) & set(other.instruments) else None
    assert one.proposition
    assert other.proposition
    days = [telling.period.days if telling.period else 10**6 for telling in (one, other)]
    near, here = max(days) <= 366, one.mention.doc == other.mention.doc
    reasons = []
    if one.proposition.label == other.proposition.label and one.quotes and other.quotes:
        reasons.append((0.95 if near else 0.8, SV.SharedWords))
    if one.proposition.matches(other.proposition):
        reasons.append((0.9 if near or here else 0.75, SV.AgreeingRoles))
    lasting = one.mention.type in {"Proposal", "Demand", "Rejection"} and max(days) <= 31
    if lasting and set(one.matters) & set(other.matters):
        reasons.append((0.6, SV.AgreeingRoles))
    return max(reasons, default=None)


def has_readers_key(telling: Telling) -> bool:
    return telling.mention.act is not None and telling.mention.rule is None


def grouped_by_comparing_all(tellings: list[Telling]) -> set[frozenset[tuple[URIRef, float]]]:
    clusters: list[list[tuple[Telling, float]]] = []
    for telling in sorted(tellings, key=lambda telling: telling.order):
        best: tuple[float, int] | None = None
        for number, cluster in enumerate(clusters):
            members = [member for member, _ in cluster]
            if members[0].mention.type != telling.mention.type:
                continue
            here = [m for m in members if m.mention.doc == telling.mention.doc and m.mention.act is not None]
            kept_apart = has_readers_key(telling) and any(has_readers_key(member) for member in here)
            found: float | None = None
            if telling.mention.act is not None and any(m.mention.act == telling.mention.act for m in here):
                alike = any(set(m.agents) == set(telling.agents) for m in members)
                if telling.mention.rule is None:
                    found = 1.0
                elif alike or telling.mention.type == "Meeting":
                    found = 0.8
            elif not kept_apart and all(compatible(telling.period, m.period) for m in members):
                found = max((j[0] for m in members if (j := judged(telling, m))), default=None)
            if found is not None and (best is None or (found, -number) > best):
                best = (found, -number)
        if best is None:
            clusters.append([(telling, 0.0)])
        else:
            clusters[-best[1]].append((telling, best[0]))
    return {frozenset((member.iri, confidence) for member, confidence in cluster) for cluster in clusters}


@pytest.fixture
def states(authority_graph: Graph) -> list[URIRef]:
    found = sorted(node for node in authority_graph.subjects(RDF.type, SV.State) if isinstance(node, URIRef))
    return found[:4]


@pytest.mark.parametrize(("seed", "keyed"), [*itertools.product(range(6), [False, True])])
def test_groups_are_those_of_comparing_all_pairs(
    seed: int, keyed: bool, authority: Authority, authority_graph: Graph, states: list[URIRef]
) -> None:
    tellings = made(seed, 160, states, keyed=keyed)
    clusters = group(tellings, Actors(authority, authority_graph))
    assert any(cluster.joined for cluster in clusters)
    assert {
        frozenset([(c.first.iri, 0.0), *((m.telling.iri, m.confidence) for m in c.joined)]) for c in clusters
    } == grouped_by_comparing_all(tellings)


def related_by_comparing_all(relations: Relations, acts: list[Act]) -> set[frozenset[URIRef]]:
    pairs = itertools.combinations(acts, 2)
    # An act without content is related to the nearest only, which tellings with content do not test.
    return {frozenset([one.iri, other.iri]) for one, other in pairs if relations._related(one, other)}


@pytest.mark.parametrize("seed", range(3))
def test_related_acts_are_those_of_comparing_all_pairs(
    seed: int, authority: Authority, authority_graph: Graph, states: list[URIRef]
) -> None:
    actors = Actors(authority, authority_graph)
    tellings = made(seed, 160, states, keyed=True)
    acts = ActMaker(actors, Instruments(authority, authority_graph)).make_all(group(tellings, actors))
    relations = Relations(acts, actors)
    found = {frozenset([r.subject, r.object]) for r in relations.find() if r.predicate == SV.relatedAct}
    assert found
    assert found == related_by_comparing_all(relations, acts)


def test_candidates_share_a_month_or_are_vague() -> None:
    blocks = Blocks()
    for number, edtf in enumerate(["2020-01-05", "2020-03", None, "2020", "0900/2020"]):
        blocks.add("key", Period.of(edtf), number)
    assert [*blocks.candidates("key", Period.of("2020-03-09"))] == [1, 2, 3, 4]
    assert [*blocks.candidates("key", Period.of("2019"))] == [2, 4]
    assert [*blocks.candidates("key", None)] == [0, 1, 2, 3, 4]
    assert [*blocks.candidates("other", None)] == []


def test_the_candidates_of_one_key_are_bounded() -> None:
    blocks, places = Blocks(), Places()
    for number in range(5000):
        blocks.add("key", None, number)
        places.add("key", number, number)
    assert len([*blocks.candidates("key", Period.of("2020-03"))]) < 1000
    assert len([*places.nearest("key", 2500)]) < 1000


def test_places_come_nearest_first() -> None:
    places = Places()
    for number, start in enumerate([0, 90, 110, 400]):
        places.add("doc", start, number)
    assert [*places.nearest("doc", 100)] == [(10, 1), (10, 2), (100, 0), (300, 3)]


def test_passages_near_by_are_found_across_cells() -> None:
    passages = Passages()
    passages.add("doc", 500, 530, 1)
    passages.add("doc", 9000, 9010, 2)
    assert passages.about("doc", 515, 600) == {1}
    assert passages.about("other", 500, 530) == set()


def test_a_large_block_is_compared_among_neighbours_in_time_only() -> None:
    lines = Timelines()
    for number in range(1000):
        lines.add("key", Period(date(2000, 1, 1) + timedelta(days=number), date(2010, 1, 1)), number)
    pairs = {*lines.pairs()}
    assert len(pairs) < 1000 * 20
    assert {(number, number + 1) for number in range(999)} <= pairs
    assert lines.until("key", Period.of("2000-01-03")) == [0, 1, 2]
