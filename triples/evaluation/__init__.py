"""Evaluation: how good the extraction is, as figures that anyone can reproduce."""
