"""Which matters (ontology/matters.ttl) a passage is about, by the words of their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ontology.namespaces import SV

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


class Matters:
    """The matters of the ontology with the words that tell of each."""

    def __init__(self, ontology: Graph) -> None:
        phrases: list[tuple[tuple[str, ...], URIRef]] = []
        for matter in ontology.subjects(RDF.type, SV.Matter):
            for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
                for label in ontology.objects(matter, predicate):
                    if isinstance(label, Literal) and isinstance(matter, URIRef):
                        phrases.append((_stems(str(label)), matter))
        self._phrases = sorted(phrase for phrase in phrases if phrase[0])

    def of_all(self, texts: Iterable[str]) -> tuple[URIRef, ...]:
        """Returns the matters that any of the texts names, sorted."""
        found: set[URIRef] = set()
        for text in texts:
            words = _stems(text)
            found.update(matter for phrase, matter in self._phrases if _within(phrase, words))
        return tuple(sorted(found))


def _stems(text: str) -> tuple[str, ...]:
    """Returns the words of a text in lower case without plural and possessive endings.

    >>> _stems("NATO’s Open-Door policies")
    ('nato', 'open', 'door', 'policy')
    """
    words: list[str] = []
    for match in _WORD.finditer(text.lower()):
        for part in match.group().split("-"):
            words.append(_stem(re.sub(r"[’']s?$", "", part)))
    return tuple(word for word in words if word)


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _within(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1))
