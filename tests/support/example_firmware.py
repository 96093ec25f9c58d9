"""Example firmware for the board mps2-an386, compiled on demand."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from pqeval.native.process import run
from pqeval.native.tools import require_tool

SOURCES: Final = Path(__file__).resolve().parents[1] / "firmware"
_FLAGS: Final = [
    *("-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"),
    *("-O2", "-ffreestanding", "-nostdlib", "-Wall", "-Wextra", "-Werror"),
]


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="pqeval-firmware-")


@cache
def example(name: str, *flags: str) -> Path:
    """The image of `tests/firmware/NAME.c`, with these flags more."""
    distinct = "".join(character if character.isalnum() else "_" for character in "".join((name, *flags)))
    image = Path(_folder().name) / f"{distinct}.elf"
    sources = [SOURCES / f"{name}.c", SOURCES / "board.c"]
    compiler = require_tool("arm-none-eabi-gcc").path
    run([compiler, *_FLAGS, *flags, "-T", SOURCES / "mps2.ld", *sources, "-lgcc", "-o", image])
    return image
