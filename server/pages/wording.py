"""How values are worded for readers: dates, offsets, stances, kinds."""

from __future__ import annotations

import re

from ontology.namespaces import SV

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_MARK = {"?": " (uncertain)", "~": " (approximately)", "%": " (approximately, uncertain)"}
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

ACT_KINDS: dict[str, tuple[str, ...]] = {
    "Assertive": ("Statement", "Denial", "Accusation", "Acknowledgement"),
    "Commissive": ("Assurance", "Acceptance", "Rejection", "Warning"),
    "Directive": ("Demand", "Proposal"),
    "TreatyAct": ("Tabling", "Signature", "Ratification", "Accession", "Withdrawal", "Suspension", "Invocation"),
    "Meeting": (),
}
"""The kinds of diplomatic act, as the ontology orders them."""

LEAST_KINDS: tuple[str, ...] = (
    *(kind for kinds in ACT_KINDS.values() for kind in kinds),
    "Meeting",
    "TreatyAct",
    "Assertive",
    "Commissive",
    "Directive",
    "DiplomaticAct",
)
"""All kinds of act, the specific before the general: the first that fits names an act."""

STATUSES = {
    "Uncontested": "nobody in the graph contests it",
    "Contested": "some assert it, others deny it",
    "OnlyAlleged": "only alleged: no passage asserts it",
    "DeniedByOwnAgent": "denied by the one who is said to have done it",
}


def date_in_words(date: str | None) -> str:
    """Returns an EDTF date (levels 0 and 1) as a reader would write it.

    >>> date_in_words("1990-02-09"), date_in_words("2022-01"), date_in_words("199X")
    ('9 February 1990', 'January 2022', '1990s')
    >>> date_in_words("1990/1991"), date_in_words("1990~"), date_in_words("../1991")
    ('1990–1991', '1990 (approximately)', 'until 1991')
    """
    if not date:
        return ""
    if "/" in date:
        return _interval(*date.split("/", 1))
    mark = _MARK.get(date[-1], "")
    plain = date[:-1] if mark else date
    if match := _DAY.fullmatch(plain):
        return f"{int(match[3])} {_month(match[2])} {match[1]}{mark}"
    if match := _MONTH.fullmatch(plain):
        return f"{_month(match[2])} {match[1]}{mark}"
    if re.fullmatch(r"\d{3}X", plain):
        return f"{plain[:3]}0s{mark}"
    if re.fullmatch(r"\d{2}XX", plain):
        return f"{plain[:2]}00s{mark}"
    return plain + mark


def _interval(start: str, end: str) -> str:
    first, last = date_in_words(start.strip(".")), date_in_words(end.strip("."))
    if not first:
        return f"until {last}" if last else ""
    if not last:
        return f"since {first}"
    return f"{first} – {last}" if " " in first + last else f"{first}–{last}"


def _month(number: str) -> str:
    if number in _SEASONS:
        return _SEASONS[number]
    return _MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else number


def local_name(iri: str) -> str:
    """Returns the name of a term of the ontology without its namespace; other IRIs come back unchanged."""
    return iri.removeprefix(str(SV))


def kind_of_act(types: list[str]) -> str:
    """Returns the most specific kind among the classes of an act ("Assurance"), or "DiplomaticAct"."""
    names = {local_name(iri) for iri in types}
    return next((kind for kind in LEAST_KINDS if kind in names), "DiplomaticAct")


def count_of(number: int, singular: str, plural: str | None = None) -> str:
    """Returns a number with its noun.

    >>> count_of(1, "passage"), count_of(2, "passage"), count_of(3, "party", "parties")
    ('1 passage', '2 passages', '3 parties')
    """
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {noun}"
