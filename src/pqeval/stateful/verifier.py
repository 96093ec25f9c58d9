"""The interface for stateful signatures: lengths and parameter set are checked, then a provider verifies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from pqeval.errors import InvalidPublicKey, InvalidSignature
from pqeval.provider import check_bytes, check_length

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation, Sizes

__all__ = ["Verifier"]


class Verifier(ABC):
    """One stateful signature scheme of one provider; it verifies and does nothing else.

    Args:
        implementation: whose code it is.
        sizes: the scheme's lengths.
        parameters: how every public key of this parameter set begins: for XMSS its OID, for LMS the number
            of levels and the types of the upper tree.
    """

    def __init__(self, implementation: Implementation, sizes: Sizes, parameters: bytes) -> None:
        assert sizes.public_key_bytes
        assert sizes.signature_bytes
        self.implementation: Final = implementation
        self.public_key_bytes: Final = sizes.public_key_bytes
        self.signature_bytes: Final = sizes.signature_bytes
        self.parameters: Final = parameters

    @property
    def scheme(self) -> str:
        """The scheme's identifier."""
        return self.implementation.scheme

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> None:
        """Verify a signature; returns nothing if it is right.

        Args:
            public_key: exactly `public_key_bytes`, in the encoding that begins with the parameter set.
            message: any length.
            signature: exactly `signature_bytes`.

        Raises:
            InvalidSignature: it is not a signature of this message under this key.
            InvalidPublicKey: right size, but the key of another parameter set. It never reaches the library,
                which takes from the key how many bytes it reads.
            LengthError: wrong size; names the argument.
        """
        check_length("public_key", public_key, self.public_key_bytes)
        check_length("signature", signature, self.signature_bytes)
        check_bytes("message", message)
        if not public_key.startswith(self.parameters):
            raise InvalidPublicKey(
                f"the public key begins with {public_key[: len(self.parameters)].hex()}, which is another "
                f"parameter set than {self.scheme} ({self.parameters.hex()})"
            )
        if not self._accepts(public_key, message, signature):
            raise InvalidSignature(f"the signature of {self.scheme} does not verify")

    @abstractmethod
    def _accepts(self, public_key: bytes, message: bytes, signature: bytes) -> bool: ...
