"""Build the image of the patterns (native/firmware/calibrate); through the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pqeval.native.cache import entry, key_of
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import require_tool
from pqeval.targets.cortex_m.firmware import EMULATED, FLAGS, LINK, Flavour

__all__ = ["calibration_image"]

_FLAGS: Final = (*CORE_FLAGS["cortex-m4"], *FLAGS)

_SOURCES: Final = ("calibrate/calibrate.c", "calibrate/patterns.S")


def calibration_image(flavour: Flavour = EMULATED) -> Path:
    """The image of the patterns.

    Raises:
        BuildError: the compiler is missing or refuses; carries what it said.
    """
    compiler = require_tool("arm-none-eabi-gcc")
    below = sources_digest("firmware", "include", *flavour.inputs)
    key = key_of(
        "calibrate",
        below,
        compiler.version_line,
        flavour.name,
        *CORE_FLAGS["cortex-m4"],
        *FLAGS,
        *LINK,
        *flavour.flags,
    )
    return entry("firmware", key, lambda part: _compile(part, flavour, compiler.path, key)) / "image.elf"


def _compile(part: Path, flavour: Flavour, compiler: Path, key: str) -> None:
    root = native_root()
    firmware = root / "firmware"
    sources = [root / name for name in flavour.sources] + [firmware / name for name in _SOURCES]
    places = [f"-I{root}", f"-I{root / 'include'}", f"-I{firmware}"]
    flags = [*_FLAGS, *places, *flavour.arguments(key)]
    run([compiler, *flags, *sources, *LINK, *flavour.link(), "-o", part / "image.elf"])
