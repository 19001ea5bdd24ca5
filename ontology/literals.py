"""Every literal against the lexical space of its datatype, and every EDTF date against the calendar.

This check comes first: HermiT throws on an ill-formed literal, and a comparison in a shape or a query silently drops
it. Lexical spaces are those of XSD 1.1 part 2; language tags follow BCP 47 (well-formedness only); EDTF is levels 0
and 1 of the Library of Congress specification of 2019, with intervals and unspecified digits.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from ontology.findings import Finding, Severity
from ontology.namespaces import SV

CHECK_NAME = "literals"

EDTF_PROPERTIES = (SV.date, SV.namesDate, SV.holdsFrom, SV.holdsUntil)

_DAY = r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(-([0-2][0-9]|XX)(-([0-3][0-9]|XX))?)?[?~%]?"
EDTF_PATTERN = rf"^({_DAY}|({_DAY}|\.\.)?/({_DAY}|\.\.)?)$"
"""The dates that are admitted, as a regular expression that Python, XPath (SHACL) and ECMAScript read alike."""

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DATE = r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"

_LEXICAL: dict[URIRef, str] = {
    XSD.boolean: r"true|false|1|0",
    XSD.integer: r"[+-]?[0-9]+",
    XSD.nonNegativeInteger: r"\+?[0-9]+|-0+",
    XSD.positiveInteger: r"\+?0*[1-9][0-9]*",
    XSD.decimal: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    XSD.double: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN",
    XSD.date: _DATE + _ZONE,
    XSD.dateTime: f"{_DATE}T{_TIME}{_ZONE}",
    XSD.gYear: r"-?([1-9][0-9]{3,}|0[0-9]{3})" + _ZONE,
    XSD.gYearMonth: r"-?([1-9][0-9]{3,}|0[0-9]{3})-(0[1-9]|1[0-2])" + _ZONE,
    XSD.anyURI: r"""[^\x00-\x20<>"{}|\\^`]*""",
    XSD.string: r"[^\x00]*",
}
_COMPILED = {datatype: re.compile(pattern) for datatype, pattern in _LEXICAL.items()}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_EDTF = re.compile(EDTF_PATTERN)
_EDTF_DAY = re.compile(_DAY)
_CALENDAR_DAY = re.compile(_DATE)

_ADVICE: dict[URIRef, str] = {
    XSD.date: 'write a day that exists, like "2022-01-31"',
    XSD.dateTime: 'write an instant that exists, like "2022-01-31T12:00:00Z"',
    XSD.boolean: 'write "true" or "false"',
    XSD.decimal: 'write digits with a point, like "0.85", and no exponent',
    XSD.nonNegativeInteger: "write digits only",
    XSD.anyURI: "percent-encode spaces and other characters that a URI may not hold",
}


def check_literals(graph: Graph) -> Iterator[Finding]:
    """Yields a finding for every ill-formed literal: an error, or a warning where the datatype is not one we know.

    The finding's source is "datatype" for the literal itself, which no reasoner would read, and "edtf" for a string
    that should be a date.
    """
    for subject, predicate, obj in graph:
        if not isinstance(obj, Literal):
            continue
        problem, severity, source = _problem(obj), Severity.ERROR, "datatype"
        if problem is None and predicate in EDTF_PROPERTIES:
            problem, source = _edtf_problem(obj), "edtf"
        if problem is None and obj.datatype and not _known(obj.datatype):
            problem = f'the datatype of "{obj}" is {obj.datatype}, which is not checked; use an XSD datatype'
            severity = Severity.WARNING
        if problem:
            yield Finding(
                check=CHECK_NAME,
                severity=severity,
                message=problem,
                subject=str(subject),
                path=str(predicate),
                source=source,
            )


def is_edtf(text: str) -> bool:
    """Tells whether `text` is an EDTF date of the admitted kinds whose months and days exist.

    >>> [is_edtf(text) for text in ("1990-02-09", "199X", "1990/1991", "2021/..", "2022-02-30", "May 1990")]
    [True, True, True, True, False, False]
    """
    if not _EDTF.match(text):
        return False
    return all(_day_exists(part) for part in text.split("/") if part not in ("", "..")) and text != "/"


def _problem(literal: Literal) -> str | None:
    lexical = str(literal)
    if literal.language is not None:
        if _LANGUAGE.fullmatch(literal.language):
            return None
        return f'"{lexical}" has the language tag "{literal.language}", which is not well-formed; write one like "en"'
    pattern = _COMPILED.get(literal.datatype) if literal.datatype else None
    if pattern is None:
        return None
    valid = pattern.fullmatch(lexical) and _DAY_CHECKS.get(literal.datatype or XSD.string, _always)(lexical)
    if valid:
        return None
    name = str(literal.datatype).rpartition("#")[2]
    advice = _ADVICE.get(literal.datatype or XSD.string, "mend it or change its datatype")
    return f'"{lexical}" is no xsd:{name}; {advice}'


def _edtf_problem(literal: Literal) -> str | None:
    if is_edtf(str(literal)):
        return None
    return f'"{literal}" is no EDTF date; write one like "1990-02-09", "1990-02", "199X" or "1990/1991"'


def _known(datatype: URIRef) -> bool:
    return datatype in _COMPILED or datatype in (RDF.langString, RDF.HTML, RDF.XMLLiteral, RDF.JSON)


def _calendar_day_exists(lexical: str) -> bool:
    match = _CALENDAR_DAY.match(lexical)
    if match is None:
        return False
    year, month, day = (int(part) for part in match.groups())
    # The proleptic Gregorian calendar repeats every 400 years; Python's knows no year 0 and none before.
    return day <= calendar.monthrange(year % 400 + 400, month)[1]


def _day_exists(edtf: str) -> bool:
    match = _EDTF_DAY.fullmatch(edtf)
    if match is None:
        return False
    year, month, day = match.group(1), match.group(3), match.group(5)
    if day and ("X" in year or month == "XX"):
        # The day is right if it is in some year or month that the unspecified digits admit.
        longest = 31 if month == "XX" else calendar.monthrange(2000, int(month))[1] if _is_month(month) else 0
        return day == "XX" or 1 <= int(day) <= longest
    if month and month != "XX" and not (_is_month(month) or (not day and 21 <= int(month) <= 24)):
        return False
    if day and day != "XX":
        return 1 <= int(day) <= calendar.monthrange(int(year) % 400 + 400, int(month))[1]
    return True


def _is_month(text: str) -> bool:
    return 1 <= int(text) <= 12


def _always(_: str) -> bool:
    return True


_DAY_CHECKS: dict[URIRef, Callable[[str], bool]] = {XSD.date: _calendar_day_exists, XSD.dateTime: _calendar_day_exists}
