"""ML-KEM through `pycryptodome`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pqeval.errors import InvalidPublicKey
from pqeval.kem.kem import Encapsulation, Kem, KeyPair
from pqeval.provider.from_pycryptodome import PycryptodomeProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["PROVIDER"]

SEED_BYTES: Final = 64
"""d and z of FIPS 203, Algorithm 19."""

ML_KEM: Final = {"ml_kem_512": "ML_KEM_512", "ml_kem_768": "ML_KEM_768", "ml_kem_1024": "ML_KEM_1024"}
NOTES: Final = (
    "the secret key is a seed: it is expanded when it is parsed, before the timed decaps",
    "keys are parsed before the timed call",
    "encaps and decaps are methods that the package keeps private (its public door to them is HPKE)",
)


class MlKem(Kem):
    """ML-KEM; the secret key is the 64-byte seed."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from Crypto.PublicKey import MLKEM  # noqa: PLC0415 - heavy

        self._module: Any = MLKEM
        self._set = getattr(MLKEM.ParamSet, implementation.library_name)

    def _keygen(self) -> KeyPair:
        key = self._timed_keygen()()
        return KeyPair(key.ek, key.seed)

    def _public_key_of(self, seed: bytes) -> bytes:
        public_key: bytes = self._module.construct(param_set=self._set, seed=seed).ek
        return public_key

    def _encaps(self, public_key: bytes) -> Encapsulation:
        shared_secret, ciphertext = self._timed_encaps(public_key)()
        return Encapsulation(ciphertext, shared_secret)

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        return self._timed_decaps(secret_key, ciphertext)()

    def _timed_keygen(self) -> Callable[[], Any]:
        return partial(self._module.generate, param_set=self._set)

    def _timed_encaps(self, public_key: bytes) -> Callable[[], tuple[bytes, bytes]]:
        try:
            parsed = self._module.construct(param_set=self._set, ek=public_key)
        except ValueError:
            raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}") from None
        return parsed._encaps  # type: ignore[no-any-return] # noqa: SLF001 - see NOTES

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], bytes]:
        key = self._module.construct(param_set=self._set, seed=secret_key)
        return partial(key._decaps, ciphertext)  # noqa: SLF001 - see NOTES


PROVIDER: Final = PycryptodomeProvider(
    ML_KEM, MlKem, NOTES, module="Crypto.PublicKey.MLKEM", secret_key_bytes=SEED_BYTES
)
