"""pqeval: evaluate post-quantum and lightweight cryptography, on hosts and constrained devices."""

from pqeval.version import __version__

__all__ = ["__version__"]
