"""The kinds of primitives: the public methods check lengths, then a provider's class does the work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from hmac import compare_digest
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from pqeval.catalogue import Operation, load
from pqeval.errors import CryptoError, InvalidTag, LengthError
from pqeval.provider import check_bytes, check_length, check_length_at_most

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["Aead", "BlockCipher", "Hash", "Mac", "Primitive", "Sponge", "StreamCipher", "Xof"]

MAX_MESSAGE_BYTES: Final = 2**31 - 1
"""Longest message in one call: what every provider takes."""


class Aead(ABC):
    """Authenticated encryption with associated data.

    As in RFC 5116, the ciphertext that `encrypt` returns and `decrypt` takes ends with the tag: it is
    `tag_bytes` longer than the plaintext.
    """

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.key_bytes
        assert sizes.nonce_bytes
        assert sizes.tag_bytes
        self.implementation: Final = implementation
        self.key_bytes: Final = sizes.key_bytes
        self.nonce_bytes: Final = sizes.nonce_bytes
        self.tag_bytes: Final = sizes.tag_bytes
        self._most_bytes: Final = most_message_bytes(implementation.scheme)

    def encrypt(self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes) -> bytes:
        """Encrypt and authenticate. A nonce must not be used twice with one key.

        Args:
            key: exactly `key_bytes`.
            nonce: exactly `nonce_bytes`.
            associated_data: authenticated, not encrypted; may be empty.
            plaintext: may be empty.

        Returns:
            Ciphertext, `tag_bytes` longer than the plaintext.

        Raises:
            LengthError: names the argument with the wrong length.
        """
        self._check(key, nonce, associated_data)
        check_length_at_most("plaintext", plaintext, self._most_bytes)
        return self._encrypt(key, nonce, associated_data, plaintext)

    def decrypt(self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes) -> bytes:
        """Verify and decrypt.

        Args:
            key: exactly `key_bytes`.
            nonce: exactly `nonce_bytes`.
            associated_data: as given to `encrypt`.
            ciphertext: what `encrypt` returned, at least `tag_bytes`.

        Returns:
            The plaintext.

        Raises:
            InvalidTag: one of the arguments is not what was encrypted; nothing is released.
            LengthError: names the argument with the wrong length.
        """
        self._check(key, nonce, associated_data)
        most = self._most_bytes + self.tag_bytes
        check_length_at_most("ciphertext", ciphertext, most, least=self.tag_bytes)
        return self._decrypt(key, nonce, associated_data, ciphertext)

    def timed(
        self, operation: Operation, *, key: bytes, nonce: bytes, associated_data: bytes, message: bytes
    ) -> Callable[[], bytes]:
        """A call without arguments that does the provider's operation; what is timed.

        Lengths are checked here, not in the call. What else is done before and what inside the call is
        said by `implementation.notes`.

        Args:
            operation: `encrypt` or `decrypt`.
            key: as for `encrypt`.
            nonce: as for `encrypt`.
            associated_data: as for `encrypt`.
            message: the plaintext or the ciphertext.
        """
        self._check(key, nonce, associated_data)
        match operation:
            case Operation.ENCRYPT:
                check_length_at_most("plaintext", message, self._most_bytes)
                return self._timed_encrypt(key, nonce, associated_data, message)
            case Operation.DECRYPT:
                most = self._most_bytes + self.tag_bytes
                check_length_at_most("ciphertext", message, most, least=self.tag_bytes)
                return self._timed_decrypt(key, nonce, associated_data, message)
            case _:
                raise CryptoError(f"an AEAD has no operation {operation}")

    def _check(self, key: bytes, nonce: bytes, associated_data: bytes) -> None:
        check_length("key", key, self.key_bytes)
        check_length("nonce", nonce, self.nonce_bytes)
        check_length_at_most("associated_data", associated_data, MAX_MESSAGE_BYTES)

    @abstractmethod
    def _encrypt(self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes) -> bytes: ...

    @abstractmethod
    def _decrypt(self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes) -> bytes: ...

    def _timed_encrypt(
        self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes
    ) -> Callable[[], bytes]:
        return lambda: self._encrypt(key, nonce, associated_data, plaintext)

    def _timed_decrypt(
        self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes
    ) -> Callable[[], bytes]:
        return lambda: self._decrypt(key, nonce, associated_data, ciphertext)


class Hash(ABC):
    """A hash function with a digest of fixed length."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.digest_bytes
        self.implementation: Final = implementation
        self.digest_bytes: Final = sizes.digest_bytes

    def digest(self, message: bytes) -> bytes:
        """The digest of a whole message: `digest_bytes` bytes."""
        check_bytes("message", message)
        return self._digest(message)

    def timed(self, operation: Operation, *, message: bytes) -> Callable[[], bytes]:
        """A call without arguments that hashes `message`; what is timed (see `implementation.notes`)."""
        if operation != Operation.DIGEST:
            raise CryptoError(f"a hash function has no operation {operation}")
        check_bytes("message", message)
        return lambda: self._digest(message)

    @abstractmethod
    def _digest(self, message: bytes) -> bytes: ...


