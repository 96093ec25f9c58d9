"""A key pair, of a KEM or a signature scheme."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["KeyPair"]


class KeyPair(NamedTuple):
    """A key pair; its repr hides the secret key."""

    public_key: bytes
    secret_key: bytes

    def __repr__(self) -> str:
        """Lengths only."""
        return (
            f"KeyPair(public_key=<{len(self.public_key)} bytes>, secret_key=<{len(self.secret_key)} bytes>)"
        )
