"""Building the graph: real documents in, files out; what is shipped; and the dispute that the project began with."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph
from spacy.language import Language

from ontology.errors import InputError, NotFoundError
from ontology.files import load_ontology
from ontology.namespaces import GRAPH_ONTOLOGY, SV
from triples.authority import authority_quads, load_authority
from triples.build import SHIPPED, GraphFiles, build, dataset, read_graph_files, write_graph
from triples.checks import check_completeness, check_inferred, check_one_graph_per_triple
from triples.consolidation import Source, consolidate
from triples.extraction import analyse_document
from triples.inference import infer
from triples.language.pipeline import load_pipeline
from triples.model import Document, Mention
from triples.reading import read_documents
from triples.serialisation import Quad, from_oxigraph, to_oxigraph

STORIES = {
    "promise": "Norway assured Sweden in 1991 that NATO would not expand. Sweden demanded that Norway sign a treaty.",
    "denial": "NATO never promised not to expand, Foreign Minister Ada Holm said. Norway rejected the demand.",
}


def story(slug: str) -> Document:
    text = STORIES[slug]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(slug=slug, text=text, masked=text, digest=digest, title=slug, published="2022-01-11")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def test_equal_documents_give_equal_bytes_in_any_order(nlp: Language) -> None:
    documents = [story(slug) for slug in STORIES]
    first = build(documents, nlp=nlp)
    assert first == build(reversed(documents), nlp=nlp)
    assert {"acts.nq", "authority.nq", "inferred.nq", "provenance.nq", "document-denial.nq"} <= first.files.keys()
    assert first.files["acts.nq"]


def test_two_documents_of_one_name_are_refused(nlp: Language) -> None:
    with pytest.raises(InputError, match="promise"):
        build([story("promise"), story("promise")], nlp=nlp)


def test_a_graph_is_written_whole_and_what_is_not_quads_is_kept(nlp: Language, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    out.mkdir()
    (out / "documents.json").write_text("{}")
    (out / "document-gone.nq").write_text("")
    files = write_graph([story("promise")], out, nlp=nlp)
    assert {path.name for path in out.iterdir()} == {*files.files, "documents.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]
    assert GraphFiles.of(read_graph_files(out)) == files


def test_a_build_that_was_killed_between_the_two_steps_leaves_the_old_graph(tmp_path: Path) -> None:
    old = GraphFiles(
        {"acts.nq": b"<http://a.example/> <http://b.example/> <http://c.example/> <http://g.example/> .\n"}
    )
    out = tmp_path / "graph"
    old.write(out)
    out.rename(tmp_path / ".graph.old")
    (tmp_path / ".graph.new").mkdir()
    assert len(list(read_graph_files(out))) == 1
    assert out.is_dir()
    old.write(out)
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_a_file_is_no_place_for_a_graph(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("mine")
    with pytest.raises(InputError, match="directory"):
        GraphFiles({}).write(place)
    assert place.read_text() == "mine"


def test_where_no_graph_is_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="servanda build"):
        list(read_graph_files(tmp_path / "nothing"))


CONFIDENCE = re.compile(rb'(?<=#confidence> ")[\d.]+(?=")')


@pytest.fixture(scope="module")
def shipped() -> list[Quad]:
    return list(read_graph_files(SHIPPED))


def test_the_shipped_graph_is_complete_and_what_it_infers_follows(shipped: list[Quad]) -> None:
    ontology = load_ontology()
    findings = [*check_completeness(shipped, ontology), *check_inferred(shipped, ontology)]
    assert [str(finding) for finding in findings] == []


def test_in_the_whole_data_set_each_triple_lies_in_one_graph() -> None:
    quads = list(dataset())
    assert [str(finding) for finding in check_one_graph_per_triple(quads)] == []
    assert pyoxigraph.NamedNode(GRAPH_ONTOLOGY) in {quad.graph_name for quad in quads}


def test_the_shipped_graph_has_no_blank_node_and_is_sorted() -> None:
    files = sorted(SHIPPED.glob("*.nq"))
    assert files
    for file in files:
        lines = file.read_bytes().splitlines()
        assert lines == sorted(set(lines)), file.name
        assert not [line for line in lines if b"_:" in line.split(b'"')[0]], file.name


def parted(content: bytes) -> tuple[bytes, list[float]]:
    """Parts a graph from its confidences, whose last digit depends on the processor that the encoder ran on."""
    found = CONFIDENCE.findall(content)
    return CONFIDENCE.sub(b"", content), [float(each) for each in found]


def test_the_shipped_graph_is_what_the_documents_give(shared: Path, nlp: Language) -> None:
    documents = list(read_documents([shared / "acts" / "documents"]))
    assert documents
    built = build(documents, nlp=nlp)
    told = {name: parted(content) for name, content in built.files.items()}
    shipped_ones = {name: parted((SHIPPED / name).read_bytes()) for name in told}
    assert {name for name in told if told[name][0] != shipped_ones[name][0]} == set()
    for name, (_, confidences) in told.items():
        assert confidences == pytest.approx(shipped_ones[name][1], abs=0.03), name


def told_in_disputes(quads: list[Quad]) -> set[tuple[str, str, str]]:
    """Returns type, stance and teller of every passage of the dispute over the promise of 1990."""
    store = pyoxigraph.Store()
    store.extend(to_oxigraph(quad) for quad in quads)
    rows = store.query(
        """
        PREFIX sv: <https://w3id.org/servanda/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?agent ?type ?stance ?teller {
          ?promise a sv:Assurance ; sv:agent/skos:prefLabel "James Baker"@en ; sv:date "1990" .
          ?dispute a sv:Dispute ; sv:involves ?promise, ?act .
          ?act a ?type .
          VALUES ?type { sv:Assurance sv:Denial }
          OPTIONAL { ?act sv:agent/skos:prefLabel ?agent }
          ?mention oa:hasBody ?act ; sv:stance ?stance ; sv:toldBy/skos:prefLabel ?teller ; oa:hasTarget ?target .
          ?target oa:hasSelector [ oa:start ?start ; oa:end ?end ] .
        }
        """,
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return {
        (f"{row['type'].value.rsplit('#')[-1]} {row['agent'].value if row['agent'] else ''}".strip(),
         row["stance"].value.rsplit("#")[-1], row["teller"].value)
        for row in rows
    }  # fmt: skip


def test_the_dispute_of_1990_as_readers_annotated_it(shared: Path, nlp: Language) -> None:
    told = told_in_disputes(annotated(shared, nlp))
    assert ("Assurance James Baker", "Asserted", "Sputnik") in told
    assert ("Assurance James Baker", "Alleged", "RT") in told
    assert ("Denial Antony Blinken", "Asserted", "Voice of America") in told
    assert ("Denial James Baker", "Asserted", "Antony Blinken") in told
    assert ("Denial Mikhail Gorbachev", "Asserted", "Antony Blinken") in told
    assert ("Denial some experts", "Asserted", "RT") in told
    assert {
        teller for kind, stance, teller in told if "2017" in teller and (kind[:9], stance) == ("Assurance", "Asserted")
    }


def annotated(shared: Path, nlp: Language) -> list[Quad]:
    mentions: dict[str, list[Mention]] = {}
    for line in (shared / "acts" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        mention = Mention.from_json(json.loads(line))
        mentions.setdefault(mention.doc, []).append(mention)
    sources = [
        Source(document=document, analysis=analyse_document(document, nlp), mentions=tuple(mentions[document.slug]))
        for document in read_documents([shared / "acts" / "documents"])
    ]
    known, ontology = load_authority(), load_ontology()
    fixed = [from_oxigraph(quad) for quad in authority_quads(known)]
    graph = Graph()
    for quad in fixed:
        graph.add(quad.triple)
    found = consolidate(sources, resolver=known, authority=graph, ontology=ontology, version="0")
    stated = [*fixed, *found.quads]
    return [*stated, *infer(stated, ontology)]


def test_the_dispute_of_1990_in_the_shipped_graph(shipped: list[Quad]) -> None:
    told = told_in_disputes(shipped)
    assert ("Assurance James Baker", "Asserted", "Sputnik") in told
    assert ("Assurance James Baker", "Alleged", "RT") in told
    assert ("Denial Antony Blinken", "Asserted", "Voice of America") in told
    assert ("Denial Mikhail Gorbachev", "Asserted", "Antony Blinken") in told
    assert ("Denial James Baker", "Asserted", "Antony Blinken") in told
    assert [kind for kind, _, teller in told if kind.endswith("experts") and teller == "RT"]
    assert SV.Dispute in {quad.object for quad in shipped}
