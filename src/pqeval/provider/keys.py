"""A key pair, of a KEM or a signature scheme, and one that follows from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pqeval.catalogue import SecretKeyEncoding
from pqeval.errors import CryptoError
from pqeval.provider.lengths import check_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation

__all__ = ["KeyPair", "pair_of_seed"]


class KeyPair(NamedTuple):
    """A key pair; its repr hides the secret key."""

    public_key: bytes
    secret_key: bytes

    def __repr__(self) -> str:
        """Lengths only."""
        return (
            f"KeyPair(public_key=<{len(self.public_key)} bytes>, secret_key=<{len(self.secret_key)} bytes>)"
        )


def pair_of_seed(
    implementation: Implementation, seed: bytes, public_key_of: Callable[[bytes], bytes]
) -> KeyPair:
    """The key pair of an implementation whose secret keys are seeds.

    Raises:
        LengthError: wrong size.
        CryptoError: its secret keys are not seeds.
    """
    if implementation.secret_key_encoding != SecretKeyEncoding.SEED:
        raise CryptoError(
            f"secret keys of {implementation.scheme} by {implementation.provider} are not seeds: use keygen()"
        )
    check_length("seed", seed, implementation.secret_key_bytes)
    return KeyPair(public_key_of(seed), seed)
