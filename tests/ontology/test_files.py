"""Finding and reading files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import OWL, RDF

from ontology.errors import RDFSyntaxError
from ontology.files import hygiene_files, load_ontology, ontology_files, read_graph, shape_files
from ontology.namespaces import GRAPH_ONTOLOGY, ONTOLOGY_IRI


def test_every_file_is_found() -> None:
    assert [path.stem for path in ontology_files()][:2] == ["core", "acts"]
    names = {path.stem for path in ontology_files()}
    assert {"prov", "sem", "schema", "org", "oa", "eli", "skos"} <= names
    assert len(shape_files()) >= 5
    assert len(hygiene_files()) >= 10


def test_the_core_depends_on_no_alignment() -> None:
    for path in ontology_files()[:6]:
        text = path.read_text(encoding="utf-8")
        assert "owl:imports" not in text
        assert "http://www.w3.org/ns/" not in text, f"{path.name} uses a vocabulary that belongs in alignments/"


def test_the_header_names_a_version() -> None:
    graph = load_ontology()
    version = graph.value(ONTOLOGY_IRI, OWL.versionInfo)
    assert graph.value(ONTOLOGY_IRI, OWL.versionIRI) == URIRef(f"{ONTOLOGY_IRI}/{version}")


def test_loading_gives_a_graph_of_ones_own() -> None:
    load_ontology().remove((None, None, None))
    assert len(load_ontology()) > 1000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "<urn:a> a <urn:B> ."),
        ("a.nt", "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:B> ."),
        ("a.nq", "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:B> <urn:g> ."),
        ("a.trig", "<urn:g> { <urn:a> a <urn:B> }"),
        ("a.jsonld", '{"@id": "urn:a", "@type": "urn:B"}'),
        (
            "a.owl",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
            '<u:B rdf:about="urn:a"/></rdf:RDF>',
        ),
    ],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_formats(tmp_path: Path, name: str, text: str, zipped: bool) -> None:
    data = text.encode()
    path = tmp_path / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(data) if zipped else data)
    assert set(read_graph(path)) == {(URIRef("urn:a"), RDF.type, URIRef("urn:B"))}


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("_:x a <urn:B> .")
    assert len(read_graph(path) + read_graph(path)) == 2


def test_the_ontology_inside_a_data_set_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(f"<urn:a> <urn:p> <urn:b> <{GRAPH_ONTOLOGY}> .\n<urn:c> <urn:p> <urn:d> <urn:g> .\n")
    assert len(read_graph(path)) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.ttl", b"<urn:a> a <urn:B> .\n<urn:a> a", "a.ttl:2:"),
        ("a.ttl", b"\xff\xfe", "a.ttl:1:"),
        ("a.pdf", b"", "unknown RDF format"),
        ("a.ttl.gz", b"no gzip", "cannot be read"),
        ("a.jsonld", b"{", "a.jsonld"),
        ("a.rdf", b"<rdf:RDF", "a.rdf"),
    ],
)
def test_malformed(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(RDFSyntaxError, match=said):
        read_graph(path)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(RDFSyntaxError, match="cannot be read"):
        read_graph(tmp_path / "none.ttl")
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    with pytest.raises(RDFSyntaxError, match="cannot be read"):
        read_graph(folder)
