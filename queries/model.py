"""What a saved query is: its text, and what its head says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ontology.namespaces import QUERY

ParameterType = Literal["iri", "string", "lang-string", "date", "integer", "decimal", "boolean"]
PARAMETER_TYPES: tuple[str, ...] = get_args(ParameterType)

QueryForm = Literal["select", "ask", "construct", "describe"]
QUERY_FORMS: tuple[str, ...] = get_args(QueryForm)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter of a saved query: the variable ``?name`` with its block ``VALUES ?name { … }`` in the text.

    `default` is written as a user would write a value. A parameter without a default is either `optional` (left
    out, it restricts nothing) or required. `of` is the CURIE of a class: the parameter takes an IRI, and the name of
    an instance of that class is as good as its IRI where a store is there to look it up.
    """

    name: str
    type: ParameterType
    description: str
    default: str | None = None
    optional: bool = False
    of: str | None = None

    @property
    def required(self) -> bool:
        """Says whether the query can't run unless a value is given."""
        return self.default is None and not self.optional


@dataclass(frozen=True, kw_only=True)
class SavedQuery:
    """One ``.rq`` file: SPARQL 1.1 over the union of all named graphs, and the head that says what it answers.

    `question` is the competency question in words; `text` is the whole file, head included, and runs as it stands
    on any SPARQL 1.1 engine, with the defaults in place.
    """

    name: str
    title: str
    description: str
    tags: tuple[str, ...]
    question: str
    parameters: tuple[Parameter, ...]
    text: str
    form: QueryForm = "select"

    @property
    def iri(self) -> str:
        """The IRI of the query, ``https://w3id.org/servanda/query/NAME``."""
        return str(QUERY[self.name])

    @property
    def body(self) -> str:
        """The text without the lines of the head."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("#+")).lstrip("\n")

    def parameter(self, name: str) -> Parameter | None:
        """Returns the parameter of that name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)
