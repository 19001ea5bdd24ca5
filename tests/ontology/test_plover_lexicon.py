"""The lexicon of PLOVER event types: what is shipped, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.errors import InputError
from ontology.plover_lexicon import PLOVER_LEXICON_FILE, load_plover_lexicon, read_plover_lexicon

ROOTS = {
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE"),
    *("REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"),
}


def test_each_root_has_words_of_every_shape() -> None:
    entries = load_plover_lexicon()
    assert {e.root for e in entries} == ROOTS
    assert {(e.root, e.shape) for e in entries} == {(r, s) for r in ROOTS for s in ("verb", "noun", "phrase", "object")}


def test_objects_and_words_in_a_row_are_read() -> None:
    entries = load_plover_lexicon()
    lift = next(e for e in entries if e.root == "YIELD" and e.shape == "object" and e.words == ("lift",))
    assert ("sanction",) in lift.objects
    assert ("travel", "ban") in lift.objects
    assert any(e.words == ("turn", "down") and e.root == "REJECT" for e in entries)


def test_no_row_names_a_word_twice() -> None:
    twice = []
    for number, line in enumerate(PLOVER_LEXICON_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            for words in (side.split() for side in line.split("\t")[2].split(">")):
                twice += [(number, w) for w in set(words) if words.count(w) > 1]
    assert twice == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("AID verb help", "line 2"),
        ("AID\tadverb\thelpfully", "line 2"),
        ("AID\tobject\tgive", "line 2"),
        ("AID\tverb\tgive > food", "line 2"),
        ("AID\tobject\tgive >", "line 2"),
    ],
)
def test_a_malformed_row_is_refused_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_plover_lexicon(path)
