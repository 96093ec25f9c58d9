"""The Cortex-M4 target: one image a scheme, one emulator process an image, all deterministic."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Final

from pqeval.catalogue import (
    Boundary,
    Capabilities,
    Implementation,
    Kind,
    Metric,
    Provision,
    Role,
    load,
)
from pqeval.errors import CatalogueError, PqevalError, TargetError
from pqeval.liboqs.build import CortexMLibrary, find_cortex_m_library
from pqeval.liboqs.library import enabled_in, header_identifiers, secret_key_encoding
from pqeval.native.tools import arm_toolchain_problem
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
from pqeval.targets.cortex_m.drive import Driver, driver_for
from pqeval.targets.cortex_m.emulator import MODEL_ID, Emulator, Ran, unicorn_library
from pqeval.targets.cortex_m.firmware import EMULATED, Flavour, Image, build_image
from pqeval.targets.cortex_m.model import model_facts
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.target import Progress

__all__ = ["CortexM4Target"]

_CORE: Final = "cortex-m4"
_OWN_VARIANT: Final = "bi32"
_OWN_SCHEMES: Final = ("ascon_aead128", "ascon_hash256")


class CortexM4Target:
    """A Cortex-M4F in the emulator.

    Args:
        jobs: emulators at a time; results do not depend on it.
        max_instructions: limit of one operation.
        timeout_s: limit of one operation, in seconds of the host.
        flavour: for which place images are built; those for a board run here as they are.
    """

    name = _CORE

    def __init__(
        self,
        *,
        jobs: int | None = None,
        max_instructions: int = 20_000_000_000,
        timeout_s: int = 600,
        flavour: Flavour = EMULATED,
    ) -> None:
        self._flavour = flavour
        self._part = part()
        self._jobs = jobs or os.cpu_count() or 1
        self._max_instructions = max_instructions
        self._timeout_s = timeout_s

    def unavailable(self) -> str:
        """The cross compiler and the Unicorn engine are needed."""
        try:
            unicorn_library()
        except TargetError as error:
            return str(error)
        return arm_toolchain_problem()

    def prepare(self, progress: Progress) -> None:
        """Nothing here: `pqeval setup` builds liboqs for the core, images are built as they are needed."""

    @cached_property
    def _library(self) -> CortexMLibrary | None:
        return find_cortex_m_library(_CORE)

    def capabilities(self) -> Capabilities:
        """What the cross-built library has, and pqeval's own ciphers in the variant for this core."""
        metrics = {
            Metric.INSTRUCTIONS: (Kind.COUNTED, "Unicorn engine"),
            Metric.MODELLED_CYCLES: (Kind.MODELLED, MODEL_ID),
            Metric.STACK_BYTES: (Kind.COUNTED, "painted RAM"),
            Metric.HEAP_PEAK_BYTES: (Kind.COUNTED, "counting allocator"),
            Metric.BUFFER_BYTES: (Kind.COUNTED, "symbols of the image"),
            Metric.TEXT_BYTES: (Kind.COUNTED, "image minus empty image"),
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
            implementations=(*self._liboqs_implementations(), *self._own_implementations()),
            replicates=1,
            not_offered=self._not_offered(),
        )

    def facts(self) -> TargetFacts:
        """Model, part and what cannot be done here."""
        return TargetFacts(
            name=self.name,
            title="Cortex-M4F, emulated",
            replicates=1,
            instruments={str(one.metric): one.instrument for one in self.capabilities().provisions},
            model=model_facts(),
            part=PartFacts(
                name=self._part.title,
                ram_bytes=self._part.ram_bytes,
                flash_bytes=self._part.flash_bytes,
                source=self._part.source,
            ),
            facts={
                "random bytes": "served by the host, charged 20 cycles a call and 10 a byte",
                "bus wait": f"{self._part.bus_wait_cycles} cycles ({self._part.name})",
                "marks": "their own cost is subtracted",
                **(
                    {}
                    if self._flavour == EMULATED
                    else {"images": f"built for the board {self._flavour.name}"}
                ),
            },
            unavailable=self.unavailable(),
        )

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
        image = build_image(scheme, case.implementation, self._library, self._flavour)
        with self._emulator(image) as emulator:
            return driver_for(emulator, scheme, case.implementation.library_name, self._library).check()

    def _emulator(self, image: Image) -> Emulator:
        return Emulator(
            image.path, part=self._part, max_instructions=self._max_instructions, timeout_s=self._timeout_s
        )

    def _run_image(self, units: Sequence[Unit]) -> list[Build | Piece]:
        """Build, check and measure one image; every fault is a record."""
        implementation = units[0].case.implementation
        scheme = load().scheme(implementation.scheme)
        try:
            image = build_image(scheme, implementation, self._library, self._flavour)
        except PqevalError as error:
            return [_failed(unit, Stage.BUILD, error, "") for unit in units]
        events: list[Build | Piece] = [image.build]
        try:
            with self._emulator(image) as emulator:
                if units[0].case.alignment_sweep:
                    emulator.sweep()
                driver = driver_for(emulator, scheme, implementation.library_name, self._library)
                correctness = driver.check()
                events += [self._piece(unit, driver, image, correctness) for unit in units]
        except PqevalError as error:
            events += [_failed(unit, Stage.KAT, error, image.build.hash) for unit in units[len(events) - 1 :]]
        return events

    @staticmethod
    def _piece(unit: Unit, driver: Driver, image: Image, correctness: Correctness) -> Piece:
        try:
            samples = driver.samples(unit.case)
        except PqevalError as error:
            return _failed(unit, Stage.MEASURE, error, image.build.hash)
        record = Measurement(
            series=unit.case.series,
            build=image.build.hash,
            correctness=correctness,
            conditions=_conditions(unit.case, len(samples)),
            observations=_observations(samples, image),
        )
        return Piece(replicate=unit.replicate, record=record)

    def _liboqs_implementations(self) -> Iterator[Implementation]:
        library = self._library
        if library is None:
            return
        catalogue = load()
        for role in (Role.KEM, Role.SIGNATURE):
            for name, identifier in header_identifiers(library.include, role).items():
                if not enabled_in(library.include, role, identifier):
                    continue
                try:
                    scheme = catalogue.by_library("liboqs", library.version, name)
                except CatalogueError:
                    continue  # a scheme newer than the catalogue: nothing is known of it
                yield Implementation(
                    scheme=scheme.id,
                    provider="liboqs",
                    variant="generic",
                    library_name=name,
                    boundary=Boundary.C,
                    secret_key_encoding=secret_key_encoding(scheme.family),
                    secret_key_bytes=scheme.sizes.secret_key_bytes or 0,
                    licence="MIT",
                )

    @staticmethod
    def _own_implementations() -> Iterator[Implementation]:
        for scheme in _OWN_SCHEMES:
            yield Implementation(
                scheme=scheme,
                provider="pqeval",
                variant=_OWN_VARIANT,
                library_name=scheme,
                licence="MIT",
                constant_time_claim="yes: no secret-dependent branch, index or variable-time instruction",
            )

    def _not_offered(self) -> dict[str, str]:
        library = self._library
        reasons: dict[str, str] = {}
        for scheme in load().schemes:
            if scheme.role not in {Role.KEM, Role.SIGNATURE}:
                reasons[scheme.id] = "no C implementation for this target yet"
            elif library is None:
                reasons[scheme.id] = "liboqs for Cortex-M4 is not built yet: run `pqeval setup`"
            else:
                reasons[scheme.id] = "not offered by the library here"
        return reasons


