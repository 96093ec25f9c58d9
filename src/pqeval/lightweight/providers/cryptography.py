"""Baselines through `cryptography`, that is OpenSSL: AES-128 in modes, ChaCha20-Poly1305, SHA-2, SHA-3."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from pqeval.catalogue import Boundary, Implementation, Role, Sizes, load
from pqeval.errors import InvalidTag
from pqeval.lightweight.interfaces import Aead, Hash, Mac, StreamCipher
from pqeval.provider.packages import package_reason

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

__all__ = ["PROVIDER"]

SCHEMES: Final = {
    "aes_128_gcm": "AESGCM",
    "aes_128_ccm": "AESCCM",
    "aes_128_cmac": "CMAC",
    "aes_128_ctr": "CTR",
    "chacha20_poly1305": "ChaCha20Poly1305",
    "sha_256": "SHA256",
    "hmac_sha_256": "HMAC",
    "sha3_256": "SHA3_256",
}
_NOTES: Final = {
    Role.AEAD: "the cipher object with its expanded key is made before the timed call",
    Role.HASH: "the hash object is made inside the timed call",
    Role.MAC: "the MAC object and the expansion of its key are inside the timed call",
    Role.STREAM_CIPHER: "the cipher object and the expansion of its key are inside the timed call",
}


class Cipher(Protocol):
    """What the library's AEAD objects have in common."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The library's encryption."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The library's decryption."""


class CryptographyAead(Aead):
    """An AEAD class of `cryptography`; a key becomes an object before the timed call."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from cryptography.hazmat.primitives.ciphers import aead  # noqa: PLC0415 - heavy

        self._with_key: Callable[[bytes], Cipher] = getattr(aead, implementation.library_name)

    def _encrypt(self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes) -> bytes:
        return self._timed_encrypt(key, nonce, associated_data, plaintext)()

    def _decrypt(self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes) -> bytes:
        from cryptography import exceptions  # noqa: PLC0415 - heavy

        try:
            return self._timed_decrypt(key, nonce, associated_data, ciphertext)()
        except exceptions.InvalidTag:
            message = "the tag does not belong to this key, nonce, associated data and ciphertext"
            raise InvalidTag(message) from None

    def _timed_encrypt(
        self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes
    ) -> Callable[[], bytes]:
        return partial(self._with_key(key).encrypt, nonce, plaintext, associated_data)

    def _timed_decrypt(
        self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes
    ) -> Callable[[], bytes]:
        return partial(self._with_key(key).decrypt, nonce, ciphertext, associated_data)


class CryptographyHash(Hash):
    """A hash algorithm of `cryptography`."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - heavy

        self._algorithm: HashAlgorithm = getattr(hashes, implementation.library_name)()
        self._new = hashes.Hash

    def _digest(self, message: bytes) -> bytes:
        context = self._new(self._algorithm)
        context.update(message)
        return context.finalize()


class CryptographyMac(Mac):
    """CMAC over AES, or HMAC over SHA-256."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from cryptography.hazmat.primitives import cmac, hashes, hmac  # noqa: PLC0415 - heavy
        from cryptography.hazmat.primitives.ciphers import algorithms  # noqa: PLC0415 - likewise

        self._new: Callable[[bytes], cmac.CMAC | hmac.HMAC] = (
            (lambda key: cmac.CMAC(algorithms.AES(key)))
            if implementation.library_name == "CMAC"
            else (lambda key: hmac.HMAC(key, hashes.SHA256()))
        )

    def _tag(self, key: bytes, message: bytes) -> bytes:
        context = self._new(key)
        context.update(message)
        return context.finalize()


class CryptographyCtr(StreamCipher):
    """AES in counter mode."""

    def _xor(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher as Keyed  # noqa: PLC0415 - heavy
        from cryptography.hazmat.primitives.ciphers import algorithms, modes  # noqa: PLC0415 - likewise

        return Keyed(algorithms.AES(key), modes.CTR(nonce)).encryptor().update(data)


_CLASSES: Final[dict[Role, Callable[[Implementation, Sizes], Aead | Hash | Mac | StreamCipher]]] = {
    Role.AEAD: CryptographyAead,
    Role.HASH: CryptographyHash,
    Role.MAC: CryptographyMac,
    Role.STREAM_CIPHER: CryptographyCtr,
}


class CryptographyProvider:
    """`cryptography`, whatever version is installed."""

    name = "cryptography"
    rank = 10

    def unavailable(self) -> str:
        """Empty unless the package is missing."""
        return package_reason("cryptography")

    def implementations(self) -> tuple[Implementation, ...]:
        """The baselines."""
        return tuple(
            Implementation(
                scheme=scheme,
                provider=self.name,
                variant="openssl",
                library_name=library_name,
                boundary=Boundary.PYTHON,
                licence="Apache-2.0 OR BSD-3-Clause",
                notes=(_NOTES[load().scheme(scheme).role],),
            )
            for scheme, library_name in SCHEMES.items()
        )

    def refused(self) -> dict[str, str]:
        """Nothing that one might expect is missing."""
        return {}

    def open(self, implementation: Implementation) -> Aead | Hash | Mac | StreamCipher:
        """One of the baselines."""
        facts = load().scheme(implementation.scheme)
        return _CLASSES[facts.role](implementation, facts.sizes)


PROVIDER: Final = CryptographyProvider()