class Sponge(Protocol):
    """An XOF in use: any number of `absorb`, then any number of `squeeze`."""

    def absorb(self, data: bytes) -> None:
        """Take more of the message.

        Raises:
            CryptoError: output was squeezed already.
        """

    def squeeze(self, length: int) -> bytes:
        """The next `length` bytes of output."""


class Xof(ABC):
    """A hash function with output of any length."""

    max_customization_bytes: int = 0
    """Longest customization string; 0 where the function has none."""

    def __init__(self, implementation: Implementation) -> None:
        self.implementation: Final = implementation

    def new(self, customization: bytes = b"") -> Sponge:
        """Begin to absorb a message.

        Args:
            customization: at most `max_customization_bytes`.

        Raises:
            LengthError: the customization string is too long, or the function has none.
        """
        check_length_at_most("customization", customization, self.max_customization_bytes)
        return self._new(customization)

    def digest(self, message: bytes, length: int, customization: bytes = b"") -> bytes:
        """`length` bytes of output for a whole message.

        Raises:
            LengthError: the customization string is too long, or the function has none.
        """
        check_bytes("message", message)
        check_output_length(length)
        check_length_at_most("customization", customization, self.max_customization_bytes)
        return self._digest(message, length, customization)

    def timed(self, operation: Operation, *, message: bytes, length: int) -> Callable[[], bytes]:
        """A call without arguments that computes `length` bytes of output for `message`."""
        if operation != Operation.DIGEST:
            raise CryptoError(f"an XOF has no operation {operation}")
        check_bytes("message", message)
        check_output_length(length)
        return lambda: self._digest(message, length, b"")

    def _digest(self, message: bytes, length: int, customization: bytes) -> bytes:
        sponge = self._new(customization)
        sponge.absorb(message)
        return sponge.squeeze(length)

    @abstractmethod
    def _new(self, customization: bytes) -> Sponge: ...


def check_output_length(length: int) -> None:
    """Require 0 to `MAX_MESSAGE_BYTES`.

    Raises:
        LengthError: the requested output is negative or too long.
    """
    if not 0 <= length <= MAX_MESSAGE_BYTES:
        raise LengthError("output", f"0 to {MAX_MESSAGE_BYTES}", length)


def most_message_bytes(scheme: str) -> int:
    """The longest message of a scheme in one call: its own limit, or what every provider takes."""
    known = load().by_id.get(scheme)
    return (known.most_message_bytes if known else None) or MAX_MESSAGE_BYTES


