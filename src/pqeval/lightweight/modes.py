"""Modes of operation in plain Python, written from their documents: the second opinion on the modes in C.

Slow, and not in constant time: for comparison alone.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["BlockFunction", "ccm_encrypt", "cmac", "ctr", "lightmac"]

BlockFunction = Callable[[bytes], bytes]
"""Encrypts one block under a fixed key."""


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=False))


def ctr(encrypt: BlockFunction, first: bytes, data: bytes) -> bytes:
    """SP 800-38A, section 6.5; the whole block counts up from `first`."""
    block, number = len(first), int.from_bytes(first)
    stream = b"".join(
        encrypt(((number + i) % (1 << 8 * block)).to_bytes(block)) for i in range(-(-len(data) // block))
    )
    return _xor(data, stream)


def cmac(encrypt: BlockFunction, block: int, message: bytes) -> bytes:
    """SP 800-38B, section 6.2, for blocks of 8 or 16 bytes."""
    constant = {8: 0x1B, 16: 0x87}[block]

    def doubled(value: int) -> int:
        return (value << 1) % (1 << 8 * block) ^ (constant if value >> (8 * block - 1) else 0)

    subkey = doubled(int.from_bytes(encrypt(bytes(block))))
    pieces = [message[i : i + block] for i in range(0, len(message), block)] or [b""]
    if len(pieces[-1]) < block:
        subkey = doubled(subkey)
        pieces[-1] = (pieces[-1] + b"\x80").ljust(block, b"\0")
    pieces[-1] = _xor(pieces[-1], subkey.to_bytes(block))
    chain = bytes(block)
    for piece in pieces:
        chain = encrypt(_xor(chain, piece))
    return chain


def lightmac(first: BlockFunction, second: BlockFunction, block: int, message: bytes) -> bytes:
    """LightMAC (FSE 2016), algorithm 1, with a counter of half a block: `first` has K1, `second` K2."""
    half = block // 2
    pieces = [message[i : i + half] for i in range(0, len(message), half)] or [b""]
    value = bytes(block)
    for number, piece in enumerate(pieces[:-1], start=1):
        value = _xor(value, first(number.to_bytes(half) + piece))
    return second(_xor(value, (pieces[-1] + b"\x80").ljust(block, b"\0")))


def ccm_encrypt(
    encrypt: BlockFunction, nonce: bytes, associated_data: bytes, plaintext: bytes, tag_bytes: int
) -> bytes:
    """SP 800-38C, section 6.1, with the formatting of appendix A: ciphertext and tag."""
    q = 15 - len(nonce)
    flags = 0x40 * bool(associated_data) + 8 * ((tag_bytes - 2) // 2) + q - 1
    blocks = bytes([flags]) + nonce + len(plaintext).to_bytes(q)
    if associated_data:
        blocks += _padded(_encoded_length(len(associated_data)) + associated_data)
    blocks += _padded(plaintext)
    chain = bytes(16)
    for i in range(0, len(blocks), 16):
        chain = encrypt(_xor(chain, blocks[i : i + 16]))
    counter = bytes([q - 1]) + nonce
    tag = _xor(chain, encrypt(counter + bytes(q)))[:tag_bytes]
    return ctr(encrypt, counter + (1).to_bytes(q), plaintext) + tag


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 16)


def _encoded_length(length: int) -> bytes:
    """SP 800-38C, appendix A.2.2."""
    if length < 0xFF00:  # noqa: PLR2004 - the standard's bound
        return length.to_bytes(2)
    if length < 1 << 32:
        return b"\xff\xfe" + length.to_bytes(4)
    return b"\xff\xff" + length.to_bytes(8)
