"""What KEMs, signatures and lightweight ciphers share: finding providers, names, checks of lengths."""

from pqeval.provider.lengths import check_bytes, check_length, check_length_at_most
from pqeval.provider.registry import Provider, Registry

__all__ = [
    "Provider",
    "Registry",
    "check_bytes",
    "check_length",
    "check_length_at_most",
]
