"""The home page and the index pages."""

from __future__ import annotations

from flask import abort, render_template, request
from pyoxigraph import NamedNode

from ontology.namespaces import ID, SV
from server.pages import acts, graph
from server.pages.blueprint import blueprint
from server.pages.graph import Node
from server.pages.wording import ACT_KINDS, LEAST_KINDS

_PER_PAGE = 50
_EXCERPT = 2


@blueprint.get("/")
def home() -> str:
    """Shows what this is, the figures of the graph, and the flagship question with what it finds."""
    figures = {name: int(graph.text_of(term)) for name, term in graph.select("figures")[0].items()}
    found = acts.disputes()
    sides = acts.dispute_sides(found[0].iri) if found else None
    return render_template("home.html", figures=figures, disputes=found, sides=sides, excerpt=_EXCERPT)


@blueprint.get("/disputes")
def disputes() -> str:
    """Lists all disputes; the first is shown side by side in full."""
    found = acts.disputes()
    return render_template("disputes.html", disputes=[(item, acts.dispute_sides(item.iri)) for item in found])


@blueprint.get("/acts")
def all_acts() -> str:
    """Lists the acts, page by page, by kind, matter, agent and status."""
    kind, page = request.args.get("type", ""), request.args.get("page", "1")
    if (kind and kind not in LEAST_KINDS) or not page.isdecimal() or not 0 < int(page) < 100_000:
        abort(400, "type is a kind of act such as Assurance, and page counts from 1.")
    chosen = {name: request.args.get(name, "") for name in ("matter", "agent", "status")}
    patterns = [f"VALUES ?kind {{ {' '.join(f'sv:{name}' for name in _kinds_within(kind))} }} ?act a ?kind ."]
    terms: dict[str, NamedNode] = {}
    for name, value in chosen.items():
        if value:
            terms[name] = _instance(name, value)
            patterns.append(_FILTERS[name])
    where = "\n".join(patterns)
    count = graph.rows(graph.bind_terms(_COUNT % where, terms))
    total = int(graph.text_of(count[0]["n"])) if count else 0
    start = (int(page) - 1) * _PER_PAGE
    found = graph.rows(graph.bind_terms(_PAGE % where, terms) + f" LIMIT {_PER_PAGE} OFFSET {start}")
    nodes = list(graph.describe(graph.iris(found, "act")).values())
    graph.prefetch(nodes)
    return render_template(
        "acts.html",
        acts=nodes,
        total=total,
        page=int(page),
        pages=max(1, -(-total // _PER_PAGE)),
        kind=kind,
        chosen=chosen,
        kinds=ACT_KINDS,
        matters=_index("matters", "matter"),
        agents=_index("actors", "actor"),
    )


_PREFIX = "PREFIX sv: <https://w3id.org/servanda/ontology#>\n"
_COUNT = _PREFIX + "SELECT (COUNT(DISTINCT ?act) AS ?n) WHERE { %s }"
_PAGE = (
    _PREFIX
    + "SELECT DISTINCT ?act WHERE { %s OPTIONAL { ?act sv:earliest ?earliest } } "
    + "ORDER BY DESC(BOUND(?earliest)) ?earliest ?act"
)
_FILTERS = {
    "matter": "{ ?act sv:matter $matter } UNION { ?act sv:content ?proposition . ?proposition sv:matter $matter }",
    "agent": "{ ?act sv:agent $agent } UNION { ?act sv:onBehalfOf $agent }",
    "status": "?act sv:status $status .",
}


def _kinds_within(kind: str) -> tuple[str, ...]:
    """Returns a kind with the kinds within it: the page does not wait for inference to add the general classes."""
    if kind in ("", "DiplomaticAct"):
        return LEAST_KINDS
    return (kind, *ACT_KINDS.get(kind, ()))


def _instance(name: str, value: str) -> NamedNode:
    base = str(SV) if name == "status" else str(ID)
    iri = value if value.startswith(base) else base + value
    if not all(character.isalnum() or character in "-_.:/#~%" for character in iri):
        abort(400, f"{name} is an IRI that begins with {base}.")
    return NamedNode(iri)


def _index(query: str, variable: str) -> list[tuple[Node, dict[str, int]]]:
    rows = graph.select(query)
    nodes = graph.describe(graph.iris(rows, variable))
    listed: list[tuple[Node, dict[str, int]]] = []
    for row in rows:
        counts = {name: int(graph.text_of(term)) for name, term in row.items() if name != variable}
        if variable in row:
            listed.append((nodes[graph.text_of(row[variable])], counts))
    return listed


@blueprint.get("/actors")
def actors() -> str:
    """Lists the actors of which the graph tells something."""
    listed = _index("actors", "actor")
    graph.prefetch(item for item, _ in listed)
    return render_template("actors.html", actors=listed)


@blueprint.get("/treaties")
def treaties() -> str:
    """Lists treaties, political documents and drafts."""
    listed = _index("instruments", "instrument")
    graph.prefetch(item for item, _ in listed)
    return render_template("treaties.html", instruments=listed)


@blueprint.get("/documents")
def documents() -> str:
    """Lists the documents that were read."""
    listed = _index("documents", "document")
    graph.prefetch(item for item, _ in listed)
    return render_template("documents.html", documents=listed)


@blueprint.get("/matters")
def matters() -> str:
    """Lists the matters that acts are about, narrower ones under broader ones."""
    listed = _index("matters", "matter")
    counts = {item.iri: counts["acts"] for item, counts in listed}
    nodes = {item.iri: item for item, _ in listed}
    narrower: dict[str, list[Node]] = {}
    for item in nodes.values():
        for broader in item.all("skos:broader"):
            narrower.setdefault(broader, []).append(item)
    top = [item for item in nodes.values() if not any(iri in nodes for iri in item.all("skos:broader"))]
    return render_template("matters.html", top=top, narrower=narrower, counts=counts)


def render_error(status: int, title: str, detail: str) -> str:
    """Returns the HTML page of an error."""
    return render_template("error.html", status=status, title=title, detail=detail)
