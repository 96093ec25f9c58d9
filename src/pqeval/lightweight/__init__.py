"""Lightweight primitives as a plain library, over pqeval's own C and library baselines.

    >>> from pqeval import lightweight
    >>> cipher = lightweight.get_aead("Ascon-AEAD128")
    >>> ciphertext = cipher.encrypt(bytes(16), bytes(16), b"header", b"text")
    >>> cipher.decrypt(bytes(16), bytes(16), b"header", ciphertext)
    b'text'
    >>> lightweight.get_hash("Ascon-Hash256").digest(b"text").hex()[:8]
    'e76ba41f'

`get(name)` finds any of them; `get_aead`, `get_hash`, `get_xof`, `get_mac`, `get_stream_cipher` and
`get_block_cipher` also check what kind it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.errors import UnsupportedScheme
from pqeval.lightweight.interfaces import (
    Aead,
    BlockCipher,
    Hash,
    Mac,
    Primitive,
    Sponge,
    StreamCipher,
    Xof,
)
from pqeval.provider import Registry

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation

__all__ = [
    "Aead",
    "BlockCipher",
    "Hash",
    "Mac",
    "Primitive",
    "Sponge",
    "StreamCipher",
    "Xof",
    "get",
    "get_aead",
    "get_block_cipher",
    "get_hash",
    "get_mac",
    "get_stream_cipher",
    "get_xof",
    "implementations",
    "not_offered",
]

_REGISTRY: Final[Registry[Primitive]] = Registry("pqeval.lightweight.providers")


def get(name: str, provider: str | None = None, variant: str | None = None) -> Primitive:
    """A cipher or hash by its name (`Ascon-AEAD128`) or identifier (`ascon_aead128`).

    Args:
        name: the standard's spelling or the identifier.
        provider: `cryptography`, `pycryptodome` or `pqeval`; by default the first that has it, in this order.
        variant: as in `implementations()`; by default the provider's first (for pqeval's own C the host's).

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


def get_mac(name: str, provider: str | None = None, variant: str | None = None) -> Mac:
    """As `get`, for MACs only."""
    found = get(name, provider, variant)
    if not isinstance(found, Mac):
        raise UnsupportedScheme(f"{name} is not a MAC")
    return found


def get_stream_cipher(name: str, provider: str | None = None, variant: str | None = None) -> StreamCipher:
    """As `get`, for stream ciphers only."""
    found = get(name, provider, variant)
    if not isinstance(found, StreamCipher):
        raise UnsupportedScheme(f"{name} is not a stream cipher")
    return found


def get_block_cipher(name: str, provider: str | None = None, variant: str | None = None) -> BlockCipher:
    """As `get`, for block ciphers only."""
    found = get(name, provider, variant)
    if not isinstance(found, BlockCipher):
        raise UnsupportedScheme(f"{name} is not a block cipher")
    return found


def implementations() -> tuple[Implementation, ...]:
    """Every implementation that can be used here. Quick; runs no cryptography."""
    return _REGISTRY.implementations()


def not_offered(schemes: tuple[str, ...]) -> dict[str, str]:
    """For each of these scheme identifiers that nobody offers here: why, provider by provider."""
    return _REGISTRY.not_offered(schemes)
