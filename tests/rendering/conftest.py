"""The example network, for tests of what a terminal shows of it."""

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]
