"""KEMs of liboqs, through liboqs-python."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pqeval.catalogue import Implementation, Role
from pqeval.errors import InvalidPublicKey, ProviderError
from pqeval.kem.kem import Encapsulation, Kem, KeyPair
from pqeval.liboqs.offered import offered, refused, unavailable_reason
from pqeval.provider.sizes import sizes_of

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

    def _keygen(self) -> KeyPair:
        with self._opened() as mechanism:
            public_key = self._asked(mechanism.generate_keypair)
            return KeyPair(bytes(public_key), bytes(mechanism.export_secret_key()))

    def _encaps(self, public_key: bytes) -> Encapsulation:
        with self._opened() as mechanism:
            try:
                ciphertext, shared_secret = mechanism.encap_secret(public_key)
            except RuntimeError:  # the only input is the key (ML-KEM: modulus check of FIPS 203, 7.2)
                raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}") from None
            return Encapsulation(bytes(ciphertext), bytes(shared_secret))

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        with self._opened(secret_key) as mechanism:
            return bytes(self._asked(partial(mechanism.decap_secret, ciphertext)))

    def _timed_keygen(self) -> Callable[[], object]:
        return self._keygen

    def _timed_encaps(self, public_key: bytes) -> Callable[[], object]:
        return partial(self._encaps, public_key)

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], object]:
        return partial(self._decaps, secret_key, ciphertext)

    def _opened(self, secret_key: bytes | None = None) -> Any:  # noqa: ANN401 - the package has no types
        return self._module.KeyEncapsulation(self.implementation.library_name, secret_key)

    def _asked(self, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - the package has no types
        try:
            return call()
        except RuntimeError as error:
            raise ProviderError(f"liboqs failed with {self.implementation.library_name}: {error}") from None


class LiboqsProvider:
    """The liboqs that pqeval built or was told to use."""

    name = "liboqs"
    rank = 0

    def unavailable(self) -> str:
        """Empty if there is a library."""
        return unavailable_reason()

    def implementations(self) -> tuple[Implementation, ...]:
        """Every KEM that the library has and the catalogue knows."""
        return offered(Role.KEM)

    def refused(self) -> dict[str, str]:
        """KEMs of other versions of the library."""
        return refused(Role.KEM)

    def open(self, implementation: Implementation) -> Kem:
        """One of `implementations()`."""
        return LiboqsKem(implementation, sizes_of(implementation.scheme))


PROVIDER: Final = LiboqsProvider()
