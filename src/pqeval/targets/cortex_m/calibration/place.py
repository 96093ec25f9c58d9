"""Where a calibration runs, from the words of the command line: a board, or an emulator in its place."""

from __future__ import annotations

from collections.abc import Callable

from pqeval.errors import PlanError
from pqeval.targets.cortex_m.calibration.calibrate import Calibration, calibrate
from pqeval.targets.cortex_m.calibration.image import calibration_image
from pqeval.targets.cortex_m.calibration.model import emulated
from pqeval.targets.cortex_m.parts import Part, part
from pqeval.targets.serial.access import opened_board
from pqeval.targets.serial.spec import read_spec

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
    if kind == "serial":
        return _on_board(target, part_name, times, progress)
    raise PlanError(
        f"there is nothing to calibrate at `{target}`: use serial:DEVICE,board=NAME or emulator:PART"
    )


def _on_board(
    target: str, part_name: str | None, times: int, progress: Callable[[str], None]
) -> tuple[Calibration, str]:
    spec = read_spec(target)
    if not spec.board.cycle_counter:
        raise PlanError(f"the board {spec.board.name} has no cycles to calibrate with")
    memories = part(part_name or spec.board.part)
    image = calibration_image(spec.board.flavour(spec.baud))
    progress("flashing")
    with opened_board(spec, image) as link:
        return calibrate(link, image, memories, times=times, progress=progress), spec.board.title


def _emulated(
    hidden: Part, memories: Part, times: int, progress: Callable[[str], None]
) -> tuple[Calibration, str]:
    image = calibration_image()
    with emulated(image, hidden) as emulator:
        found = calibrate(emulator, image, memories, times=times, progress=progress)
    return found, f"an emulated {hidden.title}"
