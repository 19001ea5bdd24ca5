"""What stands around a name: words of time before it, appositions after it, words for a government."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MODIFIERS = frozenset(
    [
        "the",
        "then",
        "former",
        "ex",
        "current",
        "incumbent",
        "outgoing",
        "incoming",
        "acting",
        "late",
        "one-time",
        "onetime",
        "erstwhile",
        "today's",
        "present",
        "veteran",
    ]
)
_GOVERNMENTS = "government|side|authorities|leadership|regime|administration|state"
_GOVERNMENT_AFTER = re.compile(rf"^(?P<name>.+?)(?:['’]s?)?\s+(?:{_GOVERNMENTS})$", re.IGNORECASE)
_GOVERNMENT_BEFORE = re.compile(
    rf"^(?:the\s+)?(?:{_GOVERNMENTS})\s+(?:of|in)\s+(?:the\s+)?(?P<name>.+)$", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(r"^(?:the\s+)?(?:\w+\s+)?(?:1[6-9]|20)\d\d\s+", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"\s*(?:\(?(?:(?:of|from|in)\s+)?(?:\d{1,2}\s+)?(?:[A-Z]\w+\s+)?(?:1[6-9]|20)\d\d\)?)$")
_OPPOSED = re.compile(r"^(?:non|anti|pro|ex|post|pre|trans|un)-", re.IGNORECASE)
_RELATION = frozenset(
    ["to", "in", "at", "with", "on", "for", "against", "about", "over", "from", "between", "among", "toward", "towards"]
)


def without_modifiers(name: str) -> str:
    """Returns a name without the words of time and rank before it.

    >>> without_modifiers("the then-US Secretary of State"), without_modifiers("former President Bill Clinton")
    ('US Secretary of State', 'President Bill Clinton')
    """
    words = name.split()
    while len(words) > 1:
        head, hyphen, rest = words[0].partition("-")
        if words[0].lower() in _MODIFIERS:
            words = words[1:]
        elif hyphen and rest and head.lower() in {"then", "ex"}:
            words[0] = rest
        else:
            break
    return " ".join(words)


def head_of_apposition(name: str) -> str:
    """Returns what stands before the first comma, where that is a name of its own ("Ned Price, a spokesman")."""
    head, comma, _ = name.partition(",")
    return head.strip() if comma and len(head.split()) > 1 else name


def government_of(name: str) -> str | None:
    """Returns whose government a phrase means, or None.

    >>> government_of("the Russian side"), government_of("government of Georgia"), government_of("Russia")
    ('the Russian', 'Georgia', None)
    """
    match = _GOVERNMENT_BEFORE.match(name) or _GOVERNMENT_AFTER.match(name)
    return match["name"] if match else None


def without_year(name: str) -> str:
    """Returns the name of an instrument without its year.

    >>> without_year("the 1949 North Atlantic Treaty"), without_year("the Charter of Paris of November 1990")
    ('North Atlantic Treaty', 'the Charter of Paris')
    """
    return _YEAR_AFTER.sub("", _YEAR_BEFORE.sub("", name)).strip(" ,") or name


def words_of_owner(name: str) -> Iterator[list[str]]:
    """Yields the words of a phrase among which the state that it belongs to is to be sought.

    First come those before "to", "with", "on" …, for what follows belongs to another ("Russian ambassador to
    Ukraine"), then all ("officials in Moscow").
    """
    words = [word.strip(',;:()"“”') for word in name.split()]
    border = next((i for i, word in enumerate(words) if word.lower() in _RELATION), len(words))
    if 0 < border < len(words):
        yield words[:border]
    yield words


def begins_name(word: str) -> bool:
    """Tells whether a name may begin with this word; "non-Russian" and "Anti-American" begin none."""
    return word[:1].isupper() and not _OPPOSED.match(word)
