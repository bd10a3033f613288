"""The example network, for what holds of every command."""

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]
