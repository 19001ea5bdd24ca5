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
    counter = RowCounter(format, ["x", "y"])
    data = answer.serialize(format=format)
    assert data is not None
    for start in range(0, len(data), cut):
        counter.add(data[start : start + cut])
    assert counter.rows == len(rows)


def test_prefixes_are_sorted_and_the_rest_is_left() -> None:
    data = b"@prefix b: <http://b/> .\n@prefix a: <http://a/> .\nb:x b:y a:z .\n"
    assert with_sorted_prefixes(data).splitlines()[0] == b"@prefix a: <http://a/> ."
    assert with_sorted_prefixes(data).splitlines()[2] == b"b:x b:y a:z ."
    assert with_sorted_prefixes(b"") == b""
