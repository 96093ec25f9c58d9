"""Another placement of the same code: functions and constants at multiples of 16 bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pqeval.catalogue import Kind, Mark, Metric
from pqeval.errors import BuildError
from pqeval.records import Observation
from pqeval.targets.cortex_m.emulator import Ran

__all__ = ["ALIGNMENT", "aligned_cycles", "aligned_script"]

ALIGNMENT: Final = 16
"""Bytes; the compiler itself asks for 4 or less of nearly every function."""
_TEXT: Final = "    .text :\n"


def aligned_script(script: str) -> str:
    """The linker's script with each piece of code and constants at a multiple of `ALIGNMENT` bytes.

    Args:
        script: native/firmware/link.ld.

    Raises:
        BuildError: it does not have the section.
    """
    if script.count(_TEXT) != 1:
        raise BuildError("the linker's script of the firmware has no section .text that could be aligned")
    return script.replace(_TEXT, f"    .text : SUBALIGN({ALIGNMENT})\n")


def aligned_cycles(samples: Sequence[Ran], model: str, mark: Mark) -> Observation:
    """What the samples of a case took in this placement."""
    return Observation(
        metric=Metric.ALIGNED_CYCLES,
        kind=Kind.MODELLED,
        instrument=f"{model}, functions at multiples of {ALIGNMENT} bytes",
        values=tuple(one.cycles for one in samples),
        seeds=tuple(range(len(samples))),
        mark=mark,
    )
