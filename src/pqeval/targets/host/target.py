"""The host target: units in fresh worker processes, one at a time on this machine."""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import groupby
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final
from weakref import finalize

import msgspec

from pqeval import kem, lightweight, sig, stateful, tls
from pqeval.catalogue import Capabilities, Implementation, Kind, Metric, Provision, load
from pqeval.errors import PqevalError, TargetError
from pqeval.lightweight.offers import PROVIDER_NAME
from pqeval.native.cache import cache_root
from pqeval.plan.asked import Asked
from pqeval.plan.case import Case, Unit
from pqeval.records import (
    Build,
    Correctness,
    Failed,
    Measurement,
    Observation,
    Piece,
    Record,
    Stage,
    TargetFacts,
)
from pqeval.targets.folder.folder import PROVIDER, Folder, implementation_of
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.host.builds import build_of
from pqeval.targets.host.check import check
from pqeval.targets.host.child import Worker
from pqeval.targets.host.folder_runs import FolderRuns, source_of
from pqeval.targets.host.protocol import MemoryAnswer, Mode, Request, TimedAnswer
from pqeval.targets.target import Progress

__all__ = ["HostTarget"]

_ROOMS: Final = (kem, sig, stateful, lightweight, tls)
_REPLICATES: Final = 6
"""Fresh processes: the least for an exact 95 % interval over process medians."""


