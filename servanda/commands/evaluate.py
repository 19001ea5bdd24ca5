"""Measures the extraction against annotated texts and public benchmarks.

Prints tables with 95 % intervals: mentions of acts per type and role, PLOVER roots, spans of quotations. They go into a
file, between two marks, with ``--into``.
"""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from triples.evaluation.figures import AttributionScore
    from triples.evaluation.mentions import MentionScore
    from triples.evaluation.plover import PloverScore

_BEGIN, _END = "<!-- servanda evaluate: begin -->", "<!-- servanda evaluate: end -->"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``servanda evaluate``."""
    parser.add_argument(
        "--gold", nargs="+", type=Path, default=[], metavar="FILE", help="annotated mentions, JSON lines"
    )
    parser.add_argument(
        "--documents", nargs="+", type=Path, default=[], metavar="DIR", help="the texts that --gold is about"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="sets",
        metavar="NAME=GLOB",
        help="a column of its own for the documents whose names match; may be given again (default: all=*)",
    )
    parser.add_argument("--plover", type=Path, metavar="FILE", help="sentences with PLOVER roots, parted by tabs")
    parser.add_argument("--attribution", type=Path, metavar="FILE", help="quotations as PolNeAR gives them, JSON lines")
    parser.add_argument("--errors", action="store_true", help="show each error with its passage (text and json)")
    parser.add_argument("--format", choices=["text", "json", "markdown"], default="text", help="default: text")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the Markdown between the two marks in FILE")
    parser.add_argument("--pipeline", metavar="NAME", help="another spaCy pipeline than the one shipped")


def run(options: argparse.Namespace) -> int:
    """Evaluates what was asked for and prints the tables."""
    if not (options.gold or options.plover or options.attribution):
        raise InputError("Nothing to evaluate: give --gold with --documents, --plover or --attribution.")
    if bool(options.gold) != bool(options.documents):
        raise InputError("--gold (annotated mentions) and --documents (their texts) go together: give both.")
    before, after = _marked(options.into) if options.into else ("", "")

    from triples.evaluation import report as reports
    from triples.language.pipeline import load_pipeline

    nlp = load_pipeline(options.pipeline)
    texts: dict[str, str] = {}
    report = reports.Report(
        mentions=_mentions(options.gold, options.documents, options.sets, nlp, texts) if options.gold else {},
        plover=_plover(options.plover, nlp) if options.plover else None,
        attribution=_attribution(options.attribution, nlp) if options.attribution else {},
    )
    if options.into:
        options.into.write_text(f"{before}\n{reports.to_markdown(report)}{after}", encoding="utf-8")
    elif options.format == "json":
        sys.stdout.write(reports.to_json(report, texts if options.errors else None))
    elif options.format == "markdown":
        sys.stdout.write(reports.to_markdown(report))
    else:
        sys.stdout.write(reports.to_text(report))
        for line in reports.error_lines(report, texts) if options.errors else ():
            print(line)
    return 0


def _mentions(
    gold: Sequence[Path], documents: Sequence[Path], sets: Sequence[str], nlp: Language, texts: dict[str, str]
) -> dict[str, MentionScore]:
    """Extracts from the annotated documents, keeps their texts in `texts`, and scores each set."""
    from triples.evaluation.annotated import documents_of, read_mentions
    from triples.evaluation.mentions import score_mentions
    from triples.extraction import extract

    wanted = [mention for path in gold for mention in read_mentions(path)]
    globs = dict(_named(text) for text in sets) or {"all": "*"}
    for name, glob in globs.items():
        if not any(fnmatchcase(mention.doc, glob) for mention in wanted):
            raise InputError(f"No annotated document matches {glob!r} of the set {name!r}.")
    wanted = [m for m in wanted if any(fnmatchcase(m.doc, glob) for glob in globs.values())]
    found = []
    for document in documents_of(wanted, documents):
        texts[document.slug] = document.text
        found += extract(document, nlp).mentions
    return {
        name: score_mentions(
            [m for m in wanted if fnmatchcase(m.doc, glob)], [m for m in found if fnmatchcase(m.doc, glob)]
        )
        for name, glob in globs.items()
    }


def _plover(path: Path, nlp: Language) -> PloverScore:
    from triples.evaluation.plover import evaluate_plover

    return evaluate_plover(path, nlp)


def _attribution(path: Path, nlp: Language) -> dict[str, AttributionScore]:
    from triples.evaluation.attribution import evaluate

    figures = evaluate(path, nlp)
    return {"rules": figures.rules, "learned, cross-validated": figures.learned}


def _named(text: str) -> tuple[str, str]:
    name, mark, glob = text.partition("=")
    if not (name and mark and glob):
        raise InputError(f"--set {text!r}: expected NAME=GLOB, for example --set 'development=w*[13579]'.")
    return name, glob


def _marked(path: Path) -> tuple[str, str]:
    """Returns what stands before and behind the place for the tables, with the marks."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise InputError(f"{path} has no place for the tables: expected a line {_BEGIN} and below it a line {_END}.")
    return f"{before}{begin}\n", f"\n{end}{after}"
