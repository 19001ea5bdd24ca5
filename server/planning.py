"""What a request for a query comes to, told once for both ways that lead to the workers.

Almost all requests of `/sparql` are plain: one query, in the address or in the body, for data. `plan` recognises
those from the request alone, so that they need not pass through Flask (`server.lane`). Whatever is not plain (an
error, a page, an update, a parameter that is not known here) is no plan, and Flask answers it; so a mistake here can
make a request slow but not wrong.
"""

from __future__ import annotations

import hashlib
import re
from binascii import a2b_qp
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from server.jobs import Graphs
from server.negotiation import GRAPHS, HTML, RESULTS, Format, by_name, chosen_encoding, negotiate
from triples.store.syntax import QUERY_FORMS, QueryTraits, tokens, traits

PATH = "/sparql"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"

_MOST_FIELDS = 100
_PARAMETERS = frozenset({"query", "format", "output", "timeout", "default-graph-uri", "named-graph-uri"})
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_HEAD = re.compile(
    r"(?:\s|#[^\r\n]*[\r\n]|BASE\s*<[^<>\s]*>|PREFIX\s+[^\s:<>#]*:\s*<[^<>\s]*>)*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)
_REMARKABLE = ("service", "from", "now", "rand", "uuid", "bnode")
_PLAIN = {form: QueryTraits(form=form, uses_service=False, names_dataset=False) for form in QUERY_FORMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query with how its answer is wanted."""

    sparql: str
    traits: QueryTraits
    format: Format
    encoding: str
    """"gzip", "zstd" or "": how the answer may be compressed."""
    seconds: float
    dataset: Graphs | None
    changing: bool
    """Whether equal queries may have unequal answers on equal data."""

    def key(self, version: str) -> tuple[object, ...]:
        """Returns what decides over the bytes of the answer."""
        return version, self.sparql, self.format.media_type, self.dataset, self.encoding

    def tag(self, version: str) -> str | None:
        """Returns the entity tag of the answer, or None when there can be none."""
        if self.changing:
            return None
        return entity_tag(version, self.sparql, self.format, self.dataset, self.encoding)


def examine(sparql: str) -> tuple[QueryTraits, bool]:
    """Returns the traits of a query, and whether its answer may change: by a function, or by another service.

    A query without the letters of any word that matters is told by its beginning; the others by all their tokens.
    """
    found = _HEAD.match(sparql)
    if found is not None:
        # A tenth of the time of one expression that minds no case.
        lower = sparql.lower()
        if not any(word in lower for word in _REMARKABLE):
            return _PLAIN[found.group(1).upper()], False
    exact = traits(sparql)
    changing = any(kind == "word" and text.upper() in _CHANGING for kind, text in tokens(sparql))
    return exact, changing or exact.uses_service


def entity_tag(version: str, sparql: str, format: Format, dataset: Graphs | None, encoding: str) -> str:
    """Returns the entity tag of an answer: a strong one, of version, query, format, data set and compression."""
    key = "\n".join((sparql, format.media_type, repr(dataset)))
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{version}.{digest}.{encoding}" if encoding else f"{version}.{digest}"


def matches(if_none_match: str, tag: str) -> bool:
    """Tells whether If-None-Match has an entity tag, by the weak comparison of RFC 9110, section 8.8.3.2.

    >>> matches('W/"a", "b"', "a"), matches("*", "a"), matches('"ab"', "a")
    (True, True, False)
    """
    return if_none_match.strip() == "*" or f'"{tag}"' in [
        each.strip().removeprefix("W/") for each in if_none_match.split(",")
    ]


def plan(
    *,
    method: str,
    query_string: str,
    media_type: str,
    body: bytes,
    accept: str | None,
    accept_encoding: str | None,
    default_timeout: float,
    maximum_timeout: float,
) -> Plan | None:
    """Returns the plan of a request of `/sparql`, or None when it is not plain."""
    if len(query_string) > len("query=") or method in {"POST", "QUERY"}:
        parameters = _parameters(query_string)
    else:
        return None
    sparql: str | None = None
    if method in {"POST", "QUERY"}:
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if media_type == FORM:
            parameters = _joined(parameters, _parameters(text))
        elif media_type == QUERY:
            sparql = text
    elif method not in {"GET", "HEAD"}:
        return None
    if parameters is None or not parameters.keys() <= _PARAMETERS:
        return None
    given = parameters.get("query", [])
    if sparql is None and len(given) == 1:
        sparql = given[0]
    elif given or sparql is None:
        return None
    found, changing = examine(sparql)
    if found.uses_service or found.form not in QUERY_FORMS:
        return None
    format = _format(parameters, accept, GRAPHS if found.form in {"CONSTRUCT", "DESCRIBE"} else RESULTS)
    seconds = _seconds(parameters, default_timeout, maximum_timeout)
    dataset = _dataset(parameters)
    if format is None or seconds is None or dataset is None:
        return None
    return Plan(
        sparql=sparql,
        traits=found,
        format=format,
        encoding=chosen_encoding(accept_encoding),
        seconds=seconds,
        dataset=dataset if dataset[0] or dataset[1] else None,
        changing=changing,
    )


def _parameters(text: str) -> dict[str, list[str]] | None:
    if not text:
        return {}
    if text.count("&") > _MOST_FIELDS:
        return None
    found: dict[str, list[str]] = {}
    # What urllib's parse_qsl does, in a fifth of the time.
    for pair in text.replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        try:
            name, value = _unquoted(name), _unquoted(value)
        except UnicodeDecodeError:
            return None
        if name:
            found.setdefault(name, []).append(value)
    return found


def _unquoted(text: str) -> str:
    """Takes the percent signs out of a text; raises UnicodeDecodeError when they do not stand for UTF-8.

    >>> _unquoted("%3Chttp%3A%2F%2Fe%C3%A9%3E"), _unquoted("100%"), _unquoted("a=b%20c")
    ('<http://eé>', '100%', 'a=b c')

    Quoted-printable differs by its sign alone, and is decoded in C. Where the text has signs that either of the two
    takes for something else, the length shows it or they are looked for, and the slow way is right.
    """
    signs = text.count("%")
    if not signs:
        return text
    data = text.encode()
    if b"=" not in data and b"\n" not in data and b"\r" not in data:
        found = a2b_qp(data.replace(b"%", b"="))
        if len(found) == len(data) - 2 * signs:
            return found.decode()
    return unquote_to_bytes(text).decode()


def _joined(first: dict[str, list[str]] | None, second: dict[str, list[str]] | None) -> dict[str, list[str]] | None:
    if first is None or second is None or "query" in first:
        return None
    return {name: first.get(name, []) + second.get(name, []) for name in first | second}


def _format(parameters: dict[str, list[str]], accept: str | None, formats: tuple[Format, ...]) -> Format | None:
    named = _only(parameters, "format") or _only(parameters, "output")
    if named is None:
        return None
    if named:
        return by_name(named, formats)
    if accept is not None and "html" in accept:
        # A browser may be shown the editor, or an error as a page; both are Flask's.
        return None
    found = negotiate(accept, (*formats, HTML))
    return None if found is HTML else found


def _seconds(parameters: dict[str, list[str]], default: float, maximum: float) -> float | None:
    given = _only(parameters, "timeout")
    if given is None:
        return None
    if not given.strip():
        return default
    try:
        seconds = float(given)
    except ValueError:
        return None
    return seconds if 0 < seconds <= maximum else None


def _dataset(parameters: dict[str, list[str]]) -> Graphs | None:
    default, named = parameters.get("default-graph-uri", []), parameters.get("named-graph-uri", [])
    return (tuple(default), tuple(named)) if all(map(is_absolute, (*default, *named))) else None


def is_absolute(iri: str) -> bool:
    """Tells whether an IRI begins with a scheme, as one that names a graph must.

    >>> is_absolute("http://example.org/"), is_absolute("graph"), is_absolute("http://[::1")
    (True, False, False)
    """
    try:
        return bool(urlsplit(iri).scheme)
    except ValueError:
        return False


def _only(parameters: dict[str, list[str]], name: str) -> str | None:
    """Returns the one value of a parameter, "" when it is missing, None when there are several."""
    values = parameters.get(name, [""])
    return values[0] if len(values) == 1 else None
