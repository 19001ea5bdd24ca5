"""Words that tell what somebody says, thinks, wants or shows, by kind.

The lexicon of the ontology names diplomatic acts; attribution is wider: opinions, feelings, plans, findings. The kinds
follow the classes of English verbs that take a clause or quoted speech (Levin 1993: communication, cognition, desire,
judgement, perception), and the list is knowledge of the language, not of one collection.
"""

from __future__ import annotations

from triples.language.analysis import Word
from triples.language.inflection import noun_forms, verb_forms
from triples.language.words import words as word_set

_VERBS = {
    "say": """
    say tell add note write state claim assert argue contend maintain insist declare announce explain remark comment
    observe mention report reply respond answer retort counter continue conclude reiterate repeat recall recount relate
    stress emphasize emphasise underscore underline highlight affirm reaffirm allege testify disclose reveal confide
    confirm acknowledge admit concede confess deny joke quip tweet post blog exclaim shout yell scream chant cry whisper
    mutter murmur declaim proclaim profess pronounce opine muse predict forecast foretell prophesy warn caution remind
    inform notify brief assure reassure brag boast gripe grumble complain lament moan whine agree disagree concur
    clarify elaborate describe characterize characterise portray depict label dub term call brand liken compare
    summarize summarise specify detail outline interject intone quote cite echo paraphrase vow swear hint
    imply intimate insinuate
    suggest signal postulate posit submit venture volunteer rejoin lie aver avow attest certify plead fume thunder
    bristle scoff snap tout trumpet herald hail deadpan drawl recite sing shrug sigh object protest dispute rebut
    refute speak talk discuss debate address articulate convey communicate preach teach theorize theorise reason
    point refer reference invoke express voice allude gush swear instruct
    """,
    "think": """
    think believe know consider feel suppose assume presume guess suspect doubt reckon imagine conclude understand
    realize realise recognize recognise remember forget expect anticipate fear worry wonder hope find see view regard
    deem judge perceive sense figure trust accept appreciate foresee envision envisage dream speculate surmise
    conjecture infer deduce ponder contemplate reconsider question decide determine estimate calculate rate
    learn discover notice misunderstand ignore disregard disbelieve mistrust distrust
    """,
    "want": """
    want wish desire hope intend plan aim seek prefer like love hate dislike loathe detest despise resent enjoy
    refuse decline agree promise pledge vow swear threaten commit offer propose volunteer choose opt resolve
    aspire yearn crave endeavor endeavour dare hesitate long await favor favour
    """,
    "ask": """
    ask demand request urge beg plead implore beseech appeal call push encourage exhort order command instruct
    direct tell advise recommend counsel persuade convince invite require insist query inquire enquire question
    challenge dare lobby petition campaign advocate agitate propose suggest solicit
    """,
    "judge": """
    criticize criticise blame accuse condemn denounce decry attack blast slam rip bash assail lambast lambaste berate
    chide rebuke scold castigate censure deride mock ridicule belittle disparage insult dismiss deplore bemoan reject
    oppose praise applaud commend laud hail compliment thank welcome endorse back support defend justify champion
    promote embrace approve disapprove congratulate salute honor honour admire respect fault knock pan trash savage
    vilify malign smear slander excoriate flay rail lash apologize apologise regret excuse forgive charge
    indict convict sue disavow repudiate renounce disown contest challenge downplay minimize minimise dramatize
    """,
    "show": """
    show indicate demonstrate prove reveal suggest find document illustrate confirm conclude report estimate
    detail read reflect attest evidence disclose corroborate contradict
    """,
    "act": """
    announce unveil release publish issue rule vote decide approve propose introduce endorse nominate appoint ban
    authorize authorise sign veto ratify adopt repeal order impose grant deny overturn uphold recommend investigate
    examine probe review study analyze analyse
    """,
}
_NOUNS = {
    "say": """
    statement claim assertion allegation argument remark comment announcement declaration explanation account report
    testimony answer reply response message word speech tweet post letter interview warning accusation charge complaint
    admission acknowledgment confession denial insistence contention suggestion hint rumor rumour story quote quotation
    boast joke criticism praise attack rhetoric narrative talk discussion debate conversation promise pledge vow oath
    assurance threat prediction forecast apology pronouncement observation lie
    """,
    "think": """
    belief view opinion thought idea notion conviction feeling sense impression perception assumption understanding
    knowledge fear worry concern doubt suspicion hope expectation speculation conclusion judgment judgement estimate
    assessment outlook stance position interpretation theory hypothesis memory awareness recognition realization
    skepticism scepticism question
    """,
    "want": """
    desire wish intention intent plan aim goal ambition demand request call plea appeal proposal offer effort attempt
    push bid decision determination refusal willingness reluctance readiness preference love hatred disdain contempt
    support opposition resistance endorsement approval
    """,
    "show": """
    evidence proof finding result poll survey study analysis research data figure record document footage video
    indication sign
    """,
}
_ADJECTIVES = {
    "think": """
    sure certain confident convinced afraid aware unaware worried concerned anxious hopeful optimistic pessimistic
    skeptical sceptical doubtful fearful proud glad happy pleased delighted grateful thankful sorry sad angry furious
    upset frustrated disappointed surprised shocked stunned amazed astonished outraged alarmed troubled disturbed
    unsettled mindful conscious clear adamant wary critical dismissive suspicious uncertain unsure
    """,
    "want": """
    willing unwilling ready eager keen reluctant hesitant determined intent prepared committed dedicated opposed
    supportive interested likely
    """,
}


_Cue = tuple[str, frozenset[str]]


def _table() -> dict[tuple[str, str], _Cue]:
    kinds: dict[tuple[str, str], set[str]] = {}
    bases: dict[tuple[str, str], str] = {}
    for part, lists, forms in (("VERB", _VERBS, verb_forms), ("NOUN", _NOUNS, noun_forms), ("ADJ", _ADJECTIVES, _same)):
        for kind, text in lists.items():
            for base in sorted(word_set(text)):
                for form in forms(base):
                    kinds.setdefault((part, form), set()).add(kind)
                    bases.setdefault((part, form), base)
    return {key: (bases[key], frozenset(found)) for key, found in kinds.items()}


def _same(form: str) -> tuple[str, ...]:
    return (form,)


_TABLE = _table()
_PARTS = {"AUX": "VERB", "PROPN": "NOUN"}


def cue_kinds(word: Word) -> frozenset[str]:
    """Returns the kinds of attribution that a word may tell of, for its part of speech; none for other words."""
    return _entry(word)[1]


def base_form(word: Word) -> str:
    """Returns the form in the dictionary of a word that may tell of an attribution, else its own in lower case."""
    return _entry(word)[0]


def _entry(word: Word) -> _Cue:
    part = "VERB" if word.tag.startswith("VB") else _PARTS.get(word.pos, word.pos)
    return _TABLE.get((part, word.lower), (word.lower, frozenset()))
