"""The versions of a store: when and by what each was made, the names that keep some of them, and which may go.

A name is a file in ``STORE/names`` with the id of a version. Named versions and the current one are never pruned.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ontology.errors import InputError, NotFoundError
from triples.store import versions

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_UNFINISHED = ".new"


@dataclass(frozen=True)
class VersionRecord:
    """What is known of a version: its id, the moment it was made (ISO 8601, UTC), the change, and what it came from."""

    id: str
    made: str | None = None
    change: str | None = None
    parent: str | None = None
    names: tuple[str, ...] = ()
    current: bool = False


def records(root: Path) -> list[VersionRecord]:
    """Returns the versions of a store, the newest first; raises StoreError when there is no store."""
    current = versions.current_id(root)
    given = names(root)
    found = []
    for each in reversed(versions.version_ids(root)):
        told = _record(root, each)
        found.append(
            VersionRecord(
                each,
                told.get("made"),
                told.get("change"),
                told.get("parent"),
                tuple(sorted(name for name, version in given.items() if version == each)),
                each == current,
            )
        )
    return found


def names(root: Path) -> dict[str, str]:
    """Returns the versions that have a name, by their names."""
    directory = root / "names"
    if not directory.is_dir():
        return {}
    return {
        entry.name: entry.read_text(encoding="ascii").strip()
        for entry in directory.iterdir()
        if _NAME.fullmatch(entry.name) and not entry.name.endswith(_UNFINISHED)
    }


def find(root: Path, version: str) -> str:
    """Returns the id of a version by its id or its name; raises NotFoundError for an unknown one."""
    found = names(root).get(version, version)
    if found not in versions.version_ids(root):
        raise NotFoundError(f"There is no version {version!r}.")
    return found


def remove_name(root: Path, name: str) -> None:
    """Takes a name away; raises NotFoundError when no version has it."""
    if name not in names(root):
        raise NotFoundError(f"No version has the name {name!r}.")
    (root / "names" / name).unlink()


def set_name(root: Path, name: str, version: str) -> None:
    """Gives a version a name, which is taken from another that has it.

    Raises NotFoundError for an unknown version, InputError for what cannot be a name.
    """
    if version not in versions.version_ids(root):
        raise NotFoundError(f"There is no version {version!r}.")
    if not _NAME.fullmatch(name) or name.endswith(_UNFINISHED) or versions.is_id(name):
        raise InputError(
            "A name has up to 64 letters, digits, dots, dashes and underscores, and is no id of a version."
        )
    (root / "names").mkdir(exist_ok=True)
    versions.write_pointer(root / "names" / name, version)


def prune(root: Path, keep: int, *, used: Collection[str] = (), grace: float = 0.0) -> list[str]:
    """Removes all versions but the last `keep`, the current one, the named and the `used` ones; returns the ids.

    Those that were followed by another less than `grace` seconds ago stay for now: a reader may be about to open one.
    Only who holds the lock of the store may ask for it. A version is first renamed, so that none is seen in part.
    """
    held = {versions.current_id(root), *names(root).values(), *used}
    ids = versions.version_ids(root)
    since = time.time() - grace
    gone = [
        each
        for each, following in pairwise(ids[: max(len(ids) - keep, 0) + 1])
        if each not in held and (root / "versions" / following).stat().st_mtime <= since
    ]
    for each in gone:
        doomed = root / "versions" / f".new-old-{each}"
        (root / "versions" / each).rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)
    return gone


def _record(root: Path, version: str) -> dict[str, str]:
    try:
        found = json.loads((root / "versions" / version / versions.RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # a version from before there were records
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
