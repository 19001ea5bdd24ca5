"""The command line: ``servanda COMMAND …``.

Errors that a user can mend are printed on one line of standard error, and the exit code is 2. Exit code 1 means that
the thing asked about does not hold (``servanda validate``).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from ontology.errors import ServandaError
from servanda import __version__
from servanda.commands import COMMANDS


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line that says where help is."""

    def error(self, message: str) -> NoReturn:
        raise _UsageError(f"{message} (try: {self.prog} --help)")


class _UsageError(ServandaError):
    """The command line itself is wrong."""


def parser() -> argparse.ArgumentParser:
    """Returns the parser of the whole command line, one sub-parser a command."""
    top = _Parser(
        prog="servanda", description="Who promised what to whom, who denies it, and the passage that says so."
    )
    top.add_argument("--version", action="version", version=f"servanda {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        summary = (command.__doc__ or "").strip().splitlines()[0]
        sub = commands.add_parser(name, help=summary, description=summary)
        command.configure(sub)
        sub.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    try:
        options = parser().parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
    except ServandaError as error:
        print(f"servanda: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (`head`, say) has gone; Python would complain once more while it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


if __name__ == "__main__":
    sys.exit(main())
