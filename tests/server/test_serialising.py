"""The counter must tell the number of rows whatever the values hold, and wherever the pieces are cut."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from server.serialising import RowCounter, with_sorted_prefixes

FORMATS = [ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV]
NASTY = ['},{"x":{"', '"', "\\", '\\"', "<result>", "\r\n", "\n", '""', ',{"y":{"type":"', "[", "é", "plain"]
VALUES = st.lists(
    st.one_of(st.none(), st.lists(st.sampled_from(NASTY), max_size=3).map("".join)), min_size=2, max_size=2
)


@given(rows=st.lists(VALUES, max_size=8), cut=st.integers(1, 40), format=st.sampled_from(FORMATS))
def test_rows_are_counted_exactly(rows: list[list[str | None]], cut: int, format: ox.QueryResultsFormat) -> None:
    rows = [row for row in rows if any(value is not None for value in row)]
    block = " ".join(
        "(" + " ".join("UNDEF" if value is None else str(ox.Literal(value)) for value in row) + ")" for row in rows
    )
    answer = ox.Store().query(f"SELECT ?x ?y WHERE {{ VALUES (?x ?y) {{ {block} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    counter = RowCounter(format, ["x", "y"], 1000)
    data = answer.serialize(format=format)
    assert data is not None
    sent = b"".join(counter.add(data[start : start + cut]) for start in range(0, len(data), cut)) + counter.rest()
    assert counter.rows == len(rows)
    assert sent == data
    assert not counter.truncated


@given(
    rows=st.lists(VALUES, max_size=8),
    cut=st.integers(1, 40),
    format=st.sampled_from(FORMATS),
    most=st.integers(1, 8),
)
def test_rows_are_cut_at_the_limit(
    rows: list[list[str | None]], cut: int, format: ox.QueryResultsFormat, most: int
) -> None:
    rows = [row for row in rows if any(value is not None for value in row)]
    block = " ".join(
        "(" + " ".join("UNDEF" if value is None else str(ox.Literal(value)) for value in row) + ")" for row in rows
    )
    query = f"SELECT ?x ?y WHERE {{ VALUES (?x ?y) {{ {block} }} }}"
    answer, short = ox.Store().query(query), ox.Store().query(f"{query} LIMIT {most}")
    assert isinstance(answer, ox.QuerySolutions)
    assert isinstance(short, ox.QuerySolutions)
    counter = RowCounter(format, ["x", "y"], most)
    data = answer.serialize(format=format)
    assert data is not None
    sent = b""
    for start in range(0, len(data), cut):
        sent += counter.add(data[start : start + cut])
        if counter.truncated:
            break
    sent += counter.rest()
    assert counter.truncated == (len(rows) > most)
    assert sent == short.serialize(format=format)


def test_prefixes_are_sorted_and_the_rest_is_left() -> None:
    data = b"@prefix b: <http://b/> .\n@prefix a: <http://a/> .\nb:x b:y a:z .\n"
    assert with_sorted_prefixes(data).splitlines()[0] == b"@prefix a: <http://a/> ."
    assert with_sorted_prefixes(data).splitlines()[2] == b"b:x b:y a:z ."
    assert with_sorted_prefixes(b"") == b""
