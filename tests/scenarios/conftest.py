"""What the scenarios share: a ``circo`` on the PATH."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A directory with a ``circo`` to put on the PATH."""
    place = tmp_path / "bin"
    place.mkdir()
    script = place / "circo"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m circo_cli "$@"\n')
    script.chmod(0o755)
    return place
