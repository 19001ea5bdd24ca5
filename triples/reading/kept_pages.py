"""Pages that were fetched, kept so that a run that was interrupted need not fetch them again."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from triples.reading.metadata import Metadata
from triples.reading.parts import Part
from triples.serialisation import write_atomically


class KeptPages:
    """A directory with one file a page, named by the digest of its address."""

    def __init__(self, directory: Path) -> None:
        """Takes the directory, which is made when it is needed."""
        self._directory = directory

    def find(self, url: str) -> Part | None:
        """Returns the page that was fetched from an address, if it is kept."""
        try:
            kept = json.loads(self._place(url).read_bytes())
        except FileNotFoundError:
            return None
        return Part(
            name=url,
            stem=kept["stem"],
            data=base64.b64decode(kept["data"]),
            suffix=kept["suffix"],
            charset=kept["charset"],
            metadata=Metadata(url=kept["url"], basis="metadata"),
        )

    def keep(self, url: str, part: Part) -> None:
        """Keeps a page; whoever reads while this is written finds the whole page or none."""
        kept = {
            "stem": part.stem,
            "data": base64.b64encode(part.data).decode("ascii"),
            "suffix": part.suffix,
            "charset": part.charset,
            "url": part.metadata.url,
        }
        self._directory.mkdir(parents=True, exist_ok=True)
        write_atomically(self._place(url), json.dumps(kept).encode())

    def _place(self, url: str) -> Path:
        return self._directory / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
