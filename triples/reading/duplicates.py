"""Near-duplicates: texts that share most of their wording, such as a report and its later revision.

Each text is the set of its runs of five words; MinHash (A. Broder, 1997) estimates how much of two such sets is
common, and locality-sensitive hashing finds candidates without comparing each with each. Both are rensa's. The
signatures are the same on every machine; the memory is about two kilobytes a text, whatever its length.
"""

from __future__ import annotations

import re

from rensa import RMinHash, RMinHashLSH

_WORD = re.compile(r"\w+")
_RUN = 5
_LEAST_RUNS = 20
_PERMUTATIONS = 128
_BANDS = 16
_SEED = 1
SIMILAR = 0.7
"""The share of common runs of five words from which on a text is a near-duplicate."""


class NearDuplicates:
    """The texts read so far, to be asked which of them a new one resembles."""

    def __init__(self) -> None:
        """Begins with no texts."""
        self._index = RMinHashLSH(threshold=SIMILAR, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        self._signatures: list[RMinHash] = []
        self._names: list[str] = []

    def add(self, name: str, text: str) -> str | None:
        """Adds a text and returns the name of the most similar one before it, of equals the first, if one is similar.

        Texts of fewer than 24 words are not compared: they are alike by chance.
        """
        words = [word.lower() for word in _WORD.findall(text)]
        runs = {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
        if len(runs) < _LEAST_RUNS:
            return None
        signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(sorted(runs))
        best: tuple[float, int] | None = None
        for number in self._index.query(signature):
            share = signature.jaccard(self._signatures[number])
            if share >= SIMILAR and (best is None or (-share, number) < best):
                best = (-share, number)
        self._index.insert(len(self._names), signature)
        self._signatures.append(signature)
        self._names.append(name)
        return None if best is None else self._names[best[1]]
