"""The target `serial:DEVICE,board=NAME`: the firmware of the emulated core on a real one.

What cannot be trusted is the line, so a fault of the line (a cut cable, a reset) makes the image's cases run
again once, from flashing on; a second one is their failure. What the code does wrong is never tried again.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Boundary, Capabilities, CostClass, Kind, Metric, Optimisation, Provision
from pqeval.errors import PqevalError, TargetError, WireError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.native.tools import arm_toolchain_problem
from pqeval.plan.asked import Asked
from pqeval.plan.case import Case, Unit
from pqeval.records import (
    Build,
    Conditions,
    Correctness,
    Failed,
    Measurement,
    Observation,
    PartFacts,
    Piece,
    Stage,
    TargetFacts,
)
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.drive import Driver
from pqeval.targets.cortex_m.emulator import Ran
from pqeval.targets.cortex_m.firmware import Image, build_image
from pqeval.targets.cortex_m.folder_drive import driver_of, scheme_of
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.folder.folder import Folder
from pqeval.targets.serial.access import opened_board
from pqeval.targets.serial.qemu import qemu_problem
from pqeval.targets.serial.spec import QEMU, SerialSpec
from pqeval.targets.target import Progress

__all__ = ["SerialTarget"]

_CORE: Final = "cortex-m4"
_LINE_FAULTS: Final = 1
"""Faults of the line for which an image's remaining cases are begun anew."""
_COUNTER: Final = "DWT cycle counter"
_PAINTED: Final = "painted RAM"
_DIFFERENCE: Final = "image minus empty image"


@dataclass(frozen=True, slots=True)
class _Stop:
    """How a session ended: cases done, and at which stage what went wrong."""

    done: int
    stage: Stage
    error: PqevalError | None


