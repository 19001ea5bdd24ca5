"""The plan of a request reads percent signs as urllib does, in less time."""

from __future__ import annotations

from random import Random
from urllib.parse import unquote_to_bytes

import pytest

from server.planning import _unquoted, examine


def test_percent_signs_are_read_as_urllib_reads_them() -> None:
    random = Random(7)
    for _ in range(20_000):
        text = "".join(random.choice("%%%%23ACafz=\r\n \t_é3D0") for _ in range(random.randrange(12)))
        try:
            expected = unquote_to_bytes(text).decode()
        except UnicodeDecodeError:
            with pytest.raises(UnicodeDecodeError):
                _unquoted(text)
        else:
            assert _unquoted(text) == expected


@pytest.mark.parametrize("word", ["NOW()", "Rand()", "uuid()", "STRUUID()"])
def test_answers_that_change_are_known_in_any_case(word: str) -> None:
    assert examine(f"SELECT ({word} AS ?x) {{}}")[1]
    assert not examine(f'SELECT ("{word}" AS ?x) {{}}')[1]


def test_names_of_the_data_set_are_known_in_any_case() -> None:
    assert examine("SELECT * fRoM <http://e/g> {}")[0].names_dataset
    assert not examine("SELECT * { ?s ?p ?o }")[0].names_dataset
