"""The reader of the lexicon of diplomatic acts (OntoLex-Lemon, ``lexicon.ttl``).

The lexicon is data: which words name which act, and where their arguments stand in the sentence. See
https://www.w3.org/2016/05/ontolex/ for the modules ontolex and synsem that it uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.errors import RDFSyntaxError
from ontology.namespaces import SV

LEXICON_FILE = Path(__file__).with_name("lexicon.ttl")

_ONTOLEX = "http://www.w3.org/ns/lemon/ontolex#"
_BEHAVIOUR = "http://www.w3.org/ns/lemon/synsem#synBehavior"
_PART_OF_SPEECH = "http://www.lexinfo.net/ontology/3.0/lexinfo#partOfSpeech"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True, slots=True)
class Frame:
    """The places of the arguments of a word: grammatical roles, or prepositions that introduce them."""

    name: str
    agent: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    content: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or idiom with what it does in a sentence.

    `denotes` is the local name of a class of the ontology (an act for cues, a kind of thing for nouns of role "kind").
    `role` is one of: act, open, light, light-passive, implicative, desire, evaluation, concession, wrong, predicate,
    clue, hedge, kind.
    """

    form: str
    part_of_speech: str
    role: str
    denotes: str | None = None
    frame: Frame | None = None
    object_kind: str | None = None
    factive: bool = False
    weight: float = 1.0

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the form; "~" stands for any determiners and modifiers between two words of an idiom."""
        return _words_of(self.form)


@cache
def _words_of(form: str) -> tuple[str, ...]:
    return tuple(form.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, in a fixed order."""

    entries: tuple[Entry, ...]

    def of(self, *, part_of_speech: str | None = None, role: str | None = None) -> tuple[Entry, ...]:
        """Returns the entries of a part of speech, of a role, or of both."""
        return tuple(
            e
            for e in self.entries
            if (part_of_speech is None or e.part_of_speech == part_of_speech) and (role is None or e.role == role)
        )


def read_lexicon(path: Path) -> Lexicon:
    """Reads a lexicon from a Turtle file.

    Raises RDFSyntaxError, with file and line, when the file is not Turtle.
    """
    properties: dict[str, dict[str, list[str]]] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                values = properties.setdefault(quad.subject.value, {})
                values.setdefault(quad.predicate.value, []).append(quad.object.value)
    except SyntaxError as error:
        raise RDFSyntaxError(f"{path.name} is not well-formed Turtle: {error}") from error
    frames = {iri: _frame(iri, p) for iri, p in properties.items() if str(SV.agentSlot) in p}
    entries = [_entry(p, frames) for p in properties.values() if str(SV.lexicalRole) in p and _LABEL in p]
    entries.sort(key=lambda e: (e.part_of_speech, e.form, e.role, e.denotes or "", e.object_kind or ""))
    return Lexicon(tuple(entries))


@cache
def load_lexicon() -> Lexicon:
    """Returns the lexicon that comes with the ontology; read once."""
    return read_lexicon(LEXICON_FILE)


def _frame(iri: str, properties: dict[str, list[str]]) -> Frame:
    return Frame(
        name=iri.rsplit("#", 1)[-1],
        agent=tuple(sorted(properties[str(SV.agentSlot)])),
        addressee=tuple(sorted(properties.get(str(SV.addresseeSlot), []))),
        content=tuple(sorted(properties.get(str(SV.contentSlot), []))),
    )


def _entry(properties: dict[str, list[str]], frames: dict[str, Frame]) -> Entry:
    def one(iri: str) -> str | None:
        values = properties.get(iri)
        return values[0] if values else None

    denotes = one(_ONTOLEX + "denotes")
    part_of_speech = one(_PART_OF_SPEECH)
    return Entry(
        form=one(_LABEL) or "",
        part_of_speech=(part_of_speech or "").rsplit("#", 1)[-1],
        role=one(str(SV.lexicalRole)) or "",
        denotes=denotes.rsplit("#", 1)[-1] if denotes else None,
        frame=frames.get(one(_BEHAVIOUR) or ""),
        object_kind=one(str(SV.objectKind)),
        factive=one(str(SV.factive)) == "true",
        weight=float(one(str(SV.cueWeight)) or 1.0),
    )
