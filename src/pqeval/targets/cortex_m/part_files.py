"""Write a part as the file that `pqeval bench --part FILE` takes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from pqeval.errors import RecordError
from pqeval.results.document import write_whole
from pqeval.targets.cortex_m.parts import Part

__all__ = ["write_part_file"]


def write_part_file(path: Path, part: Part) -> None:
    """Write a part, whole or not at all.

    Raises:
        RecordError: the file cannot be written.
    """
    memories = ", ".join(f"{{ name = {_quoted(one.name)}, bytes = {one.bytes} }}" for one in part.ram)
    constants = msgspec.structs.asdict(part.constants)
    lines = [
        f"[{_quoted(part.name)}]",
        f"title = {_quoted(part.title)}",
        f"core = {_quoted(part.core)}",
        f"flash_bytes = {part.flash_bytes}",
        f"bus_wait_cycles = {part.bus_wait_cycles}",
        f"flash_wait_cycles = {part.flash_wait_cycles}",
        f"multiply_cycles = {part.multiply_cycles}",
        f"long_multiply = {_quoted(part.long_multiply)}",
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
