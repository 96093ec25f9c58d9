"""Signatures as a plain library: `get(name)`, then `keygen`, `sign`, `verify`.

    >>> from pqeval import sig
    >>> scheme = sig.get("ML-DSA-65")
    >>> keys = scheme.keygen()
    >>> signature = scheme.sign(keys.secret_key, b"message")
    >>> scheme.verify(keys.public_key, b"message", signature)

`verify` returns nothing: it raises `InvalidSignature` if the signature is not right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.provider import Registry
from pqeval.sig.signature import KeyPair, Signature

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation

__all__ = ["KeyPair", "Signature", "get", "implementations", "not_offered"]

_REGISTRY: Final[Registry[Signature]] = Registry("pqeval.sig.providers")


def get(name: str, provider: str | None = None, variant: str | None = None) -> Signature:
    """A signature scheme by its name (`ML-DSA-65`) or identifier (`ml_dsa_65`).

    Args:
        name: the standard's spelling or the identifier.
        provider: `liboqs`, `cryptography` or `pycryptodome`; by default the first that has it, in this order.
        variant: as in `implementations()`; by default the provider's first.

    Raises:
        UnsupportedScheme: nobody who was asked offers it; names them and their reasons.
    """
    return _REGISTRY.get(name, provider, variant)


def implementations() -> tuple[Implementation, ...]:
    """Every implementation of a signature scheme that can be used here. Quick; runs no cryptography."""
    return _REGISTRY.implementations()


def not_offered(schemes: tuple[str, ...]) -> dict[str, str]:
    """For each of these scheme identifiers that nobody offers here: why, provider by provider."""
    return _REGISTRY.not_offered(schemes)
