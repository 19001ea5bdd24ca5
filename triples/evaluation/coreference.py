"""Which mentions tell of one act, as consolidation judges it within and across documents, ready to be scored.

`triples.evaluation.mentions.score_mentions` compares the keys of acts by B-cubed; here each mention gets the IRI of the
act that consolidation puts it into as its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rdflib import Graph

from ontology.files import load_ontology
from triples.authority import authority_quads, load_authority
from triples.consolidation import Source, consolidate
from triples.language.analysis import Analysis
from triples.model import Document, Mention
from triples.serialisation import from_oxigraph


def judge_acts(
    documents: Iterable[Document], analyses: Mapping[str, Analysis], mentions: Sequence[Mention]
) -> list[Mention]:
    """Returns the mentions in their order, each with the IRI of its act as its key.

    `analyses` holds the analysis of each document by its slug. The keys that mentions have are taken for what they are:
    those of a rule are a hint, those of a reader (a mention without a rule) are a decision.
    """
    known, graph = load_authority(), Graph()
    for quad in authority_quads(known):
        graph.add(from_oxigraph(quad).triple)
    by_document: dict[str, list[Mention]] = {}
    for number, mention in enumerate(mentions):
        # The gloss takes no part in consolidation: it carries the number of the mention through.
        by_document.setdefault(mention.doc, []).append(replace(mention, gloss=str(number)))
    sources = (
        Source(document=d, analysis=analyses[d.slug], mentions=tuple(by_document.get(d.slug, ()))) for d in documents
    )
    found = consolidate(sources, resolver=known, authority=graph, ontology=load_ontology(), version="0")
    act_of = {telling.mention.gloss: str(act.iri) for act in found.acts for telling in act.tellings}
    return [replace(mention, act=act_of[str(number)]) for number, mention in enumerate(mentions)]
