"""What a run of an image says: conditions and observations, from samples, profile and sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pqeval.catalogue import Boundary, Kind, Mark, Metric
from pqeval.plan.case import Case
from pqeval.records import Conditions, Observation
from pqeval.targets.cortex_m.attempts import Attempts
from pqeval.targets.cortex_m.emulator import Profile, Ran
from pqeval.targets.cortex_m.firmware import Image
from pqeval.targets.cortex_m.profile import hashing_parts_per_million

__all__ = ["conditions_of", "observations_of", "profiled"]

_LARGE_GAP: Final = 64
"""Bytes of stack that may be reserved and not written before it is said."""


def conditions_of(
    case: Case, samples: Sequence[Ran], others: Sequence[str], attempts: Attempts | None
) -> Conditions:
    """Under which conditions the samples of a case were taken; `others` is what else is to be said."""
    notes = ["single-core time: no interrupts, no flash wait states, no caches", *case.implementation.notes]
    notes += others
    notes += [gap] if (gap := _stack_gap(samples)) else []
    taken = len(samples)
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
        expected_attempts=attempts.expected if attempts else None,
        expected_attempts_source=attempts.source if attempts else "",
    )


def _stack_gap(samples: Sequence[Ran]) -> str:
    """What to say where much of the stack was reserved and never written."""
    one = max(samples, key=lambda ran: ran.stack_bytes - ran.painted_bytes)
    gap = one.stack_bytes - one.painted_bytes
    return f"{gap} bytes of stack were reserved in {one.deepest} and not written" if gap > _LARGE_GAP else ""


def profiled(profile: Profile, model: str, mark: Mark) -> tuple[Observation, ...]:
    """What the profile of the first sample says; without a model, there are no shares."""
    counted = Observation(
        metric=Metric.DIVISIONS, kind=Kind.COUNTED, instrument="first sample", values=(profile.divisions,)
    )
    if not model:
        return (counted,)
    share = Observation(
        metric=Metric.HASHING_SHARE,
        kind=Kind.MODELLED,
        instrument=f"{model}, first sample",
        values=(hashing_parts_per_million(profile.stacks),),
        mark=mark,
    )
    return (counted, share)


def observations_of(
    samples: Sequence[Ran], image: Image, core: tuple[str, Mark], attempts: Attempts | None
) -> tuple[Observation, ...]:
    """What the samples and the image say; `core` is the model (empty: no cycles) and its mark."""
    model, mark = core
    seeds = tuple(range(len(samples)))
    columns = {
        Metric.INSTRUCTIONS: (Kind.COUNTED, "Unicorn engine", [one.instructions for one in samples]),
        Metric.STACK_BYTES: (Kind.COUNTED, "stack pointer", [one.stack_bytes for one in samples]),
        Metric.PAINTED_STACK_BYTES: (Kind.COUNTED, "painted RAM", [one.painted_bytes for one in samples]),
        Metric.HEAP_PEAK_BYTES: (Kind.COUNTED, "counting allocator", [one.heap_bytes for one in samples]),
        Metric.RANDOM_BYTES: (Kind.COUNTED, "random bytes served", [one.random_bytes for one in samples]),
    }
    if attempts:
        counted = [one.counted for one in samples]
        columns[Metric.ATTEMPTS] = (Kind.COUNTED, f"entries of {attempts.function}", counted)
    if model:
        cycles = (Kind.MODELLED, model, [one.cycles for one in samples])
        columns = {Metric.MODELLED_CYCLES: cycles, **columns}
    if model and any(one.moved_cycles for one in samples):
        moved = [one.moved_cycles for one in samples]
        columns[Metric.MOVED_CYCLES] = (Kind.MODELLED, f"{model}, all code moved by 2 bytes", moved)
    found = [
        Observation(
            metric=metric,
            kind=kind,
            instrument=instrument,
            values=tuple(values),
            seeds=seeds,
            mark=mark if kind == Kind.MODELLED else Mark.NONE,
        )
        for metric, (kind, instrument, values) in columns.items()
    ]
    sizes = {
        Metric.TEXT_BYTES: (image.sizes.text_bytes, "image minus empty image"),
        Metric.HASHING_TEXT_BYTES: (image.sizes.hashing_text_bytes, "symbols of the image"),
        Metric.DATA_BYTES: (image.sizes.data_bytes, "image minus empty image"),
        Metric.BSS_BYTES: (image.sizes.bss_bytes, "image minus empty image"),
        Metric.BUFFER_BYTES: (image.sizes.buffer_bytes, "symbols of the image"),
    }
    found += [
        Observation(metric=metric, kind=Kind.COUNTED, instrument=instrument, values=(value,))
        for metric, (value, instrument) in sizes.items()
    ]
    return tuple(found)
