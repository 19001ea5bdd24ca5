"""The pages: HTML that is rendered on the server, works without JavaScript and asks nobody else for anything.

The application registers `blueprint`, keeps what answers queries in ``extensions["servanda"]``, and calls the
``render_…`` functions where a path answers in more formats than HTML.
"""

from server.pages.blueprint import blueprint
from server.pages.editor import render_editor
from server.pages.resources import render_resource
from server.pages.views import render_error
from server.pages.vocabulary import render_ontology

__all__ = ["blueprint", "render_editor", "render_error", "render_ontology", "render_resource"]
