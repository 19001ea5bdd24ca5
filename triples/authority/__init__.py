"""The authority: states, organizations, bodies, persons, posts and instruments, with their names.

>>> from triples.authority import load_authority
>>> authority = load_authority()
>>> authority.resolve("the Kremlin", kind="State").entity.name
'Russia'
>>> authority.resolve("Congo") is None
True
"""

from __future__ import annotations

from triples.authority.authority import Authority, load_authority
from triples.authority.graph import authority_quads
from triples.authority.index import Reading
from triples.authority.loading import entity_iri
from triples.authority.model import Entity, GazetteerEntry, Holding, Kind, Manner, Membership, Resolution

__all__ = [
    "Authority",
    "Entity",
    "GazetteerEntry",
    "Holding",
    "Kind",
    "Manner",
    "Membership",
    "Reading",
    "Resolution",
    "authority_quads",
    "entity_iri",
    "load_authority",
]
