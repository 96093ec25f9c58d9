"""KEMs of an OpenSSL of our own choice (`pqeval setup openssl`), through the bridge in C."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Role
from pqeval.errors import CryptoError, InvalidPublicKey
from pqeval.kem.kem import Encapsulation, Kem, KeyPair
from pqeval.provider.from_openssl import OpensslProvider, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["PROVIDER"]

OFFERED: Final = (
    "ml_kem_512",
    "ml_kem_768",
    "ml_kem_1024",
    "x25519mlkem768",
    "x25519",
    "x448",
    "ecdh_p_256",
    "ecdh_p_384",
)
REFUSED: Final = dict.fromkeys(
    ("secp256r1mlkem768", "secp384r1mlkem1024"),
    "OpenSSL 4.0 exports no secret key of a hybrid with a NIST curve; measured inside TLS instead",
)


class OpensslKem(Kem):
    """A KEM of OpenSSL; the secret key is the standard's decapsulation key."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._algorithm = opened(implementation, Role.KEM)

    def _keygen(self) -> KeyPair:
        return KeyPair(*self._algorithm.keygen())

    def _encaps(self, public_key: bytes) -> Encapsulation:
        sent = self._algorithm.encaps(public_key)
        if sent is None:
            raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}")
        return Encapsulation(*sent)

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        shared_secret = self._algorithm.decaps(secret_key, ciphertext)
        if shared_secret is None:
            raise CryptoError(f"OpenSSL refuses the secret_key or the ciphertext of {self.scheme}")
        return shared_secret

    def _timed_keygen(self) -> Callable[[], object]:
        return self._algorithm.keygen

    def _timed_encaps(self, public_key: bytes) -> Callable[[], object]:
        return lambda: self._algorithm.encaps(public_key)

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], object]:
        return lambda: self._algorithm.decaps(secret_key, ciphertext)


PROVIDER: Final = OpensslProvider(OFFERED, REFUSED, OpensslKem)
