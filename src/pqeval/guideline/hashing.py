"""What verifying a hash-based signature takes, counted in calls of the hash function's inner function.

SHA-256 compresses blocks of 64 bytes, SHAKE128 and SHAKE256 permute after 168 and 136 bytes. A chain of
length w is walked half on average. Counts follow RFC 8554 (LMS, HSS), RFC 8391 and SP 800-208 (XMSS, XMSS^MT)
and FIPS 205 (SLH-DSA, the sets of category 1), for a message of 32 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil, floor, log2
from typing import Final

from pqeval.catalogue import Scheme

__all__ = ["HashCalls", "verification_calls"]

_LMS: Final = re.compile(r"lms_sha256(_192)?((?:_h\d+_w\d)+)")
_LEVEL: Final = re.compile(r"_h(\d+)_w(\d)")
_XMSS: Final = re.compile(r"xmss(mt)?_(sha2|shake|shake256)_(\d+)(?:_(\d+))?_(192|256)")
_SLH_DSA: Final = re.compile(r"slh_dsa_(sha2|shake)_128(s|f)")
_MESSAGE: Final = 32
_SHORT_PAD: Final = {24: 4, 32: 32}
"""Bytes of the domain separator of XMSS by hash length (SP 800-208, section 5.1)."""


@dataclass(frozen=True, slots=True)
class HashCalls:
    """`calls` of the inner function of `hash_name` (`sha256`, `shake128`, `shake256`), on average."""

    hash_name: str
    calls: float


def verification_calls(scheme: Scheme) -> HashCalls | None:
    """What one verification takes; None of a scheme that is not counted here."""
    if found := _LMS.fullmatch(scheme.id):
        length = 24 if found[1] else 32
        levels = [(int(height), int(width)) for height, width in _LEVEL.findall(found[2])]
        return HashCalls("sha256", sum(_lms(length, levels)))
    if found := _XMSS.fullmatch(scheme.id):
        name = {"sha2": "sha256", "shake": "shake128", "shake256": "shake256"}[found[2]]
        layers = int(found[4] or 1) if found[1] else 1
        return HashCalls(name, _xmss(_CALLS[name], int(found[5]) // 8, int(found[3]), layers))
    if found := _SLH_DSA.fullmatch(scheme.id):
        name = "sha256" if found[1] == "sha2" else "shake256"
        return HashCalls(name, _slh_dsa(name, small=found[2] == "s"))
    return None


def _sha256(length: int) -> int:
    """Blocks of a message of so many bytes with its padding of at least nine."""
    return ceil((length + 9) / 64)


def _sponge(rate: int, length: int) -> int:
    return length // rate + 1


_CALLS: Final[dict[str, Callable[[int], int]]] = {
    "sha256": _sha256,
    "shake128": partial(_sponge, 168),
    "shake256": partial(_sponge, 136),
}


def _chains(length: int, width_bits: int) -> int:
    """Chains of a one-time signature: those of the message and of its checksum."""
    message = ceil(8 * length / width_bits)
    highest = (2**width_bits - 1) * message
    return message + ceil((floor(log2(highest)) + 1) / width_bits)


def _lms(length: int, levels: list[tuple[int, int]]) -> Iterator[float]:
    """Of each level: the message or the next public key, the chains, the leaf, the path."""
    for number, (height, width_bits) in enumerate(levels):
        signed = _MESSAGE if number == len(levels) - 1 else 24 + length
        chains = _chains(length, width_bits)
        yield _sha256(22 + length + signed)
        yield chains * (2**width_bits - 1) / 2 * _sha256(23 + length)
        yield _sha256(22 + chains * length) + _sha256(22 + length) + height * _sha256(22 + 2 * length)


def _xmss(calls: Callable[[int], int], length: int, height: int, layers: int) -> float:
    """Each keyed hash makes its key and masks by calls of their own, as RFC 8391 has it."""
    pad = _SHORT_PAD[length]
    mask = calls(pad + length + 32)
    step = calls(pad + 2 * length) + 2 * mask
    node = calls(pad + 3 * length) + 3 * mask
    chains = _chains(length, 4)
    of_layer = chains * 7.5 * step + (chains - 1) * node
    return calls(pad + 3 * length + _MESSAGE) + layers * of_layer + height * node


def _slh_dsa(name: str, *, small: bool) -> float:
    """Category 1: height, layers, height of a FORS tree and their number from FIPS 205, table 2.

    With SHA-256 the block of the public seed is hashed once and kept.
    """
    height, layers, fors_height, fors_trees = (63, 7, 12, 14) if small else (66, 22, 6, 33)
    head = 22 if name == "sha256" else 48
    calls = _CALLS[name]
    length = 16
    chains = _chains(length, 4)
    of_layer = chains * 7.5 * calls(head + length) + calls(head + chains * length)
    nodes = (height + fors_trees * fors_height) * calls(head + 2 * length)
    leaves = fors_trees * calls(head + length) + calls(head + fors_trees * length)
    return layers * of_layer + nodes + leaves + calls(3 * length + _MESSAGE)
