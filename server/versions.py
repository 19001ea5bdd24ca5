"""The versions of the data: which there are, which are kept by a name, and the way back to one."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from flask import Blueprint, Response, jsonify, request
from rdflib import DCAT, DCTERMS, PROV, RDF, XSD, Graph, Literal, URIRef

from ontology.errors import NotFoundError
from server.changes import Order
from server.negotiation import GRAPHS, Format
from server.permissions import changed, updates
from server.responses import chosen_format, service, triples_response
from server.service import QueryService
from server.sparql import base
from triples.store.history import VersionRecord, find, records

blueprint = Blueprint("versions", __name__)

_JSON = Format("json", "application/json", "application/json")
_MOST_DESCRIBED = 50


@blueprint.get("/versions")
def versions() -> Response:
    """Lists the versions, the newest first, in JSON or RDF."""
    return _answer(_records(service()))


@blueprint.get("/versions/<version>")
def version(version: str) -> Response:
    """Tells of one version, by its id or its name."""
    found = find(_root(service()), version)
    return _answer([each for each in _records(service()) if each.id == found], single=True)


@blueprint.post("/versions/<version>/restore")
def restore(version: str) -> Response:
    """Makes an older version the current one again."""
    writer = updates()
    return changed(writer.carry_out(Order(do="restore", version=find(_root(service()), version))))


@blueprint.put("/versions/names/<name>")
def keep(name: str) -> Response:
    """Names the version whose id (or other name) is the body, or the current one, so that it is kept."""
    writer = updates()
    given = request.get_data(cache=False, as_text=True).strip()
    version = find(_root(service()), given) if given else service().version
    return changed(writer.carry_out(Order(do="name", name=name, version=version)))


@blueprint.delete("/versions/names/<name>")
def release(name: str) -> Response:
    """Takes a name away."""
    return changed(updates().carry_out(Order(do="unname", name=name)))


def describe_versions(service: QueryService, address: str, dataset: URIRef) -> Graph:
    """Returns the versions of the data set in RDF: DCAT 3 and PROV-O; `address` is that of the server, with a slash."""
    return _described(_records(service)[:_MOST_DESCRIBED], address, dataset)


def _described(found: list[VersionRecord], address: str, dataset: URIRef) -> Graph:
    graph = Graph()
    for each in found:
        node = URIRef(f"{address}versions/{each.id}")
        graph.add((dataset, DCAT.hasVersion, node))
        graph.add((node, RDF.type, DCAT.Dataset))
        graph.add((node, DCAT.version, Literal(each.id)))
        graph.add((node, DCAT.isVersionOf, dataset))
        if each.made is not None:
            graph.add((node, DCTERMS.created, Literal(each.made, datatype=XSD.dateTime)))
        if each.parent is not None:
            graph.add((node, PROV.wasDerivedFrom, URIRef(f"{address}versions/{each.parent}")))
        if each.current:
            graph.add((dataset, DCAT.hasCurrentVersion, node))
    return graph


def _answer(found: list[VersionRecord], *, single: bool = False) -> Response:
    format = chosen_format((_JSON, *GRAPHS))
    if format is not _JSON:
        dataset = URIRef(f"{base()}void#dataset")
        text = _described(found, base(), dataset).serialize(format="nt")
        return triples_response([quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)], format)
    told = [
        {
            "id": each.id,
            "made": each.made,
            "change": each.change,
            "parent": each.parent,
            "names": list(each.names),
            "current": each.current,
        }
        for each in found
    ]
    response = jsonify(told[0] if single else {"current": service().version, "versions": told})
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


def _records(service: QueryService) -> list[VersionRecord]:
    return records(_root(service))


def _root(service: QueryService) -> Path:
    if service.served is None:
        raise NotFoundError("A service in front of another has no versions.")
    return Path(service.config.store)