class Mac(ABC):
    """A message authentication code with a key and a tag of fixed length."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.key_bytes
        assert sizes.tag_bytes
        self.implementation: Final = implementation
        self.key_bytes: Final = sizes.key_bytes
        self.tag_bytes: Final = sizes.tag_bytes

    def tag(self, key: bytes, message: bytes) -> bytes:
        """The tag of a message: `tag_bytes` bytes.

        Raises:
            LengthError: names the argument with the wrong length.
        """
        check_length("key", key, self.key_bytes)
        check_length_at_most("message", message, MAX_MESSAGE_BYTES)
        return self._tag(key, message)

    def verify(self, key: bytes, message: bytes, tag: bytes) -> None:
        """Compare a tag with that of a message, in constant time.

        Raises:
            InvalidTag: it is another one.
            LengthError: names the argument with the wrong length.
        """
        check_length("tag", tag, self.tag_bytes)
        if not compare_digest(self.tag(key, message), tag):
            raise InvalidTag("the tag does not belong to this key and message")

    def timed(self, operation: Operation, *, key: bytes, message: bytes) -> Callable[[], bytes]:
        """A call without arguments that computes the tag; what is timed (see `implementation.notes`)."""
        if operation != Operation.TAG:
            raise CryptoError(f"a MAC has no operation {operation}")
        check_length("key", key, self.key_bytes)
        check_length_at_most("message", message, MAX_MESSAGE_BYTES)
        return lambda: self._tag(key, message)

    @abstractmethod
    def _tag(self, key: bytes, message: bytes) -> bytes: ...


class StreamCipher(ABC):
    """A stream cipher: encryption without authentication; decryption is the same call."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.key_bytes
        assert sizes.nonce_bytes
        self.implementation: Final = implementation
        self.key_bytes: Final = sizes.key_bytes
        self.nonce_bytes: Final = sizes.nonce_bytes

    def xor(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        """`data` exclusive-or key stream. A nonce must not be used twice with one key.

        Raises:
            LengthError: names the argument with the wrong length.
        """
        self._check(key, nonce, data)
        return self._xor(key, nonce, data)

    def timed(self, operation: Operation, *, key: bytes, nonce: bytes, message: bytes) -> Callable[[], bytes]:
        """A call without arguments that encrypts `message`; what is timed (see `implementation.notes`)."""
        if operation != Operation.XOR:
            raise CryptoError(f"a stream cipher has no operation {operation}")
        self._check(key, nonce, message)
        return lambda: self._xor(key, nonce, message)

    def _check(self, key: bytes, nonce: bytes, data: bytes) -> None:
        check_length("key", key, self.key_bytes)
        check_length("nonce", nonce, self.nonce_bytes)
        check_length_at_most("data", data, MAX_MESSAGE_BYTES)

    @abstractmethod
    def _xor(self, key: bytes, nonce: bytes, data: bytes) -> bytes: ...


class BlockCipher(ABC):
    """A block cipher on independent blocks: a part of modes of operation, never to be used on data itself."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        assert sizes.key_bytes
        assert sizes.block_bytes
        self.implementation: Final = implementation
        self.key_bytes: Final = sizes.key_bytes
        self.block_bytes: Final = sizes.block_bytes

    def encrypt(self, key: bytes, plaintext: bytes) -> bytes:
        """Encrypt each block on its own.

        Raises:
            LengthError: the key has the wrong length, or the plaintext is no whole number of blocks.
        """
        self._check(key, "plaintext", plaintext)
        return self._encrypt(key, plaintext)

    def decrypt(self, key: bytes, ciphertext: bytes) -> bytes:
        """Decrypt each block on its own.

        Raises:
            LengthError: the key has the wrong length, or the ciphertext is no whole number of blocks.
        """
        self._check(key, "ciphertext", ciphertext)
        return self._decrypt(key, ciphertext)

    def _check(self, key: bytes, argument: str, blocks: bytes) -> None:
        check_length("key", key, self.key_bytes)
        check_length_at_most(argument, blocks, MAX_MESSAGE_BYTES)
        if len(blocks) % self.block_bytes:
            raise LengthError(argument, f"a multiple of {self.block_bytes}", len(blocks))

    @abstractmethod
    def _encrypt(self, key: bytes, plaintext: bytes) -> bytes: ...

    @abstractmethod
    def _decrypt(self, key: bytes, ciphertext: bytes) -> bytes: ...


Primitive: TypeAlias = Aead | BlockCipher | Hash | Mac | StreamCipher | Xof
"""Any of them."""
