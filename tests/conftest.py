"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory with annotated texts and test suites that is laid beside the repository; skips where it is absent."""
    directory = Path(os.environ.get("SERVANDA_SHARED", REPOSITORY.parent / "shared"))
    if not directory.is_dir():
        pytest.skip(f"the shared data are not at {directory}; set SERVANDA_SHARED to their directory")
    return directory
