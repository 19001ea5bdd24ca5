"""Near-duplicates."""

from __future__ import annotations

from pathlib import Path

from triples.reading import Catalogue, read_documents
from triples.reading.duplicates import NearDuplicates

WORDS = [f"{first}{second}" for first in ("ba", "ko", "lu", "mi", "ne") for second in ("ran", "tor", "vis", "dal")]
TEXT = " ".join(f"{WORDS[n % 20]} {WORDS[(n * 7 + n // 20) % 20]} {n % 13}" for n in range(120))


def test_a_text_with_small_changes_is_a_near_duplicate_and_another_is_none() -> None:
    texts = NearDuplicates()
    assert texts.add("first", TEXT) is None
    assert texts.add("revised", TEXT.replace("baran 0", "baran zero", 1) + " One more sentence at the end.") == "first"
    assert texts.add("other", " ".join(reversed(TEXT.split()))) is None
    assert texts.add("capitals", TEXT.upper().replace(" ", ",\n")) == "first"


def test_half_of_a_text_is_no_near_duplicate_of_it() -> None:
    texts = NearDuplicates()
    texts.add("whole", TEXT)
    assert texts.add("half", TEXT[: len(TEXT) // 2]) is None


def test_short_texts_are_not_compared() -> None:
    texts = NearDuplicates()
    assert [texts.add(name, "The ministry declined to comment.") for name in "ab"] == [None, None]


def test_the_answer_is_the_same_in_every_run() -> None:
    runs = []
    for _ in range(2):
        texts = NearDuplicates()
        runs.append([texts.add(str(n), f"{TEXT} {n} {'more words ' * n}") for n in range(6)])
    assert runs[0] == runs[1]
    assert runs[0][1] == "0"


def test_near_duplicates_are_read_and_say_so(tmp_path: Path) -> None:
    report = "The minister said that the pact was void, and that nobody in his government had ever agreed to it. "
    (tmp_path / "a.txt").write_text(report * 3 + "He left at noon. Nothing else was told to the press on that day.")
    (tmp_path / "b.txt").write_text(report * 3 + "He left at noon. Nothing else was told to the press on that date.")
    first, second = read_documents([tmp_path], catalogue=Catalogue())
    assert (first.near_duplicate_of, second.near_duplicate_of) == (None, "a")
