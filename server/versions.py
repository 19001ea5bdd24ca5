"""The versions of the data: which there are, which are kept by a name, and the way back to one."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, jsonify, request
from rdflib import URIRef

from server.changes import Order
from server.lineage import describe_versions, store_root
from server.negotiation import GRAPHS, Format
from server.permissions import changed, updates
from server.responses import chosen_format, service, triples_response
from server.sparql import base
from triples.store.history import VersionRecord, find, records

blueprint = Blueprint("versions", __name__)

_JSON = Format("json", "application/json", "application/json")


@blueprint.get("/versions")
def versions() -> Response:
    """Lists the versions, the newest first, in JSON or RDF."""
    return _answer(records(store_root(service())))


@blueprint.get("/versions/<version>")
def version(version: str) -> Response:
    """Tells of one version, by its id or its name."""
    found = find(store_root(service()), version)
    return _answer([each for each in records(store_root(service())) if each.id == found], single=True)


@blueprint.post("/versions/<version>/restore")
def restore(version: str) -> Response:
    """Makes an older version the current one again."""
    writer = updates()
    return changed(writer.carry_out(Order(do="restore", version=find(store_root(service()), version))))


@blueprint.put("/versions/names/<name>")
def keep(name: str) -> Response:
    """Names the version whose id (or other name) is the body, or the current one, so that it is kept."""
    writer = updates()
    given = request.get_data(cache=False, as_text=True).strip()
    version = find(store_root(service()), given) if given else service().version
    return changed(writer.carry_out(Order(do="name", name=name, version=version)))


@blueprint.delete("/versions/names/<name>")
def release(name: str) -> Response:
    """Takes a name away."""
    return changed(updates().carry_out(Order(do="unname", name=name)))


def _answer(found: list[VersionRecord], *, single: bool = False) -> Response:
    format = chosen_format((_JSON, *GRAPHS))
    if format is not _JSON:
        dataset = URIRef(f"{base()}void#dataset")
        text = describe_versions(found, base(), dataset).serialize(format="nt")
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
