"""The example network, for tests of the root."""

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]
