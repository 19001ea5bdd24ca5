"""What is said: from documents to the graph, and the graph itself."""
