"""Baselines through `pycryptodome`: AES-128 in modes, ChaCha20-Poly1305, SHA-2, SHA-3."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

from pqeval.catalogue import Implementation, Role, Sizes, load
from pqeval.errors import CryptoError, InvalidTag
from pqeval.lightweight.interfaces import (
    Aead,
    Hash,
    Mac,
    Sponge,
    StreamCipher,
    Xof,
    check_output_length,
)
from pqeval.provider import check_bytes
from pqeval.provider.from_pycryptodome import PycryptodomeProvider

__all__ = ["PROVIDER"]

SCHEMES: Final = {
    "aes_128_gcm": "Crypto.Cipher.AES",
    "aes_128_ccm": "Crypto.Cipher.AES",
    "aes_128_cmac": "Crypto.Hash.CMAC",
    "aes_128_ctr": "Crypto.Cipher.AES",
    "chacha20_poly1305": "Crypto.Cipher.ChaCha20_Poly1305",
    "sha_256": "Crypto.Hash.SHA256",
    "hmac_sha_256": "Crypto.Hash.HMAC",
    "sha3_256": "Crypto.Hash.SHA3_256",
    "shake128": "Crypto.Hash.SHAKE128",
}


class PycryptodomeAead(Aead):
    """AES in mode GCM, or ChaCha20-Poly1305. A cipher object serves one message, so each call makes one."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._module = import_module(implementation.library_name)

    def _cipher(self, key: bytes, nonce: bytes, associated_data: bytes) -> Any:  # noqa: ANN401 - has no type
        if self.implementation.scheme == "aes_128_gcm":
            cipher = self._module.new(key, self._module.MODE_GCM, nonce=nonce)
        elif self.implementation.scheme == "aes_128_ccm":
            cipher = self._module.new(key, self._module.MODE_CCM, nonce=nonce, mac_len=self.tag_bytes)
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


class PycryptodomeMac(Mac):
    """CMAC over AES, or HMAC over SHA-256."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        module = import_module(implementation.library_name)
        below = "Crypto.Cipher.AES" if implementation.scheme == "aes_128_cmac" else "Crypto.Hash.SHA256"
        name = "ciphermod" if implementation.scheme == "aes_128_cmac" else "digestmod"
        self._new = partial(module.new, **{name: import_module(below)})

    def _tag(self, key: bytes, message: bytes) -> bytes:
        return bytes(self._new(key).update(message).digest())


class PycryptodomeCtr(StreamCipher):
    """AES in counter mode."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._module = import_module(implementation.library_name)

    def _xor(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        cipher = self._module.new(key, self._module.MODE_CTR, nonce=b"", initial_value=nonce)
        return bytes(cipher.encrypt(data))


class PycryptodomeXof(Xof):
    """SHAKE128."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        del sizes  # an XOF has none
        super().__init__(implementation)
        self._module = import_module(implementation.library_name)

    def _new(self, customization: bytes) -> Sponge:
        assert not customization
        return _Absorbing(self._module.new())


class _Absorbing:
    """A SHAKE object of the library behind the names of this package."""

    def __init__(self, shake: Any) -> None:  # noqa: ANN401 - has no type
        self._shake = shake

    def absorb(self, data: bytes) -> None:
        check_bytes("data", data)
        try:
            self._shake.update(data)
        except TypeError:
            message = "absorb after squeeze: an XOF takes its whole message before any output"
            raise CryptoError(message) from None

    def squeeze(self, length: int) -> bytes:
        check_output_length(length)
        return bytes(self._shake.read(length))


_CLASSES: Final[dict[Role, Callable[[Implementation, Sizes], Aead | Hash | Mac | StreamCipher | Xof]]] = {
    Role.AEAD: PycryptodomeAead,
    Role.HASH: PycryptodomeHash,
    Role.XOF: PycryptodomeXof,
    Role.MAC: PycryptodomeMac,
    Role.STREAM_CIPHER: PycryptodomeCtr,
}


def _made(implementation: Implementation, sizes: Sizes) -> Aead | Hash | Mac | StreamCipher | Xof:
    return _CLASSES[load().scheme(implementation.scheme).role](implementation, sizes)


PROVIDER: Final = PycryptodomeProvider(
    SCHEMES, _made, ("cipher or hash object and key expansion are inside the timed call",)
)
