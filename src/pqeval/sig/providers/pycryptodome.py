"""ML-DSA through `pycryptodome`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pqeval.errors import InvalidPublicKey, InvalidSignature
from pqeval.provider.from_pycryptodome import PycryptodomeProvider
from pqeval.sig.signature import KeyPair, Signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["PROVIDER"]

SEED_BYTES: Final = 32
ML_DSA: Final = {"ml_dsa_44": "ML_DSA_44", "ml_dsa_65": "ML_DSA_65", "ml_dsa_87": "ML_DSA_87"}
NOTES: Final = (
    "keys are parsed and the signature object is made before the timed call",
    "the secret key is a seed: it is expanded when it is parsed, before the timed sign",
)


class MlDsa(Signature):
    """ML-DSA (FIPS 204), hedged; the secret key is the 32-byte seed."""

    supports_context = True

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from Crypto.PublicKey import MLDSA  # noqa: PLC0415 - heavy
        from Crypto.Signature import mldsa  # noqa: PLC0415 - heavy

        self._keys: Any = MLDSA
        self._new: Any = mldsa.new
        self._set = getattr(MLDSA.ParamSet, implementation.library_name)

    def _keygen(self) -> KeyPair:
        key = self._timed_keygen()()
        return KeyPair(key.pk, key.seed)

    def _public_key_of(self, seed: bytes) -> bytes:
        public_key: bytes = self._keys.construct(param_set=self._set, seed=seed).pk
        return public_key

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        key = self._keys.construct(param_set=self._set, seed=secret_key)
        signature: bytes = self._new(key, context).sign(message)
        return signature

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        key = self._parse(public_key)
        try:
            self._new(key, context).verify(message, signature)
        except ValueError:
            raise InvalidSignature("the signature does not verify for this message and public key") from None

    def _timed_keygen(self) -> Callable[[], Any]:
        return partial(self._keys.generate, param_set=self._set)

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], object]:
        key = self._keys.construct(param_set=self._set, seed=secret_key)
        return partial(self._new(key).sign, message)

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], object]:
        return partial(self._new(self._parse(public_key)).verify, message, signature)

    def _parse(self, public_key: bytes) -> Any:  # noqa: ANN401 - the package's class is imported late
        try:
            return self._keys.construct(param_set=self._set, pk=public_key)
        except ValueError:
            raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}") from None


PROVIDER: Final = PycryptodomeProvider(
    ML_DSA, MlDsa, NOTES, module="Crypto.PublicKey.MLDSA", secret_key_bytes=SEED_BYTES
)
