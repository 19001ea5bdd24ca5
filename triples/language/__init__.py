"""The linguistic pipeline: how it is trained, and how it is loaded."""
