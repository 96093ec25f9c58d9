"""What the timing model says that the patterns cost, for any constants; each asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import msgspec

from pqeval.targets.cortex_m.calibration.patterns import Cost, Pattern, costs, places_of
from pqeval.targets.cortex_m.constants import Constants
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.parts import Part

__all__ = ["PatternModel", "emulated"]

_MAX_INSTRUCTIONS: Final = 10_000_000
_TIMEOUT_S: Final = 60


def emulated(image: Path, part: Part) -> Emulator:
    """The image of the patterns on an emulated part."""
    return Emulator(image, part=part, max_instructions=_MAX_INSTRUCTIONS, timeout_s=_TIMEOUT_S)


class PatternModel:
    """The timing model as a function of constants.

    Args:
        image: the image of the patterns.
        part: whose memories count.
        jobs: emulators at a time.
    """

    def __init__(self, image: Path, part: Part, jobs: int) -> None:
        self._image = image
        self._part = part
        self._jobs = jobs
        self._known: dict[tuple[Constants, str], Cost] = {}

    def ask(
        self, settings: Sequence[Constants], patterns: Sequence[Pattern]
    ) -> dict[Constants, Mapping[str, Cost]]:
        """The costs of `patterns` under each setting."""
        with ThreadPoolExecutor(max_workers=self._jobs) as pool:
            answers = list(pool.map(lambda setting: self._one(setting, patterns), settings))
        return dict(zip(settings, answers, strict=True))

    def _one(self, setting: Constants, patterns: Sequence[Pattern]) -> Mapping[str, Cost]:
        new = [one for one in patterns if (setting, one.name) not in self._known]
        if new:
            part = msgspec.structs.replace(self._part, constants=setting)
            with emulated(self._image, part) as emulator:
                found, _ = costs(emulator, new, places_of(part))
            self._known.update({(setting, name): cost for name, cost in found.items()})
        return {one.name: self._known[setting, one.name] for one in patterns}
