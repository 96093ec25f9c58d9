"""Intervals: exact coverage, known quantiles, behaviour at small counts."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis.intervals import mean_interval, median_interval, percentile

_VALUES = st.lists(st.integers(0, 10**9).map(float), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("count", "low", "level"),
    [(1, 1, 0.0), (2, 1, 50.0), (5, 1, 93.75), (6, 1, 96.875), (9, 2, 96.09375), (20, 6, 95.861053)],
)
def test_ranks_of_the_median_interval(count: int, low: int, level: float) -> None:
    """The interval of the median takes the ranks that binomial tables give, and says the level it reaches."""
    interval = median_interval([float(value) for value in range(1, count + 1)])

    assert (low, count + 1 - low) == (interval.low, interval.high)
    assert level == pytest.approx(interval.level)


def test_large_counts_continue_the_exact_ranks() -> None:
    """Above the largest count that is computed exactly, the interval stays as wide as just below."""
    below = median_interval([float(value) for value in range(5000)])
    above = median_interval([float(value) for value in range(5001)])

    assert abs((below.high - below.low) - (above.high - above.low)) <= 3


@given(_VALUES)
def test_median_interval_encloses_the_median(values: list[float]) -> None:
    """The interval is inside the range of the values and encloses their median."""
    interval = median_interval(values)
    ordered = sorted(values)
    middle = (ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2

    assert ordered[0] <= interval.low <= middle <= interval.high <= ordered[-1]


@given(_VALUES, st.randoms(use_true_random=False))
def test_median_interval_ignores_the_order(values: list[float], chance: random.Random) -> None:
    """The order in which values were taken does not matter."""
    shuffled = list(values)
    chance.shuffle(shuffled)

    assert median_interval(values) == median_interval(shuffled)


def test_median_interval_covers_as_often_as_it_says() -> None:
    """Over many draws from a skewed distribution the true median is inside about as often as promised."""
    chance = random.Random(1)
    covered = 0
    for _ in range(2000):
        interval = median_interval([chance.expovariate(1.0) for _ in range(12)])
        covered += interval.low <= math.log(2) <= interval.high

    assert 0.95 <= covered / 2000 <= 0.975  # 96.1 % is exact for twelve values


@pytest.mark.parametrize(
    ("count", "quantile"), [(2, 12.706), (3, 4.303), (4, 3.182), (11, 2.228), (32, 2.040)]
)
def test_mean_interval_uses_students_t(count: int, quantile: float) -> None:
    """Half the width over the standard error is the tabled quantile (the expansion is 1 % off at worst)."""
    values = [float(value) for value in range(count)]
    mean = sum(values) / count
    error = math.sqrt(sum((value - mean) ** 2 for value in values) / (count - 1) / count)
    interval = mean_interval(values)

    assert quantile == pytest.approx((interval.high - interval.low) / 2 / error, rel=0.01)


def test_mean_of_one_value_has_no_confidence() -> None:
    """One value says nothing about spread."""
    assert (7.0, 7.0, 0.0) == mean_interval([7.0])


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 50.0), (95, 95.0), (99, 99.0), (100, 100.0), (0.1, 1.0)]
)
def test_percentiles_are_values_that_were_seen(percent: float, expected: float) -> None:
    """Nearest rank: of 1 to 100, the p-th percentile is p."""
    assert expected == percentile([float(value) for value in range(1, 101)], percent)
