"""What lies in an image, by its symbols: buffers of the caller, and code and constants of hashing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.native.process import run
from pqeval.native.tools import require_tool
from pqeval.targets.cortex_m.profile import is_hashing

__all__ = ["Symbol", "buffer_bytes", "hashing_bytes", "symbols_of"]

_BUFFER: Final = "pqe_buffer_"
_COLUMNS: Final = 4
_IN_TEXT: Final = frozenset("tTwWvVrR")
"""Letters of arm-none-eabi-nm for functions, and for constants, which lie in the text section too."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A named piece of an image: its address without the Thumb bit, its length in bytes, nm's letter."""

    name: str
    address: int
    length: int
    kind: str


def symbols_of(image: Path) -> tuple[Symbol, ...]:
    """Every symbol of an image that has a length.

    Raises:
        BuildError: the image's symbols cannot be read.
    """
    tool = require_tool("arm-none-eabi-gcc").path.with_name("arm-none-eabi-nm")
    rows = (line.split() for line in run([tool, "-S", image]).splitlines())
    return tuple(
        Symbol(row[3], int(row[0], 16) & ~1, int(row[1], 16), row[2]) for row in rows if len(row) == _COLUMNS
    )


def buffer_bytes(symbols: Iterable[Symbol]) -> int:
    """The buffers that a scheme's caller must hold."""
    return sum(one.length for one in symbols if one.name.startswith(_BUFFER))


def hashing_bytes(image: Iterable[Symbol], empty: Iterable[Symbol]) -> int:
    """Text of functions and constants that hash, by their names, and are in `image` and not in `empty`.

    Two names for one place count once. What the compiler put into a caller belongs to the caller.
    """
    known = {one.name for one in empty}
    taken = 0
    end = 0
    found = [one for one in image if one.kind in _IN_TEXT and one.name not in known and is_hashing(one.name)]
    for one in sorted(found, key=lambda one: one.address):
        last = one.address + one.length
        taken += max(0, last - max(one.address, end))
        end = max(end, last)
    return taken
