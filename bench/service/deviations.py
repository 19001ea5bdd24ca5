"""Answers that are known to differ, each with the reason; any other difference fails the run."""

from __future__ import annotations

_SYSTEM = "its own system graphs are part of its union"
_UNDEF = (
    "the filter is moved before the pattern that binds ?status, which VALUES leaves unbound by UNDEF; "
    "by SPARQL 1.1, section 18.2.2, a filter holds for its whole group"
)

KNOWN: dict[tuple[str, str], str] = {
    ("Fuseki", "saved: acts-by-status"): _UNDEF,
    ("Virtuoso", "saved: acts-by-status"): _UNDEF,
    ("Virtuoso", "saved: named-graphs"): _SYSTEM,
    ("Virtuoso", "saved: data-set-statistics"): _SYSTEM,
    ("Virtuoso", "large: a million rows"): _SYSTEM,
    ("Virtuoso", "path: what an act is related to"): "a path with + does not come back to where it began",
    ("Virtuoso", "path: matters and all broader ones"): "a path with * leaves out things without the property",
    ("Virtuoso", "saved: document-coverage"): "integers are divided without a remainder",
    ("Virtuoso", "saved: is-disputed"): "the answer to ASK is a table with the number 1",
    ("Virtuoso", "saved: shared-phrase"): "variables of OPTIONAL patterns are mixed up",
}
"""By server and workload."""
