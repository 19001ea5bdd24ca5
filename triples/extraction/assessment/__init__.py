"""Learned assessment of candidates: which are acts, of which kind, and how surely."""
