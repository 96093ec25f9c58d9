"""Signatures of an OpenSSL of our own choice (`pqeval setup openssl`), through the bridge in C."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Role
from pqeval.errors import InvalidSignature
from pqeval.provider.from_openssl import OpensslProvider, opened
from pqeval.sig.signature import KeyPair, Signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["PROVIDER"]

ML_DSA: Final = ("ml_dsa_44", "ml_dsa_65", "ml_dsa_87")
SLH_DSA: Final = tuple(
    f"slh_dsa_{hashing}_{strength}"
    for hashing in ("sha2", "shake")
    for strength in ("128s", "128f", "192s", "192f", "256s", "256f")
)


class OpensslSignature(Signature):
    """ML-DSA or SLH-DSA of OpenSSL; pure, hedged, with the standard's secret key."""

    supports_context = True

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._algorithm = opened(implementation, Role.SIGNATURE)

    def _keygen(self) -> KeyPair:
        return KeyPair(*self._algorithm.keygen())

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        return self._algorithm.sign(secret_key, message, context)

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        if not self._algorithm.verify(public_key, message, signature, context):
            raise InvalidSignature(f"the signature of {self.scheme} does not verify")

    def _timed_keygen(self) -> Callable[[], object]:
        return self._algorithm.keygen

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], object]:
        return lambda: self._algorithm.sign(secret_key, message)

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], object]:
        return lambda: self._algorithm.verify(public_key, message, signature)


PROVIDER: Final = OpensslProvider((*ML_DSA, *SLH_DSA), {}, OpensslSignature)
