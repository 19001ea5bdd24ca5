"""Word lists written as running text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Returns the words of a text that is a list of words, white space between them.

    >>> sorted(words("shall will"))
    ['shall', 'will']
    """
    return frozenset(text.split())
