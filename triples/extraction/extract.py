"""The steps of extraction in their order: analysis, actors, speech, cues, nesting, dates, identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from triples.dates import bounds
from triples.extraction.actor import Actor
from triples.extraction.actors import Actors
from triples.extraction.assessment.assessor import Assessor, load_assessor
from triples.extraction.assessment.encoder import load_encoder
from triples.extraction.assessment.features import Describer
from triples.extraction.candidates import Candidates
from triples.extraction.content import ContentJudge
from triples.extraction.contents import complete_content, complete_words
from triples.extraction.copulas import Copulas
from triples.extraction.drafts import Draft
from triples.extraction.frames import VerbFrames
from triples.extraction.gazetteer import load_gazetteer
from triples.extraction.identity import act_keys
from triples.extraction.instruments import Instruments
from triples.extraction.nesting import Nesting
from triples.extraction.nominals import Nominals
from triples.extraction.quotes import Quote, find_quotes, overlaps
from triples.extraction.roles import complete_roles
from triples.extraction.selection import select
from triples.extraction.sources import complete_sources
from triples.extraction.speech import Speech
from triples.extraction.times import Times, resolve_dates
from triples.extraction.vocabulary import load_vocabulary
from triples.language.analysis import Analysis, analyse
from triples.model import Document, Mention


@dataclass(frozen=True)
class Extraction:
    """What was found in a document: its mentions, in the order of the text, and the analysis they rest on."""

    document: Document
    analysis: Analysis
    mentions: list[Mention]


@dataclass(frozen=True)
class Candidacy:
    """What may be an act in a document, before it is decided what is: the drafts with the features of each."""

    analysis: Analysis
    actors: Actors
    speech: Speech
    quotes: list[Quote]
    drafts: list[Draft]
    features: list[list[str]]


def candidates(document: Document, nlp: Language) -> Candidacy:
    """Finds all that may tell of an act in a document, what the rules accept and what they do not."""
    vocabulary = load_vocabulary()
    gazetteer = load_gazetteer()
    analysis = analyse(document.masked, nlp, knows=vocabulary.knows, stand_in=gazetteer.stand_in)
    quotes = find_quotes(document.masked, analysis.paragraphs())
    actors = Actors(analysis, gazetteer, vocabulary, _day(document.published))
    judge = ContentJudge(vocabulary, actors)
    speech = Speech(analysis, vocabulary, actors, quotes)
    speech.find_attributions()
    nominals = Nominals(vocabulary, actors)
    drafts = _find_drafts(analysis, VerbFrames(vocabulary, actors, judge), nominals, Copulas(actors, judge))
    nesting = Nesting(vocabulary, actors, judge, speech)
    drafts += [new for d in drafts if d.type == "Accusation" and not d.dropped for new in nominals.broken_promises(d)]
    nesting.objects(drafts)
    nesting.drop_unreal(drafts)
    drafts = [d for d in drafts if not d.dropped]
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.cue.sentence.index, []).append(draft)
    said: list[Draft] = []
    for utterance in speech.utterances():
        found = nesting.utterance_draft(utterance, by_sentence.get(utterance.sentence.index, []))
        if found is not None:
            said.append(found)
            by_sentence.setdefault(found.cue.sentence.index, []).append(found)
    told = {w for d in drafts for w in (d.cue, *d.covers)}
    for denial in [d for d in (*drafts, *said) if d.type == "Denial" and not d.weak]:
        for denied in nesting.denied_nouns(denial, told):
            drafts.append(denied)
            by_sentence.setdefault(denied.cue.sentence.index, []).append(denied)
    rest = Candidates(vocabulary, actors)
    drafts += [d for s in analysis.sentences for d in rest.find(s, by_sentence.get(s.index, []))]
    drafts += said
    in_quotation = sorted([*speech.turns, *(q for q in quotes if not overlaps(q, speech.turns))], key=lambda q: q.start)
    features = Describer(vocabulary, actors, judge, speech).describe(drafts)
    return Candidacy(analysis, actors, speech, in_quotation, drafts, features)


def extract(document: Document, nlp: Language) -> Extraction:
    """Finds the mentions of diplomatic acts in a document.

    Offsets are those of `document.text`; page furniture that reading has masked is passed over. Raises nothing on
    account of what the text contains.
    """
    found = candidates(document, nlp)
    return finish(document, found, load_assessor(), _read(found, load_assessor()))


def _read(found: Candidacy, assessor: Assessor) -> NDArray[np.float64] | None:
    """Returns what the encoder gives for each draft; of sentences that it need not read, what the regression gives."""
    encoder = load_encoder()
    if encoder is None or not found.drafts:
        return None
    read = assessor.log_probabilities(found.features)
    places = assessor.worth_reading(found.drafts, found.features)
    drafts, features = [found.drafts[p] for p in places], [found.features[p] for p in places]
    read[places] = encoder.log_probabilities(found.analysis, drafts, features)
    return read


def finish(
    document: Document, found: Candidacy, assessor: Assessor, read: NDArray[np.float64] | None = None
) -> Extraction:
    """Decides which candidates are acts, and of which kind, and makes mentions of them.

    `read` is what the encoder gives for each draft, shape (drafts, outcomes); without it the features decide alone.
    """
    drafts = select(assessor.decide(found.drafts, found.features, read), found.speech)
    complete_sources(drafts, found.actors, found.speech.attributions)
    complete_roles(drafts, found.actors)
    dates = resolve_dates(drafts, Times(found.analysis, document.published))
    told = found.speech.attributions
    closing = {a.verb.sentence.index: a.closes_from for a in told if a.speakers and a.closes_from is not None}
    for draft in drafts:
        complete_content(draft, found.actors, closing)
        complete_words(draft, found.quotes)
    instruments = Instruments(found.analysis, load_vocabulary(), found.actors)
    keys = act_keys(drafts, dates)
    mentions = [
        _mention(document, draft, dates[i], instruments.of(draft), keys[i], found.quotes)
        for i, draft in enumerate(drafts)
    ]
    return Extraction(document, found.analysis, mentions)


def _find_drafts(analysis: Analysis, frames: VerbFrames, nominals: Nominals, copulas: Copulas) -> list[Draft]:
    drafts: list[Draft] = []
    for sentence in analysis.sentences:
        verbs = list(frames.find(sentence))
        covered = {w for d in verbs for w in d.covers} | {d.cue for d in verbs}
        drafts += [*verbs, *copulas.find(sentence)]
        drafts += nominals.find(sentence, covered)
    return drafts


def _mention(
    document: Document, draft: Draft, date: str | None, instrument: str | None, key: str, quotes: list[Quote]
) -> Mention:
    start, end = draft.span
    quoted = overlaps((start, end), quotes)
    return Mention(
        doc=document.slug,
        start=start,
        end=end,
        type=draft.type,
        agent=_names(draft.agents),
        on_behalf_of=_sides(draft.agents),
        addressee=_names(draft.addressees),
        content=draft.content,
        date=date,
        source=_names(draft.sources),
        stance=draft.stance,
        mode="quoted" if quoted else "reported",
        instrument=instrument,
        act=key,
        confidence=round(draft.weight, 2),
        cue=draft.cue_text or draft.cue.text,
        rule=draft.rule,
    )


def _day(published: str | None) -> date | None:
    """The first day on which a document may have been published."""
    limits = bounds(published)
    return limits[0] if limits is not None else None


def _names(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name for a in actors))


def _sides(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side for a in actors for side in a.of))
