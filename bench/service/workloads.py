"""What is asked: a mix of query shapes over a made graph, and the saved queries of the house.

A workload gives a query for each number. In lookups, joins and paths the number chooses what is asked for; elsewhere it
stands in a comment, which no engine minds and every cache does. So queries that must not come from a cache do not, and
the same number gives the same query again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.service.answers import lists_of
from bench.service.graphs import Landmarks
from ontology.namespaces import PREFIXES, document_graph
from queries.binding import bind
from queries.loading import load_queries

_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("sv", "id", "graph", "oa", "prov", "schema", "skos", "rdf", "rdfs", "xsd")
)
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
STREAMED = 1_000_000


@dataclass(frozen=True, slots=True)
class Workload:
    """Queries of one shape."""

    name: str
    group: str
    query: Callable[[int], str]
    rows_only: bool = False
    """Whether the answer is free to hold any rows of the right number."""
    triples: bool = False
    varied: bool = False
    """Whether the number chooses what is asked for, so that one answer tells nothing of the next."""
    lists: dict[str, str] = field(default_factory=dict)

    @property
    def accept(self) -> str:
        """The media type that is asked for."""
        return TRIPLES if self.triples else ROWS


def mix(marks: Landmarks) -> list[Workload]:
    """Returns the standard mix over a made graph."""
    actors = marks.persons[5:200] + marks.states[5:40]
    documents = [f"<{document_graph(slug)}>" for slug in marks.documents[:5000]]
    return [
        _each("lookup: an act", "lookup", marks.acts, _LOOKUP),
        _each("lookup: a person", "lookup", marks.persons, _LOOKUP),
        _each("lookup: who tells of an act", "lookup", marks.acts, _TELLERS),
        _each("star: acts of an actor", "star", actors, _ACTS_OF_ACTOR),
        _each("star: passages of a document", "star", documents, _PASSAGES_OF_DOCUMENT),
        _same("star: demands with content", "star", _DEMANDS),
        _each("path: what an act is related to", "path", marks.acts, _RELATED),
        _each("path: sources of an actor's acts", "path", actors, _SOURCES),
        _same("path: matters and all broader ones", "path", _BROADER),
        _same("aggregate: acts by type", "aggregate", _TYPES),
        _same("aggregate: stances by publisher", "aggregate", _STANCES),
        _same("aggregate: pairs of actors", "aggregate", _PAIRS),
        _same("sort: the latest acts", "sort", _LATEST),
        _same("sort: all labels of acts", "sort", _SORTED),
        _same("text: words in quotes", "text", _QUOTES),
        _same("text: pattern in labels", "text", _PATTERN),
        _same("large: all passages", "large", "SELECT ?m ?a ?t WHERE { ?m oa:hasBody ?a ; sv:toldBy ?t }"),
        Workload("large: a million rows", "large", _streamed, rows_only=True),
    ]


def saved(marks: Landmarks) -> list[Workload]:
    """Returns the saved queries, with actors and matters of the made graph for parameters that name real ones."""
    found = []
    for name, query in load_queries().items():
        chosen = {"agent": marks.persons[0], "first": marks.states[0], "second": marks.states[1]}
        chosen["matter"] = marks.matters[0]
        given = {
            parameter.name: chosen[parameter.name][1:-1]
            for parameter in query.parameters
            if parameter.name in chosen and not parameter.optional
        }
        text = bind(query, given)
        triples = query.form in {"construct", "describe"}
        found.append(Workload(f"saved: {name}", "saved", _numbered(text), triples=triples, lists=lists_of(text)))
    return found


def _each(name: str, group: str, things: list[str], template: str) -> Workload:
    def query(number: int) -> str:
        # Round and round the things, and unlike the last round by the comment.
        return f"{_HEAD}{template.format(things[number % len(things)])}\n# {number // len(things)}\n"

    return Workload(name, group, query, varied=True)


def _same(name: str, group: str, text: str) -> Workload:
    return Workload(name, group, _numbered(f"{_HEAD}{text}"))


def _numbered(text: str) -> Callable[[int], str]:
    return lambda number: f"{text}\n# {number}\n"


def _streamed(number: int) -> str:
    return f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {STREAMED} # {number}"


_LOOKUP = "SELECT ?p ?o WHERE {{ {} ?p ?o }}"
_TELLERS = "SELECT ?m ?t WHERE {{ ?m oa:hasBody {} ; sv:toldBy ?t }}"
_TYPES = "SELECT ?t (COUNT(*) AS ?n) WHERE { GRAPH graph:acts { ?a a ?t } } GROUP BY ?t"
_QUOTES = 'SELECT ?q ?w WHERE { ?q oa:exact ?w . FILTER (CONTAINS(LCASE(?w), "red line")) }'


_ACTS_OF_ACTOR = """SELECT ?act ?label ?matter ?type WHERE {{
  ?act sv:agent {} ; rdfs:label ?label ; sv:matter ?matter . GRAPH graph:acts {{ ?act a ?type }} }}"""
_PASSAGES_OF_DOCUMENT = """SELECT ?m ?act ?stance ?teller ?start WHERE {{ GRAPH {} {{
  ?m oa:hasBody ?act ; sv:stance ?stance ; sv:toldBy ?teller ; oa:hasTarget/oa:hasSelector/oa:start ?start }} }}"""
_DEMANDS = """SELECT ?act ?agent ?to ?what ?date WHERE {
  ?act a sv:Demand ; sv:agent ?agent ; sv:addressee ?to ; sv:content ?content ; sv:date ?date .
  ?content rdfs:label ?what }"""
_RELATED = "SELECT ?other WHERE {{ {} sv:relatedAct+ ?other }}"
_SOURCES = """SELECT DISTINCT ?publisher WHERE {{
  {} ^sv:agent/^oa:hasBody/oa:hasTarget/oa:hasSource/schema:publisher ?publisher }}"""
_BROADER = """SELECT ?top (COUNT(DISTINCT ?act) AS ?acts) WHERE {
  ?act sv:matter ?matter . ?matter skos:broader* ?top } GROUP BY ?top"""
_STANCES = """SELECT ?publisher ?stance (COUNT(?m) AS ?n) WHERE {
  ?m sv:stance ?stance ; oa:hasTarget/oa:hasSource/schema:publisher ?publisher } GROUP BY ?publisher ?stance"""
_PAIRS = """SELECT ?agent ?to (COUNT(?act) AS ?n) WHERE { ?act sv:onBehalfOf ?agent ; sv:addressee ?to }
  GROUP BY ?agent ?to HAVING (COUNT(?act) > 5)"""
_LATEST = """SELECT ?act ?latest WHERE { ?act a sv:DiplomaticAct ; sv:latest ?latest }
  ORDER BY DESC(?latest) ?act LIMIT 100"""
_SORTED = (
    "SELECT ?act ?label WHERE { GRAPH graph:acts { ?act sv:agent ?agent ; rdfs:label ?label } } ORDER BY ?label ?act"
)
_PATTERN = """SELECT ?act ?label WHERE { ?act a sv:Assurance ; rdfs:label ?label .
  FILTER (REGEX(STR(?label), "will not (expand|join).*$")) }"""
