"""The errors of Servanda.

::

    ServandaError                      something the user can mend; the message says how
    ├── InputError                     a file, a document or a parameter is not what was expected
    │   ├── DocumentError              a document cannot be read (empty, binary, too large, not English)
    │   ├── RDFSyntaxError             malformed RDF; carries file and line
    │   ├── QueryError                 a SPARQL query does not parse; carries line and column
    │   └── ParameterError             an unknown, missing or wrongly typed parameter of a saved query
    ├── NotFoundError                  no such query, act, document, version
    ├── StoreError                     a store is missing, corrupt, locked or read-only
    ├── LimitError                     a query met its limit of time, memory or rows; says which
    └── RemoteError                    another service did not answer, or refused

The command line prints the message on one line and exits with 2; the web layer alone turns errors into HTTP statuses.
"""

from __future__ import annotations


class ServandaError(Exception):
    """The base of all errors that Servanda raises on purpose."""


class InputError(ServandaError):
    """Something given by the user is not what was expected."""


class DocumentError(InputError):
    """A document cannot be read."""


class RDFSyntaxError(InputError):
    """An RDF file is malformed."""


class QueryError(InputError):
    """A SPARQL query or update does not parse.

    `line` and `column` count from 1 and are None where the engine does not tell.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class ParameterError(InputError):
    """A parameter of a saved query is unknown, missing or of the wrong type."""

    def __init__(self, message: str, *, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class NotFoundError(ServandaError):
    """The thing asked for does not exist."""


class StoreError(ServandaError):
    """A store is missing, corrupt, locked, or opened for reading only."""


class LimitError(ServandaError):
    """A query was stopped because it met a limit.

    `limit` is "time", "memory", "rows" or "queue".
    """

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class RemoteError(ServandaError):
    """A remote service did not answer in time, refused, or answered with nonsense."""
