"""Stands told by a predicate without a verb of its own: "the plan is unacceptable to Oslo"."""

from __future__ import annotations

from collections.abc import Iterator

from triples.extraction.actors import Actors
from triples.extraction.content import ContentJudge
from triples.extraction.drafts import Draft
from triples.extraction.syntax import case_of, clause_words, extent, is_negated
from triples.language.analysis import Sentence


class Copulas:
    """Finds the acts that predicates tell of in the sentences of one document."""

    def __init__(self, actors: Actors, judge: ContentJudge) -> None:
        self._actors = actors
        self._judge = judge

    def find(self, sentence: Sentence) -> Iterator[Draft]:
        """Yields the stands of a sentence: a predicate with its copula, and for whom it holds."""
        for head in sentence.words:
            subject = head.child("nsubj")
            if head.child("cop") is None or subject is None or is_negated(head):
                continue
            holder = next((w for w in head.all("obl", "nmod") if case_of(w) in ("to", "for")), None)
            agents = tuple(a for a in self._actors.resolve(holder) if a.diplomatic) if holder is not None else ()
            judged = self._judge.stand(head) if agents else None
            if judged is None:
                continue
            yield Draft(
                type=judged.type,
                cue=head,
                rule="stand",
                span=extent(clause_words(head)),
                agents=agents,
                content=extent(clause_words(subject)),
                content_word=subject,
                weight=judged.weight,
                cue_text=judged.cue,
            )
