"""Ratios of figures of one run, and their intervals."""

from __future__ import annotations

import pytest

from pqeval.analysis.ratio import Pairing, ratio_of
from pqeval.catalogue import Boundary, Kind, Metric
from pqeval.records import Measurement
from sample_runs import measurement, observation

PROCESSES = (0, 1, 2, 3, 4, 5)


def cycles(*values: int) -> Measurement:
    """Modelled figures, one an input."""
    return measurement(observation(Metric.MODELLED_CYCLES, *values, kind=Kind.MODELLED))


def times(*values: int, processes: tuple[int, ...] = PROCESSES) -> Measurement:
    """Times, one a process."""
    return measurement(
        observation(
            Metric.TIME_NS,
            *values,
            kind=Kind.MEASURED,
            operations=(1,) * len(values),
            processes=processes,
            tags=(0,) * len(values),
        )
    )


def test_exact_figures_have_an_exact_ratio() -> None:
    """No spread, no interval."""
    ratio = ratio_of(cycles(90, 90, 90), cycles(100, 100, 100), Metric.MODELLED_CYCLES)

    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high, ratio.level) == (0.9, 0.9, 0.9, 100.0)
    assert ratio.pairing == Pairing.EXACT


def test_figures_that_vary_with_the_input_are_divided_input_by_input() -> None:
    """Both are slower for the second input: the ratio is the same."""
    ratio = ratio_of(cycles(90, 180, 90), cycles(100, 200, 125), Metric.MODELLED_CYCLES)

    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high) == (0.9, 0.72, 0.9)
    assert (ratio.count, ratio.pairing) == (3, Pairing.INPUTS)


def test_a_slow_process_widens_no_ratio() -> None:
    """What is alike in a process is divided out."""
    ratio = ratio_of(times(50, 55, 60, 500, 70, 75), times(100, 110, 120, 1000, 140, 150), Metric.TIME_NS)

    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high) == (0.5, 0.5, 0.5)
    assert ratio.level == pytest.approx(96.875)
    assert (ratio.count, ratio.pairing) == (6, Pairing.PROCESSES)


def test_what_is_not_paired_has_the_quotient_of_the_intervals() -> None:
    """Other processes timed the second: levels add up."""
    ratio = ratio_of(
        times(10, 11, 12, 13, 14, 15),
        times(20, 20, 20, 20, 20, 20, processes=(6, 7, 8, 9, 10, 11)),
        Metric.TIME_NS,
    )

    assert ratio is not None
    assert (ratio.low, ratio.high, ratio.pairing) == (0.5, 0.75, Pairing.INTERVALS)
    assert ratio.level == pytest.approx(93.75)


def test_unlike_figures_have_none() -> None:
    """Another boundary, another metric."""
    other = measurement(observation(Metric.MODELLED_CYCLES, 9, kind=Kind.MODELLED), boundary=Boundary.PYTHON)

    assert ratio_of(cycles(9), other, Metric.MODELLED_CYCLES) is None
    assert ratio_of(cycles(9), times(1, 2, 3, 4, 5, 6), Metric.MODELLED_CYCLES) is None
