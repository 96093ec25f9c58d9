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
_FILE, _LOCAL_IN_TEXT = "a", "tr"
_HASHING_FILES: Final = frozenset({"fips202.c", "sha2.c", "sha256.c", "sha512.c", "aes.c"})
"""Sources, by the names that the field has for them, whose functions of no name abroad all hash."""
_IN_TEXT: Final = frozenset("tTwWvVrR")
"""Letters of arm-none-eabi-nm for functions, and for constants, which lie in the text section too."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A named piece of an image: its address without the Thumb bit, its length in bytes, nm's letter.

    `file` is the source that it is local to, empty for what other files may call.
    """

    name: str
    address: int
    length: int
    kind: str
    file: str = ""


def symbols_of(image: Path) -> tuple[Symbol, ...]:
    """Every symbol of an image that has a length.

    Raises:
        BuildError: the image's symbols cannot be read.
    """
    tool = require_tool("arm-none-eabi-gcc").path.with_name("arm-none-eabi-nm")
    found = []
    file = ""
    for line in run([tool, "-a", "-p", "-S", image]).splitlines():  # in the order of files, with their names
        row = line.split()
        if _FILE in row[1:3]:
            file = row[-1] if row[-1] != _FILE else ""
        elif len(row) == _COLUMNS:
            at, length, kind, name = row
            own = file if kind in _LOCAL_IN_TEXT else ""
            found.append(Symbol(name, int(at, 16) & ~1, int(length, 16), kind, own))
    return tuple(found)


def buffer_bytes(symbols: Iterable[Symbol]) -> int:
    """The buffers that a scheme's caller must hold."""
    return sum(one.length for one in symbols if one.name.startswith(_BUFFER))


def hashing_bytes(image: Iterable[Symbol], empty: Iterable[Symbol]) -> int:
    """Text of functions and constants of `image` that hash, by their names, and are not in `empty`.

    Of local ones the name of the file counts too: inside sha256.c a function may be called `compress`.
    Two names for one place count once. What the compiler put into a caller belongs to the caller.
    """
    known = {(one.name, one.file) for one in empty}
    taken = 0
    end = 0
    found = [
        one
        for one in image
        if one.kind in _IN_TEXT
        and (one.name, one.file) not in known
        and (is_hashing(one.name) or one.file in _HASHING_FILES)
    ]
    for one in sorted(found, key=lambda one: one.address):
        last = one.address + one.length
        taken += max(0, last - max(one.address, end))
        end = max(end, last)
    return taken
