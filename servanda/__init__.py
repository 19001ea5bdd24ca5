"""Servanda: who promised what to whom, who denies it, and the passage that says so."""

import sys
from pathlib import Path

# In the wheel the four folders travel inside this package, so that an installation adds one name to site-packages.
_app = Path(__file__).parent / "_app"
if _app.is_dir() and str(_app) not in sys.path:
    sys.path.insert(0, str(_app))

__version__ = "0.1.0"
