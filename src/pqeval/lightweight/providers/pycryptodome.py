"""Baselines through `pycryptodome`: AES-128-GCM, ChaCha20-Poly1305, SHA-256, SHA3-256."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pqeval.catalogue import Boundary, Implementation
from pqeval.errors import InvalidTag
from pqeval.lightweight.interfaces import Aead, Hash
from pqeval.provider.packages import package_reason
from pqeval.provider.sizes import sizes_of

if TYPE_CHECKING:
    from pqeval.catalogue import Sizes

__all__ = ["PROVIDER"]

SCHEMES: Final = {
    "aes_128_gcm": "Crypto.Cipher.AES",
    "chacha20_poly1305": "Crypto.Cipher.ChaCha20_Poly1305",
    "sha_256": "Crypto.Hash.SHA256",
    "sha3_256": "Crypto.Hash.SHA3_256",
}


class PycryptodomeAead(Aead):
    """AES in mode GCM, or ChaCha20-Poly1305. A cipher object serves one message, so each call makes one."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._module = import_module(implementation.library_name)

    def _cipher(self, key: bytes, nonce: bytes, associated_data: bytes) -> Any:  # noqa: ANN401 - has no type
        if self.implementation.scheme == "aes_128_gcm":
            cipher = self._module.new(key, self._module.MODE_GCM, nonce=nonce)
        else:
            cipher = self._module.new(key=key, nonce=nonce)
        if associated_data:
            cipher.update(associated_data)
        return cipher

    def _encrypt(self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes) -> bytes:
        ciphertext, tag = self._cipher(key, nonce, associated_data).encrypt_and_digest(plaintext)
        return bytes(ciphertext + tag)

    def _decrypt(self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes) -> bytes:
        length = len(ciphertext) - self.tag_bytes
        cipher = self._cipher(key, nonce, associated_data)
        try:
            return bytes(cipher.decrypt_and_verify(ciphertext[:length], ciphertext[length:]))
        except ValueError:
            message = "the tag does not belong to this key, nonce, associated data and ciphertext"
            raise InvalidTag(message) from None


class PycryptodomeHash(Hash):
    """A hash module of `pycryptodome`."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._new = import_module(implementation.library_name).new

    def _digest(self, message: bytes) -> bytes:
        return bytes(self._new(message).digest())


class PycryptodomeProvider:
    """`pycryptodome`, whatever version is installed."""

    name = "pycryptodome"
    rank = 20

    def unavailable(self) -> str:
        """Empty unless the package is missing."""
        return package_reason("Crypto", "pycryptodome")

    def implementations(self) -> tuple[Implementation, ...]:
        """The four baselines."""
        return tuple(
            Implementation(
                scheme=scheme,
                provider=self.name,
                variant="default",
                library_name=library_name,
                boundary=Boundary.PYTHON,
                licence="BSD-2-Clause AND Unlicense",
                notes=("cipher or hash object and key expansion are inside the timed call",),
            )
            for scheme, library_name in SCHEMES.items()
        )

    def refused(self) -> dict[str, str]:
        """Nothing that one might expect is missing."""
        return {}

    def open(self, implementation: Implementation) -> Aead | Hash:
        """One of the four baselines."""
        sizes = sizes_of(implementation.scheme)
        if sizes.key_bytes:
            return PycryptodomeAead(implementation, sizes)
        return PycryptodomeHash(implementation, sizes)


PROVIDER: Final = PycryptodomeProvider()
