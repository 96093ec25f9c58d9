"""KEMs of liboqs, through liboqs-python."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pqeval.catalogue import Implementation, Role
from pqeval.errors import InvalidPublicKey
from pqeval.kem.kem import Encapsulation, Kem, KeyPair
from pqeval.provider.from_liboqs import LiboqsProvider, answer_of, fresh_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Sizes

__all__ = ["PROVIDER"]


class LiboqsKem(Kem):
    """A KEM of liboqs; the secret key is in the library's own encoding."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from pqeval.liboqs.binding import oqs  # noqa: PLC0415 - loads the library

        self._module = oqs()
        self._name = implementation.library_name

    def _keygen(self) -> KeyPair:
        with self._opened() as mechanism:
            return fresh_keys(mechanism, self._name)

    def _encaps(self, public_key: bytes) -> Encapsulation:
        with self._opened() as mechanism:
            try:
                ciphertext, shared_secret = mechanism.encap_secret(public_key)
            except RuntimeError:  # the only input is the key (ML-KEM: modulus check of FIPS 203, 7.2)
                raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}") from None
            return Encapsulation(bytes(ciphertext), bytes(shared_secret))

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        with self._opened(secret_key) as mechanism:
            return bytes(answer_of(partial(mechanism.decap_secret, ciphertext), self._name))

    def _timed_keygen(self) -> Callable[[], object]:
        return self._keygen

    def _timed_encaps(self, public_key: bytes) -> Callable[[], object]:
        return partial(self._encaps, public_key)

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], object]:
        return partial(self._decaps, secret_key, ciphertext)

    def _opened(self, secret_key: bytes | None = None) -> Any:  # noqa: ANN401 - the package has no types
        return self._module.KeyEncapsulation(self._name, secret_key)


PROVIDER: Final = LiboqsProvider(Role.KEM, LiboqsKem)
