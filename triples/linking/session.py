"""The dialogue of ``servanda link NAME…``: candidates are shown, the user chooses, and the choice is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ontology.namespaces import ID
from triples.authority import Authority, Entity
from triples.linking.sssom import LINKS, MappingRow, append_mapping, read_mappings
from triples.linking.wikidata import Candidate

Find = Callable[[str, str], Sequence[Candidate]]
"""Returns the candidates for a name and a kind of the authority."""
_MOST_SHOWN = 9
_HELP = "number to accept, s to skip, q to stop"


def mapping_of(entity: Entity, candidate: Candidate, *, comment: str = "") -> MappingRow:
    """Returns the link of an entity of the authority to a candidate that somebody has accepted."""
    return MappingRow(
        subject_id=f"id:{str(entity.iri).removeprefix(str(ID))}",
        subject_label=entity.name,
        object_id=f"wikidata:{candidate.item}",
        object_label=candidate.label,
        confidence=1.0,
        comment=comment,
    )


def accept(entity: Entity, candidate: Candidate, *, path: Path = LINKS, force: bool = False) -> MappingRow:
    """Adds the link of an entity to a candidate to the table; raises InputError for a duplicate or a conflict."""
    row = mapping_of(entity, candidate)
    append_mapping(row, path=path, force=force)
    return row


def describe(candidate: Candidate) -> str:
    """Returns a candidate on one line: item, label, what it is, dates and why it is proposed."""
    parts = [candidate.description, ", ".join(candidate.classes), ", ".join(candidate.dates)]
    told = "; ".join(part for part in parts if part)
    return f"{candidate.item} {candidate.label}: {told} [{candidate.score:g}: {', '.join(candidate.reasons)}]"


def link_names(
    names: Iterable[str],
    *,
    authority: Authority,
    find: Find,
    read: Callable[[str], str],
    write: Callable[[str], None],
    path: Path = LINKS,
    force: bool = False,
) -> list[MappingRow]:
    """Leads through the names and returns the links that the user accepted; each is in the table at once.

    A name that the authority does not know, or that is linked already, is told and left. `read` shows a prompt and
    returns the answer; the end of input (EOFError) stops the session and loses nothing.
    """
    accepted: list[MappingRow] = []
    for name in names:
        resolution = authority.resolve(name)
        if resolution is None:
            write(f"{name}: the authority knows nobody and nothing of this name, or several; add it there first")
            continue
        entity = resolution.entity
        linked = read_mappings(path).of_subject(f"id:{str(entity.iri).removeprefix(str(ID))}")
        if linked and not force:
            write(f"{entity.name}: is linked to {', '.join(row.object_id for row in linked)}")
            continue
        candidates = find(entity.name, entity.kind)[:_MOST_SHOWN]
        if not candidates:
            write(f"{entity.name}: no item has this name")
            continue
        write(f"{entity.name} ({entity.kind}):")
        for number, candidate in enumerate(candidates, start=1):
            write(f"  {number}  {describe(candidate)}")
        answer = _answer(len(candidates), read)
        if answer is None:
            break
        if answer:
            accepted.append(accept(entity, candidates[answer - 1], path=path, force=force))
            write(f"  {entity.name} is linked to {candidates[answer - 1].item}")
    return accepted


def _answer(most: int, read: Callable[[str], str]) -> int | None:
    """Returns the number that the user chose, 0 for none, None to stop; asks again for anything else."""
    while True:
        try:
            text = read(f"  [{_HELP}] ").strip().lower()
        except EOFError:
            return None
        if text in {"q", "quit"}:
            return None
        if text in {"", "s", "skip"}:
            return 0
        if text.isdigit() and 1 <= int(text) <= most:
            return int(text)
