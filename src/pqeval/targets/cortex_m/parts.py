"""Parts that carry a core, as data: their memories and the constants of their bus."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from pqeval.catalogue import Mark
from pqeval.errors import PartError
from pqeval.targets.cortex_m.constants import USUAL, Constants
from pqeval.targets.cortex_m.cores import Core, core, core_names

__all__ = ["DEFAULT_PART", "Part", "part", "part_for", "part_names"]

DEFAULT_PART: Final = "stm32l4r5-0ws"
_SUFFIX: Final = ".toml"

_Bytes = Annotated[int, msgspec.Meta(gt=0, le=0x2000000)]


class Memory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of a part's memories."""

    name: str
    bytes: _Bytes


class _Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a part file says of one part; the comments of data/parts.toml explain each key."""

    title: str
    core: str
    flash_bytes: _Bytes
    bus_wait_cycles: Annotated[int, msgspec.Meta(ge=0, le=15)]
    source: str
    ram: Annotated[tuple[Memory, ...], msgspec.Meta(min_length=1, max_length=8)]
    validated: bool = False
    flash_wait_cycles: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    multiply_cycles: Literal[1, 32] = 1
    long_multiply: Literal["fewest", "middle", "most"] = "middle"
    constants: Constants = USUAL


class Part(_Facts, frozen=True, kw_only=True):
    """A part: `ram` are its memories in the order of their addresses.

    `validated` says that cycles for it were compared with a board.
    """

    name: str

    @property
    def ram_bytes(self) -> int:
        """Bytes of all memories."""
        return sum(memory.bytes for memory in self.ram)

    @property
    def mark(self) -> Mark:
        """What must stand beside cycles for this part."""
        mark = core(self.core).mark
        return mark if mark or self.validated else Mark.UNVALIDATED

    @property
    def for_emulator(self) -> str:
        """The part in the emulator's words (native/emulator/machine.h)."""
        words = {
            "core": core(self.core).engine,
            "bus": self.bus_wait_cycles,
            "flash": self.flash_wait_cycles,
            "multiply": self.multiply_cycles,
            "long": self.long_multiply,
            "ram": "/".join(str(memory.bytes) for memory in self.ram),
        }
        text = ",".join(f"{key}={value}" for key, value in words.items())
        return ",".join(filter(None, (text, self.constants.for_emulator)))


def _read(text: str, place: str) -> dict[str, Part]:
    try:
        found = msgspec.toml.decode(text.encode(), type=dict[str, _Facts])
    except msgspec.DecodeError as error:
        raise PartError(f"{place} is not a file of parts: {error}") from error
    for name, facts in found.items():
        if facts.core not in core_names():
            known = ", ".join(core_names())
            raise PartError(f"{place}: {name} carries a core {facts.core!r}; known are {known}")
        if flaw := facts.constants.flaw(len(facts.ram)):
            raise PartError(f"{place}: {name}: {flaw}")
    return {
        name: Part(name=name, **{key: getattr(facts, key) for key in _Facts.__struct_fields__})
        for name, facts in found.items()
    }


@cache
def _parts() -> dict[str, Part]:
    data = resources.files("pqeval.targets.cortex_m").joinpath("data/parts.toml")
    return _read(data.read_text(encoding="utf-8"), "data/parts.toml")


def part_names() -> tuple[str, ...]:
    """Every part that is known."""
    return tuple(_parts())


def part(name: str = DEFAULT_PART) -> Part:
    """A part by its name, or the one of a part file (`*.toml`, laid out as data/parts.toml).

    A part of a user's file is never taken to be validated.

    Raises:
        PartError: there is no such part, or the file does not hold exactly one; names what is wrong.
    """
    if name.endswith(_SUFFIX):
        return _from_file(Path(name))
    try:
        return _parts()[name]
    except KeyError:
        known = ", ".join(_parts())
        raise PartError(
            f"there is no part {name!r}; known are {known}, or the path of a {_SUFFIX} file"
        ) from None


def part_for(one: Core, name: str = "") -> Part:
    """The part for a core: that of the name, or the core's own.

    Raises:
        PartError: as `part`, or the part carries another core.
    """
    found = part(name or one.part)
    if found.core != one.name:
        raise PartError(f"the part {found.name} carries a {found.core}, not a {one.name}")
    return found


def _from_file(path: Path) -> Part:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PartError(f"the part file {path} cannot be read: {error}") from error
    found = list(_read(text, str(path)).values())
    if len(found) != 1:
        raise PartError(f"the part file {path} must hold exactly one part, not {len(found)}")
    return msgspec.structs.replace(found[0], validated=False)
