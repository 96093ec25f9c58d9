"""One implementation's figure over another's, of one run, with the interval of that ratio.

What is alike in both is divided out before anything is averaged: a process that timed both, and an input that
both were given, give one ratio each. So a machine that is slower in one process than in the next widens no
interval of a ratio.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from pqeval.analysis.estimate import Method, estimate, per_operation, process_medians
from pqeval.analysis.intervals import median_interval
from pqeval.catalogue.vocabulary import Metric
from pqeval.records import Measurement, Observation

__all__ = ["Pairing", "Ratio", "ratio_of"]


class Pairing(StrEnum):
    """What a ratio and its interval come from."""

    EXACT = "exact"
    """Both figures are the same for every input."""
    INPUTS = "range over inputs"
    """One ratio an input; the interval is their range."""
    PROCESSES = "median over processes"
    """One ratio a process that timed both; the exact interval of their median."""
    INTERVALS = "quotient of intervals"
    """Nothing pairs them: the ends of the two intervals are divided, the levels add up."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """`value` with its interval `low` to `high`; `level` is the confidence in percent, `count` the pairs."""

    value: float
    low: float
    high: float
    level: float
    count: int
    pairing: Pairing


def ratio_of(one: Measurement, other: Measurement, metric: Metric) -> Ratio | None:
    """The figure of `one` over that of `other`; None if they are not alike, or either lacks the metric.

    Raises:
        RecordError: an observation is not sound.
    """
    mine, theirs = one.observation(metric), other.observation(metric)
    same_boundary = one.conditions.boundary == other.conditions.boundary
    if mine is None or theirs is None or mine.kind != theirs.kind or not same_boundary:
        return None
    above = estimate(mine, one.conditions.cost_class)
    below = estimate(theirs, other.conditions.cost_class)
    if not below.low:
        return None
    value = above.value / below.value
    pairs, pairing = _paired(mine, theirs, {above.method, below.method})
    if pairing == Pairing.PROCESSES:
        return Ratio(median(pairs), *median_interval(pairs), len(pairs), pairing)
    if pairing == Pairing.INPUTS:
        return Ratio(median(pairs), min(pairs), max(pairs), 100.0, len(pairs), pairing)
    if pairing == Pairing.EXACT:
        return Ratio(value, value, value, 100.0, min(above.samples, below.samples), pairing)
    level = max(0.0, above.level + below.level - 100)
    return Ratio(value, above.low / below.high, above.high / below.low, level, 1, pairing)


def _paired(mine: Observation, theirs: Observation, methods: set[Method]) -> tuple[list[float], Pairing]:
    """The ratios of what belongs together, and what that is; none where one says all, or nothing pairs."""
    if methods in ({Method.EXACT}, {Method.MAXIMUM}):
        return [], Pairing.EXACT
    if methods <= {Method.EXACT, Method.INPUTS} and (pairs := _by_input(mine, theirs)):
        return pairs, Pairing.INPUTS
    if methods == {Method.PROCESSES} and (pairs := _by_process(mine, theirs)):
        return pairs, Pairing.PROCESSES
    return [], Pairing.INTERVALS


def _by_input(mine: Observation, theirs: Observation) -> list[float]:
    """One ratio an input: sample i of every implementation has input i. Empty if the numbers differ."""
    pairs = per_operation(mine), per_operation(theirs)
    if len(pairs[0]) != len(pairs[1]) or not all(pairs[1]):
        return []
    return [one / other for one, other in zip(*pairs, strict=True)]


def _by_process(mine: Observation, theirs: Observation) -> list[float]:
    """One ratio a process. Empty if another set of processes timed each."""
    one, other = process_medians(mine), process_medians(theirs)
    if one.keys() != other.keys() or not all(other.values()):
        return []
    return [one[process] / other[process] for process in one]
