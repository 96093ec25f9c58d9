"""Fit: every byte of memory is counted, the limiting resource is named, the unknown never fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis import Resource, fit
from pqeval.catalogue import Metric, Operation
from pqeval.errors import RecordError
from pqeval.records import Measurement, PartFacts
from sample_runs import PART, measurement, observation, series

_METRICS = (
    Metric.STACK_BYTES,
    Metric.HEAP_PEAK_BYTES,
    Metric.BUFFER_BYTES,
    Metric.DATA_BYTES,
    Metric.BSS_BYTES,
    Metric.TEXT_BYTES,
)


def _needs(*amounts: int, operation: Operation = Operation.ENCAPS) -> Measurement:
    """A measurement that needs these amounts, in the order of `_METRICS`."""
    found = [observation(metric, amount) for metric, amount in zip(_METRICS, amounts, strict=True)]
    return measurement(*found, of=series(operation=operation))


@given(st.tuples(*(st.integers(0, 3 << 20) for _ in _METRICS)))
def test_all_parts_are_added_up(amounts: tuple[int, ...]) -> None:
    """RAM holds stack, heap, buffers, data and bss; flash holds text and data; both must be enough."""
    stack, heap, buffers, data, bss, text = amounts
    found = fit([_needs(*amounts)], PART)

    assert stack + heap + buffers + data + bss == found.ram_bytes
    assert text + data == found.flash_bytes
    assert (found.ram_bytes <= PART.ram_bytes and found.flash_bytes <= PART.flash_bytes) == found.fits


@pytest.mark.parametrize(
    ("amounts", "fits", "exceeded", "limiting"),
    [
        ((640 << 10, 0, 0, 0, 0, 0), True, (), Resource.RAM),
        (((640 << 10) + 1, 0, 0, 0, 0, 0), False, (Resource.RAM,), Resource.RAM),
        ((0, 0, 0, 0, 0, 2 << 20), True, (), Resource.FLASH),
        ((0, 0, 0, 1, 0, 2 << 20), False, (Resource.FLASH,), Resource.FLASH),
        ((1 << 20, 0, 0, 0, 0, 5 << 20), False, (Resource.RAM, Resource.FLASH), Resource.FLASH),
        ((1000, 0, 500_000, 0, 0, 90_000), True, (), Resource.RAM),
    ],
)
def test_the_limiting_resource_is_named(
    amounts: tuple[int, ...],
    fits: bool,  # noqa: FBT001 - a table of answers
    exceeded: tuple[Resource, ...],
    limiting: Resource,
) -> None:
    """To the last byte, and which memory is the tighter one."""
    found = fit([_needs(*amounts)], PART)

    assert (fits, exceeded, limiting) == (found.fits, found.exceeded, found.limiting)


def test_the_most_demanding_operation_counts() -> None:
    """A device runs one operation at a time: the maximum, not the sum."""
    found = fit(
        [
            _needs(9000, 0, 100, 8, 8, 90_000, operation=Operation.ENCAPS),
            _needs(9500, 0, 200, 8, 8, 90_000, operation=Operation.DECAPS),
            _needs(6000, 0, 300, 8, 8, 95_000, operation=Operation.KEYGEN),
        ],
        PART,
    )

    assert (Operation.DECAPS, 9500 + 200 + 16, 95_008) == (
        found.operation,
        found.ram_bytes,
        found.flash_bytes,
    )


def test_what_is_not_known_is_not_said_to_fit() -> None:
    """Without the heap, nobody can say that it fits; that it does not fit may still be certain."""
    known = [observation(metric, 1000) for metric in _METRICS if metric != Metric.HEAP_PEAK_BYTES]
    small = fit([measurement(*known)], PART)
    large = fit([measurement(*known)], PartFacts(name="tiny", ram_bytes=512, flash_bytes=512))

    assert (None, (Metric.HEAP_PEAK_BYTES,)) == (small.fits, small.unknown)
    assert large.fits is False


def test_nothing_measured_cannot_be_judged() -> None:
    """An empty list of measurements is a mistake of the caller."""
    with pytest.raises(RecordError, match="nothing was measured"):
        fit([], PART)
