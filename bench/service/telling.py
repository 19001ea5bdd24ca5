"""The acts of a made graph and the passages that tell of them, as N-Quads."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.service import terms
from bench.service.actors import Actor
from bench.service.terms import ACTS, INFERRED, LABEL, PROVENANCE, TYPE, name, sv, thing
from ontology.namespaces import ID, document_graph

ABOVE = {
    **dict.fromkeys(("Statement", "Denial", "Accusation", "Acknowledgement"), "Assertive"),
    **dict.fromkeys(("Assurance", "Acceptance", "Rejection", "Warning"), "Commissive"),
    **dict.fromkeys(("Demand", "Proposal"), "Directive"),
    **dict.fromkeys(("Tabling", "Signature", "Ratification", "Accession", "Withdrawal"), "TreatyAct"),
    "Meeting": "",
}
"""The types of acts with the class right above each, below sv:DiplomaticAct."""

CONVERSES = {"denies": "deniedBy", "rejects": "rejectedBy", "accepts": "acceptedBy"}

_RULES = ("verb-{}", "noun-{}", "quoted-{}", "reported-{}")
_CUES = ("said", "told", "made", "gave", "insisted", "repeated", "wrote", "noted", "announced", "argued")
_HAS_BODY, _HAS_TARGET = name("oa", "hasBody"), name("oa", "hasTarget")
_HAS_SOURCE, _HAS_SELECTOR = name("oa", "hasSource"), name("oa", "hasSelector")
_START, _END, _EXACT = name("oa", "start"), name("oa", "end"), name("oa", "exact")
_POSITION, _QUOTE = name("oa", "TextPositionSelector"), name("oa", "TextQuoteSelector")
_GENERATED = name("prov", "wasGeneratedBy")
_MENTION_HEAD = f"{TYPE} {sv('Mention')}"
_INFERRED_HEAD = f"{TYPE} {name('oa', 'Annotation')}{INFERRED}"
_INFERRED_ENTITY = f"{TYPE} {name('prov', 'Entity')}{INFERRED}"
_NAMES = {role: sv(f"names{role[0].upper()}{role[1:]}") for role in ("agent", "onBehalfOf", "addressee", "date")}
_STANCE, _VOICE, _TOLD_BY, _CUE = sv("stance"), sv("voice"), sv("toldBy"), sv("cue")
_CONFIDENCE, _CONTENT_START, _CONTENT_END = sv("confidence"), sv("contentStart"), sv("contentEnd")
_QUOTED, _REPORTED = sv("Quoted"), sv("Reported")


@dataclass(slots=True)
class Proposition:
    """What an act says: the IRI in brackets and the words of its label."""

    iri: str
    label: str
    negated: bool
    matter: str


@dataclass(slots=True, eq=False)
class Act:
    """An act with what is told of it."""

    iri: str
    kind: str
    label: str
    agent: Actor
    behalf: str
    addressee: Actor | None
    content: Proposition | None
    date: str
    matter: str
    refers: dict[str, Act | Proposition] = field(default_factory=dict)
    instrument: tuple[str, str] | None = None
    breach: str = ""
    related: list[str] = field(default_factory=list)
    stances: set[str] = field(default_factory=set)
    denied_by: list[Act] = field(default_factory=list)
    answered: bool = False
    first: str = ""

    def status(self) -> str:
        """Returns the status that follows from how the act is told."""
        if any(denial.agent is self.agent for denial in self.denied_by):
            return "DeniedByOwnAgent"
        if self.denied_by or "Denied" in self.stances:
            return "Contested"
        return "OnlyAlleged" if self.stances == {"Alleged"} else "Uncontested"


@dataclass(slots=True)
class Document:
    """A document with who published it, when, and the passages found in it."""

    slug: str
    publisher: Actor
    day: str
    headline: str
    length: int
    mentions: list[str] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)


def proposition_lines(each: Proposition, about: str, verb: str) -> str:
    """Returns the lines of a proposition."""
    return (
        f"{each.iri} {TYPE} {sv('Proposition')}{ACTS}"
        f"{each.iri} {LABEL} {terms.english(each.label)}{ACTS}"
        f"{each.iri} {sv('negated')} {terms.truth(each.negated)}{ACTS}"
        f'{each.iri} {sv("predicate")} "{verb}"{ACTS}'
        f"{each.iri} {sv('about')} {about}{ACTS}"
        f"{each.iri} {sv('matter')} {each.matter}{ACTS}"
    )


def negation_lines(one: Proposition, other: Proposition) -> str:
    """Returns that two propositions are each other's negation."""
    return "".join(f"{a} {sv('negationOf')} {b}{INFERRED}" for a, b in ((one.iri, other.iri), (other.iri, one.iri)))


