"""Immutable versions of a store on disk, and the pointer that says which one is current.

::

    STORE/
    ├── current          a file with the id of the current version; replaced by rename, so it is whole at any instant
    ├── lock             held by the one process that writes
    ├── names/           optional: files with the ids of versions that have a name (`triples.store.history`)
    └── versions/
        ├── 0001-5f3c…   an Oxigraph directory that nobody changes any more
        └── .new-…       one that is still being written; of no interest to readers, removed by the next writer

An id is a number that counts up and 12 hexadecimal digits: a digest of the sources, or of the last version and the
change that was made to it. The same sources thus give the same digits on every machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from ontology.errors import NotFoundError, StoreError

try:
    import fcntl
except ImportError:  # Windows has no flock; there one writer at a time is the user's care
    fcntl = None  # type: ignore[assignment]

RECORD = "servanda.json"
"""The file in the directory of a version that says when and by what it was made; the engine takes no notice of it."""

_ID = re.compile(r"\d{4,}-[0-9a-f]{12}")


def is_id(text: str) -> bool:
    """Tells whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


def version_ids(root: Path) -> list[str]:
    """Returns the ids of the published versions, the oldest first; none when there is no store."""
    directory = root / "versions"
    if not directory.is_dir():
        return []
    found = [entry.name for entry in directory.iterdir() if _ID.fullmatch(entry.name)]
    return sorted(found, key=lambda name: int(name.partition("-")[0]))


def current_id(root: Path) -> str:
    """Returns the id of the current version; raises StoreError with a way to mend when there is none."""
    if not root.exists():
        raise StoreError(f"There is no store at {root}. Build one: servanda build --out {root}")
    pointer = root / "current"
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        name = None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The store at {root} is damaged: {pointer} cannot be read: {error}. {_mend(root)}") from error
    if name is None:
        if version_ids(root):
            raise StoreError(f"The store at {root} is damaged: {pointer} is missing. {_mend(root)}")
        raise StoreError(f"{root} is not a store of Servanda. Build one elsewhere: servanda build --out PATH")
    if not _ID.fullmatch(name) or not (root / "versions" / name).is_dir():
        raise StoreError(f"The store at {root} is damaged: {pointer} names no version ({name[:60]!r}). {_mend(root)}")
    return name


def version_path(root: Path, version: str | None = None) -> Path:
    """Returns the directory of a version, of the current one unless told; raises NotFoundError for an unknown id."""
    if version is None:
        return root / "versions" / current_id(root)
    if version not in version_ids(root):
        raise NotFoundError(f"The store at {root} has no version {version!r}.")
    return root / "versions" / version


def open_directory(directory: Path, root: Path) -> ox.Store:
    """Opens a version for reading; raises StoreError when its files are damaged."""
    try:
        return ox.Store.read_only(str(directory))
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"Version {directory.name} of the store at {root} is damaged: {error}. "
            f"{_mend(root, without=directory.name)}"
        ) from error


@contextmanager
def writing(root: Path) -> Iterator[Path]:
    """Holds the writer's lock of a store (which it makes when missing) and gives a fresh directory to write into.

    The directory and what earlier writers left unfinished are removed at the end; to keep it, publish it.
    Raises StoreError when another process writes, or when the place cannot be written.
    """
    try:
        (root / "versions").mkdir(parents=True, exist_ok=True)
        lock = (root / "lock").open("a+", encoding="ascii")
    except OSError as error:
        raise StoreError(f"The store at {root} cannot be written: {error.strerror or error}.") from error
    with lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise StoreError(
                    f"The store at {root} is locked: process {holder} writes to it. Wait until it has finished; "
                    "nothing was changed."
                ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        try:
            yield root / "versions" / f".new-{uuid.uuid4().hex[:12]}"
        finally:
            remove_unfinished(root)
            lock.truncate(0)


def remove_unfinished(root: Path) -> None:
    """Removes what writers that were killed left behind; only who holds the lock may ask for it."""
    for leftover in (root / "versions").glob(".new-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def publish(root: Path, fresh: ox.Store, digits: str, *, change: str = "build") -> str:
    """Makes the state of a store that `writing` gave a place for the current version, and returns its id.

    `change` says in a word or two what made it ("build", "update", …).

    Everything is on disk before the pointer moves, and the pointer moves by rename: after a crash at any instant the
    store shows either the old version or the new one, whole.
    """
    ids = version_ids(root)
    number = int(ids[-1].partition("-")[0]) + 1 if ids else 1
    version = f"{number:04d}-{digits}"
    versions = root / "versions"
    # A copy by Oxigraph's own backup leaves out its lock and log files; unfinished, it has a name no reader looks at.
    copy = versions / f".new-{version}"
    try:
        fresh.flush()
        fresh.backup(str(copy))
        record = {"made": datetime.now(UTC).isoformat(timespec="milliseconds"), "change": change}
        record |= {"parent": current_id(root)} if ids and (root / "current").is_file() else {}
        (copy / RECORD).write_text(json.dumps(record), encoding="utf-8")
        _sync_tree(copy)
        copy.rename(versions / version)
        _sync(versions)
        point_to(root, version)
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"The new version could not be written to {root}: {error}. The old one is in place."
        ) from error
    return version


def point_to(root: Path, version: str) -> None:
    """Makes a published version the current one."""
    write_pointer(root / "current", version)


def write_pointer(pointer: Path, version: str) -> None:
    """Writes the id of a version into a file, which shows the old content or the new one after a crash."""
    temporary = pointer.with_name(f"{pointer.name}.new")
    with temporary.open("w", encoding="ascii") as stream:
        stream.write(f"{version}\n")
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(pointer)
    _sync(pointer.parent)


def _sync_tree(directory: Path) -> None:
    for path in directory.iterdir():
        _sync(path)
    _sync(directory)


def _sync(path: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mend(root: Path, without: str | None = None) -> str:
    others = [name for name in version_ids(root) if name != without]
    rebuild = f"build it again: servanda build --out {root}"
    if not others:
        return f"Nothing was changed; {rebuild}"
    ids = ", ".join(others)
    return f"Nothing was changed; write the id of a whole version ({ids}) into {root / 'current'}, or {rebuild}"
