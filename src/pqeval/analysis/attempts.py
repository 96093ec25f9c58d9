"""Rejection sampling: what an operation costs beside its attempts, for each, and at the expected number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from pqeval.catalogue.vocabulary import Mark, Metric
from pqeval.records import Measurement

__all__ = ["AttemptCost", "attempt_cost"]

_FEWEST: Final = 4
"""Samples below which a line through them says nothing of its own error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptCost:
    """A line through samples of (attempts, cycles); all in the unit of `metric`.

    `at_expected` is the cost at the standard's expected number of attempts, `at_expected_error` its standard
    error; `sample_mean` that over the seeds with its own, and `sample_attempts` how many they needed.
    """

    metric: Metric
    mark: Mark
    fixed: float
    per_attempt: float
    expected: float
    source: str
    at_expected: float
    at_expected_error: float
    sample_mean: float
    sample_error: float
    sample_attempts: float
    samples: int


def attempt_cost(measurement: Measurement, metric: Metric = Metric.MODELLED_CYCLES) -> AttemptCost | None:
    """The line of least squares; None if attempts were not counted or do not vary enough."""
    counted, cost = measurement.observation(Metric.ATTEMPTS), measurement.observation(metric)
    expected = measurement.conditions.expected_attempts
    if counted is None or cost is None or expected is None or len(counted.values) != len(cost.values):
        return None
    xs, ys = counted.values, cost.values
    if len(xs) < _FEWEST or min(xs) == max(xs):
        return None
    count, x_mean, y_mean = len(xs), fmean(xs), fmean(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    slope = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread
    fixed = y_mean - slope * x_mean
    residual = sum((y - fixed - slope * x) ** 2 for x, y in zip(xs, ys, strict=True)) / (count - 2)
    error = math.sqrt(residual * (1 / count + (expected - x_mean) ** 2 / spread))
    return AttemptCost(
        metric=metric,
        mark=cost.mark,
        fixed=fixed,
        per_attempt=slope,
        expected=expected,
        source=measurement.conditions.expected_attempts_source,
        at_expected=fixed + slope * expected,
        at_expected_error=error,
        sample_mean=y_mean,
        sample_error=math.sqrt(sum((y - y_mean) ** 2 for y in ys) / (count - 1) / count),
        sample_attempts=x_mean,
        samples=count,
    )
