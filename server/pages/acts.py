"""Acts: their nodes, their kinds, and the two sides of what is disputed about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from server.pages import graph, passages
from server.pages.graph import Node
from server.pages.passages import Passage
from server.pages.wording import kind_of_act

ABOUT = (
    "sv:denies",
    "sv:rejects",
    "sv:accepts",
    "sv:accusesOf",
    "sv:acknowledges",
    "sv:allegesBreachOf",
    "sv:respondsTo",
    "sv:isAbout",
)
"""The properties by which an act is about another, the specific before the general."""

_REPLIES = {"Accusation", "Acknowledgement", "Acceptance", "Rejection", "Statement", "Warning", "Demand", "Meeting"}


@dataclass(frozen=True)
class Entry:
    """One telling on one side of a dispute: an act and the passage that tells of it."""

    act: Node
    passage: Passage


@dataclass(frozen=True)
class Card:
    """What is shown together: one act, and the passages in which the same tellers tell of it in the same way."""

    act: Node
    passages: tuple[Passage, ...]


def cards(entries: Iterable[Entry]) -> list[Card]:
    """Returns entries gathered into cards, in the order of the first entry of each."""
    gathered: dict[tuple[str, str, tuple[str, ...]], list[Entry]] = {}
    for entry in entries:
        key = (entry.act.iri, entry.passage.stance, tuple(entry.passage.tellers))
        gathered.setdefault(key, []).append(entry)
    return [Card(group[0].act, tuple(entry.passage for entry in group)) for group in gathered.values()]


@dataclass
class Sides:
    """Who says that it was promised, who denies it, and what else is said about it."""

    acts: list[Node] = field(default_factory=list)
    asserted: list[Entry] = field(default_factory=list)
    by_others: list[Entry] = field(default_factory=list)
    alleged: list[Entry] = field(default_factory=list)
    denied_directly: list[Entry] = field(default_factory=list)
    denied_as_told: list[Entry] = field(default_factory=list)
    denied_in_passing: list[Entry] = field(default_factory=list)
    besides: list[Entry] = field(default_factory=list)

    @property
    def promised(self) -> bool:
        """Says whether what is disputed is an assurance, so that "given" is the word for it."""
        return bool(self.acts) and all(kind(act) == "Assurance" for act in self.acts)

    @property
    def saying(self) -> int:
        """How many passages say that it was given."""
        return len(self.asserted) + len(self.by_others) + len(self.alleged)

    @property
    def denying(self) -> int:
        """How many passages deny it."""
        return len(self.denied_directly) + len(self.denied_as_told) + len(self.denied_in_passing)

    @property
    def documents(self) -> set[str]:
        """The IRIs of the documents of all passages."""
        return {entry.passage.document.iri for entry in self.entries()}

    def entries(self) -> Iterable[Entry]:
        """Returns all entries of both sides and besides."""
        return [
            *self.asserted,
            *self.by_others,
            *self.alleged,
            *self.denied_directly,
            *self.denied_as_told,
            *self.denied_in_passing,
            *self.besides,
        ]


def kind(act: Node) -> str:
    """Returns the most specific kind of an act, as a name of the ontology."""
    return kind_of_act(act.types)


def agents(act: Node) -> list[str]:
    """Returns the IRIs of those who perform an act."""
    return act.all("sv:agent")


def sides(acts: Iterable[str]) -> Sides:
    """Returns the two sides of a family of acts, by what each act is and how each passage tells of it."""
    nodes = list(graph.describe(acts).values())
    graph.prefetch(nodes)
    result = Sides()
    denials: list[Entry] = []
    tellings: list[Entry] = []
    found = passages.of_acts(act.iri for act in nodes)
    for act in sorted(nodes, key=_by_date):
        entries = [Entry(act, passage) for passage in found if passage.act == act.iri]
        if kind(act) == "Denial" or (act.all("sv:disputes") and not act.all("sv:disputedBy")):
            denials += entries
        elif kind(act) in _REPLIES and not act.all("sv:disputedBy"):
            result.besides += entries
        else:
            result.acts.append(act)
            tellings += entries
    for entry in tellings:
        _place_telling(result, entry, denials)
    for entry in denials:
        _place_denial(result, entry)
    return result


def _place_telling(result: Sides, entry: Entry, denials: list[Entry]) -> None:
    passage = entry.passage
    if passage.stance == "Denied":
        # "X never promised" tells of a denial and of what it denies, on one stretch of text: shown once, as the denial.
        if not any(passage.overlaps(denial.passage) for denial in denials):
            result.denied_in_passing.append(entry)
    elif passage.stance == "Alleged":
        result.alleged.append(entry)
    elif passage.told_by_publisher:
        result.asserted.append(entry)
    else:
        result.by_others.append(entry)


def _place_denial(result: Sides, entry: Entry) -> None:
    others = [
        teller
        for teller in entry.passage.tellers
        if teller != entry.passage.publisher and teller not in agents(entry.act)
    ]
    (result.denied_as_told if others else result.denied_directly).append(entry)


def _by_date(act: Node) -> tuple[str, str]:
    return (act.first("sv:earliest") or "9999", act.iri)


def dispute_sides(dispute: str) -> Sides:
    """Returns the two sides of a dispute node."""
    rows = graph.select("acts-of-dispute", focus=NamedNode(dispute))
    return sides(graph.iris(rows, "act"))


def disputes() -> list[Node]:
    """Returns all disputes, those with the most passages first."""
    rows = graph.select("disputes")
    nodes = list(graph.describe(graph.iris(rows, "dispute")).values())
    graph.prefetch(nodes)
    return nodes


def relations(act: Node) -> list[tuple[str, list[str]]]:
    """Returns what an act is about, as pairs of a property (a CURIE) and IRIs; general properties only where alone."""
    seen: set[str] = set()
    found: list[tuple[str, list[str]]] = []
    for curie in ABOUT:
        values = [value for value in act.all(curie) if value not in seen]
        seen.update(values)
        if values:
            found.append((curie, values))
    return found


def about(act: str) -> list[tuple[str, str]]:
    """Returns the acts that are about an act or a proposition, as pairs of the property (a CURIE) and the act's IRI."""
    incoming: dict[str, set[str]] = {}
    for row in graph.select("incoming", focus=NamedNode(act)):
        incoming.setdefault(graph.text_of(row["subject"]), set()).add(graph.text_of(row["property"]))
    pairs: list[tuple[str, str]] = []
    for subject, properties in incoming.items():
        fitting = next((curie for curie in ABOUT if graph.full(curie) in properties), None)
        if fitting:
            pairs.append((fitting, subject))
    graph.describe(subject for _, subject in pairs)
    return sorted(pairs)
