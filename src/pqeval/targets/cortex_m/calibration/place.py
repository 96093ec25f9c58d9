"""Where a calibration runs, from the words of the command line: a board, or an emulator in its place."""

from __future__ import annotations

from collections.abc import Callable

from pqeval.errors import PlanError
from pqeval.targets.cortex_m.calibration.calibrate import Calibration, calibrate
from pqeval.targets.cortex_m.calibration.image import calibration_image
from pqeval.targets.cortex_m.calibration.model import emulated
from pqeval.targets.cortex_m.parts import Part, part

__all__ = ["opened_place"]


def opened_place(
    target: str, part_name: str | None, *, times: int, progress: Callable[[str], None]
) -> tuple[Calibration, str]:
    """Calibrate at `target`; returns what was found and the name of the board.

    Raises:
        PlanError: the target is not `emulator:PART` or a sound `serial:...`.
        TargetError: the board failed, went away, or provides no cycles; or there is no such part.
    """
    kind, _, rest = target.partition(":")
    if kind == "emulator" and rest:
        hidden = part(rest)
        return _emulated(hidden, part(part_name) if part_name else hidden, times, progress)
    raise PlanError(
        f"there is nothing to calibrate at `{target}`: use serial:DEVICE,board=NAME or emulator:PART"
    )


def _emulated(
    hidden: Part, memories: Part, times: int, progress: Callable[[str], None]
) -> tuple[Calibration, str]:
    image = calibration_image()
    with emulated(image, hidden) as emulator:
        found = calibrate(emulator, image, memories, times=times, progress=progress)
    return found, f"an emulated {hidden.title}"
