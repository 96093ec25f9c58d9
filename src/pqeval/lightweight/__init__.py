"""AEAD, hash and XOF as a plain library, over pqeval's own C and library baselines.

    >>> from pqeval import lightweight
    >>> cipher = lightweight.get_aead("Ascon-AEAD128")
    >>> ciphertext = cipher.encrypt(bytes(16), bytes(16), b"header", b"text")
    >>> cipher.decrypt(bytes(16), bytes(16), b"header", ciphertext)
    b'text'
    >>> lightweight.get_hash("Ascon-Hash256").digest(b"text").hex()[:8]
    'e76ba41f'

`get(name)` finds any of them; `get_aead`, `get_hash` and `get_xof` also check what kind it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.errors import UnsupportedScheme
from pqeval.lightweight.interfaces import Aead, Hash, Sponge, Xof
from pqeval.provider import Registry

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation

__all__ = [
    "Aead",
    "Hash",
    "Sponge",
    "Xof",
    "get",
    "get_aead",
    "get_hash",
    "get_xof",
    "implementations",
    "not_offered",
]

_REGISTRY: Final[Registry[Aead | Hash | Xof]] = Registry("pqeval.lightweight.providers")


def get(name: str, provider: str | None = None, variant: str | None = None) -> Aead | Hash | Xof:
    """A cipher or hash by its name (`Ascon-AEAD128`) or identifier (`ascon_aead128`).

    Args:
        name: the standard's spelling or the identifier.
        provider: `pqeval`, `cryptography` or `pycryptodome`; by default the first that has it, in this order.
        variant: as in `implementations()`; by default the provider's first (`u64` for pqeval's own C).

    Raises:
        UnsupportedScheme: nobody who was asked offers it; names them and their reasons.
    """
    return _REGISTRY.get(name, provider, variant)


def get_aead(name: str, provider: str | None = None, variant: str | None = None) -> Aead:
    """As `get`, for authenticated encryption only."""
    found = get(name, provider, variant)
    if not isinstance(found, Aead):
        raise UnsupportedScheme(f"{name} is not an AEAD")
    return found


def get_hash(name: str, provider: str | None = None, variant: str | None = None) -> Hash:
    """As `get`, for hash functions only."""
    found = get(name, provider, variant)
    if not isinstance(found, Hash):
        raise UnsupportedScheme(f"{name} is not a hash function")
    return found


def get_xof(name: str, provider: str | None = None, variant: str | None = None) -> Xof:
    """As `get`, for XOFs only."""
    found = get(name, provider, variant)
    if not isinstance(found, Xof):
        raise UnsupportedScheme(f"{name} is not an XOF")
    return found


def implementations() -> tuple[Implementation, ...]:
    """Every implementation that can be used here. Quick; runs no cryptography."""
    return _REGISTRY.implementations()


def not_offered(schemes: tuple[str, ...]) -> dict[str, str]:
    """For each of these scheme identifiers that nobody offers here: why, provider by provider."""
    return _REGISTRY.not_offered(schemes)
