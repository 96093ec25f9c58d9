"""Which cases further replicates visit: short operations, for which they cost little."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import CostClass, Metric
from pqeval.records import Measurement, Piece

__all__ = ["SHORT_NS", "is_short"]

SHORT_NS: Final = 10_000_000
"""An operation of fixed cost that takes less, in nanoseconds, is short."""


def is_short(first: Piece) -> bool:
    """Whether the first replicate of a case shows an operation of fixed cost under `SHORT_NS`.

    The time of the first process decides and not the spread over the processes, so that the interval over
    all of them keeps its confidence.
    """
    record = first.record
    if not isinstance(record, Measurement) or record.conditions.cost_class != CostClass.FIXED:
        return False
    timed = record.observation(Metric.TIME_NS)
    if timed is None:
        return False
    return any(ns < SHORT_NS * count for ns, count in zip(timed.values, timed.operations, strict=True))
