"""KEMs as a plain library: `get(name)`, then `keygen`, `encaps`, `decaps`.

    >>> from pqeval import kem
    >>> mechanism = kem.get("ML-KEM-768")
    >>> keys = mechanism.keygen()
    >>> sent = mechanism.encaps(keys.public_key)
    >>> mechanism.decaps(keys.secret_key, sent.ciphertext) == sent.shared_secret
    True

Classical key agreement is offered as a KEM too: the ciphertext is an ephemeral public key and the shared
secret the raw result, without key derivation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.kem.kem import Encapsulation, Kem, KeyPair
from pqeval.provider import Registry

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation

__all__ = ["Encapsulation", "Kem", "KeyPair", "get", "implementations", "not_offered"]

_REGISTRY: Final[Registry[Kem]] = Registry("pqeval.kem.providers")


def get(name: str, provider: str | None = None, variant: str | None = None) -> Kem:
    """A KEM by its name (`ML-KEM-768`) or identifier (`ml_kem_768`).

    Args:
        name: the standard's spelling or the identifier.
        provider: `liboqs`, `cryptography` or `pycryptodome`; by default the first that has it, in this order.
        variant: as in `implementations()`; by default the provider's first.

    Raises:
        UnsupportedScheme: nobody who was asked offers it; names them and their reasons.
    """
    return _REGISTRY.get(name, provider, variant)


def implementations() -> tuple[Implementation, ...]:
    """Every implementation of a KEM that can be used here. Quick; runs no cryptography."""
    return _REGISTRY.implementations()


def not_offered(schemes: tuple[str, ...]) -> dict[str, str]:
    """For each of these scheme identifiers that nobody offers here: why, provider by provider."""
    return _REGISTRY.not_offered(schemes)
