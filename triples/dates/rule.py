"""A rule for temporal expressions: a regular expression with the function that reads its match."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from triples.dates.model import Relative

Read = str | Relative | None
"""An EDTF date, a relative time, or None where the match is no time after all."""


class Rule(NamedTuple):
    """A pattern and its reader."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Read]


def rule(pattern: str, read: Callable[[re.Match[str]], Read], *, any_case: bool = False) -> Rule:
    """Returns a rule; letters match in either case when `any_case`."""
    return Rule(re.compile(pattern, re.IGNORECASE if any_case else 0), read)
