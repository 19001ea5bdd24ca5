"""The files of the ontology, and how RDF files are read for checking.

They lie beside this module, in a checkout as in an installation. Files are parsed with Oxigraph, which keeps every
literal exactly as written (rdflib would turn "01" into "1") and tells the line of a syntax error.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef

from ontology.errors import RDFSyntaxError
from ontology.namespaces import GRAPH_ONTOLOGY, PREFIXES

HERE = Path(__file__).resolve().parent

_ONTOLOGY_GRAPH = pyoxigraph.NamedNode(str(GRAPH_ONTOLOGY))

_WORDS_AND_AXIOMS = ("core", "acts", "actors", "instruments", "matters", "axioms")
"""In the order in which a reader should meet them. The lexicon is a data set of its own and not among them."""


def ontology_files() -> list[Path]:
    """Returns the Turtle files of the ontology with its alignments, in reading order."""
    return [HERE / f"{name}.ttl" for name in _WORDS_AND_AXIOMS] + sorted((HERE / "alignments").glob("*.ttl"))


def shape_files() -> list[Path]:
    """Returns the SHACL files."""
    return sorted((HERE / "shapes").glob("*.ttl"))


def hygiene_files() -> list[Path]:
    """Returns the hygiene rules: SPARQL queries whose rows are findings."""
    return sorted((HERE / "hygiene").glob("*.rq"))


def example_folders() -> list[Path]:
    """Returns the folders of examples, each with a valid.ttl and an invalid.ttl."""
    return sorted(path.parent for path in (HERE / "examples").glob("*/valid.ttl"))


def load_ontology() -> Graph:
    """Returns a new graph with the whole ontology: terms, axioms, matters and alignments."""
    return _merged(tuple(ontology_files()))


def load_shapes() -> Graph:
    """Returns a new graph with all shapes."""
    return _merged(tuple(shape_files()))


def read_graph(path: Path) -> Graph:
    """Reads one RDF file into a new graph; named graphs are merged and literals kept as written.

    A named graph with the ontology itself is left out: checks take it from its own files.

    The format follows from the suffix (.ttl .nt .nq .trig .rdf .owl .jsonld, or one of them with .gz after it).
    Raises RDFSyntaxError, with file and line, for malformed RDF, for an unknown suffix and for a file that cannot be
    read.
    """
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    # rdflib logs every ill-formed literal with a traceback; the literal check reports them in words.
    with _quiet(logging.getLogger("rdflib.term")):
        for triple in _triples(path):
            graph.add(triple)
    return graph


def _triples(path: Path) -> Iterator[tuple[URIRef | BNode, URIRef, URIRef | BNode | Literal]]:
    zipped = path.suffix == ".gz"
    suffix = path.with_suffix("").suffix if zipped else path.suffix
    rdf_format = pyoxigraph.RdfFormat.from_extension("rdf" if suffix == ".owl" else suffix.lstrip("."))
    if rdf_format is None:
        raise RDFSyntaxError(
            f"{path}: unknown RDF format {suffix!r}; name the file .ttl, .nt, .nq, .trig, .rdf or .jsonld"
        )
    try:
        data = gzip.decompress(path.read_bytes()) if zipped else path.read_bytes()
        for quad in pyoxigraph.parse(data, rdf_format, base_iri=path.resolve().as_uri(), rename_blank_nodes=True):
            if quad.graph_name == _ONTOLOGY_GRAPH:
                continue
            subject, predicate, obj = _rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object)
            if isinstance(subject, Literal) or not isinstance(predicate, URIRef):
                raise RDFSyntaxError(f"{path}: a subject is a literal, or a predicate no IRI: {quad}")
            yield subject, predicate, obj
    except SyntaxError as error:
        place = ":".join(str(part) for part in (path, error.lineno, error.offset) if part is not None)
        raise RDFSyntaxError(f"{place}: {error.msg}") from error
    except ValueError as error:
        raise RDFSyntaxError(f"{path}: {error}") from error
    except OSError as error:
        raise RDFSyntaxError(f"{path}: cannot be read: {error.strerror or error}") from error


def _rdflib(term: object) -> URIRef | BNode | Literal:
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            if term.language:
                return Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(term.value, datatype=None if plain else URIRef(datatype), normalize=False)
    raise ValueError(f"a triple may not stand inside a triple here: {term}")


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@cache
def _parsed(path: Path) -> Graph:
    return read_graph(path)


def _merged(paths: tuple[Path, ...]) -> Graph:
    merged = Graph()
    for prefix, namespace in PREFIXES.items():
        merged.bind(prefix, namespace)
    for path in paths:
        merged += _parsed(path)
    return merged
