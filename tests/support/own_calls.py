"""Calls into our own C with buffers of every kind: beside each other, in place, at odd addresses, empty."""

from __future__ import annotations

from typing import Any

from pqeval.catalogue import load
from pqeval.lightweight._primitives import ffi
from pqeval.lightweight.functions import function, schedule_bytes
from pqeval.native.manifests import OwnScheme

__all__ = ["Buffer", "block", "decrypt", "digest", "encrypt", "squeeze", "tag", "xor"]

CANARY = 0xA5
ROOM = 8


class Buffer:
    """Memory at an address of the given remainder by 8, with canaries before and behind."""

    def __init__(self, content: bytes | int, odd: int = 0) -> None:
        self.length = content if isinstance(content, int) else len(content)
        self.whole = ffi.new("uint8_t[]", [CANARY] * (self.length + 2 * ROOM))
        start = int(ffi.cast("uintptr_t", self.whole))
        self.begin = (odd - start) % ROOM
        if not isinstance(content, int):
            ffi.memmove(self.pointer, content, self.length)

    @property
    def pointer(self) -> Any:  # noqa: ANN401 - cffi has no types
        """Where it begins."""
        return self.whole + self.begin

    @property
    def content(self) -> bytes:
        """What is in it now. The canaries must be whole."""
        everything = bytes(ffi.buffer(self.whole))
        around = everything[: self.begin] + everything[self.begin + self.length :]
        assert set(around) <= {CANARY}, "written beside the buffer"
        return everything[self.begin : self.begin + self.length]


def _input(content: bytes, odd: int) -> Any:  # noqa: ANN401 - cffi has no types
    """An input; NULL if it is empty. Returned with what keeps it alive."""
    buffer = Buffer(content, odd)
    return (buffer.pointer if content else ffi.NULL), buffer


def encrypt(
    own: OwnScheme, tag_bytes: int, keyed: tuple[bytes, bytes], ad: bytes, text: bytes, *, odd: int = 0
) -> tuple[bytes, bytes]:
    """Ciphertext and tag of a call in place, all buffers at the given remainder; `keyed` is key and nonce."""
    buffer, tag_buffer = Buffer(text, odd), Buffer(tag_bytes, odd)
    ad_pointer, kept = _input(ad, odd)
    keys = (Buffer(keyed[1], odd), Buffer(keyed[0], odd))
    text_pointer = buffer.pointer if text else ffi.NULL
    function(own, "encrypt")(
        text_pointer,
        tag_buffer.pointer,
        text_pointer,
        len(text),
        ad_pointer,
        len(ad),
        keys[0].pointer,
        keys[1].pointer,
    )
    assert kept.content == ad
    return buffer.content, tag_buffer.content


def decrypt(
    own: OwnScheme, keyed: tuple[bytes, bytes], ad: bytes, text: bytes, tag_bytes: bytes, *, odd: int = 0
) -> tuple[int, bytes]:
    """Status and plaintext of a call in place."""
    buffer, tag_buffer = Buffer(text, odd), Buffer(tag_bytes, odd)
    ad_pointer, kept = _input(ad, odd)
    keys = (Buffer(keyed[1], odd), Buffer(keyed[0], odd))
    text_pointer = buffer.pointer if text else ffi.NULL
    status = function(own, "decrypt")(
        text_pointer,
        text_pointer,
        len(text),
        tag_buffer.pointer,
        ad_pointer,
        len(ad),
        keys[0].pointer,
        keys[1].pointer,
    )
    assert kept.content == ad
    return int(status), buffer.content


def digest(own: OwnScheme, digest_bytes: int, message: bytes, *, odd: int = 0) -> bytes:
    """The digest of a message at the given remainder."""
    pointer, kept = _input(message, odd)
    out = Buffer(digest_bytes, odd)
    function(own, "digest")(out.pointer, pointer, len(message))
    assert kept.content == message
    return out.content


def squeeze(own: OwnScheme, length: int, message: bytes, *, odd: int = 0) -> bytes:
    """The output of an XOF."""
    pointer, kept = _input(message, odd)
    out = Buffer(length, odd)
    function(own, "digest")(out.pointer, length, pointer, len(message))
    assert kept.content == message
    return out.content


def tag(own: OwnScheme, tag_bytes: int, key: bytes, message: bytes, *, odd: int = 0) -> bytes:
    """The tag of a message."""
    pointer, kept = _input(message, odd)
    out, keys = Buffer(tag_bytes, odd), Buffer(key, odd)
    function(own, "tag")(out.pointer, pointer, len(message), keys.pointer)
    assert kept.content == message
    return out.content


def xor(own: OwnScheme, key: bytes, nonce: bytes, data: bytes, *, odd: int = 0) -> bytes:
    """The output of a stream cipher in place."""
    buffer = Buffer(data, odd)
    keys = (Buffer(nonce, odd), Buffer(key, odd))
    pointer = buffer.pointer if data else ffi.NULL
    function(own, "xor")(pointer, pointer, len(data), keys[0].pointer, keys[1].pointer)
    return buffer.content


def block(own: OwnScheme, verb: str, key: bytes, blocks: bytes, *, odd: int = 0) -> bytes:
    """Blocks encrypted or decrypted in place."""
    schedule = ffi.new("uint8_t[]", schedule_bytes(own))
    keys = Buffer(key, odd)
    function(own, "key_schedule")(schedule, keys.pointer)
    buffer = Buffer(blocks, odd)
    pointer = buffer.pointer if blocks else ffi.NULL
    count = len(blocks) // (load().scheme(own.scheme).sizes.block_bytes or 1)
    function(own, verb)(schedule, pointer, pointer, count)
    return buffer.content
