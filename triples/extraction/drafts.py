"""An act as it takes shape, before it becomes a mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from ontology.lexicon import Entry
from triples.extraction.actor import Actor
from triples.language.analysis import Word
from triples.model import ActType, Stance

CLASSES: tuple[ActType, ...] = (
    "Statement", "Denial", "Accusation", "Acknowledgement", "Assurance", "Acceptance",
    "Rejection", "Warning", "Demand", "Proposal", "TreatyAct", "Meeting",
)  # fmt: skip


def act_type(name: str | None) -> ActType | None:
    """Returns the act type of this name, or None."""
    for known in CLASSES:
        if known == name:
            return known
    return None


@dataclass(slots=True, eq=False)
class Draft:
    """An act told at a cue word; the steps of extraction fill in and correct it."""

    type: ActType
    cue: Word
    rule: str
    span: tuple[int, int]
    agents: tuple[Actor, ...] = ()
    addressees: tuple[Actor, ...] = ()
    content: tuple[int, int] | None = None
    content_word: Word | None = None
    sources: tuple[Actor, ...] = ()
    stance: Stance = "asserted"
    negated: bool = False
    entry: Entry | None = None
    weight: float = 1.0
    cue_text: str = ""
    dropped: bool = False
    weak: bool = False
    """Whether the rules see a cue and would not call it an act: only the assessment can make a mention of it."""
    covers: list[Word] = field(default_factory=list)
    """Words whose own cues this act uses up: the noun of "gave an assurance", the verb of "refused to sign"."""
