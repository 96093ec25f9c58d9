"""The signature interface: public methods check lengths, then a provider's class does the work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Operation
from pqeval.errors import CryptoError
from pqeval.provider import check_bytes, check_length, check_length_at_most
from pqeval.provider.keys import KeyPair, pair_of_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["KeyPair", "Signature"]

MAX_CONTEXT_BYTES: Final = 255
"""FIPS 204 and FIPS 205: the length of a context string is one byte."""


class Signature(ABC):
    """A signature scheme of one provider.

    `implementation` says whose code it is and how its secret keys are encoded: a `secret_key` belongs to
    the provider that made it, while public keys and signatures can be exchanged between providers of one
    scheme. Subclasses set the class attributes where they differ.
    """

    supports_context: bool = False
    """Whether `context` may be other than empty."""
    fixed_signature_length: bool = True
    """Whether every signature has exactly `signature_bytes`, which is the largest length otherwise."""
    fixed_secret_key_length: bool = True
    """Whether every secret key has exactly `secret_key_bytes`, which is the largest length otherwise."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.public_key_bytes
        assert sizes.signature_bytes
        self.implementation: Final = implementation
        self.public_key_bytes: Final = sizes.public_key_bytes
        self.secret_key_bytes: Final = implementation.secret_key_bytes
        self.signature_bytes: Final = sizes.signature_bytes

    @property
    def scheme(self) -> str:
        """The scheme's identifier."""
        return self.implementation.scheme

    def keygen(self) -> KeyPair:
        """Make a key pair from the provider's own randomness.

        Raises:
            ProviderError: the library failed.
        """
        return self._keygen()

    def keygen_from(self, seed: bytes) -> KeyPair:
        """The key pair whose secret key is this seed, where `implementation.secret_key_encoding` is `seed`.

        Args:
            seed: exactly `secret_key_bytes`.

        Raises:
            LengthError: wrong size.
            CryptoError: this provider's secret keys of the scheme are not seeds.
        """
        return pair_of_seed(self.implementation, seed, self._public_key_of)

    def sign(self, secret_key: bytes, message: bytes, context: bytes = b"") -> bytes:
        """Sign a message.

        Args:
            secret_key: `secret_key_bytes`, made by the same provider.
            message: any length.
            context: at most 255 bytes; must be empty where the scheme or provider has none.

        Returns:
            The signature: `signature_bytes`, or at most that many.

        Raises:
            LengthError: wrong size; names the argument.
            CryptoError: a context that is not supported, or a secret key that the provider refuses.
        """
        self._check_secret_key(secret_key)
        self._check_message(message, context)
        return self._sign(secret_key, message, context)

    def verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes = b"") -> None:
        """Verify a signature; returns nothing if it is right.

        Args:
            public_key: exactly `public_key_bytes`.
            message: any length.
            signature: `signature_bytes`, or at most that many.
            context: as given to `sign`.

        Raises:
            InvalidSignature: it is not a signature of this message and context under this key.
            InvalidPublicKey: right size, but not the encoding of a public key.
            LengthError: wrong size; names the argument.
            CryptoError: a context that is not supported.
        """
        self._check_public(public_key, signature)
        self._check_message(message, context)
        self._verify(public_key, message, signature, context)

    def timed(
        self,
        operation: Operation,
        *,
        public_key: bytes = b"",
        secret_key: bytes = b"",
        message: bytes = b"",
        signature: bytes = b"",
    ) -> Callable[[], object]:
        """A call without arguments that is exactly the provider's operation; what is timed.

        Lengths are checked and keys are parsed here, not in the call, except where
        `implementation.notes` says otherwise. The result of the call is in the provider's own form; a
        `verify` that fails may raise the provider's own exception or return False. The context is empty.

        Args:
            operation: `keygen`, `sign` or `verify`.
            public_key: needed for `verify`.
            secret_key: needed for `sign`.
            message: needed for `sign` and `verify`.
            signature: needed for `verify`.

        Raises:
            LengthError: an argument that the operation needs has the wrong size.
        """
        match operation:
            case Operation.KEYGEN:
                return self._timed_keygen()
            case Operation.SIGN:
                self._check_secret_key(secret_key)
                check_bytes("message", message)
                return self._timed_sign(secret_key, message)
            case Operation.VERIFY:
                self._check_public(public_key, signature)
                check_bytes("message", message)
                return self._timed_verify(public_key, message, signature)
            case _:
                raise CryptoError(f"a signature scheme has no operation {operation}")

    def _check_secret_key(self, secret_key: bytes) -> None:
        if self.fixed_secret_key_length:
            check_length("secret_key", secret_key, self.secret_key_bytes)
        else:
            check_length_at_most("secret_key", secret_key, self.secret_key_bytes, least=1)

    def _check_public(self, public_key: bytes, signature: bytes) -> None:
        check_length("public_key", public_key, self.public_key_bytes)
        if self.fixed_signature_length:
            check_length("signature", signature, self.signature_bytes)
        else:
            check_length_at_most("signature", signature, self.signature_bytes, least=1)

    def _check_message(self, message: bytes, context: bytes) -> None:
        check_bytes("message", message)
        check_length_at_most("context", context, MAX_CONTEXT_BYTES)
        if context and not self.supports_context:
            provider = self.implementation.provider
            raise CryptoError(f"context must be empty: {self.scheme} of {provider} has no context strings")

    @abstractmethod
    def _keygen(self) -> KeyPair: ...

    def _public_key_of(self, seed: bytes) -> bytes:
        """The public key of a secret key that is a seed; providers that declare `seed` have it."""
        raise NotImplementedError

    @abstractmethod
    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes: ...

    @abstractmethod
    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None: ...

    @abstractmethod
    def _timed_keygen(self) -> Callable[[], object]: ...

    @abstractmethod
    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], object]: ...

    @abstractmethod
    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], object]: ...
