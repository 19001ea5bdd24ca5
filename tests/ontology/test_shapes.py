"""Every shape finds the mistake for which it was written: one change to a valid example each."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from ontology.files import HERE, load_ontology, load_shapes
from ontology.findings import Severity
from ontology.shapes import check_shapes
from tests.ontology.snippets import select, turtle

ONTOLOGY = load_ontology()
SHAPES = load_shapes()
NAMESPACE = "https://w3id.org/servanda/shapes#"
FRANCE = "<state/france> a sv:State ;"

# shape: (example, what stands there, what is written instead)
MISTAKES: dict[str, tuple[str, str, str]] = {
    # acts
    "ActIsTold": ("01", "oa:hasBody <act/denial-2> ;", "oa:hasBody <act/denial> ;"),
    "ActHasKind": ("01", "<act/assurance> a sv:Assurance ;", "<act/assurance> a sv:Commissive ;"),
    "ActHasLabel": ("01", 'rdfs:label "Graustark denies that it was given an assurance"@en', 'rdfs:label "nie"@de'),
    "ActHasAgent": ("10", "sv:agentUnstated true ;", ""),
    "UnstatedAgentIsAbsent": ("10", "sv:agentUnstated true ;", "sv:agentUnstated true ; sv:agent <state/ruritania> ;"),
    "AgentIsActor": ("05", "sv:agent <person/hentzau>", "sv:agent <person/hentzau> , <person/nobody>"),
    "RepresentedIsActor": ("05", "sv:onBehalfOf <state/ruritania>", "sv:onBehalfOf <state/nowhere>"),
    "AddresseeIsActor": ("11", "sv:addressee <state/graustark>", "sv:addressee <state/nowhere>"),
    "ContentIsProposition": ("02", "sv:content <proposition>", "sv:content <proposition/other>"),
    "MatterIsKnown": ("20", "id/matter/force-deployments>", "id/matter/weather>"),
    "DenialHasObject": ("08", "    sv:denies <proposition> .", "    sv:location <x> ."),
    "DeniedIsNotContent": ("08", "sv:denies <proposition>", "sv:content <proposition> ; sv:denies <proposition>"),
    "DeniedIsActOrProposition": ("08", "sv:denies <proposition>", "sv:denies <proposition/other>"),
    "AnsweredIsActOrProposition": ("09", "sv:rejects <act/demand>", "sv:rejects <act/other>"),
    "AnswerHasObject": ("09", "sv:rejects <act/demand>", 'sv:location "x"'),
    "TreatyActHasInstrument": ("06", "sv:onInstrument <treaty/strelsau>", 'sv:location "Strelsau"'),
    "InstrumentIsInstrument": ("06", "sv:onInstrument <treaty/strelsau>", "sv:onInstrument <treaty/other>"),
    "RelatedBothWays": ("21", "    sv:relatedAct <act/assurance> .", '    sv:location "x" .'),
    "UncontestedExcludes": ("11", "sv:location", "sv:status sv:Uncontested , sv:Contested ; sv:location"),
    "DisputeHasSides": ("01", "<document> a", "<dispute> a sv:Dispute ; sv:involves <act/denial> . <document> a"),
    # mentions
    "MentionHasOneBody": ("03", "oa:hasBody <act/demand> ;", ""),
    "MentionHasOneTarget": ("03", "; oa:hasTarget <mention/demand-100-180/target>", ""),
    "MentionIsInDocument": ("03", "oa:hasSource <document> ;", ""),
    "MentionHasPosition": ("03", "a oa:TextPositionSelector", "a oa:TextQuoteSelector"),
    "PositionStarts": ("03", 'oa:start "100"', 'oa:start "180"'),
    "PositionEnds": ("03", '; oa:end "180"^^xsd:nonNegativeInteger', '; oa:end "180"^^xsd:integer'),
    "PositionWithinDocument": ("03", 'sv:length "2000"', 'sv:length "179"'),
    "ContentInOrder": ("03", 'sv:contentStart "130"', 'sv:contentStart "180"'),
    "ContentIsPaired": ("03", 'sv:contentStart "130"^^xsd:nonNegativeInteger ;', ""),
    "ContentWithinPassage": ("03", 'sv:contentStart "130"', 'sv:contentStart "99"'),
    "MentionHasStance": ("03", "sv:stance sv:Asserted ;", ""),
    "MentionHasVoice": ("03", "sv:voice sv:Reported", "sv:voice sv:Asserted"),
    "MentionHasTeller": ("03", "sv:toldBy <organization/gazette> ;", ""),
    "NamedActorIsActor": ("03", "sv:stance", "sv:namesAgent <state/nowhere> ; sv:stance"),
    "NamedInstrumentIsInstrument": ("03", "sv:stance", "sv:namesInstrument <treaty/none> ; sv:stance"),
    "ConfidenceInRange": ("03", "sv:confidence 0.9", "sv:confidence 1.1"),
    "MadeByActivity": ("03", "prov:wasGeneratedBy <activity>", "prov:wasGeneratedBy <activity/other>"),
    "OnlySpokenWordsAreKept": ("18", "sv:voice sv:Quoted", "sv:voice sv:Reported"),
    "QuoteIsPlain": ("18", 'oa:exact "a door is not a wall"', 'oa:exact "a door is not a wall"@en'),
    # documents
    "DocumentHasDigest": ("03", 'sv:digest "sha256:', 'sv:digest "md5:'),
    "DocumentHasLength": ("03", 'sv:length "2000"^^xsd:nonNegativeInteger ;', ""),
    "DocumentHasLanguage": ("03", 'schema:inLanguage "en" ;', ""),
    "DocumentHasHeadline": ("03", 'schema:headline "Talks end without result"@en ;', ""),
    "DocumentHasPublisher": ("03", "schema:publisher <organization/gazette> ;", ""),
    "PublisherIsActor": ("03", "schema:publisher <organization/gazette>", "schema:publisher <organization/none>"),
    "DocumentAddress": ("03", "<document> a sv:Document ;", '<document> a sv:Document ; schema:url "http://a" ;'),
    "ActivityHasAgent": ("03", "prov:wasAssociatedWith <software> .", "sv:followedRule <rule> ."),
    "RuleIsDescribed": ("03", "<activity> a prov:Activity ;", "<activity> a prov:Activity ; sv:followedRule <rule> ;"),
    "RuleHasLabel": ("03", "<activity> a prov:Activity ;", "<rule> a sv:ExtractionRule . <activity> a prov:Activity ;"),
    # propositions and judgements
    "PropositionHasLabel": ("02", 'rdfs:label "Ruritania will not expand"@en ;', ""),
    "PropositionHasPolarity": ("02", "    sv:negated true .", '    sv:predicate "expand" .'),
    "AboutIsActor": ("02", "sv:about <state/ruritania>", "sv:about <state/nowhere>"),
    "NegationDiffersInPolarity": (
        "02",
        "    sv:negated true .",
        '    sv:negated true ; sv:negationOf <p> . <p> a sv:Proposition ; rdfs:label "x"@en ; sv:negated true .',
    ),
    "JudgementHasFirstMention": ("13", "sv:firstMention <mention/demand-10-90> ;", ""),
    "JudgementHasOtherMention": (
        "13",
        "sv:otherMention <mention/demand-300-380>",
        "sv:otherMention <mention/demand-10-90>",
    ),
    "JudgementHasMethod": ("13", "sv:method sv:AgreeingRoles ;", ""),
    "JudgementHasAct": ("13", "sv:judgedAct <act/demand>", "sv:judgedAct <act/other>"),
    "JudgedActIsBody": ("13", "sv:judgedAct <act/demand>", "sv:judgedAct <act/other>"),
    "IdentityIsJudged": ("22", FRANCE, f"{FRANCE} owl:sameAs <state/gaul> ;"),
    # the authority
    "ActorHasName": ("22", 'skos:prefLabel "France"@en ;', ""),
    "InstrumentHasName": ("06", 'skos:prefLabel "Treaty of Strelsau"@en ;', ""),
    "PersonNameIsUnique": (
        "05",
        "<person/hentzau> a sv:Person ;",
        '<person/h> a sv:Person ; skos:prefLabel "Rupert Hentzau"@en . <person/hentzau> a sv:Person ;',
    ),
    "OrganizationNameIsUnique": ("22", FRANCE, f'<state/f> a sv:FormerState ; skos:prefLabel "France"@en . {FRANCE}'),
    "InstrumentNameIsUnique": (
        "06",
        "<treaty/strelsau> a sv:Treaty ;",
        '<treaty/s> a sv:Treaty ; skos:prefLabel "Treaty of Strelsau"@en . <treaty/strelsau> a sv:Treaty ;',
    ),
    "PartyIsActor": ("06", "sv:party <state/ruritania>", "sv:party <state/nowhere>"),
    "DraftAddresseeIsActor": (
        "06",
        "<treaty/strelsau> a sv:Treaty ;",
        "<treaty/strelsau> a sv:DraftInstrument ; sv:addressedTo <state/nowhere> ;",
    ),
    "PostHasOrganization": ("05", "; org:postIn <state/ruritania>", ""),
    "PostHasLabel": ("05", 'rdfs:label "Foreign Minister of Ruritania"@en ;', ""),
    "HoldingHasPerson": ("05", "org:member <person/hentzau> ;", ""),
    "HoldingHasPost": ("05", "sv:post <post/foreign-minister> ;", ""),
    "HoldingHasStart": ("05", 'sv:holdsFrom "1989" ;', ""),
    "InPostIsHolding": ("05", "sv:inPost <holding/hentzau-1989>", "sv:inPost <post/foreign-minister>"),
    "InPostOfAgent": ("05", "sv:agent <person/hentzau>", "sv:agent <state/ruritania>"),
    "InPostAtTheTime": (
        "05",
        'sv:earliest "1990-02-09"^^xsd:date ; sv:latest "1990-02-09"',
        'sv:earliest "1993-01-01"',
    ),
    "WikidataLinkIsEntity": ("22", "http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"),
    "LinkIsOneToOne": (
        "22",
        FRANCE,
        f"<state/g> a sv:State ; skos:exactMatch <http://www.wikidata.org/entity/Q142> . {FRANCE}",
    ),
    "OneWikidataLink": ("22", "entity/Q142>", "entity/Q142> , <http://www.wikidata.org/entity/Q1>"),
    # dates
    "DateIsEdtf": ("10", 'sv:date "199X"', 'sv:date "the nineties"'),
    "NamedDateIsEdtf": ("10", 'sv:namesDate "199X"', 'sv:namesDate "1990s"'),
    "HoldingStartIsEdtf": ("05", 'sv:holdsFrom "1989"', 'sv:holdsFrom "January 1989"'),
    "HoldingEndIsEdtf": ("05", 'sv:holdsUntil "1992"', 'sv:holdsUntil "now"'),
    "EarliestIsDay": ("10", 'sv:earliest "1990-01-01"^^xsd:date', 'sv:earliest "1990-01-01"'),
    "LatestIsDay": ("10", 'sv:latest "1999-12-31"^^xsd:date', 'sv:latest "1999-12-31"'),
    "DaysInOrder": ("10", 'sv:earliest "1990-01-01"', 'sv:earliest "2000-01-01"'),
    "DateHasDays": ("10", '; sv:earliest "1990-01-01"^^xsd:date ; sv:latest "1999-12-31"^^xsd:date', ""),
}


def named_shapes() -> set[str]:
    rows = select(SHAPES, "SELECT DISTINCT ?s WHERE { ?s a ?kind VALUES ?kind { sh:NodeShape sh:PropertyShape } }")
    return {iri.removeprefix(NAMESPACE) for (iri,) in rows if iri.startswith(NAMESPACE)}


def test_every_shape_has_its_mistake() -> None:
    assert len(MISTAKES) > 60
    assert named_shapes() == set(MISTAKES)


@pytest.mark.parametrize("shape", MISTAKES)
def test_the_shape_finds_the_mistake(tmp_path: Path, shape: str) -> None:
    number, right, wrong = MISTAKES[shape]
    (path,) = HERE.glob(f"examples/{number}-*/valid.ttl")
    text = path.read_text(encoding="utf-8")
    assert right in text
    data = turtle(tmp_path, text.replace(right, wrong, 1))
    found = {f.source for f in check_shapes(ONTOLOGY + data, SHAPES)}
    assert f"{NAMESPACE}{shape}" in found


def test_every_message_says_how_to_mend_it() -> None:
    """A message is found on each named shape or on each of its parts."""
    rows = select(
        SHAPES,
        """SELECT ?shape WHERE { ?shape sh:targetClass|sh:targetSubjectsOf ?target
        FILTER NOT EXISTS { ?shape sh:message ?own }
        FILTER NOT EXISTS { ?shape sh:property|sh:sparql ?part . ?part sh:message ?theirs } }""",
    )
    assert rows == []


def test_severities_are_kept(tmp_path: Path) -> None:
    data = turtle(tmp_path, "<urn:a> a sv:Denial .")
    severities = {f.source: f.severity for f in check_shapes(ONTOLOGY + data, SHAPES)}
    assert severities[f"{NAMESPACE}ActHasLabel"] is Severity.ERROR
    assert severities[f"{NAMESPACE}DenialHasObject"] is Severity.WARNING


def test_the_graphs_are_left_as_they_were(tmp_path: Path) -> None:
    data, shapes = ONTOLOGY + turtle(tmp_path, "<urn:a> a sv:Denial ."), load_shapes()
    before = (len(data), len(shapes))
    assert list(check_shapes(data, shapes))
    assert (len(data), len(shapes)) == before


def test_shapes_that_cannot_be_used_give_unknown(tmp_path: Path) -> None:
    broken = turtle(tmp_path, "<urn:s> a sh:PropertyShape ; sh:targetClass sv:Denial ; sh:minCount 1 .")
    data: Graph = ONTOLOGY + turtle(tmp_path, "<urn:a> a sv:Denial .")
    (finding,) = check_shapes(data, broken)
    assert finding.severity is Severity.UNKNOWN
