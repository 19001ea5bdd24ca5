"""Who may ask: the Flask application that serves the graph."""
