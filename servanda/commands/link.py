"""Finds Wikidata items for names of the authority, and records those that the user accepts."""

from __future__ import annotations

import argparse

from ontology.errors import NotFoundError


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda link``."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="names of actors or treaties of the authority")
    parser.add_argument("--offline", action="store_true", help="ask no one: print the links there are")
    parser.add_argument("--endpoint", metavar="URL", help="another SPARQL service in Wikidata's model")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS", help="default: 30")


def run(options: argparse.Namespace) -> int:
    """Asks for candidates name by name; without names, or offline, prints the table of links."""
    from triples.authority import load_authority
    from triples.linking import read_mappings
    from triples.linking.session import link_names
    from triples.linking.wikidata import endpoint_from_environment, find_candidates

    if options.offline or not options.names:
        asked = {_subject(name) for name in options.names}
        for row in read_mappings().rows:
            if not asked or row.subject_label in asked:
                print(f"{row.subject_label}\t{row.object_id}\t{row.object_label}")
        return 0
    endpoint = options.endpoint or endpoint_from_environment()
    link_names(
        options.names,
        authority=load_authority(),
        find=lambda name, kind: find_candidates(name, kind=kind, endpoint=endpoint, timeout=options.timeout),
        read=input,
        write=print,
    )
    return 0


def _subject(name: str) -> str:
    """Returns the preferred name of what `name` stands for; raises NotFoundError for the unknown and the ambiguous."""
    from triples.authority import load_authority

    found = load_authority().resolve(name)
    if found is None:
        raise NotFoundError(f"the authority knows nobody and nothing named {name!r}, or several")
    return found.entity.name
