"""What can be said: the ontology of diplomatic acts, and the code that reasons over it."""
