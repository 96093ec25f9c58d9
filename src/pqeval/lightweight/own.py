"""Our own primitives as Python objects: one class a shape of call, whatever the primitive is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pqeval.errors import CryptoError, InvalidTag
from pqeval.lightweight._primitives import ffi, lib
from pqeval.lightweight.functions import function, schedule_bytes
from pqeval.lightweight.interfaces import (
    Aead,
    BlockCipher,
    Hash,
    Mac,
    Primitive,
    Sponge,
    StreamCipher,
    Xof,
    check_output_length,
)
from pqeval.lightweight.offers import own_of
from pqeval.provider import check_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes
    from pqeval.native.manifests import OwnScheme

__all__ = ["OwnBlockCipher", "OwnXof", "wrapped"]


def wrapped(implementation: Implementation, sizes: Sizes) -> Primitive:
    """The object for one of our own implementations.

    Raises:
        UnsupportedScheme: there is no such thing.
        LibraryError: the extension was built before the manifest named it.
    """
    own = own_of(implementation.scheme, implementation.variant)
    if own.wrapper:
        module, _, name = own.wrapper.partition(":")
        made: Primitive = getattr(import_module(f"pqeval.lightweight.{module}"), name)(implementation, own)
        return made
    if own.shape == "xof":
        return OwnXof(implementation, own)
    return _CLASSES[own.shape](implementation, sizes, own)


class OwnAead(Aead):
    """An AEAD in C."""

    def __init__(self, implementation: Implementation, sizes: Sizes, own: OwnScheme) -> None:
        super().__init__(implementation, sizes)
        self._c_encrypt = function(own, "encrypt")
        self._c_decrypt = function(own, "decrypt")

    def _encrypt(self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes) -> bytes:
        length = len(plaintext)
        out = ffi.new("uint8_t[]", length + self.tag_bytes)
        self._c_encrypt(
            out, out + length, plaintext, length, associated_data, len(associated_data), nonce, key
        )
        return bytes(ffi.buffer(out))

    def _decrypt(self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes) -> bytes:
        length = len(ciphertext) - self.tag_bytes
        out = ffi.new("uint8_t[]", length)
        tag = ciphertext[length:]
        status = self._c_decrypt(
            out, ciphertext, length, tag, associated_data, len(associated_data), nonce, key
        )
        if status != lib.PQE_OK:
            raise InvalidTag("the tag does not belong to this key, nonce, associated data and ciphertext")
        return bytes(ffi.buffer(out))


class OwnHash(Hash):
    """A hash function in C."""

    def __init__(self, implementation: Implementation, sizes: Sizes, own: OwnScheme) -> None:
        super().__init__(implementation, sizes)
        self._c_digest = function(own, "digest")

    def _digest(self, message: bytes) -> bytes:
        out = ffi.new("uint8_t[]", self.digest_bytes)
        self._c_digest(out, message, len(message))
        return bytes(ffi.buffer(out))


class OwnXof(Xof):
    """An XOF in C that takes the whole message in one call."""

    def __init__(self, implementation: Implementation, own: OwnScheme) -> None:
        super().__init__(implementation)
        self._c_digest = function(own, "digest")

    def _new(self, customization: bytes) -> Sponge:
        assert not customization
        return _Gathered(self)

    def _digest(self, message: bytes, length: int, customization: bytes) -> bytes:
        assert not customization
        return self.whole(message, length)

    def whole(self, message: bytes, length: int) -> bytes:
        """`length` bytes of output for a whole message."""
        out = ffi.new("uint8_t[]", length)
        self._c_digest(out, length, message, len(message))
        return bytes(ffi.buffer(out))


class _Gathered:
    """An XOF in use, where the C has no incremental functions: keeps the message, computes output anew."""

    def __init__(self, xof: OwnXof) -> None:
        self._xof: Final = xof
        self._message = b""
        self._squeezed = 0

    def absorb(self, data: bytes) -> None:
        check_bytes("data", data)
        if self._squeezed:
            raise CryptoError("absorb after squeeze: an XOF takes its whole message before any output")
        self._message += data

    def squeeze(self, length: int) -> bytes:
        check_output_length(length)
        begin, self._squeezed = self._squeezed, self._squeezed + length
        return self._xof.whole(self._message, self._squeezed)[begin:]


class OwnMac(Mac):
    """A MAC in C."""

    def __init__(self, implementation: Implementation, sizes: Sizes, own: OwnScheme) -> None:
        super().__init__(implementation, sizes)
        self._c_tag = function(own, "tag")

    def _tag(self, key: bytes, message: bytes) -> bytes:
        out = ffi.new("uint8_t[]", self.tag_bytes)
        self._c_tag(out, message, len(message), key)
        return bytes(ffi.buffer(out))


class OwnStreamCipher(StreamCipher):
    """A stream cipher in C."""

    def __init__(self, implementation: Implementation, sizes: Sizes, own: OwnScheme) -> None:
        super().__init__(implementation, sizes)
        self._c_xor = function(own, "xor")

    def _xor(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        out = ffi.new("uint8_t[]", len(data))
        self._c_xor(out, data, len(data), nonce, key)
        return bytes(ffi.buffer(out))


class OwnBlockCipher(BlockCipher):
    """A block cipher in C."""

    def __init__(self, implementation: Implementation, sizes: Sizes, own: OwnScheme) -> None:
        super().__init__(implementation, sizes)
        self._own = own
        self._c_key_schedule = function(own, "key_schedule")
        self._c_encrypt = function(own, "encrypt")
        self._c_decrypt = function(own, "decrypt")

    def _encrypt(self, key: bytes, plaintext: bytes) -> bytes:
        return self._run(self._c_encrypt, key, plaintext)

    def _decrypt(self, key: bytes, ciphertext: bytes) -> bytes:
        return self._run(self._c_decrypt, key, ciphertext)

    def expanded(self, key: bytes) -> bytes:
        """The expanded key as it lies in memory."""
        return bytes(ffi.buffer(self._schedule(key)))

    def _schedule(self, key: bytes) -> Any:  # noqa: ANN401 - cffi has no types
        schedule = ffi.new("uint8_t[]", schedule_bytes(self._own))
        self._c_key_schedule(schedule, key)
        return schedule

    def _run(self, function: Any, key: bytes, blocks: bytes) -> bytes:  # noqa: ANN401 - likewise
        out = ffi.new("uint8_t[]", len(blocks))
        function(self._schedule(key), out, blocks, len(blocks) // self.block_bytes)
        return bytes(ffi.buffer(out))


_CLASSES: Final[dict[str, Callable[[Implementation, Sizes, OwnScheme], Primitive]]] = {
    "aead": OwnAead,
    "hash": OwnHash,
    "mac": OwnMac,
    "stream": OwnStreamCipher,
    "block": OwnBlockCipher,
}
