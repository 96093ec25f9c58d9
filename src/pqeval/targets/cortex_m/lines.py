"""Names for addresses: functions from an image's symbols, lines from a twin that was built with them.

What runs is the image that is measured, without line numbers. Only when a place must be named is the same
code compiled once more with them; if it should not come out the same, functions are named and no lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Final

from pqeval.errors import BuildError, TargetError
from pqeval.native.process import run
from pqeval.native.tools import require_tool
from pqeval.targets.places import shortened

__all__ = ["Function", "Lines", "Place", "functions_of", "matching"]

_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Function:
    """A function of an image: where its code begins, without the Thumb bit, and its length in bytes."""

    name: str
    address: int
    length: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the source; `file` is empty and `line` 0 where they are not known."""

    function: str
    file: str = ""
    line: int = 0


def functions_of(image: Path) -> tuple[Function, ...]:
    """Every function of an image in the order of addresses.

    Raises:
        BuildError: the image's symbols cannot be read.
    """
    rows = (line.split() for line in run([_beside_compiler("nm"), "-n", "-S", image]).splitlines())
    return tuple(
        Function(row[3], int(row[0], 16) & ~1, int(row[1], 16))
        for row in rows
        if len(row) == _COLUMNS and row[2] in "tTwW"
    )


def matching(functions: tuple[Function, ...], pattern: str) -> tuple[Function, ...]:
    """The functions that a pattern (with `*`) means, the compiler's clones of them among them.

    Raises:
        TargetError: there is none: it has another name, or the compiler put it into its callers.
    """
    found = tuple(one for one in functions if fnmatchcase(_plain(one.name), pattern))
    if not found:
        raise TargetError(
            f"the image has no function {pattern}, which secrets.toml names: it was renamed or inlined"
        )
    return found


class Lines:
    """Names addresses of an image.

    Args:
        image: the image that runs.
        twin: makes the same image with line numbers; called when the first address is asked for.
    """

    def __init__(self, image: Path, twin: Callable[[], Path]) -> None:
        self._image = image
        self._make_twin = twin

    def place(self, address: int) -> Place:
        """The place of an instruction: the innermost function if some were inlined."""
        if self._twin is not None:
            answer = run([_beside_compiler("addr2line"), "-f", "-e", self._twin, f"{address:#x}"])
            found = _parsed(answer)
            if found is not None:
                return found
        return Place(self._function(address))

    @cached_property
    def _twin(self) -> Path | None:
        try:
            twin = self._make_twin()
            return twin if self._code(twin) == self._code(self._image) else None
        except BuildError:
            return None  # places are named by function then

    @cached_property
    def _functions(self) -> tuple[Function, ...]:
        return functions_of(self._image)

    def _function(self, address: int) -> str:
        inside = (one.name for one in self._functions if one.address <= address < one.address + one.length)
        return next(inside, f"0x{address:08x}")

    @staticmethod
    def _code(image: Path) -> bytes:
        """The bytes that are loaded, without symbols and line numbers."""
        return b"".join(_loaded(image.read_bytes()))


def _plain(name: str) -> str:
    """Without the compiler's suffixes for clones."""
    return re.sub(r"(\.(constprop|isra|part|cold|lto_priv)(\.\d+)?)+$", "", name)


def _parsed(answer: str) -> Place | None:
    lines = answer.splitlines()
    if len(lines) < 2 or lines[0] == "??":  # noqa: PLR2004 - a function and its line
        return None
    file, _, line = lines[1].rpartition(":")
    number = re.match(r"\d+", line)
    if number is None or file in ("", "??"):
        return Place(lines[0])
    return Place(lines[0], shortened(file), int(number.group()))


def _loaded(elf: bytes) -> Iterator[bytes]:
    """The contents of a 32-bit ELF's loaded segments, with their addresses before them."""
    table, size, count = (int.from_bytes(elf[at : at + n], "little") for at, n in ((28, 4), (42, 2), (44, 2)))
    for number in range(count):
        header = elf[table + number * size : table + (number + 1) * size]
        kind, offset, _, address, length = (
            int.from_bytes(header[at : at + 4], "little") for at in range(0, 20, 4)
        )
        if kind == 1:
            yield address.to_bytes(4, "little") + elf[offset : offset + length]


def _beside_compiler(tool: str) -> Path:
    return require_tool("arm-none-eabi-gcc").path.with_name(f"arm-none-eabi-{tool}")
