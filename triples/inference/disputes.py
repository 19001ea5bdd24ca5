"""Disputes: families of related acts of which at least one is disputed, each a node of its own.

A family holds acts of one type that are related or say the same, affirmed or negated; the denials that dispute any of
them, and the accusations that one of them was broken, belong to the dispute. SPARQL 1.1 can find the members but
cannot choose one name for a family, hence Python.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, Literal, URIRef

from ontology.namespaces import GRAPH_INFERRED, OA, SV, instance
from triples.serialisation import Quad, Term


class _Index:
    """The quads by predicate, as far as disputes need them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._by_predicate: dict[URIRef, dict[URIRef, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, value, _ in quads:
            self._by_predicate[predicate][subject].add(value)

    def of(self, predicate: URIRef) -> dict[URIRef, set[Term]]:
        return self._by_predicate[predicate]

    def label(self, node: URIRef) -> str:
        return min((str(value) for value in self.of(RDFS.label).get(node, ())), default=str(node))


def find_disputes(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yields the dispute nodes with label and the acts that each involves, for quads with the inferred ones."""
    index = _Index(quads)
    mentions = Counter(body for bodies in index.of(OA.hasBody).values() for body in bodies)
    disputed_by = _turned(index.of(SV.disputes))
    blamed_by = _turned(index.of(SV.allegesBreachOf))
    taken: Counter[URIRef] = Counter()
    for family in _families(index):
        disputed = [act for act in family if act in disputed_by]
        if not disputed:
            continue
        chief = min(disputed, key=lambda act: (-mentions[act], act))
        node = _iri(index, chief, taken)
        involved = set(family)
        for act in family:
            involved |= disputed_by.get(act, set()) | blamed_by.get(act, set())
        yield Quad(node, RDF.type, SV.Dispute, GRAPH_INFERRED)
        yield Quad(node, RDFS.label, Literal(_label(index, chief), lang="en"), GRAPH_INFERRED)
        for act in sorted(involved):
            yield Quad(node, SV.involves, act, GRAPH_INFERRED)


def _turned(relation: dict[URIRef, set[Term]]) -> dict[URIRef, set[URIRef]]:
    turned: dict[URIRef, set[URIRef]] = defaultdict(set)
    for subject, values in relation.items():
        for value in values:
            if isinstance(value, URIRef):
                turned[value].add(subject)
    return turned


def _families(index: _Index) -> list[list[URIRef]]:
    """Returns the connected families of acts, each sorted, in the order of their first acts."""
    types = index.of(RDF.type)
    acts = sorted(act for act, kinds in types.items() if SV.DiplomaticAct in kinds and SV.Denial not in kinds)
    claim_of = {act: _claim(index, act) for act in acts}
    holders: dict[tuple[URIRef, frozenset[Term]], list[URIRef]] = defaultdict(list)
    for act in acts:
        claim = claim_of[act]
        if claim is not None:
            holders[(claim, frozenset(types[act] & _FORCES))].append(act)
    near: dict[URIRef, set[URIRef]] = defaultdict(set)
    for first, *rest in holders.values():
        # Each is tied to the first, not to each: the families are the same, and many acts of one claim stay cheap.
        near[first].update(rest)
        for act in rest:
            near[act].add(first)
    for act, others in index.of(SV.relatedAct).items():
        near[act].update(other for other in others if isinstance(other, URIRef) and other in claim_of)
    families: list[list[URIRef]] = []
    seen: set[URIRef] = set()
    for act in acts:
        if act in seen:
            continue
        family, waiting = set(), [act]
        while waiting:
            node = waiting.pop()
            if node not in family:
                family.add(node)
                waiting += near[node]
        seen |= family
        families.append(sorted(family))
    return families


_FORCES = frozenset({SV.Assurance, SV.Accusation, SV.Statement, SV.Demand, SV.Proposal, SV.Warning, SV.Acknowledgement})


def _claim(index: _Index, act: URIRef) -> URIRef | None:
    """Returns the proposition that stands for what an act says, the same for a proposition and its negation."""
    contents = sorted(value for value in index.of(SV.content).get(act, ()) if isinstance(value, URIRef))
    if not contents:
        return None
    negations = [value for value in index.of(SV.negationOf).get(contents[0], ()) if isinstance(value, URIRef)]
    return min([contents[0], *negations])


def _label(index: _Index, chief: URIRef) -> str:
    """Returns the name of a dispute, after the claim of its most-told disputed act."""
    kinds, words = _kind_and_claim(index, chief)
    return f"Disputed {' '.join(kinds).lower() or 'act'}: {words}"


def _kind_and_claim(index: _Index, chief: URIRef) -> tuple[list[str], str]:
    claims = sorted(value for value in index.of(SV.content).get(chief, ()) if isinstance(value, URIRef))
    kinds = sorted(str(kind).rsplit("#", 1)[-1] for kind in index.of(RDF.type)[chief] & _FORCES)
    return kinds, index.label(claims[0]) if claims else index.label(chief)


def _iri(index: _Index, chief: URIRef, taken: Counter[URIRef]) -> URIRef:
    kinds, words = _kind_and_claim(index, chief)
    node = instance("dispute", " ".join([*kinds, words]))
    taken[node] += 1
    return node if taken[node] == 1 else URIRef(f"{node}-{taken[node]}")
