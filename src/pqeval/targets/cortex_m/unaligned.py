"""Unaligned accesses: counted in a slow pass of their own, for the timing model charges nothing for them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Kind, Metric
from pqeval.errors import InstructionLimit
from pqeval.plan.case import Case
from pqeval.records import Observation
from pqeval.targets.cortex_m.drive import Driver
from pqeval.targets.cortex_m.emulator import Emulator, Ran, Unaligned

__all__ = ["MODE", "MOST_INSTRUCTIONS", "Counted", "count_unaligned", "unaligned_note"]

MODE: Final = "unaligned"
"""The emulator's mode for it."""
MOST_INSTRUCTIONS: Final = 1_000_000_000
"""What is longer is not counted; so are operations whose inputs take longer to make."""
_TOO_LONG: Final = "unaligned accesses were not counted: the operation is too long for that"
_NONE: Final = "every access of the first sample was aligned"


@dataclass(frozen=True, slots=True)
class Counted:
    """What the pass adds to a record."""

    observations: tuple[Observation, ...]
    note: str


def count_unaligned(
    case: Case,
    opened: Callable[[], AbstractContextManager[tuple[Emulator, Driver]]],
    first: Ran,
    *,
    modelled: bool,
) -> Counted:
    """Run the first sample of a case once more and count; `first` is what it took in the usual pass.

    `opened` gives an emulator in the mode `MODE`, and a driver of it. With `modelled`, the note says what
    part of the modelled cycles the accesses would add.

    Raises:
        PqevalError: the operation fails.
    """
    if first.instructions > MOST_INSTRUCTIONS:
        return Counted((), _TOO_LONG)
    try:
        with opened() as (emulator, driver):
            driver.first(case)
            found = emulator.unaligned()
    except InstructionLimit:
        return Counted((), _TOO_LONG)
    observation = Observation(
        metric=Metric.UNALIGNED_ACCESSES,
        kind=Kind.COUNTED,
        instrument="first sample",
        values=(found.accesses,),
    )
    return Counted((observation,), unaligned_note(found, first.cycles if modelled else 0))


def unaligned_note(found: Unaligned, cycles: int) -> str:
    """What to say of a count; `cycles` are the modelled ones, 0 where there are none."""
    if not found.accesses:
        return _NONE
    text = f"{found.accesses} accesses of the first sample were not aligned"
    if found.faulting:
        text += f", {found.faulting} of them of instructions that fault then"
    if cycles:
        percent = 100 * found.cycles / cycles
        text += f"; by the manual of a Cortex-M4 they take {found.cycles} cycles more, not modelled: "
        text += "less than 0.01 %" if percent < _SMALLEST else f"{percent:.2f} %"
    return text


_SMALLEST: Final = 0.01
"""Percent."""
