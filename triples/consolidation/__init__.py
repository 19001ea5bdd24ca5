"""Consolidation: from mentions to acts, propositions, judgements and the relations between acts.

::

    mentions --tellings--> names, dates, claims resolved --identity--> clusters --acts--> acts --relations--> graph

The result does not depend on the order of the input.
"""

from __future__ import annotations

from triples.consolidation.consolidate import Analysed, Consolidation, Source, consolidate

__all__ = ["Analysed", "Consolidation", "Source", "consolidate"]
