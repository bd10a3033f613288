"""circo: the administration of CIRCO's regional hubs, in a terminal."""

__version__ = "0.1.0"
