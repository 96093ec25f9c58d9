"""One image in the emulator: built, checked, its cases measured; every fault is a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from pqeval.catalogue import Implementation, Operation, Role
from pqeval.errors import InstructionLimit, PqevalError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.plan.case import Case, Unit
from pqeval.records import (
    OVER_LIMIT,
    Build,
    Correctness,
    Failed,
    Measurement,
    Observation,
    Piece,
    Skipped,
    Stage,
)
from pqeval.targets.cortex_m.aligned import aligned_cycles
from pqeval.targets.cortex_m.answered import NOTE, HostAnswers, answered_driver, host_answers
from pqeval.targets.cortex_m.cores import Core
from pqeval.targets.cortex_m.drive import Driver
from pqeval.targets.cortex_m.emulator import Emulator, Ran
from pqeval.targets.cortex_m.firmware import EMULATED, Flavour, Image, build_aligned, build_image
from pqeval.targets.cortex_m.folder_drive import driver_of, scheme_of
from pqeval.targets.cortex_m.observations import conditions_of, observations_of, profiled
from pqeval.targets.cortex_m.parts import Part
from pqeval.targets.cortex_m.profile import kept_stacks
from pqeval.targets.cortex_m.unaligned import MODE, MOST_INSTRUCTIONS, Counted, count_unaligned
from pqeval.targets.folder.folder import Folder

__all__ = ["ImageRun", "Place"]

_NO_LIMIT: Final = 10**13
_UNALIGNED_CORES: Final = ("cortex-m4", "cortex-m3")
"""Cores whose manuals give the same cycles for accesses that are not aligned."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where images run: core and part, for what they are built, and an operation's limit on the host."""

    core: Core
    part: Part
    flavour: Flavour
    timeout_s: int


@dataclass(frozen=True, slots=True)
class _Way:
    """How cases are driven, and what records say of it."""

    driver: Callable[[Emulator], Driver]
    note: str = ""


