"""The KEM interface: public methods check lengths, then a provider's class does the work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, NamedTuple

from pqeval.catalogue import Operation
from pqeval.errors import CryptoError
from pqeval.provider import check_length
from pqeval.provider.keys import KeyPair, pair_of_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["Encapsulation", "Kem", "KeyPair"]


class Encapsulation(NamedTuple):
    """What `encaps` returns; its repr hides the shared secret."""

    ciphertext: bytes
    shared_secret: bytes

    def __repr__(self) -> str:
        """Lengths only."""
        return (
            f"Encapsulation(ciphertext=<{len(self.ciphertext)} bytes>, "
            f"shared_secret=<{len(self.shared_secret)} bytes>)"
        )


class Kem(ABC):
    """A key encapsulation mechanism of one provider.

    `implementation` says whose code it is and how its secret keys are encoded: a `secret_key` belongs to
    the provider that made it, while public keys and ciphertexts can be exchanged between providers of one
    scheme.
    """

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.public_key_bytes
        assert sizes.ciphertext_bytes
        assert sizes.shared_secret_bytes
        self.implementation: Final = implementation
        self.public_key_bytes: Final = sizes.public_key_bytes
        self.secret_key_bytes: Final = implementation.secret_key_bytes
        self.ciphertext_bytes: Final = sizes.ciphertext_bytes
        self.shared_secret_bytes: Final = sizes.shared_secret_bytes

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

    def encaps(self, public_key: bytes) -> Encapsulation:
        """Encapsulate a fresh shared secret.

        Args:
            public_key: exactly `public_key_bytes`.

        Returns:
            `ciphertext` (`ciphertext_bytes`) and `shared_secret` (`shared_secret_bytes`).

        Raises:
            LengthError: wrong size.
            InvalidPublicKey: right size, but not the encoding of a public key.
        """
        check_length("public_key", public_key, self.public_key_bytes)
        return self._encaps(public_key)

    def decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        """Recover the shared secret.

        A KEM with implicit rejection (ML-KEM: FIPS 203, Algorithm 18) answers a forged ciphertext with an
        unrelated shared secret, not with an error.

        Args:
            secret_key: exactly `secret_key_bytes`, made by the same provider.
            ciphertext: exactly `ciphertext_bytes`.

        Returns:
            The shared secret, `shared_secret_bytes`.

        Raises:
            LengthError: wrong size; names the argument.
            CryptoError: the provider refuses the secret key, or (key agreement) the ciphertext.
        """
        check_length("secret_key", secret_key, self.secret_key_bytes)
        check_length("ciphertext", ciphertext, self.ciphertext_bytes)
        return self._decaps(secret_key, ciphertext)

    def timed(
        self,
        operation: Operation,
        *,
        public_key: bytes = b"",
        secret_key: bytes = b"",
        ciphertext: bytes = b"",
    ) -> Callable[[], object]:
        """A call without arguments that is exactly the provider's operation; what is timed.

        Lengths are checked and keys are parsed here, not in the call, except where
        `implementation.notes` says otherwise. The result of the call is in the provider's own form.

        Args:
            operation: `keygen`, `encaps` or `decaps`.
            public_key: needed for `encaps`.
            secret_key: needed for `decaps`.
            ciphertext: needed for `decaps`.

        Raises:
            LengthError: an argument that the operation needs has the wrong size.
        """
        match operation:
            case Operation.KEYGEN:
                return self._timed_keygen()
            case Operation.ENCAPS:
                check_length("public_key", public_key, self.public_key_bytes)
                return self._timed_encaps(public_key)
            case Operation.DECAPS:
                check_length("secret_key", secret_key, self.secret_key_bytes)
                check_length("ciphertext", ciphertext, self.ciphertext_bytes)
                return self._timed_decaps(secret_key, ciphertext)
            case _:
                raise CryptoError(f"a KEM has no operation {operation}")

    @abstractmethod
    def _keygen(self) -> KeyPair: ...

    def _public_key_of(self, seed: bytes) -> bytes:
        """The public key of a secret key that is a seed; providers that declare `seed` have it."""
        raise NotImplementedError

    @abstractmethod
    def _encaps(self, public_key: bytes) -> Encapsulation: ...

    @abstractmethod
    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes: ...

    @abstractmethod
    def _timed_keygen(self) -> Callable[[], object]: ...

    @abstractmethod
    def _timed_encaps(self, public_key: bytes) -> Callable[[], object]: ...

    @abstractmethod
    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], object]: ...
