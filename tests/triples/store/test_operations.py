"""The outline of updates."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import QueryError
from triples.store.operations import graph_blocks, operations

WHOLE = """BASE <http://e/> PREFIX a: <http://a/>
WITH <g> DELETE { ?s ?p "}" } INSERT { GRAPH ?g { ?s ?p 1 } GRAPH a:h { ?s ?p <x;y> } }
USING NAMED <n> WHERE { ?s ?p ?o {} } ;
PREFIX b: <http://b/> INSERT DATA { GRAPH b:g { <s> <p> '''a { " ; b''' } } ; # a comment; with { braces
DELETE DATA { <s> <p> <o> } ; DELETE WHERE { ?s ?p ?o } ;
LOAD SILENT <doc> INTO GRAPH a:t ; CLEAR SILENT NAMED ; DROP ALL ; CREATE GRAPH <c> ;
ADD a:x TO <y> ; MOVE DEFAULT TO GRAPH <y> ; COPY <y> TO DEFAULT ;
"""


def test_the_forms_in_their_order() -> None:
    assert [each.form for each in operations(WHOLE)] == [
        "MODIFY", "INSERT DATA", "DELETE DATA", "DELETE WHERE", "LOAD",
        "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY",
    ]  # fmt: skip


def test_what_each_says() -> None:
    modify, insert, delete, _, load, *_, add, move, copy = operations(WHOLE)
    assert (modify.graph, modify.names_dataset, modify.silent) == ("<g>", True, False)
    assert [quad.object for quad in insert.data()] == [ox.Literal('a { " ; b')]
    assert delete.inserts is None
    assert (load.source, load.target, load.silent) == ("<doc>", "a:t", True)
    assert (add.source, add.target) == ("a:x", "<y>")
    assert (move.source, move.target) == (None, "<y>")
    assert (copy.source, copy.target) == ("<y>", None)


def test_what_a_template_inserts_is_staged() -> None:
    modify, insert, *_ = operations(WHOLE)
    staged = modify.staging("<urn:x>")
    assert "GRAPH <urn:x> {  ?s ?p 1  } GRAPH <urn:x> {  ?s ?p <x;y>  }}\nUSING" in staged.text
    assert "USING NAMED <n>  USING <q> WHERE { ?s" in staged.reading("USING <q>")
    assert insert.staging("<urn:x>") == insert


def test_using_is_put_where_it_belongs() -> None:
    modify, insert, _, delete, *_ = operations(WHOLE)
    assert "USING NAMED <n>  USING <q> WHERE { ?s" in modify.reading("USING <q>")
    assert insert.reading("USING <q>") == insert.text
    assert delete.reading("USING <q>") == "DELETE { ?s ?p ?o } USING <q> WHERE { ?s ?p ?o }"


def test_operations_one_by_one_do_what_the_whole_does() -> None:
    # The engine takes declarations at the head alone, which is one reason to tell operations apart.
    later = "PREFIX b: <http://b/> "
    text = later + WHOLE.replace(later, "").replace("LOAD SILENT <doc> INTO GRAPH a:t ;", "").replace("DROP ALL ;", "")
    whole, single = ox.Store(), ox.Store()
    for store in (whole, single):
        store.update("INSERT DATA { GRAPH <http://a/x> { <s:1> <p:1> <o:1> } }")
        store.update("INSERT DATA { GRAPH <http://e/g> { <s:2> <p:2> <o:2> } }")
    whole.update(text)
    for each in operations(text):
        single.update(f"{each.prologue} {each.text}")
    assert set(whole) == set(single)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <c:d> 1",
        "INSERT DATA { <a:b> <c:d> 1 } }",
        "CREATE GRAPH <a:b> ;; CLEAR ALL",
        "LOAD <a:b> <c:d>",
        "COPY <a:b>",
        "MOVE TO <a:b>",
        "LOAD",
        "DELETE { ?a ?b ?c } WHERE { ?a ?b ?c FILTER(?a<'b>}') }",
    ],
)
def test_an_outline_that_cannot_be_read(text: str) -> None:
    with pytest.raises(QueryError):
        operations(text)


def test_names_with_apostrophes_are_read() -> None:
    (found,) = operations("INSERT DATA { GRAPH <http://e/O'Neill> { <http://e/O'Neill> <a:b> 'c' } }")
    assert [quad.graph_name for quad in found.data()] == [ox.NamedNode("http://e/O'Neill")]


def test_annotations_are_no_graphs() -> None:
    template = "<a:s> <a:p> <a:o> {| <a:q> 1 |} . GRAPH <a:g> { <a:s> <a:p> <a:o> {| <a:q> 2 |} }"
    assert list(graph_blocks(template)) == [
        (None, "<a:s> <a:p> <a:o> {| <a:q> 1 |} . "),
        ("<a:g>", " <a:s> <a:p> <a:o> {| <a:q> 2 |} "),
    ]


@given(st.text(alphabet="{};<>'\"#\\ aINSERTDATAWHERE?:@\n", max_size=60))
def test_any_text_has_an_outline_or_none(text: str) -> None:
    try:
        found = operations(text)
    except QueryError:
        return
    assert all(each.text for each in found)
