"""Where the objects of an image lie: what the emulator knows from the image, a board must be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.errors import WireError
from pqeval.native.process import run
from pqeval.native.tools import require_tool

__all__ = ["Symbol", "find_symbol", "symbols_of"]

_COLUMNS: Final = 4
"""Address, size, kind and name."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """An object of an image."""

    address: int
    size: int


def symbols_of(image: Path) -> Mapping[str, Symbol]:
    """The sized symbols of an image, by name.

    Raises:
        BuildError: the toolchain is missing or does not understand the image.
    """
    nm = require_tool("arm-none-eabi-gcc").path.with_name("arm-none-eabi-nm")
    rows = (line.split() for line in run([nm, "-S", image]).splitlines())
    return {row[3]: Symbol(int(row[0], 16), int(row[1], 16)) for row in rows if len(row) == _COLUMNS}


def find_symbol(symbols: Mapping[str, Symbol], name: str, length: int) -> Symbol:
    """The object `name`, which must have at least `length` bytes.

    Raises:
        WireError: there is no such object, or it is shorter.
    """
    found = symbols.get(name)
    if found is None or length > found.size:
        raise WireError(f"the image has no object {name} of at least {length} bytes")
    return found
