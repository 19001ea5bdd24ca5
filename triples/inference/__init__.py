"""Inference: what follows from the graph and the ontology, kept in ``graph/inferred`` and nowhere else."""

from __future__ import annotations

from triples.inference.disputes import find_disputes
from triples.inference.rules_engine import infer, load_rules

__all__ = ["find_disputes", "infer", "load_rules"]