def _conditions(case: Case, taken: int) -> Conditions:
    notes = ["single-core time: no interrupts, no flash wait states, no caches"]
    if taken < case.samples and case.cost_class == "stochastic":
        notes.append(f"{taken} of {case.samples} seeds: the rest would exceed the budget of instructions")
    return Conditions(
        boundary=Boundary.C,
        cost_class=case.cost_class,
        random_source="ChaCha20 stream from the plan's seed, served by the host",
        seed=case.seed,
        secret_key_encoding=case.implementation.secret_key_encoding,
        keys_rotated=1 if case.cost_class == "stochastic" else taken,
        notes=tuple(notes),
    )


def _observations(samples: Sequence[Ran], image: Image) -> tuple[Observation, ...]:
    seeds = tuple(range(len(samples)))
    columns = {
        Metric.MODELLED_CYCLES: (Kind.MODELLED, MODEL_ID, [one.cycles for one in samples]),
        Metric.INSTRUCTIONS: (Kind.COUNTED, "Unicorn engine", [one.instructions for one in samples]),
        Metric.STACK_BYTES: (Kind.COUNTED, "painted RAM", [one.stack_bytes for one in samples]),
        Metric.HEAP_PEAK_BYTES: (Kind.COUNTED, "counting allocator", [one.heap_bytes for one in samples]),
        Metric.RANDOM_BYTES: (Kind.COUNTED, "random bytes served", [one.random_bytes for one in samples]),
    }
    if any(one.moved_cycles for one in samples):
        columns[Metric.MOVED_CYCLES] = (
            Kind.MODELLED,
            f"{MODEL_ID}, all code moved by 2 bytes",
            [one.moved_cycles for one in samples],
        )
    found = [
        Observation(metric=metric, kind=kind, instrument=instrument, values=tuple(values), seeds=seeds)
        for metric, (kind, instrument, values) in columns.items()
    ]
    sizes = {
        Metric.TEXT_BYTES: (image.sizes.text_bytes, "image minus empty image"),
        Metric.DATA_BYTES: (image.sizes.data_bytes, "image minus empty image"),
        Metric.BSS_BYTES: (image.sizes.bss_bytes, "image minus empty image"),
        Metric.BUFFER_BYTES: (image.sizes.buffer_bytes, "symbols of the image"),
    }
    found += [
        Observation(metric=metric, kind=Kind.COUNTED, instrument=instrument, values=(value,))
        for metric, (value, instrument) in sizes.items()
    ]
    return tuple(found)


def _failed(unit: Unit, stage: Stage, error: PqevalError, build: str) -> Piece:
    record = Failed(series=unit.case.series, stage=stage, error=str(error), build=build)
    return Piece(replicate=unit.replicate, record=record)
