"""A cache in memory that is bounded by bytes and forgets first what was not asked for longest."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

_Value = TypeVar("_Value")

ENTRY_BYTES = 400
"""What an entry costs beside its bytes: the objects of CPython around it, by measurement, rounded up."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """The answer to a query as it was sent: its body, already compressed where it was."""

    body: bytes
    encoding: str
    truncated_at: int | None = None
    """The rows that it was cut at, if it was."""


class ByteCache(Generic[_Value]):
    """Keeps values up to a number of bytes; safe to use from several threads.

    An entry may take an eighth of the budget at most, so that no single answer empties the cache.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._entries: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()
        self._mutex = threading.Lock()
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    @property
    def largest(self) -> int:
        """The bytes that one entry may take."""
        return self._budget // 8

    def __len__(self) -> int:
        """Returns the number of entries."""
        return len(self._entries)

    def get(self, key: Hashable) -> _Value | None:
        """Returns a value, which is thereby the last to be forgotten."""
        with self._mutex:
            entry = self._entries.get(key)
            if entry is None:
                self.misses += 1
                return None
            self.hits += 1
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, value: _Value, size: int) -> None:
        """Keeps a value whose key and content take `size` bytes, unless that is too large."""
        size += ENTRY_BYTES
        if size > self.largest:
            return
        with self._mutex:
            old = self._entries.pop(key, None)
            if old is not None:
                self.bytes -= old[1]
            self._entries[key] = (value, size)
            self.bytes += size
            while self.bytes > self._budget:
                _, (_, freed) = self._entries.popitem(last=False)
                self.bytes -= freed

    def clear(self) -> None:
        """Forgets everything."""
        with self._mutex:
            self._entries.clear()
            self.bytes = 0
