"""The spaCy pipeline: our own, or one that the user names."""

from __future__ import annotations

import logging
from pathlib import Path

import spacy
from spacy.language import Language

from ontology.errors import InputError

MODEL_DIRECTORY = Path(__file__).with_name("model")

_LOG = logging.getLogger(__name__)
_NEEDED = ("tagger", "parser")


def load_pipeline(name: str | None = None) -> Language:
    """Loads the pipeline that comes with Servanda, or another one by package name or path.

    Another pipeline is used with a notice: rules and figures are made for ours, with Universal Dependencies labels.
    Raises InputError when it cannot be loaded or has no parser.
    """
    source = str(MODEL_DIRECTORY) if name is None else name
    try:
        nlp = spacy.load(source)
    except OSError as error:
        hint = (
            "build it with `make model`"
            if name is None
            else f"install it, for example `python -m spacy download {name}`"
        )
        raise InputError(f"The language pipeline {source!r} cannot be loaded; {hint}.") from error
    missing = [p for p in _NEEDED if p not in nlp.pipe_names]
    if missing:
        raise InputError(f"The language pipeline {source!r} has no {' and no '.join(missing)}; name one that parses.")
    if name is not None:
        _LOG.warning("Pipeline %r is not Servanda's own: extraction works with lower quality than documented.", name)
    return nlp


def source_of(nlp: Language) -> str | None:
    """Returns what `load_pipeline` loads the same pipeline from in another process: None for our own.

    Raises InputError for a pipeline that was not loaded from disk.
    """
    if nlp.path is None:
        raise InputError(
            "A pipeline made in memory cannot be loaded again in other processes; save it and name its path."
        )
    return None if nlp.path == MODEL_DIRECTORY else str(nlp.path)
