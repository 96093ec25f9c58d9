"""Time a prepared case: calibrate the batch, take the samples, tag what was disturbed."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pqeval.catalogue import CostClass, Kind, Metric
from pqeval.errors import ProviderError
from pqeval.plan.case import Case
from pqeval.records import Observation
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.host.prepared import Prepared, python_call
from pqeval.targets.inputs import derived_seed

__all__ = ["call_overhead_ns", "observe", "own_seeds"]

_BATCH_NS: Final = 700_000
"""Aim of calibration. Short batches are hit by fewer context switches on shared machines."""
_CLOCK_STEPS: Final = 1000
"""A batch is at least this many steps of the clock."""
_BATCHES: Final = 20
_FEWEST_BATCHES: Final = 3
_FEWEST_LONG: Final = 1
_LONG_NS: Final = 100_000_000
"""An operation that takes longer is timed `_FEWEST_LONG` times in each replicate, after one to warm up."""
_SURELY_LONG: Final = 20
"""Times the aim: nobody is preempted for so long that a batch would come out too small for that."""
_UNIT_NS: Final = 120_000_000
"""Time for the samples of one replicate of one case; slow operations get fewer batches."""
_OVERHEAD_OPERATIONS: Final = 2000
_STREAM_KIND: Final = 1


@dataclass(slots=True)
class _Columns:
    """The arrays that the C loop fills."""

    count: int
    struct: Any
    arrays: dict[str, Any]

    @classmethod
    def of(cls, count: int) -> _Columns:
        arrays = {name: ffi.new("uint64_t[]", count) for name in ("ns", "ticks", "cycles")}
        arrays["tags"] = ffi.new("uint8_t[]", count)
        return cls(count, ffi.new("pqe_columns *", arrays), arrays)

    def column(self, name: str) -> tuple[int, ...]:
        return tuple(self.arrays[name][index] for index in range(self.count))


def observe(case: Case, prepared: Prepared, replicate: int, replicates: int) -> tuple[Observation, ...]:
    """Take the samples of one replicate.

    Raises:
        ProviderError: the operation reported a failure.
    """
    with _undisturbed():
        if case.cost_class == CostClass.STOCHASTIC:
            seeds = own_seeds(case.samples, replicate, replicates)
            columns = _run_seeded(case, prepared, seeds)
            return _observations(columns, (1,) * len(seeds), tuple(seeds))
        operations, batches = _calibrated(prepared)
        columns = _run(prepared, operations, batches, first_index=0)
        return _observations(columns, (operations,) * batches, ())


def own_seeds(samples: int, replicate: int, replicates: int) -> list[int]:
    """The numbers of the published seeds that this replicate runs: each seed is run by exactly one."""
    return list(range(replicate, samples, replicates))


@cache
def call_overhead_ns(*, python: bool) -> float:
    """Time of an operation that does nothing, through the same dispatch, in nanoseconds."""
    call, kept = python_call([_nothing])
    operation = ffi.addressof(lib, "pqe_callback" if python else "pqe_nothing")
    prepared = Prepared(operation, call, 1, "", seedable=False, kept=kept)
    with _undisturbed():
        columns = _run(prepared, _OVERHEAD_OPERATIONS, _BATCHES, first_index=0)
    return statistics.median(columns.column("ns")) / _OVERHEAD_OPERATIONS


def _nothing() -> None:
    pass


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection inside a batch."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _calibrated(prepared: Prepared) -> tuple[int, int]:
    """Operations a batch and number of batches: 0.5 to 1 ms, or one operation; also the warm-up."""
    aim = max(_BATCH_NS, _CLOCK_STEPS * lib.pqe_timing_clock_step_ns())
    operations = 1
    while True:
        taken = _shortest(prepared, operations, aim)
        if 2 * taken >= aim:
            break
        operations *= max(2, min(100, aim // (2 * taken)))
    each = taken / operations
    operations = max(1, round(aim / each))
    fewest = _FEWEST_LONG if each > _LONG_NS else _FEWEST_BATCHES
    return operations, max(fewest, min(_BATCHES, round(_UNIT_NS / (each * operations))))


def _shortest(prepared: Prepared, operations: int, aim: int) -> int:
    """Time of the shorter of two batches: one that was preempted must not make the batch too small."""
    first = _run(prepared, operations, 1, first_index=0).column("ns")[0]
    if operations == 1 and first > _SURELY_LONG * aim:
        return first
    return max(1, min(first, *_run(prepared, operations, 1, first_index=0).column("ns")))


def _run(prepared: Prepared, operations: int, batches: int, *, first_index: int) -> _Columns:
    columns = _Columns.of(batches)
    status = lib.pqe_time_batches(
        prepared.operation,
        prepared.call,
        ffi.NULL,
        ffi.NULL,
        first_index,
        operations,
        batches,
        columns.struct,
    )
    return _checked(status, columns)


def _run_seeded(case: Case, prepared: Prepared, seeds: list[int]) -> _Columns:
    """One operation a seed; the generator is seeded before each, outside the timed region."""
    columns = _Columns.of(len(seeds))
    prepare, context, kept = _reseeding(case, prepared, seeds)
    # One run first, with the first seed, so that caches and lazy binding are warm for the first sample too.
    for count in (min(1, len(seeds)), len(seeds)):
        status = lib.pqe_time_batches(
            prepared.operation, prepared.call, prepare, context, 0, 1, count, columns.struct
        )
        _checked(status, columns)
    del kept
    return columns


def _reseeding(case: Case, prepared: Prepared, seeds: list[int]) -> tuple[Any, Any, list[object]]:
    if not prepared.seedable:
        return ffi.NULL, ffi.NULL, []
    from pqeval.liboqs.random import process_generator_seeding  # noqa: PLC0415 - only where liboqs is

    seed_function, generator = process_generator_seeding()
    scheme = case.series.scheme
    material = b"".join(derived_seed(case.seed, scheme, "operation", index) for index in seeds)
    data = ffi.new("uint8_t[]", material)
    context = ffi.new("pqe_reseed *")
    context.seed = ffi.cast("int (*)(void *, int, const uint8_t *, size_t)", seed_function)
    context.generator, context.kind = ffi.cast("void *", generator), _STREAM_KIND
    context.seeds, context.seed_bytes = data, 32
    return ffi.addressof(lib, "pqe_prepare_reseed"), context, [data]


def _checked(status: int, columns: _Columns) -> _Columns:
    if status != 0:
        raise ProviderError("the operation reported a failure while it was timed")
    return columns


def _observations(
    columns: _Columns, operations: tuple[int, ...], seeds: tuple[int, ...]
) -> tuple[Observation, ...]:
    tags = columns.column("tags")
    source = ffi.string(lib.pqe_timing_tick_source()).decode()
    found = [(Metric.TIME_NS, "CLOCK_MONOTONIC", columns.column("ns"))]
    if source == "tsc":
        found.append((Metric.TSC_TICKS, "time-stamp counter", columns.column("ticks")))
    cycles = columns.column("cycles")
    if all(cycles):
        found.append((Metric.CYCLES, "perf_event core cycles, user space", cycles))
    return tuple(
        Observation(
            metric=metric,
            kind=Kind.MEASURED,
            instrument=instrument,
            values=values,
            operations=operations,
            tags=tags,
            seeds=seeds,
        )
        for metric, instrument, values in found
    )
