"""Makes tellings for the bench: an invented press that tells of invented acts, in any number.

Acts are drawn over thirty years from the states of the authority, a fixed stock of claims and a fixed stock of matters;
each is told by one to six documents, with dates of differing precision, some quoted. The same seed gives the same
tellings.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

from rdflib import URIRef

from ontology.namespaces import instance
from triples.consolidation.periods import Period
from triples.consolidation.propositions import Proposition
from triples.consolidation.tellings import Telling
from triples.model import ActType, Mention

_TOLD_IN_A_DOCUMENT = 5
_CLAIMS = 400
_MATTERS = 60
_FIRST_DAY, _DAYS = date(1995, 1, 1), 365 * 30


def make_tellings(number: int, states: Sequence[URIRef], *, seed: int = 0) -> list[Telling]:
    """Returns that many tellings of acts by the states."""
    chance = random.Random(seed)
    claims = [_claim(chance, i, states) for i in range(_CLAIMS)]
    matters = [instance("matter", f"matter {i}") for i in range(_MATTERS)]
    documents = [f"doc-{i:06}" for i in range(max(1, number // _TOLD_IN_A_DOCUMENT))]
    length: dict[str, int] = {}
    tellings: list[Telling] = []
    while len(tellings) < number:
        kind = chance.choice(get_args(ActType))
        agent, addressee = chance.sample(states, 2)
        claim = chance.choice(claims)
        day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        about = (chance.choice(matters),)
        first = chance.randrange(len(documents))
        for doc in documents[first : first + chance.randint(1, 6)][: number - len(tellings)]:
            start = length[doc] = length.get(doc, 0) + 200
            edtf = chance.choice([day.isoformat()] * 5 + [f"{day:%Y-%m}"] * 2 + [f"{day:%Y}"] + [None] * 2)
            quoted = chance.random() < 0.3
            silent = kind in {"Meeting", "TreatyAct"} or chance.random() < 0.05
            mention = Mention(
                doc=doc,
                start=start,
                end=start + 120,
                type=kind,
                date=edtf,
                mode="quoted" if quoted else "reported",
                act=f"{agent}-{kind}-{day}",
                rule="invented",
                cue="signed",
            )
            tellings.append(
                Telling(
                    mention=mention,
                    document=instance("document", doc),
                    iri=instance("mention", doc, f"{kind}-{start}"),
                    agents=(agent, addressee) if kind == "Meeting" else (agent,),
                    on_behalf_of=(),
                    addressees=(addressee,) if kind != "Meeting" else (),
                    tellers=(instance("organization", f"outlet {chance.randrange(50)}"),),
                    instruments=(instance("treaty", f"treaty {chance.randrange(200)}"),) if kind == "TreatyAct" else (),
                    period=Period.of(edtf),
                    proposition=None if silent else claim,
                    matters=about,
                    quotes=("words",) if quoted else (),
                    cues="signed",
                )
            )
    return tellings


def _claim(chance: random.Random, number: int, states: Sequence[URIRef]) -> Proposition:
    subject, thing = chance.sample(states, 2)
    negated = chance.random() < 0.3
    label = f"claim {number // 2} {'not ' if negated else ''}of {number % 7}"
    return Proposition(
        label=label,
        affirmation=label.replace("not ", ""),
        predicate=f"do-{number // 8}",
        negated=negated,
        concept=f"concept-{number // 8}" if number % 3 else None,
        subject=subject if number % 5 else None,
        about=tuple(sorted({subject, thing})),
        promised=chance.random() < 0.1,
    )
