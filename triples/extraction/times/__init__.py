"""When an act took place: its own time, that of what governs it, of the story around it, or of the document."""

from __future__ import annotations

from triples.extraction.times.dating import Times, resolve_dates

__all__ = ["Times", "resolve_dates"]
