"""What ``build`` and ``extract`` read: files, directories and addresses, with their errors told as they come.

A source that cannot be read does not lose the run: it is told in one line of standard error, and the exit code is 2 in
the end, unless ``--on-error stop`` ends the run there. On a terminal a bar shows how far the reading has come.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from ontology.errors import DocumentError
from servanda import __version__

if TYPE_CHECKING:
    from triples.model import Document

_SEVERAL = (".warc", ".gz", ".rss", ".atom", ".xml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say how documents are read."""
    parser.add_argument(
        "--on-error",
        choices=["skip", "stop"],
        default="skip",
        help="what to do about a document that cannot be read; default: tell it, go on, and exit with 2",
    )
    parser.add_argument(
        "--min-confidence",
        type=_share,
        default=0.0,
        metavar="SHARE",
        help="leave out mentions that are less likely right than this, from 0 to 1; default: 0, all",
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="fetch from addresses that are not of the public internet, too"
    )


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1, such as 0.7")
    return share


def source(text: str) -> Path | str:
    """Returns a source as it was given on the command line: an address as it is, anything else as a path."""
    return text if text.lower().startswith(("http://", "https://")) else Path(text)


class Inputs:
    """The documents of one run."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Takes the options that `add_arguments` has added."""
        self._stop: bool = options.on_error == "stop"
        self._allow_private: bool = options.allow_private
        self.read = 0
        self.failed = 0

    def documents(
        self, sources: Iterable[Path | str], *, near_duplicates: bool = False, kept_pages: Path | None = None
    ) -> Iterator[Document]:
        """Yields the documents, one at a time; with `near_duplicates` each tells whether it is one.

        `kept_pages` is where pages that were fetched are kept until the caller removes them. Raises DocumentError for
        the first document that cannot be read, if told to stop.
        """
        from triples.reading import Fetcher, read_documents

        sources = list(sources)
        fetcher = Fetcher(allow_private=self._allow_private, agent=f"servanda/{__version__}", keep=kept_pages)
        found = read_documents(
            sources,
            fetcher=fetcher,
            near_duplicates=near_duplicates,
            on_duplicate=lambda name, first: tell(f"{name} has the same text as {first} and is passed over"),
            on_error=None if self._stop else self._take,
        )
        bar = tqdm(found, total=_count(sources), unit="doc", disable=None, file=sys.stderr, leave=False)
        for document in bar:
            self.read += 1
            yield document

    def _take(self, error: DocumentError) -> None:
        self.failed += 1
        tell(str(error))

    @property
    def exit_code(self) -> int:
        """0 where all was read, else 2."""
        return 2 if self.failed else 0


def tell(message: str) -> None:
    """Prints one line on standard error, above the bar where there is one."""
    tqdm.write(f"servanda: {' '.join(message.split())}", file=sys.stderr)


def _count(sources: list[Path | str]) -> int | None:
    """Returns how many documents will be read, for the bar; None where no terminal shows it, or nobody knows."""
    from triples.reading import files_of, is_address

    if not sys.stderr.isatty() or any(is_address(one) for one in sources):
        return None
    try:
        files = {file for one in sources for file in files_of(Path(one))}
    except DocumentError:
        return None
    return None if any(file.name.lower().endswith(_SEVERAL) for file in files) else len(files)
