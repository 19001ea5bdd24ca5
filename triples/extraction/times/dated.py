"""A date with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Basis = Literal["own", "governing", "story", "same", "document", "none"]
"""Where a date comes from, from the surest to none."""


@dataclass(slots=True)
class Dated:
    """The date of an act and what it rests on."""

    edtf: str | None
    basis: Basis
