"""Names as keys: spelling, case, articles, possessives, dots and transliteration are folded away.

A key is for comparing, never for showing. Acronyms keep one condition: what the tables write in capitals only ("US",
"WHO", "START") is not found in text that does not ("us", "who", "start").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "−": "-"})
_LETTERS_THAT_DO_NOT_DECOMPOSE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
)
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?!\w)")
_NOT_WORD = re.compile(r"[^\w+&/]+")
_SPELLINGS = {
    "organisation": "organization",
    "organisations": "organization",
    "defence": "defense",
    "programme": "program",
    "labour": "labor",
    "adviser": "advisor",
    "secretary general": "secretary-general",
}
_ARTICLE = "the "


def key(name: str) -> str:
    """Returns the form under which a name is compared.

    >>> key("The Ministry of Defence"), key("U.S."), key("Côte d’Ivoire's")
    ('ministry of defense', 'us', 'cote d ivoire')
    """
    text = unicodedata.normalize("NFKD", name.translate(_QUOTES))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = text.translate(_LETTERS_THAT_DO_NOT_DECOMPOSE)
    text = _POSSESSIVE.sub("", text).replace(".", "")
    text = " ".join(_NOT_WORD.sub(" ", text).split())
    text = text.replace("co operation", "cooperation").replace("non proliferation", "nonproliferation")
    text = " ".join(_SPELLINGS.get(word, word) for word in text.split())
    return text.removeprefix(_ARTICLE) or text


def person_key(name: str) -> str:
    """Returns the form under which a person's name is compared; transliterations from Cyrillic fall together.

    >>> person_key("Sergey Ryabkov") == person_key("Sergei Riabkov")
    True
    >>> person_key("Volodymyr Zelenskyy") == person_key("Volodymyr Zelensky")
    True
    """
    return " ".join(_transliterated(word) for word in key(name).split())


def _transliterated(word: str) -> str:
    word = re.sub(r"(?<=[^aeiouy])(?:ya|ia|ja)", "ia", word)
    word = re.sub(r"^(?:ye|je)(?=..)", "e", word)
    word = word.replace("ks", "x")
    word = re.sub(r"andr$", "ander", word)
    return re.sub(r"(?<=.)[iyj]+$", "i", word)


def is_acronym(surface: str) -> bool:
    """Tells whether a name is written in capitals only, so that it must be found so."""
    return surface.isupper()


def fits(written: str, surface: str) -> bool:
    """Tells whether a phrase of a text is written so that it can be this name: no capitals, no name.

    >>> fits("the US", "US"), fits("us", "US"), fits("turkey", "Turkey"), fits("MOSCOW", "Moscow")
    (True, False, False, True)
    """
    bare = _POSSESSIVE.sub("", written.translate(_QUOTES))
    if bare[:4].lower() == _ARTICLE:
        bare = bare[4:]
    if is_acronym(surface):
        return bare.isupper()
    return any(c.isupper() for c in bare)


_PATTERNS: dict[str, tuple[str, ...]] = {
    "foreign ministry": ("Foreign Ministry", "Ministry of Foreign Affairs", "Foreign Affairs Ministry", "MFA"),
    "defence ministry": ("Defence Ministry", "Ministry of Defence", "Ministry of National Defence"),
    "parliament": ("Parliament",),
    "president": ("President",),
    "vice president": ("Vice President", "Vice-President"),
    "prime minister": ("Prime Minister", "Premier", "PM"),
    "foreign minister": ("Foreign Minister", "Minister of Foreign Affairs", "Minister for Foreign Affairs", "FM"),
    "deputy foreign minister": (
        "Deputy Foreign Minister",
        "Deputy Minister of Foreign Affairs",
        "Vice Foreign Minister",
    ),
    "defence minister": ("Defence Minister", "Minister of Defence"),
    "foreign ministry spokesperson": tuple(
        f"{ministry} {speaker}"
        for ministry in ("Foreign Ministry", "Ministry of Foreign Affairs")
        for speaker in ("spokesperson", "spokesman", "spokeswoman")
    ),
}
"""What stands for a role when a state's name, adjective or capital stands with it."""

_MINISTRIES = frozenset({"foreign ministry", "defence ministry"})


def role_patterns(
    role: str, *, names: Iterable[str], adjectives: Iterable[str], capitals: Iterable[str]
) -> Iterator[str]:
    """Yields the names that a body or post has because of its role and its state.

    >>> sorted(role_patterns("president", names=["Russia"], adjectives=["Russian"], capitals=["Moscow"]))
    ['President of Russia', 'Russia President', 'Russian President']
    """
    for title in _PATTERNS.get(role, ()):
        for adjective in adjectives:
            yield f"{adjective} {title}"
        for name in names:
            yield f"{name} {title}"
            yield f"{title} of {name}"
        if role in _MINISTRIES:
            for capital in capitals:
                yield f"{title} in {capital}"
