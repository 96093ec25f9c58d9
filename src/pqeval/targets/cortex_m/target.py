"""A Cortex-M target: one image a scheme, one emulator process an image, all deterministic."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

from pqeval.catalogue import (
    Capabilities,
    Implementation,
    Metric,
    Optimisation,
)
from pqeval.errors import TargetError
from pqeval.liboqs.build import (
    CortexMLibrary,
    cortex_m_library,
    find_cortex_m_library,
    find_host_library,
)
from pqeval.lightweight.offers import own_implementations
from pqeval.native.tools import arm_toolchain_problem
from pqeval.plan.asked import Asked
from pqeval.plan.case import Case, Unit
from pqeval.records import (
    Build,
    Correctness,
    PartFacts,
    Piece,
    TargetFacts,
)
from pqeval.targets.cortex_m.cores import core as core_of
from pqeval.targets.cortex_m.emulator import unicorn_library
from pqeval.targets.cortex_m.firmware import EMULATED, Flavour
from pqeval.targets.cortex_m.image_run import ImageRun, Place
from pqeval.targets.cortex_m.model import model_facts
from pqeval.targets.cortex_m.offers import in_liboqs, liboqs_implementations, not_offered, provisions
from pqeval.targets.cortex_m.optimisation import at, written_as
from pqeval.targets.cortex_m.parts import part_for
from pqeval.targets.folder.folder import PROVIDER, Folder, implementation_of
from pqeval.targets.target import Progress

__all__ = ["CortexMTarget"]


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

    def prepare(self, progress: Progress, asked: Asked) -> None:
        """Build liboqs for the core if it was set up for the host; images are built as they are needed."""
        if find_host_library() is None:
            return
        for optimisation, library in self._libraries.items():
            if library is None and any(asked(at(one, optimisation)) for one in in_liboqs()):
                cortex_m_library(self._core.code, progress.step, optimisation)
        del self._libraries  # looked up again

    @cached_property
    def _libraries(self) -> dict[Optimisation, CortexMLibrary | None]:
        return {one: find_cortex_m_library(self._core.code, one) for one in self._optimisation}

    def capabilities(self) -> Capabilities:
        """What the cross-built library has, and pqeval's own primitives, the variant for this core first."""
        return Capabilities(
            target=self.name,
            provisions=provisions(self._core.model),
            implementations=tuple(
                at(one, optimisation)
                for optimisation in self._optimisation
                for one in (
                    *liboqs_implementations(self._libraries[optimisation]),
                    *own_implementations(self.name),
                    *(implementation_of(folder) for folder in self._folders.values()),
                )
            ),
            replicates=1,
            not_offered=not_offered(self._libraries.values(), self._core.code),
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
        return self._image_run(case.implementation).check()

    def _run_image(self, units: Sequence[Unit]) -> list[Build | Piece]:
        return self._image_run(units[0].case.implementation).run(units)

    def library_of(self, implementation: Implementation) -> CortexMLibrary | None:
        """The cross-built library that an implementation of this target is linked against."""
        return self._libraries[implementation.optimisation]

    def folder_of(self, implementation: Implementation) -> Folder | None:
        """The folder of somebody's implementation; None: it is of pqeval or a library."""
        if implementation.provider != PROVIDER:
            return None
        return self._folders[implementation.scheme, written_as(implementation)]

    def _image_run(self, implementation: Implementation) -> ImageRun:
        place = Place(self._core, self._part, self._flavour, self._timeout_s)
        library, folder = self.library_of(implementation), self.folder_of(implementation)
        return ImageRun(implementation, place, library, folder)
