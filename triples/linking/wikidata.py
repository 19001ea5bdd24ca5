"""Candidates for a name from a SPARQL service in Wikidata's model; the only part of Servanda that asks the network.

The queries are plain SPARQL 1.1 (https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service): exact labels and
aliases, which every store looks up by index; none of the service's own extensions.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from triples.linking.remote import Binding, ask

ENDPOINT = "https://query.wikidata.org/sparql"
ENDPOINT_VARIABLE = "SERVANDA_WIKIDATA_ENDPOINT"
"""The environment variable that names another service."""
SECONDS = 30.0

_LANGUAGES = ("en", "mul")
_MOST_ITEMS = 40
_ITEM = re.compile(r"http://www\.wikidata\.org/entity/(?P<item>Q[1-9]\d*)")
_DISAMBIGUATION_PAGE = "Q4167410"

_EXPECTED: Mapping[str, frozenset[str]] = {
    "Person": frozenset({"Q5"}),
    "State": frozenset({"Q3624078", "Q6256", "Q3024240"}),
    "FormerState": frozenset({"Q3024240"}),
    "InternationalOrganization": frozenset({"Q484652"}),
    "Treaty": frozenset({"Q131569"}),
    "Post": frozenset({"Q4164871"}),
}
"""For a kind of the authority: the classes one of which a fitting item usually is a direct instance of."""

_QUERY = """\
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
SELECT ?item ?how ?name ?label ?description ?class ?classLabel ?sitelinks ?born ?died ?begun ?ended WHERE {
  { SELECT DISTINCT ?item ?how ?name WHERE {
      VALUES ?name { %(names)s }
      { ?item rdfs:label ?name . BIND("label" AS ?how) }
      UNION
      { ?item skos:altLabel ?name . BIND("alias" AS ?how) }
      FILTER(STRSTARTS(STR(?item), "http://www.wikidata.org/entity/Q"))
    } LIMIT %(limit)d }
  OPTIONAL { ?item rdfs:label ?label . FILTER(LANG(?label) = "en") }
  OPTIONAL { ?item schema:description ?description . FILTER(LANG(?description) = "en") }
  OPTIONAL { ?item wdt:P31 ?class . OPTIONAL { ?class rdfs:label ?classLabel . FILTER(LANG(?classLabel) = "en") } }
  OPTIONAL { ?item wikibase:sitelinks ?sitelinks }
  OPTIONAL { ?item wdt:P569 ?born }
  OPTIONAL { ?item wdt:P570 ?died }
  OPTIONAL { ?item wdt:P571 ?begun }
  OPTIONAL { ?item wdt:P576 ?ended }
}
LIMIT 2000
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An item that a name may stand for; a higher `score` is likelier, and `reasons` say why."""

    item: str
    label: str
    description: str
    classes: tuple[str, ...]
    """What it is an instance of, in words."""
    dates: tuple[str, ...]
    """Birth, death, beginning and end, as far as given: "born 1930-04-28"."""
    matched: str
    """The name that was found."""
    score: float
    reasons: tuple[str, ...]


def endpoint_from_environment() -> str:
    """Returns the SPARQL service to ask: Wikidata's own, or that of the environment variable."""
    return os.environ.get(ENDPOINT_VARIABLE) or ENDPOINT


def find_candidates(
    name: str,
    *,
    kind: str | None = None,
    endpoint: str | None = None,
    timeout: float = SECONDS,
    wait: Callable[[float], None] = time.sleep,
) -> list[Candidate]:
    """Returns the items that bear a name as label or alias, the likeliest first.

    `kind` is a kind of the authority ("Person", "State", …); items of the expected class come first. `timeout` is in
    seconds for the whole answer; `wait` sleeps when the service asks to be asked again later, which is done once.

    Raises InputError where name or endpoint cannot be used, RemoteError where the service does not answer well.
    """
    query = candidate_query(name)
    rows = ask(query, endpoint=endpoint or endpoint_from_environment(), timeout=timeout, wait=wait)
    found: dict[str, list[Mapping[str, Binding]]] = {}
    for row in rows:
        match = _ITEM.fullmatch(row["item"].value) if "item" in row else None
        if match:
            found.setdefault(match["item"], []).append(row)
    candidates = [
        _candidate(item, item_rows, name, kind)
        for item, item_rows in found.items()
        if _DISAMBIGUATION_PAGE not in _classes(item_rows)
    ]
    return sorted(candidates, key=lambda c: (-c.score, int(c.item[1:])))


def candidate_query(name: str) -> str:
    """Returns the query for the items with a name; the name is written as RDF literals, so that it can be any text."""
    plain = " ".join(name.split())
    bare = plain[4:] if plain.lower().startswith("the ") else plain
    spellings = dict.fromkeys([plain, bare, bare[:1].upper() + bare[1:]])
    literals = [
        str(Literal(spelling, language=language)) for spelling in spellings if spelling for language in _LANGUAGES
    ]
    return _QUERY % {"names": " ".join(literals), "limit": _MOST_ITEMS}


def _classes(rows: Iterable[Mapping[str, Binding]]) -> dict[str, str]:
    classes: dict[str, str] = {}
    for row in rows:
        match = _ITEM.fullmatch(row["class"].value) if "class" in row else None
        if match:
            label = row.get("classLabel")
            classes[match["item"]] = label.value if label else match["item"]
    return classes


def _candidate(item: str, rows: list[Mapping[str, Binding]], name: str, kind: str | None) -> Candidate:
    def first(variable: str) -> str:
        values = sorted(row[variable].value for row in rows if variable in row)
        return values[0] if values else ""

    classes = _classes(rows)
    by_label = any(row["how"].value == "label" for row in rows if "how" in row)
    reasons = ["its label is the name" if by_label else "an alias is the name"]
    score = 1.0 if by_label else 0.7
    expected = _EXPECTED.get(kind or "", frozenset())
    if expected & classes.keys():
        score += 0.5
        reasons.append(f"it is a {classes[min(expected & classes.keys())]}, as is usual for {kind}")
    elif expected and classes:
        score -= 0.5
        reasons.append(f"it is a {', '.join(sorted(classes.values()))}, which is unusual for {kind}")
    links = first("sitelinks")
    if links.isdigit():
        score += min(int(links), 300) / 1000
        reasons.append(f"{links} wiki pages are about it")
    words = (("born", "born"), ("died", "died"), ("begun", "from"), ("ended", "until"))
    return Candidate(
        item=item,
        label=first("label") or first("name") or name,
        description=first("description"),
        classes=tuple(sorted(classes.values())),
        dates=tuple(f"{word} {_day(value)}" for variable, word in words if (value := first(variable))),
        matched=first("name"),
        score=round(score, 3),
        reasons=tuple(reasons),
    )


def _day(value: str) -> str:
    """Returns the day of an xsd:dateTime as Wikidata writes it."""
    return value.partition("T")[0]
