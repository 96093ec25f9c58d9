"""SLH-DSA verification as FIPS 205 writes it: slow, plain, and independent of every library but hashlib."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

WOTS_HASH, WOTS_PK, TREE, FORS_TREE, FORS_ROOTS = 0, 1, 2, 3, 4
"""Types of addresses, section 4.2."""


@dataclass(frozen=True)
class Parameters:
    """A row of table 2; n, m in bytes."""

    shake: bool
    n: int
    h: int
    d: int
    a: int
    k: int
    m: int

    @property
    def chains(self) -> int:
        """Len of section 5, for w = 16."""
        return 2 * self.n + 3


def parameters(name: str) -> Parameters:
    """The set of a name such as `SLH-DSA-SHAKE-192f`."""
    row = {
        "128s": (16, 63, 7, 12, 14, 30),
        "128f": (16, 66, 22, 6, 33, 34),
        "192s": (24, 63, 7, 14, 17, 39),
        "192f": (24, 66, 22, 8, 33, 42),
        "256s": (32, 64, 8, 14, 22, 47),
        "256f": (32, 68, 17, 9, 35, 49),
    }[name[-4:]]
    return Parameters("SHAKE" in name, *row)


@dataclass
class Address:
    """Section 4.2: layer, tree, type and three words."""

    layer: int = 0
    tree: int = 0
    kind: int = 0
    words: tuple[int, int, int] = (0, 0, 0)

    def whole(self) -> bytes:
        """32 bytes, for SHAKE."""
        return (
            self.layer.to_bytes(4, "big")
            + self.tree.to_bytes(12, "big")
            + self.kind.to_bytes(4, "big")
            + b"".join(word.to_bytes(4, "big") for word in self.words)
        )

    def compressed(self) -> bytes:
        """22 bytes, for SHA2 (section 11.2)."""
        whole = self.whole()
        return whole[3:4] + whole[8:16] + whole[19:20] + whole[20:32]


class Verifier:
    """One public key of one parameter set."""

    def __init__(self, name: str, public_key: bytes) -> None:
        self.p = parameters(name)
        self.seed, self.root = public_key[: self.p.n], public_key[self.p.n :]

    def accepts(self, message: bytes, signature: bytes, context: bytes = b"") -> bool:
        """Algorithms 20 and 24 (pure)."""
        p = self.p
        encoded = bytes([0, len(context)]) + context + message
        r, rest = signature[: p.n], signature[p.n :]
        digest = self._message_digest(r, encoded)
        fors_bytes = (p.k * p.a + 7) // 8
        tree_bits, leaf_bits = p.h - p.h // p.d, p.h // p.d
        tree_bytes, leaf_bytes = (tree_bits + 7) // 8, (leaf_bits + 7) // 8
        tree = int.from_bytes(digest[fors_bytes : fors_bytes + tree_bytes], "big") % (1 << tree_bits)
        start = fors_bytes + tree_bytes
        leaf = int.from_bytes(digest[start : start + leaf_bytes], "big") % (1 << leaf_bits)
        fors_length = p.k * (p.a + 1) * p.n
        node = self._fors(rest[:fors_length], digest[:fors_bytes], tree, leaf)
        return self._hypertree(node, rest[fors_length:], tree, leaf) == self.root

    def _tweaked(self, address: Address, data: bytes) -> bytes:
        """F, H and T_l (section 11); F alone takes SHA-256 in every SHA2 set."""
        p = self.p
        if p.shake:
            return hashlib.shake_256(self.seed + address.whole() + data).digest(p.n)
        small = p.n == 16 or len(data) == p.n
        name, block = ("sha256", 64) if small else ("sha512", 128)
        padded = self.seed + bytes(block - p.n) + address.compressed() + data
        return hashlib.new(name, padded).digest()[: p.n]

    def _message_digest(self, r: bytes, message: bytes) -> bytes:
        p = self.p
        if p.shake:
            return hashlib.shake_256(r + self.seed + self.root + message).digest(p.m)
        name = "sha256" if p.n == 16 else "sha512"
        inner = hashlib.new(name, r + self.seed + self.root + message).digest()
        return mgf1(name, r + self.seed + inner, p.m)

    def _fors(self, signature: bytes, digest: bytes, tree: int, leaf: int) -> bytes:
        """Algorithm 17."""
        p = self.p
        bits = int.from_bytes(digest, "big")
        roots = b""
        for index in range(p.k):
            part = signature[index * (p.a + 1) * p.n : (index + 1) * (p.a + 1) * p.n]
            chosen = bits >> (len(digest) * 8 - p.a * (index + 1)) & ((1 << p.a) - 1)
            position = (index << p.a) + chosen
            address = Address(0, tree, FORS_TREE, (leaf, 0, position))
            node = self._tweaked(address, part[: p.n])
            roots += self._climbed(node, part[p.n :], chosen, position, address)
        return self._tweaked(Address(0, tree, FORS_ROOTS, (leaf, 0, 0)), roots)

    def _climbed(self, node: bytes, path: bytes, chosen: int, position: int, address: Address) -> bytes:
        """Hash with each sibling up to the root; heights and indices as in algorithms 11 and 17."""
        n = self.p.n
        for height in range(len(path) // n):
            sibling = path[height * n : (height + 1) * n]
            position >>= 1
            at = Address(address.layer, address.tree, address.kind, (address.words[0], height + 1, position))
            pair = sibling + node if chosen >> height & 1 else node + sibling
            node = self._tweaked(at, pair)
        return node

    def _hypertree(self, node: bytes, signature: bytes, tree: int, leaf: int) -> bytes:
        """Algorithm 13."""
        p = self.p
        height = p.h // p.d
        length = (p.chains + height) * p.n
        for layer in range(p.d):
            part = signature[layer * length : (layer + 1) * length]
            key = self._wots(part[: p.chains * p.n], node, layer, tree, leaf)
            node = self._climbed(key, part[p.chains * p.n :], leaf, leaf, Address(layer, tree, TREE))
            leaf, tree = tree % (1 << height), tree >> height
        return node

    def _wots(self, signature: bytes, message: bytes, layer: int, tree: int, leaf: int) -> bytes:
        """Algorithm 8."""
        n = self.p.n
        digits = [digit for byte in message for digit in (byte >> 4, byte & 15)]
        checksum = sum(15 - digit for digit in digits)
        digits += [checksum >> 8 & 15, checksum >> 4 & 15, checksum & 15]
        ends = b""
        for chain, digit in enumerate(digits):
            value = signature[chain * n : (chain + 1) * n]
            for step in range(digit, 15):
                value = self._tweaked(Address(layer, tree, WOTS_HASH, (leaf, chain, step)), value)
            ends += value
        return self._tweaked(Address(layer, tree, WOTS_PK, (leaf, 0, 0)), ends)


def mgf1(name: str, seed: bytes, length: int) -> bytes:
    """RFC 8017, B.2.1."""
    size = hashlib.new(name).digest_size
    blocks = (hashlib.new(name, seed + i.to_bytes(4, "big")).digest() for i in range(-(-length // size)))
    return b"".join(blocks)[:length]
