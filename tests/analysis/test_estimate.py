"""Estimates: which figure, which interval, and what is said about how they were come by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis import Method, estimate, estimates
from pqeval.catalogue import CostClass, Kind, Metric
from pqeval.errors import RecordError
from sample_runs import measurement, observation


def test_equal_counts_are_exact() -> None:
    """A deterministic figure has no interval."""
    one = estimate(observation(Metric.INSTRUCTIONS, 1000, 1000, 1000))

    assert (1000.0, 1000.0, 1000.0, 100.0, Method.EXACT) == (
        one.value,
        one.low,
        one.high,
        one.level,
        one.method,
    )


def test_counts_that_vary_with_the_keys_say_so() -> None:
    """Modelled cycles over several keys are a median over inputs, not within a process."""
    one = estimate(observation(Metric.MODELLED_CYCLES, 10, 30, 20, kind=Kind.MODELLED))

    assert (20.0, Method.INPUTS) == (one.value, one.method)


def test_memory_is_the_largest_sample() -> None:
    """A part must hold the worst case, so memory is a maximum."""
    one = estimate(observation(Metric.STACK_BYTES, 900, 1200, 1100))

    assert (1200.0, 900.0, Method.MAXIMUM) == (one.value, one.low, one.method)


def test_batches_are_divided_by_their_operations() -> None:
    """A value is the total of its batch."""
    one = estimate(observation(Metric.TIME_NS, 100, 400, kind=Kind.MEASURED, operations=(10, 20)))

    assert (15.0, Method.BATCHES) == (one.value, one.method)


def test_six_processes_give_an_interval_over_process_medians() -> None:
    """With six processes the interval is the range of their medians, at 96.875 %."""
    values = [100 + 10 * process + jitter for process in range(6) for jitter in (-1, 0, 5)]
    processes = [process for process in range(6) for _ in range(3)]
    one = estimate(observation(Metric.TIME_NS, *values, kind=Kind.MEASURED, processes=processes))

    assert (125.0, 100.0, 150.0, 96.875, 6) == (one.value, one.low, one.high, one.level, one.processes)
    assert Method.PROCESSES == one.method


def test_five_processes_are_labelled_within_process() -> None:
    """Fewer than six processes cannot support a statement about processes."""
    one = estimate(observation(Metric.TIME_NS, 1, 2, 3, 4, 5, kind=Kind.MEASURED, processes=range(5)))

    assert Method.BATCHES == one.method


def test_disturbed_batches_are_left_out_but_counted_beside() -> None:
    """The headline rests on clean batches; the figure over all stands beside it."""
    values = (10, 10, 10, 1000, 1000, 1000, 1000)
    one = estimate(observation(Metric.TIME_NS, *values, kind=Kind.MEASURED, tags=(0, 0, 0, 1, 1, 2, 3)))

    assert (10.0, 1000.0) == (one.value, one.all_value)
    assert one.clean_fraction == pytest.approx(3 / 7)
    assert not one.rests_on_disturbed


def test_a_process_without_clean_batches_is_used_and_said() -> None:
    """Leaving out a whole process would bias the figure; using it must be visible."""
    tags = (1, 0, 0, 0, 0, 0)
    one = estimate(
        observation(Metric.TIME_NS, 60, 10, 20, 30, 40, 50, kind=Kind.MEASURED, processes=range(6), tags=tags)
    )

    assert (35.0, 60.0, True) == (one.value, one.high, one.rests_on_disturbed)


def test_stochastic_operations_report_the_mean_over_seeds() -> None:
    """Each seed counts once, however often it was run; the distribution stands beside the mean."""
    values = (10, 20, 90, 10, 20, 110)
    one = estimate(
        observation(
            Metric.TIME_NS,
            *values,
            kind=Kind.MEASURED,
            seeds=(0, 1, 2, 0, 1, 2),
            processes=(0, 0, 0, 1, 1, 1),
        )
    )

    assert one.distribution is not None
    assert one.value == pytest.approx(130 / 3)
    assert (Method.SEEDS, 3) == (one.method, one.distribution.seeds)
    assert (20.0, 100.0, 100.0) == (one.distribution.p50, one.distribution.p95, one.distribution.largest)
    assert one.low < one.value < one.high


def test_seeds_that_merely_choose_keys_are_inputs() -> None:
    """An operation of fixed cost has no distribution over seeds, and equal counts over seeds are exact."""
    varied = observation(Metric.MODELLED_CYCLES, 10, 30, 20, kind=Kind.MODELLED, seeds=(0, 1, 2))
    equal = observation(Metric.MODELLED_CYCLES, 10, 10, kind=Kind.MODELLED, seeds=(0, 1))
    fixed = estimate(varied, CostClass.FIXED)

    assert (20.0, Method.INPUTS, None) == (fixed.value, fixed.method, fixed.distribution)
    assert Method.SEEDS == estimate(varied, CostClass.STOCHASTIC).method
    assert Method.EXACT == estimate(equal, CostClass.STOCHASTIC).method


def test_estimates_are_keyed_by_metric() -> None:
    """All metrics of a measurement are estimated."""
    found = estimates(measurement(observation(Metric.TEXT_BYTES, 5), observation(Metric.STACK_BYTES, 7)))

    assert {Metric.TEXT_BYTES: 5.0, Metric.STACK_BYTES: 7.0} == {
        metric: one.value for metric, one in found.items()
    }


@pytest.mark.parametrize(
    "unsound", [observation(Metric.TIME_NS), observation(Metric.TIME_NS, 5, operations=(0,))]
)
def test_an_observation_without_samples_is_refused(unsound: object) -> None:
    """Nothing can be estimated from no sample, or from no operation."""
    with pytest.raises(RecordError, match="time_ns"):
        estimate(unsound)  # type: ignore[arg-type]  # parametrize loses the type


@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 3), st.integers(0, 7)), min_size=1, max_size=80),
    st.sampled_from([Kind.MEASURED, Kind.COUNTED]),
)
def test_the_value_lies_in_its_interval(samples: list[tuple[int, int, int]], kind: Kind) -> None:
    """Whatever was recorded, low <= value <= high, all within the range of the samples."""
    values, tags, processes = zip(*samples, strict=True)
    one = estimate(observation(Metric.TIME_NS, *values, kind=kind, tags=tags, processes=processes))

    assert min(values) <= one.low <= one.value <= one.high <= max(values)
    assert min(values) <= one.all_value <= max(values)
    assert 0 <= one.clean_fraction <= 1
