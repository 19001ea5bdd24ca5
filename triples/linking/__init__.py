"""Links to other authorities: the reviewed table (SSSOM) and, in modules of their own, the search in Wikidata.

The search (`triples.linking.wikidata`, `triples.linking.session`) is not imported here: nothing but
``servanda link`` needs it, and nothing else asks the network.
"""

from __future__ import annotations

from triples.linking.sssom import (
    LINKS,
    MappingRow,
    MappingSet,
    append_mapping,
    link_quads,
    read_mappings,
    write_mappings,
)

__all__ = [
    "LINKS",
    "MappingRow",
    "MappingSet",
    "append_mapping",
    "link_quads",
    "read_mappings",
    "write_mappings",
]