class ImageRun:
    """The image of one implementation.

    Args:
        implementation: whose it is.
        place: where it runs.
        library: the liboqs it is linked against, if it is one of liboqs's.
        folder: the folder of somebody's implementation, if it is one.
    """

    def __init__(
        self,
        implementation: Implementation,
        place: Place,
        library: CortexMLibrary | None,
        folder: Folder | None = None,
    ) -> None:
        self._implementation = implementation
        self._place = place
        self._library = library
        self._folder = folder
        self._beyond: set[Operation] = set()
        """Operations that are over the limit already in their own known-answer test."""
        self._scheme = scheme_of(implementation, folder)

    def check(self) -> Correctness:
        """Build the image and check it.

        Raises:
            PqevalError: it cannot be built, or answers wrongly.
        """
        with self._emulator(self._built().path) as emulator:
            return self._driver(emulator).check()

    def run(self, units: Sequence[Unit]) -> list[Build | Piece]:
        """Build, check and measure."""
        try:
            image = self._with_aligned(self._built(), units[0].case)
        except PqevalError as error:
            return [_failed(unit, Stage.BUILD, error, "") for unit in units]
        waiting = list(units)
        correctness: Correctness | None = None
        events: list[Build | Piece] = [image.build]
        while waiting:
            with self._emulator(image.path, units[0].case.most_instructions) as emulator:
                try:
                    driver, correctness = self._ready(
                        emulator, image, units[0].case, self._usual, correctness
                    )
                except InstructionLimit:
                    return [*events, *(self._with_answers(unit, Stage.KAT, image) for unit in waiting)]
                except PqevalError as error:
                    return [*events, *(_failed(unit, Stage.KAT, error, image.build.hash) for unit in waiting)]
                while waiting and emulator.running:
                    events.append(self._piece(waiting.pop(0), driver, image, correctness))
        return events

    def _built(self) -> Image:
        place = self._place
        return build_image(
            self._scheme,
            self._implementation,
            self._library,
            place.core,
            self._folder,
            flavour=place.flavour,
        )

    def _with_aligned(self, image: Image, case: Case) -> Image:
        """The image with its other placement, if that is asked for and there are cycles."""
        core = self._place.core
        if not (case.alignment_sweep and core.model and self._place.flavour == EMULATED):
            return image
        path = build_aligned(self._scheme, self._implementation, self._library, core, self._folder)
        return replace(image, aligned=path)

    def _emulator(self, image: Path, most_instructions: int = 0, mode: str = "") -> Emulator:
        return Emulator(
            image,
            part=self._place.part,
            max_instructions=most_instructions or _NO_LIMIT,
            timeout_s=self._place.timeout_s,
            mode=mode,
        )

    def _driver(self, emulator: Emulator) -> Driver:
        return driver_of(emulator, self._implementation, self._library, self._folder)

    @property
    def _usual(self) -> _Way:
        return _Way(self._driver)

    @cached_property
    def _answers(self) -> HostAnswers | None:
        """What the host's liboqs can say of this scheme."""
        keyed = self._scheme.role in {Role.KEM, Role.SIGNATURE}
        if self._library is None or self._folder is not None or not keyed:
            return None
        return host_answers(self._library, self._implementation.library_name)

    def _ready(
        self, emulator: Emulator, image: Image, case: Case, way: _Way, known: Correctness | None
    ) -> tuple[Driver, Correctness]:
        """A driver of an image that gave right answers, and how that was seen."""
        driver = way.driver(emulator)
        if known is None and image.aligned is not None:
            with self._emulator(image.aligned, case.most_instructions) as other:
                way.driver(other).check()
        correctness = known or driver.check()
        if case.alignment_sweep:
            emulator.sweep()
        return driver, correctness

    def _piece(self, unit: Unit, driver: Driver, image: Image, correctness: Correctness) -> Piece:
        try:
            return self._measured(unit, driver, image, correctness, self._usual)
        except InstructionLimit:
            return self._with_answers(unit, Stage.MEASURE, image)
        except PqevalError as error:
            return _failed(unit, Stage.MEASURE, error, image.build.hash)

    def _with_answers(self, unit: Unit, stage: Stage, image: Image) -> Piece:
        """The piece of a case whose preparation is too long here: the host prepares it, if it can."""
        operation = unit.case.series.operation
        answers = self._answers
        if answers is None or (stage == Stage.MEASURE and operation == Operation.KEYGEN):
            return _too_long(unit, stage)
        if operation in self._beyond:
            return _too_long(unit, Stage.MEASURE)
        way = _Way(lambda emulator: answered_driver(emulator, self._scheme, answers, operation), NOTE)
        stage = Stage.KAT
        try:
            with self._emulator(image.path, unit.case.most_instructions) as emulator:
                driver, correctness = self._ready(emulator, image, unit.case, way, None)
                stage = Stage.MEASURE
                return self._measured(unit, driver, image, correctness, way)
        except InstructionLimit:
            self._beyond |= {operation} if stage == Stage.KAT else set()
            return _too_long(unit, Stage.MEASURE)
        except PqevalError as error:
            return _failed(unit, stage, error, image.build.hash)

    def _measured(
        self, unit: Unit, driver: Driver, image: Image, correctness: Correctness, way: _Way
    ) -> Piece:
        """Raises PqevalError: it fails, or is too long."""
        core, mark = self._place.core, self._place.part.mark
        samples, profile = driver.samples(unit.case)
        aligned = self._aligned(unit.case, image, way)
        further = self._unaligned(unit.case, image, samples[0], way)
        attempts = driver.attempts(unit.case.series.operation)
        prepared = "" if unit.case.series.operation == Operation.KEYGEN else way.note
        notes = tuple(filter(None, (further.note, prepared)))
        record = Measurement(
            series=unit.case.series,
            build=image.build.hash,
            correctness=correctness,
            conditions=conditions_of(unit.case, samples, notes, attempts),
            observations=(
                *observations_of(samples, image, (core.model, mark), attempts),
                *profiled(profile, core.model, mark),
                *aligned,
                *further.observations,
            ),
            profile=kept_stacks(profile.stacks) if core.model else {},
        )
        return Piece(replicate=unit.replicate, record=record)

    def _aligned(self, case: Case, image: Image, way: _Way) -> tuple[Observation, ...]:
        if image.aligned is None:
            return ()
        with self._emulator(image.aligned, case.most_instructions) as emulator:
            samples, _ = way.driver(emulator).samples(case)
        return (aligned_cycles(samples, self._place.core.model, self._place.part.mark),)

    def _unaligned(self, case: Case, image: Image, first: Ran, way: _Way) -> Counted:
        if not case.count_unaligned:
            return Counted((), "")

        @contextmanager
        def opened() -> Iterator[tuple[Emulator, Driver]]:
            with self._emulator(image.path, MOST_INSTRUCTIONS, MODE) as emulator:
                yield emulator, way.driver(emulator)

        return count_unaligned(case, opened, first, modelled=self._place.core.name in _UNALIGNED_CORES)


def _too_long(unit: Unit, stage: Stage) -> Piece:
    """The piece of a case over the plan's limit."""
    limit = unit.case.most_instructions
    what = "its known-answer test" if stage == Stage.KAT else "it, or what it works on,"
    reason = f"{what} needs more than {limit} instructions{OVER_LIMIT}"
    return Piece(replicate=unit.replicate, record=Skipped(series=unit.case.series, reason=reason))


def _failed(unit: Unit, stage: Stage, error: PqevalError, build: str) -> Piece:
    record = Failed(series=unit.case.series, stage=stage, error=str(error), build=build)
    return Piece(replicate=unit.replicate, record=record)
