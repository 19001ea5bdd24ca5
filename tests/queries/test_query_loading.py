"""Loading: a malformed head is told with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.errors import InputError, NotFoundError
from queries.loading import load_queries, load_query, parse_query

GOOD = """#+ title: "Title: with a colon"
#+ question: What?
#+ description: >
#+   One line
#+   and another.
#+ tags: [one, two words]
#+ parameters:
#+   - name: day
#+     type: date
#+     default: 1990-02-09
#+     description: The day.
SELECT * { VALUES ?day { "1990-02-09"^^<http://www.w3.org/2001/XMLSchema#date> } }
"""


def test_a_head_is_read() -> None:
    query = parse_query(GOOD, name="good", source="good.rq")
    assert query.title == "Title: with a colon"
    assert query.description == "One line and another."
    assert query.tags == ("one", "two words")
    assert query.form == "select"
    assert query.iri == "https://w3id.org/servanda/query/good"
    assert query.body.startswith("SELECT")
    (day,) = query.parameters
    assert (day.name, day.type, day.default, day.required) == ("day", "date", "1990-02-09", False)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("#+ question: What?\n", "", 1, 'lacks "question"'),
        ("#+ question: What?", "#+ question:", 2, "question has no value"),
        ("#+ question: What?", "#+ question What?", 2, 'expected "key: value"'),
        ("#+ question: What?", "#+ qestion: What?", 2, 'no key "qestion"'),
        ("#+ question: What?", "#+ title: What?", 2, "title is given twice"),
        ("#+ tags: [one, two words]", "#+ tags: one", 6, "a list is written"),
        ("#+ description: >", "#+ description: One", 4, "text over several lines"),
        ('"Title: with a colon"', '"Title', 1, "not closed"),
        ("type: date", "type: day", 9, "'day' is no type"),
        ("name: day", "name: the-day", 8, "can't be a SPARQL variable"),
        ("- name", "name", 8, "each parameter begins"),
        ("default: 1990-02-09", "default: 1990", 10, "YYYY-MM-DD"),
        ("default: 1990-02-09", "default: 1990-02-10", 12, "must hold its default"),
        ("default: 1990-02-09", "optional: true", 12, "must hold its default, UNDEF"),
        ("default: 1990-02-09", "optional: yes", 10, 'either "true" or left out'),
        ("#+     default", "#+     optional: true\n#+     default", 11, "not both"),
        ("default: 1990-02-09", "of: sv:Actor", 10, "only a parameter of type iri"),
        ("#+     type: date\n", "", 8, 'lacks "type"'),
        ("VALUES ?day", "VALUES ?night", 8, "one block VALUES .day"),
        ("SELECT", "#+ title: Again\nSELECT", 12, "title is given twice"),
        ("SELECT", "\n#+ title: Again\nSELECT", 13, "in one piece"),
        ("#+ title", "#+   title", 1, "continues nothing"),
    ],
)
def test_a_malformed_head_is_told_with_file_and_line(old: str, new: str, line: int, message: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(InputError, match=message) as caught:
        parse_query(GOOD.replace(old, new, 1), name="bad", source="bad.rq")
    assert str(caught.value).startswith(f"bad.rq, line {line}: ")


def test_a_name_in_capitals_is_refused() -> None:
    with pytest.raises(InputError, match="lower case with hyphens"):
        parse_query(GOOD, name="Good", source="Good.rq")


def test_a_file_of_the_user_needs_no_head(tmp_path: Path) -> None:
    path = tmp_path / "My query.rq"
    path.write_text("PREFIX select: <http://x/>\nASK { ?s select:ask ?o }", encoding="utf-8")
    query = load_query(path)
    assert (query.name, query.form, query.parameters) == ("My query", "ask", ())
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError):
        load_query(path)
    good = path.rename(tmp_path / "mine.rq")
    assert load_query(good).parameter("day") is not None
    assert list(load_queries(tmp_path)) == ["mine"]


@pytest.mark.parametrize("content", [b"", b"hello", b"INSERT DATA { }", b"\xff\xfe\x00"])
def test_what_is_no_query_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.rq"
    path.write_bytes(content)
    with pytest.raises(InputError):
        load_query(path)


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no query file"):
        load_query(tmp_path / "none.rq")
    with pytest.raises(InputError, match="cannot be read"):
        load_query(tmp_path)
