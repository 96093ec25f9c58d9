"""Implementations of one scheme side by side: the same operation, length, target and metric in one run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from pqeval.analysis.estimate import Estimate, estimates
from pqeval.analysis.ratio import Ratio, ratio_of
from pqeval.catalogue.vocabulary import Metric, Operation
from pqeval.records import Measurement, Run

__all__ = ["LEADING", "Entry", "Row", "side_by_side"]

LEADING: Final = (Metric.TIME_NS, Metric.MODELLED_CYCLES)
"""The metrics that speak of speed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One implementation's figure. `ratio` is to the first one of the row, of the same kind and boundary."""

    provider: str
    variant: str
    estimate: Estimate
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of at least two implementations, in the order of the run."""

    scheme: str
    operation: Operation
    message_bytes: int | None
    target: str
    metric: Metric
    entries: tuple[Entry, ...]


_Key = tuple[str, Operation, int | None, int | None, str, Metric]


def side_by_side(run: Run, metrics: Collection[str] = LEADING) -> tuple[Row, ...]:
    """The rows of a run, in the order of its records."""
    groups: dict[_Key, list[tuple[Measurement, Estimate]]] = {}
    for record in run.records:
        if not isinstance(record, Measurement):
            continue
        one = record.series
        for metric, estimate in estimates(record).items():
            if metric in metrics:
                lengths = (one.message_bytes, one.associated_data_bytes)
                key = (one.scheme, one.operation, *lengths, one.target, metric)
                groups.setdefault(key, []).append((record, estimate))
    return tuple(
        Row(scheme, operation, length, target, metric, _entries(found))
        for (scheme, operation, length, _, target, metric), found in groups.items()
        if len(found) > 1
    )


def _entries(found: list[tuple[Measurement, Estimate]]) -> tuple[Entry, ...]:
    first, _ = found[0]
    return tuple(
        Entry(
            record.series.provider,
            record.series.variant,
            estimate,
            ratio_of(record, first, estimate.metric),
        )
        for record, estimate in found
    )