class HostTarget:
    """This machine.

    Args:
        kat: `single` or `all`: which known answers a scheme must pass in each worker.
        timeout_s: time limit of one unit, in seconds.
        replicates: fresh worker processes that visit every case.
        folders: implementations of other people.
    """

    name = "host"

    def __init__(
        self,
        *,
        kat: str = "single",
        timeout_s: float = 300.0,
        replicates: int = _REPLICATES,
        folders: Sequence[Folder] = (),
    ) -> None:
        self._kat = kat
        self._timeout_s = timeout_s
        self._replicates = replicates
        self._folders = FolderRuns(folders, timeout_s)
        self._inputs = ""
        self._builds: dict[str, str] = {}

    def unavailable(self) -> str:
        """Always available: schemes whose library is missing are not offered instead."""
        return ""

    def capabilities(self) -> Capabilities:
        """All providers' implementations; time always, core cycles where perf events are granted."""
        theirs = tuple(implementation_of(folder) for folder in self._folders.folders)
        implementations = (*self._offered, *theirs)
        schemes = tuple(load().by_id)
        reasons: dict[str, str] = {}
        for room in _ROOMS:
            offered = {one.scheme for one in room.implementations()}
            reasons |= {
                scheme: reason
                for scheme, reason in room.not_offered(schemes).items()
                if scheme not in offered
            }
        return Capabilities(
            target=self.name,
            provisions=tuple(self._provisions()),
            implementations=implementations,
            replicates=self._replicates,
            not_offered=reasons,
        )

    def prepare(self, progress: Progress, asked: Asked) -> None:
        """Nothing to build: `pqeval setup` provides liboqs, and without it the rest still runs."""

    def facts(self) -> TargetFacts:
        """Counters and how many processes."""
        return TargetFacts(
            name=self.name,
            title="this host",
            replicates=self._replicates,
            instruments={str(one.metric): one.instrument for one in self._provisions()},
            facts={"clock_step_ns": str(lib.pqe_timing_clock_step_ns())},
        )

    def check(self, case: Case, which: str) -> Correctness:
        """Check in this process: what a library does to it is seen at once."""
        return check(case, which)

    def run(self, units: Sequence[Unit], progress: Progress) -> Iterator[Build | Piece]:
        """Run the units, replicate by replicate, each in a fresh process."""
        with _one_at_a_time(progress):
            self._inputs = self._inputs or self._new_folder()
            providers = dict.fromkeys(unit.case.series.provider for unit in units)
            for provider in providers:
                if provider == PROVIDER:
                    continue  # each folder has a build of its own
                build = build_of(provider)
                self._builds[provider] = build.hash
                yield build
            sound = yield from self._folders.made_ready(units, self._builds, progress)
            for replicate, group in groupby(sound, key=lambda unit: unit.replicate):
                members = list(group)
                memory: dict[str, tuple[Observation, ...]] = {}
                if replicate == 0:
                    progress.step("host: stack and heap of each case")
                    memory = self._memory(members)
                for unit, record in self._timed(members):
                    yield Piece(
                        replicate=unit.replicate, record=self._folders.with_check(_with(record, memory))
                    )

    @cached_property
    def _offered(self) -> tuple[Implementation, ...]:
        found = tuple(implementation for room in _ROOMS for implementation in room.implementations())
        by_library = {one.scheme for one in found if one.provider != PROVIDER_NAME}
        return tuple(_beside_library(one) if one.scheme in by_library else one for one in found)

    @staticmethod
    def _provisions() -> Iterator[Provision]:
        yield Provision(metric=Metric.TIME_NS, kind=Kind.MEASURED, instrument="CLOCK_MONOTONIC")
        if ffi.string(lib.pqe_timing_tick_source()) == b"tsc":
            yield Provision(metric=Metric.TSC_TICKS, kind=Kind.MEASURED, instrument="time-stamp counter")
        if lib.pqe_timing_open():
            instrument = "perf_event core cycles, user space"
            yield Provision(metric=Metric.CYCLES, kind=Kind.MEASURED, instrument=instrument)
        yield Provision(metric=Metric.STACK_BYTES, kind=Kind.COUNTED, instrument="painted thread stack")
        yield Provision(metric=Metric.HEAP_PEAK_BYTES, kind=Kind.COUNTED, instrument="counting allocator")

    def _request(self, unit: Unit, mode: Mode) -> Request:
        return Request(
            case=unit.case,
            replicate=unit.replicate,
            replicates=self._replicates,
            build=self._builds[source_of(unit.case.series)],
            mode=mode,
            kat=self._kat,
            folder=self._folders.code_of(unit.case.series),
            inputs=self._inputs,
        )

    def _memory(self, units: Iterable[Unit]) -> dict[str, tuple[Observation, ...]]:
        """Stack and heap where the C function is called directly; nothing is timed: all processors help."""
        wanted = deque(
            self._request(unit, Mode.MEMORY) for unit in units if unit.case.implementation.boundary == "c"
        )
        found: dict[str, tuple[Observation, ...]] = {}
        hands = min(len(os.sched_getaffinity(0)), len(wanted))
        with ThreadPoolExecutor(max_workers=max(1, hands)) as pool:
            working = [pool.submit(self._counted, wanted, found) for _ in range(hands)]
            try:
                for one in working:
                    one.result()
            finally:
                wanted.clear()  # an interrupted run must not wait for what is left
        return found

    def _counted(self, wanted: deque[Request], found: dict[str, tuple[Observation, ...]]) -> None:
        """Take requests until there are none; a crash loses only this fact of its case."""
        while wanted:
            with Worker(count_heap=True) as worker, suppress(TargetError, IndexError):
                while True:
                    answer = worker.ask(wanted.popleft(), self._timeout_s)
                    if isinstance(answer, MemoryAnswer):
                        found[answer.key] = answer.observations

    def _timed(self, units: Sequence[Unit]) -> Iterator[tuple[Unit, Record]]:
        """Each unit with its record; a worker that dies is replaced and costs one unit."""
        waiting = list(units)
        while waiting:
            with Worker() as worker:
                while waiting:
                    unit = waiting.pop(0)
                    try:
                        answer = worker.ask(self._request(unit, Mode.TIME), self._timeout_s)
                    except TargetError as error:
                        yield unit, self._failed(unit, error)
                        break
                    if isinstance(answer, TimedAnswer) and answer.piece.record.series == unit.case.series:
                        yield unit, answer.piece.record
                    else:
                        yield unit, self._failed(unit, TargetError("the worker answered something else"))
                        break

    def _failed(self, unit: Unit, error: PqevalError) -> Failed:
        series = unit.case.series
        build = self._builds[source_of(series)]
        return Failed(series=series, stage=Stage.MEASURE, error=str(error), build=build)

    def _new_folder(self) -> str:
        """For the inputs of a run; it goes with the target."""
        folder = mkdtemp(prefix="pqeval-inputs-")
        finalize(self, rmtree, folder, ignore_errors=True)
        return folder


def _beside_library(implementation: Implementation) -> Implementation:
    """Our own code of a scheme that a library has is measured where it is asked for."""
    if implementation.provider != PROVIDER_NAME or implementation.asked_by:
        return implementation
    return msgspec.structs.replace(implementation, asked_by="provider")


def _with(record: Record, memory: dict[str, tuple[Observation, ...]]) -> Record:
    extra = memory.get(record.series.key, ())
    if not extra or not isinstance(record, Measurement):
        return record
    return msgspec.structs.replace(record, observations=(*record.observations, *extra))


@contextmanager
def _one_at_a_time(progress: Progress) -> Iterator[None]:
    """Two measurements on one host would disturb each other: wait for the other one."""
    path = cache_root() / "measuring.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a", encoding="utf-8")
    except OSError as error:
        raise TargetError(
            f"the folder {path.parent} cannot be written: set PQEVAL_CACHE to one that can"
        ) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.step("host: waiting, another pqeval is measuring on this machine")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
