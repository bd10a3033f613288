"""What the tests of faults share: the example network, with the clock stopped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from circo_cli.context import Invocation
from tests.conftest import Circo
from tests.contract.conftest import network, network_template
from tests.faults.scene import Scene
from tests.writing import Line

__all__ = ["network", "network_template"]


@pytest.fixture
def scene(network: Circo, line: Line, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The example network, ready for a line, with the clock stopped: what is done twice is the same to the letter."""
    monkeypatch.setattr(Invocation, "now", datetime(2026, 6, 15, 10, tzinfo=UTC))
    return Scene(network, line)
