"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Annotated texts and test suites that are laid beside the repository; skips where they are absent."""
    directory = Path(os.environ.get("SERVANDA_SHARED", REPOSITORY.parent / "shared"))
    if not directory.is_dir():
        pytest.skip(f"the shared data are not at {directory}; set SERVANDA_SHARED to their directory")
    return directory