class SerialTarget:
    """A board at the end of a serial line.

    Args:
        spec: where it is and what it is.
        folders: implementations of other people, offered beside the rest.
        optimisation: how the compiler optimises; each entry gives implementations of its own.
    """

    def __init__(
        self,
        spec: SerialSpec,
        *,
        folders: Sequence[Folder] = (),
        optimisation: Sequence[Optimisation] = (Optimisation.O3,),
    ) -> None:
        self._spec = spec
        self.name = spec.board.name
        self._emulated = CortexMTarget(_CORE, folders=folders, optimisation=optimisation)

    def unavailable(self) -> str:
        """The cross compiler is needed, and QEMU where that is the board. A real board shows itself later."""
        problem = qemu_problem() if self._spec.device == QEMU else ""
        return problem or arm_toolchain_problem()

    def prepare(self, progress: Progress, asked: Asked) -> None:
        """Build liboqs for the core, as for the emulated one; images are built as they are needed."""
        self._emulated.prepare(progress, asked)

    def capabilities(self) -> Capabilities:
        """What the emulated core runs; cycles only where a counter means something."""
        emulated = self._emulated.capabilities()
        metrics = {
            Metric.STACK_BYTES: _PAINTED,
            Metric.HEAP_PEAK_BYTES: "counting allocator",
            Metric.BUFFER_BYTES: "symbols of the image",
            Metric.TEXT_BYTES: _DIFFERENCE,
            Metric.DATA_BYTES: _DIFFERENCE,
            Metric.BSS_BYTES: _DIFFERENCE,
            Metric.RANDOM_BYTES: "random bytes served",
        }
        counted = [
            Provision(metric=metric, kind=Kind.COUNTED, instrument=instrument)
            for metric, instrument in metrics.items()
        ]
        if self._spec.board.cycle_counter:
            counted.insert(0, Provision(metric=Metric.CYCLES, kind=Kind.MEASURED, instrument=_COUNTER))
        return Capabilities(
            target=self.name,
            provisions=tuple(counted),
            implementations=emulated.implementations,
            replicates=1,
            not_offered=emulated.not_offered,
        )

    def facts(self) -> TargetFacts:
        """Board, part and what is left out of its figures."""
        board, memories = self._spec.board, part(self._spec.board.part)
        return TargetFacts(
            name=self.name,
            title=board.title,
            replicates=1,
            instruments={str(one.metric): one.instrument for one in self.capabilities().provisions},
            part=PartFacts(
                name=memories.title,
                ram_bytes=memories.ram_bytes,
                flash_bytes=memories.flash_bytes,
                source=board.source,
            ),
            facts={
                "random bytes": "made on the board; the generator's cycles and stack are left out",
                "cycles": "measured on the board"
                if board.cycle_counter
                else "none: this board is not silicon",
                "marks": "their own cost is subtracted",
            },
            unavailable=self.unavailable(),
        )

    def check(self, case: Case, which: str) -> Correctness:  # noqa: ARG002 - firmware runs the first vector
        """Build and flash the image and check it."""
        with opened_board(self._spec, self._built(case).path) as link:
            return self._driver(link, case).check()

    def run(self, units: Sequence[Unit], progress: Progress) -> Iterator[Build | Piece]:
        """One image after the other: there is one board."""
        jobs: dict[tuple[str, str, str], list[Unit]] = {}
        for unit in units:
            series = unit.case.series
            jobs.setdefault((series.scheme, series.provider, series.variant), []).append(unit)
        for (scheme, _, _), members in jobs.items():
            progress.step(f"{self.name}: {scheme}")
            yield from self._run_image(members)

    def _built(self, case: Case) -> Image:
        library, folder = self._sources(case)
        scheme = scheme_of(case.implementation, folder)
        flavour = self._spec.board.flavour(self._spec.baud)
        return build_image(scheme, case.implementation, library, core(_CORE), folder, flavour=flavour)

    def _driver(self, link: Link, case: Case) -> Driver:
        return driver_of(link, case.implementation, *self._sources(case))

    def _sources(self, case: Case) -> tuple[CortexMLibrary | None, Folder | None]:
        one = case.implementation
        return self._emulated.library_of(one), self._emulated.folder_of(one)

    def _run_image(self, units: Sequence[Unit]) -> Iterator[Build | Piece]:
        try:
            image = self._built(units[0].case)
        except PqevalError as error:
            for unit in units:
                yield _failed(unit, Stage.BUILD, error, "")
            return
        yield image.build
        left = list(units)
        line_faults = 0
        while left:
            stop = yield from self._session(left, image)
            left = left[stop.done :]
            if isinstance(stop.error, WireError) and line_faults < _LINE_FAULTS:
                line_faults += 1
            elif stop.error is not None:
                # Code that faults or hangs spoils its own case; if nothing works at all, it is every case's.
                spoilt = (
                    1 if stop.stage == Stage.MEASURE and not isinstance(stop.error, WireError) else len(left)
                )
                for unit in left[:spoilt]:
                    yield _failed(unit, stop.stage, stop.error, image.build.hash)
                left = left[spoilt:]

    def _session(self, units: Sequence[Unit], image: Image) -> Generator[Piece, None, _Stop]:
        """Flash, check, and measure as far as it goes."""
        done = 0
        stage = Stage.KAT
        try:
            with opened_board(self._spec, image.path) as link:
                driver = self._driver(link, units[0].case)
                correctness = driver.check()
                stage = Stage.MEASURE
                for unit in units:
                    piece = self._piece(unit, driver, image, correctness)
                    done += 1
                    yield piece
        except PqevalError as error:
            return _Stop(done, stage, error)
        return _Stop(done, stage, None)

    def _piece(self, unit: Unit, driver: Driver, image: Image, correctness: Correctness) -> Piece:
        try:
            samples, _ = driver.samples(unit.case)
        except TargetError:
            raise  # the board or the line: nothing more can be had from this session
        except PqevalError as error:
            return _failed(unit, Stage.MEASURE, error, image.build.hash)
        record = Measurement(
            series=unit.case.series,
            build=image.build.hash,
            correctness=correctness,
            conditions=_conditions(unit.case, len(samples)),
            observations=tuple(self._observations(samples, image)),
        )
        return Piece(replicate=unit.replicate, record=record)

    def _observations(self, samples: Sequence[Ran], image: Image) -> Iterator[Observation]:
        sizes = image.sizes
        columns = {
            Metric.CYCLES: [one.cycles for one in samples],
            Metric.STACK_BYTES: [one.stack_bytes for one in samples],
            Metric.HEAP_PEAK_BYTES: [one.heap_bytes for one in samples],
            Metric.RANDOM_BYTES: [one.random_bytes for one in samples],
            Metric.TEXT_BYTES: [sizes.text_bytes],
            Metric.DATA_BYTES: [sizes.data_bytes],
            Metric.BSS_BYTES: [sizes.bss_bytes],
            Metric.BUFFER_BYTES: [sizes.buffer_bytes],
        }
        for provision in self.capabilities().provisions:
            values = columns[provision.metric]
            sampled = provision.metric in {
                Metric.CYCLES,
                Metric.STACK_BYTES,
                Metric.HEAP_PEAK_BYTES,
                Metric.RANDOM_BYTES,
            }
            yield Observation(
                metric=provision.metric,
                kind=provision.kind,
                instrument=provision.instrument,
                values=tuple(values),
                seeds=tuple(range(len(values))) if sampled else (),
            )


def _conditions(case: Case, taken: int) -> Conditions:
    stochastic = case.cost_class == CostClass.STOCHASTIC
    notes = ["on a board: no interrupts but one in 2^24 cycles"]
    if taken < case.samples and stochastic:
        notes.append(f"{taken} of {case.samples} seeds: the rest would exceed the budget of cycles")
    return Conditions(
        boundary=Boundary.C,
        cost_class=case.cost_class,
        random_source="ChaCha20 stream from the plan's seed, on the board",
        seed=case.seed,
        secret_key_encoding=case.implementation.secret_key_encoding,
        keys_rotated=1 if stochastic else taken,
        notes=tuple(notes),
    )


def _failed(unit: Unit, stage: Stage, error: PqevalError, build: str) -> Piece:
    record = Failed(series=unit.case.series, stage=stage, error=str(error), build=build)
    return Piece(replicate=unit.replicate, record=record)
