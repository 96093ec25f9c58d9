"""The whole of a calibration: measure a board's patterns, fit the constants, make a part of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pqeval.targets.cortex_m.calibration.fit import Fit, fit
from pqeval.targets.cortex_m.calibration.model import PatternModel
from pqeval.targets.cortex_m.calibration.patterns import (
    Cost,
    Pattern,
    costs,
    places_of,
    read_patterns,
    runnable,
)
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.cortex_m.parts import Part

__all__ = ["Calibration", "calibrate"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured and what explains it. `unsteady` patterns took no part in the fit."""

    part: Part
    patterns: tuple[Pattern, ...]
    measured: Mapping[str, Cost]
    unsteady: frozenset[str]
    fit: Fit

    @property
    def compared(self) -> tuple[Pattern, ...]:
        """The patterns that the model claims to know: steady, and not hanging on operands."""
        return tuple(one for one in self.patterns if one.name not in self.unsteady and one.group != "operand")

    @property
    def unexplained(self) -> tuple[Pattern, ...]:
        """Those of them whose cost no setting gives together with the others."""
        return tuple(one for one in self.compared if one.name not in self.fit.explained)

    def fitted_part(self, name: str, board: str) -> Part:
        """The part with the constants that were found."""
        explained = len(self.compared) - len(self.unexplained)
        return msgspec.structs.replace(
            self.part,
            name=name,
            validated=False,
            source=f"pqeval calibrate on {board}: {explained} of {len(self.compared)} patterns explained",
            constants=self.fit.constants,
        )


def calibrate(
    link: Link, image: Path, part: Part, *, times: int, progress: Callable[[str], None]
) -> Calibration:
    """Measure the patterns over `link`, each so many times, and fit the constants of `part`'s memories.

    Args:
        link: the board, or an emulator in its place, with the image of the patterns.
        image: an image of the same patterns for the emulator.
        part: whose memories count; its constants do not.
        times: measurements of each pattern; they must agree for it to take part in the fit.
        progress: told what is being done.

    Raises:
        TargetError: the board failed, went away, or provides no cycles.
    """
    patterns = runnable(read_patterns(link), part)
    measured, unsteady = costs(
        link,
        patterns,
        places_of(part),
        times=times,
        progress=lambda name: progress(f"measuring {name}"),
    )
    progress("fitting the constants")
    model = PatternModel(image, part, os.cpu_count() or 1)
    steady = {name: cost for name, cost in measured.items() if name not in unsteady}
    return Calibration(part, patterns, measured, unsteady, fit(model, patterns, steady, len(part.ram)))
