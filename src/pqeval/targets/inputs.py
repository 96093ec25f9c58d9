"""Where every input of a case comes from: the plan's published seed, the same on each target."""

from __future__ import annotations

import hashlib
from typing import Final

__all__ = ["KEYS_ROTATED", "XOF_BYTES", "derived_bytes", "derived_seed"]

KEYS_ROTATED: Final = 16
"""Key pairs that fixed-cost operations take in turn, so that no figure hangs on one key."""
XOF_BYTES: Final = 32
"""Output of an XOF while it is measured: that of a 256-bit digest; the same in native/timing/operations.c."""


def derived_seed(plan_seed: str, scheme: str, purpose: str, index: int) -> bytes:
    """A 32-byte seed: SHA-256 of `<plan seed>/<scheme>/<purpose>/<index>` in UTF-8.

    Purposes: `keygen` (key pair number `index`), `encaps`, `sign`, `message`, `nonce`, `operation` (sample
    number `index` of a stochastic operation).
    """
    return hashlib.sha256(f"{plan_seed}/{scheme}/{purpose}/{index}".encode()).digest()


def derived_bytes(plan_seed: str, scheme: str, purpose: str, index: int, length: int) -> bytes:
    """`length` bytes: SHAKE-256 of the derived seed."""
    return hashlib.shake_256(derived_seed(plan_seed, scheme, purpose, index)).digest(length)
