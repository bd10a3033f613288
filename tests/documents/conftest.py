"""The example network, for tests of documents."""

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]
