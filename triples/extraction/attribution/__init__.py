"""Who says what: the spans of sources, cues and contents in any text."""
