"""A Cortex-M target: one image a scheme, one emulator process an image, all deterministic."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from pqeval.catalogue import (
    Boundary,
    Capabilities,
    Implementation,
    Kind,
    Metric,
    Optimisation,
    Provision,
    Role,
    Scheme,
    load,
)
from pqeval.errors import CatalogueError, InstructionLimit, PqevalError, TargetError
from pqeval.liboqs.build import (
    CortexMLibrary,
    cortex_m_library,
    find_cortex_m_library,
    find_host_library,
)
from pqeval.liboqs.library import KINDS, enabled_in, header_identifiers, secret_key_encoding
from pqeval.liboqs.stateful_kat import NO_KNOWN_ANSWER, NOTES, has_known_answer
from pqeval.lightweight.offers import own_implementations
from pqeval.native.tools import arm_toolchain_problem
from pqeval.plan.case import Case, Unit
from pqeval.records import (
    Build,
    Correctness,
    Failed,
    Measurement,
    Observation,
    PartFacts,
    Piece,
    Skipped,
    Stage,
    TargetFacts,
)
from pqeval.targets.cortex_m.aligned import aligned_cycles
from pqeval.targets.cortex_m.cores import core as core_of
from pqeval.targets.cortex_m.drive import Driver, driver_for
from pqeval.targets.cortex_m.emulator import Emulator, Ran, unicorn_library
from pqeval.targets.cortex_m.firmware import EMULATED, Flavour, Image, build_aligned, build_image
from pqeval.targets.cortex_m.folder_drive import folder_driver
from pqeval.targets.cortex_m.model import model_facts
from pqeval.targets.cortex_m.observations import conditions_of, observations_of, profiled
from pqeval.targets.cortex_m.optimisation import at, written_as
from pqeval.targets.cortex_m.parts import part_for
from pqeval.targets.cortex_m.profile import kept_stacks
from pqeval.targets.cortex_m.unaligned import MODE, MOST_INSTRUCTIONS, Counted, count_unaligned
from pqeval.targets.folder.folder import PROVIDER, Folder, implementation_of
from pqeval.targets.target import Progress

__all__ = ["CortexMTarget"]

_NO_LIMIT: Final = 10**13
_UNALIGNED_CORES: Final = ("cortex-m4", "cortex-m3")
"""Cores whose manuals give the same cycles for accesses that are not aligned."""


class CortexMTarget:
    """A Cortex-M in the emulator.

    Args:
        core: the name of the core.
        part: the name of the part that carries it, or the path of a part file; empty for the core's own.
        jobs: emulators at a time; results do not depend on it.
        timeout_s: limit of one operation, in seconds of the host.
        folders: implementations of other people.
        flavour: for which place images are built; those for a board run here as they are.
        optimisation: how the compiler optimises; each entry gives implementations of its own.
    """

    def __init__(
        self,
        core: str = "cortex-m4",
        *,
        part: str = "",
        jobs: int | None = None,
        timeout_s: int = 3600,
        folders: Sequence[Folder] = (),
        flavour: Flavour = EMULATED,
        optimisation: Sequence[Optimisation] = (Optimisation.O3,),
    ) -> None:
        self.name = core
        self._core = core_of(core)
        self._part = part_for(self._core, part)
        self._folders = {(one.scheme.id, one.name): one for one in folders}
        self._flavour = flavour
        self._jobs = jobs or os.cpu_count() or 1
        self._timeout_s = timeout_s
        self._optimisation = tuple(optimisation)

    def unavailable(self) -> str:
        """The cross compiler and the Unicorn engine are needed."""
        try:
            unicorn_library()
        except TargetError as error:
            return str(error)
        return arm_toolchain_problem()

    def prepare(self, progress: Progress) -> None:
        """Build liboqs for the core where it was set up for the host; images are built as they are needed."""
        if find_host_library() is not None and None in self._libraries.values():
            for optimisation in self._optimisation:
                cortex_m_library(self._core.code, progress.step, optimisation)
            del self._libraries  # looked up again

    @cached_property
    def _libraries(self) -> dict[Optimisation, CortexMLibrary | None]:
        return {one: find_cortex_m_library(self._core.code, one) for one in self._optimisation}

    def _library(self, implementation: Implementation) -> CortexMLibrary | None:
        return self._libraries[implementation.optimisation]

    def capabilities(self) -> Capabilities:
        """What the cross-built library has, and pqeval's own primitives, the variant for this core first."""
        model = self._core.model
        cycles = {
            Metric.MODELLED_CYCLES: (Kind.MODELLED, model),
            Metric.HASHING_SHARE: (Kind.MODELLED, f"{model}, first sample"),
        }
        metrics = {
            Metric.INSTRUCTIONS: (Kind.COUNTED, "Unicorn engine"),
            **(cycles if model else {}),
            Metric.STACK_BYTES: (Kind.COUNTED, "stack pointer"),
            Metric.PAINTED_STACK_BYTES: (Kind.COUNTED, "painted RAM"),
            Metric.DIVISIONS: (Kind.COUNTED, "first sample"),
            Metric.HEAP_PEAK_BYTES: (Kind.COUNTED, "counting allocator"),
            Metric.BUFFER_BYTES: (Kind.COUNTED, "symbols of the image"),
            Metric.TEXT_BYTES: (Kind.COUNTED, "image minus empty image"),
            Metric.HASHING_TEXT_BYTES: (Kind.COUNTED, "symbols of the image"),
            Metric.DATA_BYTES: (Kind.COUNTED, "image minus empty image"),
            Metric.BSS_BYTES: (Kind.COUNTED, "image minus empty image"),
            Metric.RANDOM_BYTES: (Kind.COUNTED, "random bytes served"),
        }
        return Capabilities(
            target=self.name,
            provisions=tuple(
                Provision(metric=metric, kind=kind, instrument=instrument)
                for metric, (kind, instrument) in metrics.items()
            ),
            implementations=tuple(
                at(one, optimisation)
                for optimisation in self._optimisation
                for one in (
                    *self._liboqs_implementations(self._libraries[optimisation]),
                    *own_implementations(self.name),
                    *(implementation_of(folder) for folder in self._folders.values()),
                )
            ),
            replicates=1,
            not_offered=self._not_offered(),
            refused={Metric.MODELLED_CYCLES: self._core.no_cycles} if self._core.no_cycles else {},
        )

    def facts(self) -> TargetFacts:
        """Model, part and what cannot be done here."""
        return TargetFacts(
            name=self.name,
            title=self._core.title,
            replicates=1,
            instruments={str(one.metric): one.instrument for one in self.capabilities().provisions},
            model=model_facts(self._part),
            part=PartFacts(
                name=self._part.title,
                ram_bytes=self._part.ram_bytes,
                flash_bytes=self._part.flash_bytes,
                source=self._part.source,
            ),
            facts=self._facts(),
            unavailable=self.unavailable(),
        )

    def _facts(self) -> dict[str, str]:
        part = self._part
        facts = {
            "random bytes": "served by the host, charged 20 cycles a call and 10 a byte",
            "part": part.name,
            "bus wait": f"{part.bus_wait_cycles} cycles ({part.name})",
            "marks": "their own cost is subtracted",
        }
        if part.flash_wait_cycles:
            facts["flash"] = f"{part.flash_wait_cycles} cycles more a word, without cache"
        if self._core.code == "cortex-m0plus":
            facts["multiplier"] = f"{part.multiply_cycles} cycles"
        if self._core.engine == "cortex-m3":
            facts["long multiplications"] = part.long_multiply
        if self._flavour != EMULATED:
            facts["images"] = f"built for the board {self._flavour.name}"
        if self._core.code != self.name:
            facts["code"] = f"built for {self._core.code}"
        return facts

    def run(self, units: Sequence[Unit], progress: Progress) -> Iterator[Build | Piece]:
        """One job an image; the answers come in the order of the units' images."""
        jobs: dict[tuple[str, str, str], list[Unit]] = {}
        for unit in units:
            series = unit.case.series
            jobs.setdefault((series.scheme, series.provider, series.variant), []).append(unit)
        with ThreadPoolExecutor(max_workers=self._jobs) as pool:
            try:
                futures = [pool.submit(self._run_image, members) for members in jobs.values()]
                for key, future in zip(jobs, futures, strict=True):
                    progress.step(f"{self.name}: {key[0]}")
                    yield from future.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def check(self, case: Case, which: str) -> Correctness:  # noqa: ARG002 - firmware runs the first vector
        """Build the image and check it; `all` is left to the host: one vector tells a right build."""
        scheme = load().scheme(case.series.scheme)
        library = self._library(case.implementation)
        image = build_image(scheme, case.implementation, library, self._core, flavour=self._flavour)
        with self._emulator(image.path) as emulator:
            return driver_for(emulator, scheme, case.implementation.library_name, library).check()

    def _folder(self, implementation: Implementation) -> Folder | None:
        if implementation.provider != PROVIDER:
            return None
        return self._folders[implementation.scheme, written_as(implementation)]

    def _scheme(self, implementation: Implementation) -> Scheme:
        folder = self._folder(implementation)
        return folder.scheme if folder else load().scheme(implementation.scheme)

    def _emulator(self, image: Path, most_instructions: int = 0, mode: str = "") -> Emulator:
        return Emulator(
            image,
            part=self._part,
            max_instructions=most_instructions or _NO_LIMIT,
            timeout_s=self._timeout_s,
            mode=mode,
        )

    def _driver(self, emulator: Emulator, scheme: Scheme, implementation: Implementation) -> Driver:
        folder = self._folder(implementation)
        if folder is not None:
            return folder_driver(emulator, folder)
        return driver_for(emulator, scheme, implementation.library_name, self._library(implementation))

    def _run_image(self, units: Sequence[Unit]) -> list[Build | Piece]:
        """Build, check and measure one image; every fault is a record."""
        implementation = units[0].case.implementation
        folder = self._folder(implementation)
        scheme = self._scheme(implementation)
        try:
            library = self._library(implementation)
            image = build_image(scheme, implementation, library, self._core, folder, flavour=self._flavour)
            image = self._with_aligned(image, units[0].case, scheme)
        except PqevalError as error:
            return [_failed(unit, Stage.BUILD, error, "") for unit in units]
        waiting = list(units)
        correctness: Correctness | None = None
        events: list[Build | Piece] = [image.build]
        while waiting:
            with self._emulator(image.path, units[0].case.most_instructions) as emulator:
                try:
                    driver = self._driver(emulator, scheme, implementation)
                    if correctness is None:
                        self._check_aligned(units[0].case, image)
                    correctness = correctness or driver.check()
                    if units[0].case.alignment_sweep:
                        emulator.sweep()
                except PqevalError as error:
                    return [*events, *(_without(unit, Stage.KAT, error, image) for unit in waiting)]
                while waiting and emulator.running:
                    events.append(self._piece(waiting.pop(0), driver, image, correctness))
        return events

    def _with_aligned(self, image: Image, case: Case, scheme: Scheme) -> Image:
        """The image with its other placement, if that is asked for and there are cycles."""
        if not (case.alignment_sweep and self._core.model and self._flavour == EMULATED):
            return image
        one = case.implementation
        path = build_aligned(scheme, one, self._library(one), self._core, self._folder(one))
        return replace(image, aligned=path)

    def _aligned(self, case: Case, image: Image) -> tuple[Observation, ...]:
        if image.aligned is None:
            return ()
        with self._emulator(image.aligned, case.most_instructions) as emulator:
            driver = self._driver(emulator, self._scheme(case.implementation), case.implementation)
            samples, _ = driver.samples(case)
        return (aligned_cycles(samples, self._core.model, self._part.mark),)

    def _check_aligned(self, case: Case, image: Image) -> None:
        if image.aligned is not None:
            with self._emulator(image.aligned, case.most_instructions) as emulator:
                self._driver(emulator, self._scheme(case.implementation), case.implementation).check()

    def _unaligned(self, case: Case, image: Image, first: Ran) -> Counted:
        if not case.count_unaligned:
            return Counted((), "")

        @contextmanager
        def opened() -> Iterator[tuple[Emulator, Driver]]:
            with self._emulator(image.path, MOST_INSTRUCTIONS, MODE) as emulator:
                scheme = self._scheme(case.implementation)
                yield emulator, self._driver(emulator, scheme, case.implementation)

        return count_unaligned(case, opened, first, modelled=self.name in _UNALIGNED_CORES)

    def _piece(self, unit: Unit, driver: Driver, image: Image, correctness: Correctness) -> Piece:
        try:
            samples, profile = driver.samples(unit.case)
            aligned = self._aligned(unit.case, image)
            further = self._unaligned(unit.case, image, samples[0])
        except PqevalError as error:
            return _without(unit, Stage.MEASURE, error, image)
        attempts = driver.attempts(unit.case.series.operation)
        record = Measurement(
            series=unit.case.series,
            build=image.build.hash,
            correctness=correctness,
            conditions=conditions_of(unit.case, samples, further.note, attempts),
            observations=(
                *observations_of(samples, image, (self._core.model, self._part.mark), attempts),
                *profiled(profile, self._core.model, self._part.mark),
                *aligned,
                *further.observations,
            ),
            profile=kept_stacks(profile.stacks) if self._core.model else {},
        )
        return Piece(replicate=unit.replicate, record=record)

    @staticmethod
    def _liboqs_implementations(library: CortexMLibrary | None) -> Iterator[Implementation]:
        if library is None:
            return
        catalogue = load()
        for role in KINDS:
            for name, identifier in header_identifiers(library.include, role).items():
                if not enabled_in(library.include, role, identifier):
                    continue
                try:
                    scheme = catalogue.by_library("liboqs", library.version, name)
                except CatalogueError:
                    continue  # a scheme newer than the catalogue: nothing is known of it
                stateful = role == Role.STATEFUL_SIGNATURE
                if stateful and not has_known_answer(name, library.include.parent):
                    continue  # it could never be checked
                yield Implementation(
                    scheme=scheme.id,
                    provider="liboqs",
                    variant="generic",
                    library_name=name,
                    boundary=Boundary.C,
                    secret_key_encoding=secret_key_encoding(scheme),
                    secret_key_bytes=0 if stateful else scheme.sizes.secret_key_bytes or 0,
                    licence="MIT",
                    notes=NOTES if stateful else (),
                )

    def _not_offered(self) -> dict[str, str]:
        reasons: dict[str, str] = {}
        for scheme in load().schemes:
            if scheme.role not in KINDS:
                reasons[scheme.id] = "no C implementation for this target yet"
            elif None in self._libraries.values():
                code = self._core.code
                reasons[scheme.id] = f"liboqs for {code} is not built yet: run `pqeval setup --core {code}`"
            elif scheme.role == Role.STATEFUL_SIGNATURE:
                reasons[scheme.id] = f"the library here does not have it, or {NO_KNOWN_ANSWER}"
            else:
                reasons[scheme.id] = "not offered by the library here"
        return reasons


def _without(unit: Unit, stage: Stage, error: PqevalError, image: Image) -> Piece:
    """The piece of a case that was not measured: it is too long, or it failed."""
    if isinstance(error, InstructionLimit):
        limit = unit.case.most_instructions
        what = "its known-answer test" if stage == Stage.KAT else "it, or what it works on,"
        reason = f"{what} needs more than {limit} instructions, the plan's limit"
        return Piece(replicate=unit.replicate, record=Skipped(series=unit.case.series, reason=reason))
    return _failed(unit, stage, error, image.build.hash)


def _failed(unit: Unit, stage: Stage, error: PqevalError, build: str) -> Piece:
    record = Failed(series=unit.case.series, stage=stage, error=str(error), build=build)
    return Piece(replicate=unit.replicate, record=record)
