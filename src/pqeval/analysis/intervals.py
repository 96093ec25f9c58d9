"""Intervals without assumptions about the shape of a distribution, and the one that assumes little."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist, fmean, stdev
from typing import Final, NamedTuple

__all__ = ["LEVEL", "Interval", "mean_interval", "median_interval", "percentile"]

LEVEL: Final = 95.0
"""The confidence that intervals aim at, in percent."""

_LARGEST_EXACT: Final = 5000
_FEWEST: Final = 2


class Interval(NamedTuple):
    """`low` to `high`; `level` is the confidence that is really reached, in percent."""

    low: float
    high: float
    level: float


def median_interval(values: Sequence[float]) -> Interval:
    """The exact interval of the median from order statistics (binomial), for any continuous distribution.

    With fewer than six values 95 % cannot be reached: the interval is then the whole range, and `level`
    says what that is worth (two values: 50 %; one value: 0 %).
    """
    ordered = sorted(values)
    rank, level = _rank(len(ordered))
    return Interval(ordered[rank - 1], ordered[-rank], level)


def mean_interval(values: Sequence[float]) -> Interval:
    """The interval of the mean by Student's t; with one value it has no width and the level 0."""
    mean = fmean(values)
    if len(values) < _FEWEST:
        return Interval(mean, mean, 0.0)
    half = _student(len(values) - 1) * stdev(values) / math.sqrt(len(values))
    return Interval(mean - half, mean + half, LEVEL)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(1, math.ceil(len(ordered) * percent / 100)) - 1]


@lru_cache(maxsize=256)
def _rank(count: int) -> tuple[int, float]:
    """The largest rank k such that the k-th smallest and k-th largest enclose the median often enough."""
    if count > _LARGEST_EXACT:
        rank = math.floor(count / 2 - NormalDist().inv_cdf(0.5 + LEVEL / 200) * math.sqrt(count) / 2)
        return rank, LEVEL
    whole = 2**count
    beyond, ways, rank = 1, 1, 1
    best = (1, 100 * (1 - 2 * beyond / whole))
    while rank < (count + 1) // 2:
        ways = ways * (count - rank + 1) // rank
        beyond += ways
        rank += 1
        level = 100 * (1 - 2 * (beyond / whole))
        if level < LEVEL:
            break
        best = (rank, level)
    return best[0], max(0.0, best[1])


@lru_cache(maxsize=256)
def _student(freedom: int) -> float:
    """Two-sided quantile of Student's t at `LEVEL` (exact for 1 and 2, else Abramowitz and Stegun 26.7.5)."""
    tail = 0.5 + LEVEL / 200
    if freedom == 1:
        return math.tan(math.pi * (tail - 0.5))
    if freedom == 2:  # noqa: PLR2004 - the closed form for two degrees of freedom
        return (2 * tail - 1) * math.sqrt(2 / (4 * tail * (1 - tail)))
    z = NormalDist().inv_cdf(tail)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