def act_lines(act: Act) -> str:
    """Returns the lines of an act, what is asserted before what is inferred."""
    iri = act.iri
    said = [f"{TYPE} {sv(act.kind)}", f"{LABEL} {terms.english(act.label)}", f"{sv('agent')} {act.agent.iri}"]
    said.append(f"{sv('matter')} {act.matter}")
    follows = [f"{TYPE} {sv('DiplomaticAct')}", f"{TYPE} {terms.EVENT}", f"{sv('status')} {sv(act.status())}"]
    if ABOVE[act.kind]:
        follows.append(f"{TYPE} {sv(ABOVE[act.kind])}")
    if act.behalf:
        said += [f"{sv('onBehalfOf')} {act.behalf}", f"{sv('inPost')} {act.agent.holding}"]
    if act.addressee is not None:
        said.append(f"{sv('addressee')} {act.addressee.iri}")
    if act.date:
        said += [f'{sv("date")} "{act.date}"', f"{sv('earliest')} {terms.date(_bound(act.date, '-01', '-01'))}"]
        said.append(f"{sv('latest')} {terms.date(_bound(act.date, '-12', '-28'))}")
    said += [f"{sv(how)} {what.iri}" for how, what in act.refers.items()]
    said += [f"{sv('relatedAct')} {other}" for other in act.related]
    if act.instrument is not None:
        said.append(f"{sv(act.instrument[0])} {act.instrument[1]}")
    if act.breach:
        said.append(f"{sv('allegesBreachOf')} {act.breach}")
    about = dict.fromkeys(what.iri for what in act.refers.values()) | ({act.breach: None} if act.breach else {})
    follows += [f"{sv('isAbout')} {what}" for what in about]
    if act.denied_by:
        follows.append(f"{TYPE} {sv('DisputedAct')}")
        if act.kind == "Assurance":
            follows.append(f"{TYPE} {sv('DisputedAssurance')}")
    if act.kind == "Demand" and not act.answered:
        follows.append(f"{TYPE} {sv('UnansweredDemand')}")
    lines = [f"{iri} {each}{ACTS}" for each in said] + [f"{iri} {each}{INFERRED}" for each in follows]
    if act.content is not None:
        lines.append(f"{iri} {sv('content')} {act.content.iri}{ACTS}")
        lines.append(f"{act.content.iri} {sv('contentOf')} {iri}{INFERRED}")
    for how, what in act.refers.items():
        if how in CONVERSES:
            lines.append(f"{what.iri} {sv(CONVERSES[how])} {iri}{INFERRED}")
    denied = act.refers.get("denies")
    if isinstance(denied, Act):
        lines.append(f"{iri} {sv('disputes')} {denied.iri}{INFERRED}{denied.iri} {sv('disputedBy')} {iri}{INFERRED}")
    return "".join(lines)


def _bound(edtf: str, month: str, day: str) -> str:
    """Returns the first or the last day of a date with missing parts; months end on the 28th, to keep it short."""
    return edtf + (month + day if len(edtf) == 4 else day if len(edtf) == 7 else "")


def document_lines(each: Document) -> str:
    """Returns the lines of a document with its passages, and of the activities that found them."""
    iri, graph = thing("document", each.slug), terms.ending(document_graph(each.slug))
    digest = f"{abs(hash_of(each.slug)):064x}"
    head = (
        f"{iri} {TYPE} {sv('Document')}{graph}"
        f"{iri} {TYPE} {name('schema', 'CreativeWork')}{INFERRED}"
        f"{iri} {name('schema', 'headline')} {terms.english(each.headline)}{graph}"
        f"{iri} {name('schema', 'publisher')} {each.publisher.iri}{graph}"
        f'{iri} {name("schema", "inLanguage")} "en"{graph}'
        f'{iri} {sv("date")} "{each.day}"{graph}'
        f"{iri} {sv('earliest')} {terms.date(each.day)}{graph}"
        f"{iri} {sv('latest')} {terms.date(each.day)}{graph}"
        f'{iri} {sv("digest")} "sha256:{digest}"{graph}'
        f"{iri} {sv('length')} {terms.number(each.length)}{graph}"
    )
    tail = "".join(
        f"{activity} {TYPE} {name('prov', 'Activity')}{PROVENANCE}"
        f"{activity} {name('prov', 'used')} {iri}{PROVENANCE}"
        f"{activity} {name('prov', 'wasAssociatedWith')} {thing('software', 'servanda')}{PROVENANCE}"
        f"{activity} {sv('followedRule')} {thing('rule', rule)}{PROVENANCE}"
        for rule in sorted(each.rules)
        for activity in [_activity(each.slug, rule)]
    )
    return head + "".join(each.mentions) + tail


