"""Where cycles go: hashing by the names of functions, and a tree of calls small enough to be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["hashing_parts_per_million", "is_hashing", "kept_stacks"]

_HASHING: Final = re.compile(
    r"(^|_)(keccak|sha3|shake|turboshake|sha2|sha224|sha256|sha384|sha512|aes|hashblocks|blake2)",
    re.IGNORECASE,
)
"""Functions that hash or make random bytes: Keccak, SHA-2, AES. The names of schemes do not match:
SPHINCSSHA2 has no underscore before SHA2."""
_MILLION: Final = 1_000_000
_SMALLEST: Final = 0.001
"""Share of all cycles below which a function is counted as part of the one that calls it."""

Stacks = Mapping[tuple[str, ...], int]


def is_hashing(name: str) -> bool:
    """Whether a function or constant of that name is of Keccak, SHA-2, AES and the like."""
    return _HASHING.search(name) is not None


def hashing_parts_per_million(stacks: Stacks) -> int:
    """The share of cycles inside functions that hash, and what these call."""
    total = sum(stacks.values())
    hashing = sum(cycles for path, cycles in stacks.items() if any(is_hashing(function) for function in path))
    return round(_MILLION * hashing / total) if total else 0


def kept_stacks(stacks: Stacks) -> dict[str, int]:
    """Own cycles by path (`outer;inner`); what took less than 0.1 % with all it calls joins its caller."""
    smallest = _SMALLEST * sum(stacks.values())
    inclusive: dict[tuple[str, ...], int] = {}
    for path, cycles in stacks.items():
        for depth in range(1, len(path) + 1):
            inclusive[path[:depth]] = inclusive.get(path[:depth], 0) + cycles
    kept: dict[str, int] = {}
    for path, cycles in stacks.items():
        depth = len(path)
        while depth > 1 and inclusive[path[:depth]] < smallest:
            depth -= 1
        name = ";".join(path[:depth])
        kept[name] = kept.get(name, 0) + cycles
    return dict(sorted(kept.items()))
