"""The example network, for tests of what is found in it."""

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]
