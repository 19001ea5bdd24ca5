"""The inflected forms of English words.

Cue words are found by their written forms, not by a learned lemma: a lemmatiser that has never seen "blamed" may
guess wrong, and a lexicon entry must work from the day it is written.
"""

from __future__ import annotations

from functools import cache

from triples.language.words import words as word_set

_IRREGULAR = """
tear tears tore torn|withhold withholds withheld withheld|uphold upholds upheld upheld
choose chooses chose chosen choosing|forswear forswears forswore forsworn
overcome overcomes overcame overcome overcoming|sell sells sold sold|flee flees fled fled
override overrides overrode overridden overriding|swear swears swore sworn
retake retakes retook retaken retaking|dig digs dug dug digging|stick sticks stuck stuck
foresee foresees foresaw foreseen|eat eats ate eaten|lead leads led led|forge forges forged forged forging
withstand withstands withstood withstood|rescind rescinds rescinded rescinded|be is was been being are were am
have has had had having|do does did done doing|say says said said saying|tell tells told told
give gives gave given giving|make makes made made making|take takes took taken taking
get gets got got gotten getting|hold holds held held|speak speaks spoke spoken|meet meets met met meeting
put puts put put putting|swear swears swore sworn|undertake undertakes undertook undertaken undertaking
withdraw withdraws withdrew withdrawn|seek seeks sought sought|keep keeps kept kept
break breaks broke broken breaking|throw throws threw thrown|shut shuts shut shut shutting
leave leaves left left leaving|bid bids bade bid bidden bidding|beseech beseeches besought besought
lay lays laid laid|set sets set set setting|stand stands stood stood|shoot shoots shot shot
strike strikes struck struck striking|sit sits sat sat sitting|send sends sent sent|come comes came come coming
go goes went gone going|write writes wrote written writing|show shows showed shown|think thinks thought thought
feel feels felt felt|see sees saw seen|draw draws drew drawn|cut cuts cut cut cutting|win wins won won winning
quit quits quit quit quitting|forbid forbids forbade forbidden forbidding|let lets let let letting
steal steals stole stolen|lie lies lied lied lying|become becomes became become
begin begins began begun beginning|pay pays paid paid|bind binds bound bound|bow bows bowed bowed bowing
bear bears bore borne bearing|turn turns turned turned|wring wrings wrung wrung|lend lends lent lent
know knows knew known|find finds found found|fight fights fought fought|read reads read read
forewarn forewarns forewarned forewarned|overthrow overthrows overthrew overthrown
mislead misleads misled misled|spell spells spelled spelt|shell shells shelled shelled shelling
fall falls fell fallen|build builds built built|hear hears heard heard
understand understands understood understood|run runs ran run running|rise rises rose risen rising
lose loses lost lost losing|spend spends spent spent|deal deals dealt dealt|drive drives drove driven
point points pointed pointed pointing|gainsay gainsays gainsaid gainsaid|own owns owned owned owning
mean means meant meant|bring brings brought brought
slay slays slew slain|beat beats beat beaten|blow blows blew blown|ring rings rang rung|hang hangs hung hung
feed feeds fed fed|freeze freezes froze frozen freezing|unfreeze unfreezes unfroze unfrozen unfreezing
overrun overruns overran overrun overrunning|rebuild rebuilds rebuilt rebuilt|buy buys bought bought
catch catches caught caught|teach teaches taught taught|arise arises arose arisen arising
overtake overtakes overtook overtaken overtaking|grow grows grew grown
spread spreads spread spread|fly flies flew flown|hit hits hit hit hitting|hide hides hid hidden hiding
ride rides rode ridden riding|rend rends rent rent|split splits split split splitting
"""
_TABLE = {
    row.split()[0]: tuple(dict.fromkeys(row.split()))
    for line in _IRREGULAR.split("\n")
    for row in line.split("|")
    if row.strip()
}
_DOUBLING = word_set(
    """
    admit permit commit rebut refer defer concur compel rebuff propel ban plan plot bar beg bog cap drag
    drop nod step stop slam snub spur sum tap trip control extol patrol submit deter incur infer transfer
    abet scrap budge quip pin cap spar chat scrub wrap kid dub brag ram hack
    stab nab grab slap ship rob jam mob strip
    """
) - frozenset({"rebuff", "budge", "hack"})
_IRREGULAR_PLURALS = {
    "foe": "foes",
    "man": "men",
    "spokesman": "spokesmen",
    "spokeswoman": "spokeswomen",
    "statesman": "statesmen",
    "child": "children",
    "person": "people",
    "chief": "chiefs",
    "congressman": "congressmen",
    "crisis": "crises",
    "memorandum": "memoranda",
}


@cache
def verb_forms(lemma: str) -> tuple[str, ...]:
    """Returns the forms of a verb in lower case: base, -s, past, participle, -ing.

    >>> verb_forms("deny")
    ('deny', 'denies', 'denied', 'denying')
    """
    if lemma in _TABLE:
        known = _TABLE[lemma]
        return known if any(form.endswith("ing") for form in known) else (*known, _gerund(lemma))
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", _gerund(lemma))
    if lemma in _DOUBLING:
        return (lemma, lemma + "s", lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")
    sibilant = lemma.endswith(("s", "x", "z", "ch", "sh"))
    forms = (lemma, lemma + ("es" if sibilant else "s"), lemma + "ed", lemma + "ing")
    # British spelling doubles a final l after one vowel: "cancelled", "signalled".
    if lemma.endswith("l") and lemma[-2:-1] in "aeiou" and (lemma[-3:-2] not in "aeiou" or lemma.endswith("al")):
        return (*forms, lemma + "led", lemma + "ling")
    return forms


@cache
def noun_forms(lemma: str) -> tuple[str, ...]:
    """Returns the singular and the plural of a noun in lower case.

    >>> noun_forms("treaty")
    ('treaty', 'treaties')
    """
    if lemma in _IRREGULAR_PLURALS:
        return (lemma, _IRREGULAR_PLURALS[lemma])
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return (lemma, lemma[:-1] + "ies")
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return (lemma, lemma + "es")
    return (lemma, lemma + "s")


def _gerund(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + "ing"
