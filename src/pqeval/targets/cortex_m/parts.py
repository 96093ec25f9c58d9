"""Parts that carry a core, as data: their memories and the constants of their bus."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from pqeval.errors import TargetError
from pqeval.targets.cortex_m.constants import USUAL, Constants

__all__ = ["DEFAULT_PART", "Part", "part", "part_names"]

DEFAULT_PART: Final = "stm32l4r5-0ws"


@dataclass(frozen=True, slots=True)
class Part:
    """A part: `ram` is (name, bytes) of each memory in the order of their addresses.

    `validated` says that cycles for it were compared with a board.
    """

    name: str
    title: str
    flash_bytes: int
    ram: tuple[tuple[str, int], ...]
    bus_wait_cycles: int
    validated: bool
    source: str
    constants: Constants = USUAL

    @property
    def ram_bytes(self) -> int:
        """Bytes of all memories."""
        return sum(size for _, size in self.ram)

    @property
    def for_emulator(self) -> str:
        """The part in the emulator's words (native/emulator/machine.h)."""
        text = ":".join(str(number) for number in (self.bus_wait_cycles, *(size for _, size in self.ram)))
        return ",".join(word for word in (text, self.constants.for_emulator) if word)


@cache
def _parts() -> dict[str, Part]:
    text = resources.files("pqeval.targets.cortex_m").joinpath("data/parts.toml").read_text(encoding="utf-8")
    return {
        name: Part(
            name=name,
            title=facts["title"],
            flash_bytes=facts["flash_bytes"],
            ram=tuple((memory["name"], memory["bytes"]) for memory in facts["ram"]),
            bus_wait_cycles=facts["bus_wait_cycles"],
            validated=facts["validated"],
            source=facts["source"],
        )
        for name, facts in tomllib.loads(text).items()
    }


def part_names() -> tuple[str, ...]:
    """Every part that is known."""
    return tuple(_parts())


def part(name: str = DEFAULT_PART) -> Part:
    """A part by its name, or that of a part file (`FILE.toml`).

    Raises:
        TargetError: there is no such part.
        RecordError: the file cannot be read or is not a part.
    """
    if name.endswith(".toml"):
        from pqeval.targets.cortex_m.part_files import read_part_file  # noqa: PLC0415 - it imports this one

        return read_part_file(Path(name))
    try:
        return _parts()[name]
    except KeyError:
        raise TargetError(
            f"there is no part {name!r}; known are {', '.join(_parts())}, or a part file FILE.toml"
        ) from None
