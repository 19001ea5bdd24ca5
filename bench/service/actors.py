"""The authority of a made graph: states, bodies, organizations, media, persons with posts, instruments, matters.

All names are made of syllables; none is that of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from rdflib import RDF, BNode, URIRef

from bench.service import terms
from bench.service.skew import Zipf
from bench.service.terms import ALT_LABEL, AUTHORITY, INFERRED, LABEL, LINKS, MATCH, PREF_LABEL, TYPE, name, sv, thing
from ontology.files import load_ontology
from ontology.namespaces import GRAPH_ONTOLOGY, SV

_FIRST = ("al", "be", "cor", "da", "el", "fa", "gor", "hel", "il", "jo", "ka", "lu", "ma", "ne", "or", "pa", "ro", "sa")
_MIDDLE = ("bra", "ca", "den", "fi", "gan", "lo", "mar", "ni", "po", "ri", "sto", "ta", "vi", "zo")
_STATE = ("nia", "land", "stan", "via", "ria", "mark")
_FAMILY = ("son", "ov", "ez", "ier", "mann", "ski", "ari", "dottir", "wood", "ini")
_MEDIA = ("Herald", "Courier", "Gazette", "Observer", "Wire", "Chronicle")
_ORGANIZATIONS = ("League", "Union", "Pact", "Council", "Conference", "Assembly")
_TREATIES = ("Treaty", "Charter", "Declaration", "Memorandum", "Accord", "Convention")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who may act: the IRI in brackets, the name, the slug, and for a person its state and post holding."""

    iri: str
    label: str
    slug: str
    state: str = ""
    holding: str = ""


@dataclass(slots=True)
class World:
    """Who and what acts are about, each list in the order of rank."""

    states: list[Actor] = field(default_factory=list)
    organizations: list[Actor] = field(default_factory=list)
    media: list[Actor] = field(default_factory=list)
    persons: list[Actor] = field(default_factory=list)
    instruments: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)


