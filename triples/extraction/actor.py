"""Somebody who acts, and where an actor was named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal[
    "state", "organisation", "body", "person", "group", "region", "expert", "media", "document", "instrument"
]
_DIPLOMATIC = frozenset({"state", "organisation", "body", "person", "group", "region"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the name as the document gives it, and on whose behalf."""

    name: str
    kind: ActorKind
    of: tuple[str, ...] = ()
    at: tuple[str, ...] = field(default=(), compare=False)
    """The organisations to which a person is sent: "ambassador to NATO"."""
    place: str = field(default="", compare=False)
    """The seat by which a state is named: "Moscow"."""

    @property
    def diplomatic(self) -> bool:
        """Whether the actor can take a position between states."""
        return self.kind in _DIPLOMATIC

    @property
    def sides(self) -> tuple[str, ...]:
        """The states or organisations the actor stands for; a state stands for itself."""
        return self.of or (self.name,)


@dataclass(slots=True)
class Seen:
    """An actor at an offset, for pronouns and descriptions."""

    at: int
    sentence: int
    actor: Actor
    subject: bool
    main: bool