def hash_of(text: str) -> int:
    """Returns a number for a text, the same on every run (FNV-1a), which stands for the digest of a document."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def _activity(slug: str, rule: str) -> str:
    return f"<{ID}activity/{slug}/{rule}>"


def rule_lines() -> str:
    """Returns the lines of the rules by which passages are found, and of the software."""
    software = thing("software", "servanda")
    lines = [f"{software} {TYPE} {name('prov', 'SoftwareAgent')}{PROVENANCE}"]
    for kind in ABOVE:
        for form in _RULES:
            rule = form.format(kind.lower())
            lines.append(f"{thing('rule', rule)} {TYPE} {sv('ExtractionRule')}{PROVENANCE}")
            lines.append(f"{thing('rule', rule)} {LABEL} {terms.english(rule.replace('-', ' '))}{PROVENANCE}")
    return "".join(lines)


def add_mention(
    document: Document, act: Act, *, at: int, span: int, stance: str, teller: Actor, words: str, dice: int
) -> str:
    """Adds a passage to a document and returns its IRI; `dice` decides over what need not be in every passage."""
    graph = terms.ending(document_graph(document.slug))
    end = at + span
    iri = f"<{ID}mention/{document.slug}/{act.kind.lower()}-{at}-{end}>"
    target, position = f"{iri[:-1]}/target>", f"{iri[:-1]}/position>"
    rule = _RULES[2 if words else dice % 2].format(act.kind.lower())
    document.rules.add(rule)
    lines = [
        f"{iri} {_MENTION_HEAD}{graph}{iri} {_INFERRED_HEAD}{iri} {_INFERRED_ENTITY}"
        f"{iri} {_HAS_BODY} {act.iri}{graph}{iri} {_HAS_TARGET} {target}{graph}"
        f"{target} {_HAS_SOURCE} {thing_of_document(document)}{graph}{target} {_HAS_SELECTOR} {position}{graph}"
        f"{position} {TYPE} {_POSITION}{graph}"
        f"{position} {_START} {terms.number(at)}{graph}{position} {_END} {terms.number(end)}{graph}"
        f"{iri} {_STANCE} {sv(stance)}{graph}{iri} {_VOICE} {_QUOTED if words else _REPORTED}{graph}"
        f'{iri} {_TOLD_BY} {teller.iri}{graph}{iri} {_CUE} "{_CUES[dice % len(_CUES)]}"{graph}'
        f"{iri} {_CONFIDENCE} {terms.decimal(35 + dice % 64)}{graph}"
        f"{iri} {_GENERATED} {_activity(document.slug, rule)}{graph}"
        f"{iri} {_NAMES['agent']} {act.behalf if act.behalf and dice % 11 == 0 else act.agent.iri}{graph}"
    ]
    if act.behalf and dice % 2:
        lines.append(f"{iri} {_NAMES['onBehalfOf']} {act.behalf}{graph}")
    if act.addressee is not None and dice % 3:
        lines.append(f"{iri} {_NAMES['addressee']} {act.addressee.iri}{graph}")
    if act.date and dice % 4:
        lines.append(f'{iri} {_NAMES["date"]} "{act.date if dice % 13 else act.date[:4]}"{graph}')
    if act.content is not None:
        lines.append(f"{iri} {_CONTENT_START} {terms.number(at + span // 3)}{graph}")
        lines.append(f"{iri} {_CONTENT_END} {terms.number(end)}{graph}")
    if words:
        quote = f"{iri[:-1]}/quote>"
        lines.append(
            f'{target} {_HAS_SELECTOR} {quote}{graph}{quote} {TYPE} {_QUOTE}{graph}{quote} {_EXACT} "{words}"{graph}'
        )
    document.mentions.append("".join(lines))
    return iri


def thing_of_document(document: Document) -> str:
    """Returns the IRI of a document in brackets; its slug needs no care any more."""
    return f"<{ID}document/{document.slug}>"
