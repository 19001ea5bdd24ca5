"""Building: documents in, the files of the graph out; and the whole data set, ready to be loaded.

::

    documents --extraction--> mentions --consolidation--> quads --inference--> one sorted file a named graph

Equal documents give equal bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pyoxigraph
from rdflib import Graph
from spacy.language import Language

from ontology.errors import InputError, NotFoundError
from ontology.files import load_ontology
from ontology.namespaces import GRAPH_ONTOLOGY
from triples.authority import Authority, authority_quads, load_authority
from triples.consolidation import Analysed, Consolidation, Source, consolidate
from triples.extraction import extract
from triples.inference import infer
from triples.linking import link_quads
from triples.model import Document
from triples.serialisation import (
    Quad,
    by_graph,
    file_name,
    from_oxigraph,
    read_nquads,
    to_nquads,
    to_oxigraph,
    write_atomically,
)
from triples.work import Work

SHIPPED = Path(__file__).with_name("graph")
"""The graph that Servanda ships."""


@dataclass(frozen=True)
class GraphFiles:
    """The files of a graph: N-Quads in bytes by file name, one file a named graph."""

    files: Mapping[str, bytes]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> GraphFiles:
        """Serialises quads; see triples/serialisation.py."""
        return cls({file_name(graph): to_nquads(held) for graph, held in by_graph(quads).items()})

    def write(self, out: Path) -> None:
        """Puts the files into a directory in place of the N-Quads files that it holds.

        The directory is exchanged as a whole: whoever reads it sees the old graph or the new one, and a build that is
        killed leaves the old. Files of other kinds in the directory are kept. Raises `InputError` when `out` is a file.
        """
        if out.exists() and not out.is_dir():
            raise InputError(f"{out} is a file; name a directory for the graph")
        _restore(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh, old = _beside(out, "new"), _beside(out, "old")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        fresh.mkdir()
        for name, content in sorted(self.files.items()):
            write_atomically(fresh / name, content)
        if out.exists():
            for kept in sorted(out.iterdir()):
                if kept.is_file() and kept.suffix != ".nq":
                    shutil.copy2(kept, fresh / kept.name)
            out.rename(old)
        fresh.rename(out)
        shutil.rmtree(old, ignore_errors=True)


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


def _restore(out: Path) -> None:
    """Puts the old graph back where a build was killed between taking it away and setting the new one in its place."""
    old = _beside(out, "old")
    if old.is_dir() and not out.exists():
        old.rename(out)


def software_version() -> str:
    """Returns the version of the installed package, or that of a checkout that nobody installed."""
    try:
        return version("servanda")
    except PackageNotFoundError:
        return "0+checkout"


def build(
    documents: Iterable[Document],
    *,
    nlp: Language,
    authority: Authority | None = None,
    ontology: Graph | None = None,
    links: Iterable[pyoxigraph.Quad] | None = None,
    work: Work | None = None,
    min_confidence: float = 0.0,
) -> GraphFiles:
    """Returns the graph of the documents: mentions, acts, actors, what follows from them, and how they were made.

    `nlp` is the pipeline (`triples.language.pipeline.load_pipeline`); without `authority`, `ontology` and
    `links` (quads of graph/links) those that are shipped are used. The order of the documents does not matter. With
    `work`, results of extraction are kept there, those that are there already are used, and the syntax of one document
    at a time is held in memory. Mentions of less than `min_confidence` (0 to 1) are left out.
    Raises `InputError` for two documents of one name.
    """
    known = authority or load_authority()
    terms = load_ontology() if ontology is None else ontology
    fixed = [from_oxigraph(quad) for quad in (*authority_quads(known), *(link_quads() if links is None else links))]
    # One document after another is read, extracted and let go: what is kept of it is what its mentions say.
    extracted = (_source(document, nlp) if work is None else work.extracted(document) for document in documents)
    sources = (_confident(source, min_confidence) for source in _each_once(extracted))
    consolidation = _consolidate(sources, known, fixed, terms)
    stated = [*fixed, *consolidation.quads]
    return GraphFiles.of([*stated, *infer(stated, terms)])


def _each_once(sources: Iterable[Analysed]) -> Iterator[Analysed]:
    names: set[str] = set()
    for source in sources:
        if source.document.slug in names:
            raise InputError(f"two documents are named {source.document.slug!r}; rename one of the files")
        names.add(source.document.slug)
        yield source


def _confident(source: Analysed, least: float) -> Source:
    """Returns a document with only those of its mentions that are sure enough."""
    sure = tuple(mention for mention in source.mentions if mention.confidence >= least)
    return Source(document=source.document, analysis=source.analysis, mentions=sure)


def _source(document: Document, nlp: Language) -> Source:
    extraction = extract(document, nlp)
    return Source(document=document, analysis=extraction.analysis, mentions=tuple(extraction.mentions))


def _consolidate(sources: Iterable[Source], authority: Authority, fixed: Iterable[Quad], terms: Graph) -> Consolidation:
    graph = Graph()
    for quad in fixed:
        graph.add(quad.triple)
    return consolidate(sources, resolver=authority, authority=graph, ontology=terms, version=software_version())


def write_graph(documents: Iterable[Document], out: Path, *, nlp: Language, work: Work | None = None) -> GraphFiles:
    """Builds the graph of the documents and writes it into a directory; see `build` and `GraphFiles.write`."""
    files = build(documents, nlp=nlp, work=work)
    files.write(out)
    return files


def read_graph_files(directory: Path = SHIPPED) -> Iterator[Quad]:
    """Yields the quads of a built graph, file by file; without a directory, of the one that is shipped.

    Raises `NotFoundError` where no graph is, and `RDFSyntaxError`, with the file's name, for a malformed file.
    """
    _restore(directory)
    files = sorted(directory.glob("*.nq"))
    if not files:
        raise NotFoundError(f"{directory} holds no graph (no .nq files); build one with `servanda build`")
    for file in files:
        yield from read_nquads(file)


def dataset(directory: Path = SHIPPED) -> Iterator[pyoxigraph.Quad]:
    """Yields all quads of the complete data set: the graph in the directory and the ontology in graph/ontology.

    A triple of the ontology that the graph holds already is left out, since each triple lies in one graph.
    """
    held: set[tuple[object, object, object]] = set()
    for quad in read_graph_files(directory):
        native = to_oxigraph(quad)
        held.add((native.subject, native.predicate, native.object))
        yield native
    for native in ontology_quads():
        if (native.subject, native.predicate, native.object) not in held:
            yield native


def ontology_quads() -> Iterator[pyoxigraph.Quad]:
    """Yields the ontology as quads of graph/ontology; its anonymous classes have blank nodes."""
    graph = pyoxigraph.NamedNode(GRAPH_ONTOLOGY)
    text = load_ontology().serialize(format="nt", encoding="utf-8")
    for triple in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, graph)


__all__ = [
    "SHIPPED",
    "GraphFiles",
    "build",
    "dataset",
    "ontology_quads",
    "read_graph_files",
    "software_version",
    "write_graph",
]
