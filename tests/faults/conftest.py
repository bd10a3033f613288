"""Processes that are killed are not measured: their half-written figures would spoil the others."""

from __future__ import annotations

import os

import pytest

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]


@pytest.fixture(autouse=True)
def _unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)
