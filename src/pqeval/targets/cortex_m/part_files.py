"""Part files: one part as TOML, as `pqeval calibrate` writes it and `--part FILE` takes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import msgspec

from pqeval.errors import RecordError
from pqeval.results.document import write_whole
from pqeval.targets.cortex_m.constants import USUAL, Constants
from pqeval.targets.cortex_m.parts import Part

__all__ = ["read_part_file", "write_part_file"]

_LARGEST_FILE: Final = 100_000
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Bytes = Annotated[int, msgspec.Meta(ge=1, le=0x0200_0000)]


class _Memory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: _Name
    bytes: _Bytes


class _PartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: _Name
    flash_bytes: _Bytes
    bus_wait_cycles: Annotated[int, msgspec.Meta(ge=0, le=15)]
    ram: Annotated[tuple[_Memory, ...], msgspec.Meta(min_length=1, max_length=8)]
    source: str
    constants: Constants = USUAL


def read_part_file(path: Path) -> Part:
    """The one part of a file; it counts as not validated, whatever its author thinks of it.

    Raises:
        RecordError: it cannot be read or is not a part; names what is wrong in it.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise RecordError(f"the part file {path} is larger than any part file is")
        parts = msgspec.toml.decode(path.read_bytes(), type=dict[str, _PartFile])
    except OSError as error:
        raise RecordError(f"the part file {path} cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"the part file {path} is not sound: {error}") from error
    if len(parts) != 1:
        raise RecordError(f"the part file {path} holds {len(parts)} parts; it must hold one")
    ((name, facts),) = parts.items()
    if flaw := facts.constants.flaw(len(facts.ram)):
        raise RecordError(f"the part file {path} is not sound: {flaw}")
    return Part(
        name=name,
        title=facts.title,
        flash_bytes=facts.flash_bytes,
        ram=tuple((memory.name, memory.bytes) for memory in facts.ram),
        bus_wait_cycles=facts.bus_wait_cycles,
        validated=False,
        source=facts.source,
        constants=facts.constants,
    )


def write_part_file(path: Path, part: Part) -> None:
    """Write a part, whole or not at all.

    Raises:
        RecordError: the file cannot be written.
    """
    memories = ", ".join(f"{{ name = {_quoted(name)}, bytes = {size} }}" for name, size in part.ram)
    constants = msgspec.structs.asdict(part.constants)
    lines = [
        f"[{_quoted(part.name)}]",
        f"title = {_quoted(part.title)}",
        f"flash_bytes = {part.flash_bytes}",
        f"bus_wait_cycles = {part.bus_wait_cycles}",
        f"source = {_quoted(part.source)}",
        f"ram = [{memories}]",
        "",
        f"[{_quoted(part.name)}.constants]",
        *(f"{name} = {list(v) if isinstance(v, tuple) else v}" for name, v in constants.items()),
    ]
    try:
        write_whole(path, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise RecordError(f"the part file {path} cannot be written: {error.strerror}") from error


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
