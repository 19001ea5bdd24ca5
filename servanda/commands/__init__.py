"""The commands of ``servanda``, one module each.

A command is a module whose docstring begins with its one-line summary, with `configure`, which adds its arguments,
and `run`, which does the work and returns the exit code. What is slow to import is imported in `run`, so that
``servanda --help`` answers at once.
"""

from __future__ import annotations

from types import ModuleType

from servanda.commands import build, docs, evaluate, export, extract, link, query, serve, stats, validate, versions

COMMANDS: dict[str, ModuleType] = {
    "serve": serve,
    "build": build,
    "extract": extract,
    "query": query,
    "validate": validate,
    "evaluate": evaluate,
    "link": link,
    "export": export,
    "stats": stats,
    "versions": versions,
    "docs": docs,
}
