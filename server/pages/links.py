"""Where an IRI of the graph is shown on this server: the one place where addresses of pages are made.

Everything under ``https://w3id.org/servanda/`` is served under the same path on whatever host the server runs, so that
a link never leaves the machine.
"""

from __future__ import annotations

from urllib.parse import quote

from ontology.namespaces import GRAPH, ID, ONTOLOGY_IRI, QUERY, SV

ROOT = str(ID).removesuffix("id/")
"""What the IRIs of Servanda begin with."""

_PATH = "/-._~!$&'()*+,;=:@%"
"""Characters that may stand in the path of an address as they are (RFC 3986, section 3.3)."""


def page_of(iri: str) -> str | None:
    """Returns the path of the page that shows an IRI on this server, or None for an IRI that is not Servanda's.

    >>> page_of("https://w3id.org/servanda/id/person/james-baker")
    '/id/person/james-baker'
    >>> page_of("https://w3id.org/servanda/ontology#Assurance")
    '/ontology#Assurance'
    >>> page_of("http://www.wikidata.org/entity/Q7747") is None
    True
    """
    if iri.startswith(str(SV)):
        return f"/ontology#{quote(iri.removeprefix(str(SV)), safe=_PATH)}"
    if iri == str(ONTOLOGY_IRI) or iri.startswith(f"{ONTOLOGY_IRI}/"):
        return "/ontology"
    if iri.startswith(str(QUERY)):
        return f"/queries/{quote(iri.removeprefix(str(QUERY)), safe=_PATH)}"
    if iri.startswith((str(ID), str(GRAPH))):
        return "/" + quote(iri.removeprefix(ROOT), safe=_PATH)
    return None


def address_of(iri: str) -> str | None:
    """Returns the address that a link to an IRI may have: a page of this server, or the IRI itself if it is of the web.

    IRIs of other schemes (``javascript:``, ``urn:``, …) have none, and are shown as text.
    """
    page = page_of(iri)
    if page is not None:
        return page
    return iri if iri.startswith(("http://", "https://")) else None


def kind_of(iri: str) -> str | None:
    """Returns the path word of an instance ("act", "person", …), or None for any other IRI.

    >>> kind_of("https://w3id.org/servanda/id/act/assurance/james-baker-1990")
    'act'
    """
    if not iri.startswith(str(ID)):
        return None
    return iri.removeprefix(str(ID)).split("/", 1)[0]