def build_world(triples: int, random: Random) -> tuple[World, str]:
    """Returns a world for a graph of so many triples, and its N-Quads."""
    world = World(matters=_matters())
    states = min(200, 20 + triples // 10_000)
    lines = [*_ontology(), *_states(world, states)]
    lines += _organizations(world, min(120, 8 + triples // 20_000))
    lines += _media(world, min(2000, 10 + triples // 10_000))
    lines += _persons(world, 40 + triples // 500, random)
    lines += _instruments(world, 10 + triples // 20_000, random)
    return world, "".join(lines)


def _ontology() -> Iterator[str]:
    end = terms.ending(GRAPH_ONTOLOGY)
    plain = (triple for triple in load_ontology() if not any(isinstance(term, BNode) for term in triple))
    yield from sorted(" ".join(term.n3() for term in triple) + end for triple in plain)


def _matters() -> list[str]:
    found = load_ontology().subjects(RDF.type, URIRef(SV["Matter"]))
    return sorted(f"<{matter}>" for matter in found if "/id/matter/" in str(matter))


def _word(number: int, first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """Returns a word of its own for each number: its digits, with syllables for figures."""
    rest, end = divmod(number, len(last))
    rest, begin = divmod(rest, len(first))
    middle = ""
    while rest:
        rest, each = divmod(rest - 1, len(_MIDDLE))
        middle += _MIDDLE[each]
    return f"{first[begin]}{middle}{last[end]}".capitalize()


def _typed(iri: str, kind: str, *above: str) -> Iterator[str]:
    yield f"{iri} {TYPE} {sv(kind)}{AUTHORITY}"
    for each in above:
        yield f"{iri} {TYPE} {each}{INFERRED}"


def _states(world: World, how_many: int) -> Iterator[str]:
    above = (sv("Organization"), sv("Actor"), name("org", "Organization"), terms.SEM_ACTOR)
    for number in range(how_many):
        label = _word(number, _FIRST, _STATE)
        state = Actor(thing("state", label), label, label.lower())
        world.states.append(state)
        yield from _typed(state.iri, "State", *above)
        yield f"{state.iri} {PREF_LABEL} {terms.english(label)}{AUTHORITY}"
        yield f"{state.iri} {ALT_LABEL} {terms.english(f'Republic of {label}')}{AUTHORITY}"
        yield f'{state.iri} {sv("demonym")} "{label}n"{AUTHORITY}'
        yield f'{state.iri} {sv("capital")} "{label} City"{AUTHORITY}'
        yield f"{state.iri} {MATCH} {name('wd', f'Q{900_000_000 + number}')}{LINKS}"
        ministry = thing("organization", f"foreign ministry of {label}")
        bodies = (sv("Organization"), sv("Actor"), name("schema", "GovernmentOrganization"), terms.SEM_ACTOR)
        yield from _typed(ministry, "GovernmentBody", *bodies)
        yield f"{ministry} {PREF_LABEL} {terms.english(f'Foreign Ministry of {label}')}{AUTHORITY}"
        yield f"{ministry} {sv('bodyOf')} {state.iri}{AUTHORITY}"
        yield f"{ministry} {sv('partOf')} {state.iri}{INFERRED}"
        post = thing("post", f"foreign minister of {label}")
        yield from _typed(post, "Post", name("org", "Post"))
        yield f"{post} {LABEL} {terms.english(f'Foreign Minister of {label}')}{AUTHORITY}"
        yield f"{post} {name('org', 'postIn')} {ministry}{AUTHORITY}"


def _organizations(world: World, how_many: int) -> Iterator[str]:
    above = (sv("Organization"), sv("Actor"), name("org", "Organization"), terms.SEM_ACTOR)
    for number in range(how_many):
        label = f"{_word(number, _FIRST, _FAMILY)} {_ORGANIZATIONS[number % len(_ORGANIZATIONS)]}"
        body = Actor(thing("organization", label), label, label.lower().replace(" ", "-"))
        world.organizations.append(body)
        yield from _typed(body.iri, "InternationalOrganization", *above)
        yield f"{body.iri} {PREF_LABEL} {terms.english(label)}{AUTHORITY}"
        yield f'{body.iri} {sv("shortName")} "{label[:2].upper()}{number}"{AUTHORITY}'
        for member in world.states[number % 3 :: 2 + number % 5]:
            yield f"{member.iri} {sv('memberOf')} {body.iri}{AUTHORITY}"


def _media(world: World, how_many: int) -> Iterator[str]:
    above = (sv("Organization"), sv("Actor"), name("schema", "NewsMediaOrganization"), terms.SEM_ACTOR)
    for number in range(how_many):
        label = f"{_word(number, _MIDDLE, _STATE)} {_MEDIA[number % len(_MEDIA)]}"
        paper = Actor(thing("organization", label), label, label.lower().replace(" ", "-"))
        world.media.append(paper)
        yield from _typed(paper.iri, "MediaOrganization", *above)
        yield f"{paper.iri} {PREF_LABEL} {terms.english(label)}{AUTHORITY}"
        yield f'{paper.iri} {sv("location")} "{world.states[number % len(world.states)].label} City"{AUTHORITY}'


def _persons(world: World, how_many: int, random: Random) -> Iterator[str]:
    above = (sv("Actor"), name("schema", "Person"), terms.SEM_ACTOR)
    # The states that many acts are about have many of the persons, too.
    home = Zipf(world.states, random, 0.7)
    for number in range(how_many):
        given = _word(number % 97, _FIRST, _MIDDLE)
        label = f"{given} {_word(number, _MIDDLE, _FAMILY)}"
        state, iri = home.draw(), thing("person", label)
        slug = label.lower().replace(" ", "-")
        begins = 1985 + number % 37
        start, end = f"{begins}-{1 + number % 12:02d}-01", f"{begins + 1 + number % 9}-06-30"
        holding = thing("holding", label, f"foreign minister of {state.label}", start)
        world.persons.append(Actor(iri, label, slug, state.iri, holding))
        yield from _typed(iri, "Person", *above)
        yield f"{iri} {PREF_LABEL} {terms.english(label)}{AUTHORITY}"
        yield f"{iri} {ALT_LABEL} {terms.english(f'{given[0]}. {label.split()[1]}')}{AUTHORITY}"
        if number % 3 == 0:
            yield f"{iri} {MATCH} {name('wd', f'Q{800_000_000 + number}')}{LINKS}"
        yield from _typed(holding, "PostHolding", name("org", "Membership"))
        yield f"{holding} {name('org', 'member')} {iri}{AUTHORITY}"
        yield f"{holding} {sv('post')} {thing('post', f'foreign minister of {state.label}')}{AUTHORITY}"
        yield f'{holding} {sv("holdsFrom")} "{start}"{AUTHORITY}'
        yield f'{holding} {sv("holdsUntil")} "{end}"{AUTHORITY}'
        yield f"{holding} {sv('earliest')} {terms.date(start)}{AUTHORITY}"
        yield f"{holding} {sv('latest')} {terms.date(end)}{AUTHORITY}"


def _instruments(world: World, how_many: int, random: Random) -> Iterator[str]:
    party = Zipf(world.states, random, 0.7)
    for number in range(how_many):
        form = _TREATIES[number % len(_TREATIES)]
        label = f"{_word(number, _FIRST, _FAMILY)} {form} ({1950 + number % 70})"
        draft = number % 10 == 9
        kind = "DraftInstrument" if draft else "Treaty" if form in {"Treaty", "Accord", "Convention"} else None
        iri = thing("treaty", label)
        (world.drafts if draft else world.instruments).append(iri)
        yield from _typed(iri, kind or "PoliticalDocument", sv("Instrument"))
        yield f"{iri} {PREF_LABEL} {terms.english(label)}{AUTHORITY}"
        yield f'{iri} {sv("date")} "{1950 + number % 70}"{AUTHORITY}'
        if draft:
            yield f"{iri} {sv('addressedTo')} {party.draw().iri}{AUTHORITY}"
        else:
            for state in dict.fromkeys(party.draw().iri for _ in range(8)):
                yield f"{iri} {sv('party')} {state}{AUTHORITY}"
